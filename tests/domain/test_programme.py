"""Texts in three languages, local times, and who speaks for whom."""

import datetime as dt

import pytest

from moderator.domain.ids import DayId, ForumId, ItemId, MeetingId, OrganisationId, PersonId
from moderator.domain.programme import (
    AgendaItem,
    Day,
    Forum,
    LocalText,
    Meeting,
    People,
    Programme,
    local,
    utc_ms,
)
from tests.domain.hall import TEN_UTC_MS


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        (LocalText("kk", "ru", "en"), "ru", "ru"),
        (LocalText("kk", "", "en"), "ru", "kk"),
        (LocalText("", "", "en"), "kk", "en"),
        (LocalText("", "ru", ""), "fr", "ru"),
        (LocalText(), "en", ""),
    ],
)
def test_a_missing_text_is_shown_in_a_language_that_has_it(
    text: LocalText, language: str, shown: str
) -> None:
    assert text.best(language) == shown


def test_local_times_follow_the_forums_zone() -> None:
    assert utc_ms(dt.date(2024, 11, 16), dt.time(9, 20), "Asia/Almaty") == TEN_UTC_MS - 2_400_000
    assert local(TEN_UTC_MS, "Asia/Almaty").utcoffset() == dt.timedelta(hours=5)
    assert local(TEN_UTC_MS, "Asia/Almaty").hour == 10


@pytest.mark.parametrize("zone", ["Asia/Almaty", "UTC", "America/St_Johns", "Pacific/Kiritimati"])
def test_a_moment_no_calendar_has_is_shown_as_the_nearest_it_has(zone: str) -> None:
    assert local(-(10**18), zone).year == 1
    assert local(10**18, zone).year == 9999
    assert local(utc_ms(dt.date(1700, 3, 3), dt.time(10), zone), zone).hour == 10


def test_a_programme_finds_its_parts() -> None:
    day = Day(DayId("d"), dt.date(2024, 11, 16))
    meeting = Meeting(MeetingId("m"), day.id, LocalText(), dt.time(10))
    item = AgendaItem(ItemId("i"), meeting.id, LocalText(), "V")
    found = Programme(
        Forum(ForumId("f"), LocalText()),
        days=(day,),
        meetings=(meeting,),
        items={meeting.id: (item,)},
    )
    assert (found.day(day.id), found.meeting(meeting.id)) == (day, meeting)
    assert (found.item(item.id), found.agenda(meeting.id)) == (item, (item,))
    assert found.on_day(day.id) == (meeting,)
    assert found.starts_utc_ms(meeting.id) == TEN_UTC_MS
    assert found.item(ItemId("other")) is None
    assert found.agenda(MeetingId("other")) == ()


def test_a_meeting_whose_day_is_gone_has_no_start() -> None:
    meeting = Meeting(MeetingId("m"), DayId("gone"), LocalText(), dt.time(10))
    found = Programme(Forum(ForumId("f"), LocalText()), meetings=(meeting,))
    with pytest.raises(KeyError):
        found.starts_utc_ms(meeting.id)


def test_unknown_people_speak_for_nobody() -> None:
    assert People().sector_of(PersonId("p")) == ""
    assert People().organisation_of(PersonId("p")) == OrganisationId("")
