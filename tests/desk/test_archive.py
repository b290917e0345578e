"""Forums go in and out whole, and the sample speaks the reader's language."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from moderator import words
from moderator.desk import archive
from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.desk.importing import Counts
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import LocalText
from moderator.formats import forum_json, registry
from moderator.formats.values import Imported
from moderator.settings import Settings
from moderator.store.database import Store

FILES = Path(__file__).parents[1] / "formats" / "files"
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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(Store.open(tmp_path), Settings(), SystemClock())
    yield made
    made.close()


def _export(desk: Desk) -> str:
    return asyncio.run(desk.export(contacts=True))


def bring_in(desk: Desk, imported: Imported) -> Counts:
    return asyncio.run(desk.bring_in(imported))


def _whole(text: str) -> Imported:
    return Imported(forum=forum_json.read(text))


def _busy(desk: Desk) -> None:
    """Let something happen in the meeting in front."""
    room = desk.room
    item = desk.programme.agenda(room.id)[0].id
    room.floor.open_meeting()
    room.floor.add("Someone typed", Kind.QUESTION, item)
    room.floor.call_next(guard=False)
    room.floor.end()
    room.notes.add(item, "Бірінші сөз 🎤")
    room.notes.add(item, "Second\nthird", Mark.RECOMMENDATION)


@pytest.mark.parametrize("file", ["schedule.json", "programme.csv", "people.csv"])
def test_what_was_imported_is_exported_and_read_back_the_same(desk: Desk, file: str) -> None:
    desk.library.new(LocalText(en="Forum"), DAY)
    imported = registry.read(FILES / file)
    counts = bring_in(desk, imported)
    assert counts.added
    assert (counts.changed, counts.unchanged) == (0, 0)
    text = _export(desk)
    found = forum_json.read(text)
    assert (found.programme, found.people) == (desk.programme, desk.people)
    assert found.contacts == desk.forum.contacts.all()
    for person in imported.persons:
        assert any(p.name == person.name for p in found.people.persons.values())
        assert all(f"{part}" in text for part in (person.office, person.email) if part)
    titles = [i.title for items in found.programme.items.values() for i in items]
    assert len(titles) == len(imported.items)
    assert all(item.title in titles for item in imported.items)
    assert bring_in(desk, imported) == replace(counts, added=0, unchanged=counts.added)
    assert _export(desk) == text


def test_an_exported_forum_comes_in_whole_on_another_laptop(desk: Desk, tmp_path: Path) -> None:
    desk.library.copy_sample()
    _busy(desk)
    text = _export(desk)
    other = Desk(Store.open(tmp_path / "other"), Settings(), SystemClock())
    try:
        counts = bring_in(other, _whole(text))
        assert counts.added > 0
        assert _export(other) == text
        assert other.store.check() == ()
        assert [s.name for s in other.room.floor_view().past] == ["Someone typed"]
    finally:
        other.close()


def test_an_exported_forum_that_is_here_already_adds_nothing(desk: Desk) -> None:
    desk.library.copy_sample()
    first = desk.forum.id
    text = _export(desk)
    desk.library.new(LocalText(en="Other"), DAY)
    counts = bring_in(desk, _whole(text))
    assert (counts.added, counts.changed) == (0, 0)
    assert counts.unchanged > 100
    assert desk.forum.id != first
    assert len(desk.library.all()) == 2


def test_an_exported_forum_comes_back_after_it_was_removed(desk: Desk) -> None:
    desk.library.copy_sample()
    _busy(desk)
    text = _export(desk)
    asyncio.run(desk.library.remove(desk.forum.id))
    assert not desk.has_forum
    assert bring_in(desk, _whole(text)).added > 100
    assert _export(desk) == text
    assert desk.store.check() == ()
