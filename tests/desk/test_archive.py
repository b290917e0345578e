"""Forums go in and out whole, and the sample speaks the reader's language."""

import datetime as dt

import pytest

from moderator import words
from moderator.desk import archive

NOW_UTC_MS = 1_795_000_000_000
DAY = dt.date(2026, 11, 18)


def _names(language: str) -> list[str]:
    forum = archive.sample(DAY, NOW_UTC_MS, language)
    (part,) = forum.floors.values()
    people = sorted(forum.people.persons.values(), key=lambda p: int(p.number))
    places = [m.place for m in forum.programme.meetings]
    return [*(p.name for p in people), *part.names.values(), *places]


def test_the_sample_names_everybody_in_the_readers_language() -> None:
    by_language = {language: _names(language) for language in words.LANGUAGES}
    assert by_language["kk"][1] == "Адалдық агенттігінің басшысы"
    assert by_language["ru"][1] == "Руководитель Агентства по добропорядочности"
    assert by_language["en"][1] == "Head, Integrity Agency"
    for kk, ru, en in zip(by_language["kk"], by_language["ru"], by_language["en"], strict=True):
        assert en not in (kk, ru)
        assert (kk == ru) == (en == "Online")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_two_people_of_the_sample_share_a_name(language: str) -> None:
    people = archive.sample(DAY, NOW_UTC_MS, language).people.persons
    assert len({person.name for person in people.values()}) == len(people)
