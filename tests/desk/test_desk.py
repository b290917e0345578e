"""Which forum and meeting is in front, and what a screen is told of them."""

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from moderator import words
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.floor import MeetingPhase, Phase, Plan
from moderator.domain.ids import MeetingId, PersonId, SectorId
from moderator.domain.notes import Mark
from moderator.domain.programme import Person, Sector
from tests.desk.kit import (
    TODAY,
    add_meeting,
    desk_over,
    items,
    names,
    reason_of,
    small_forum,
    speaks,
    text,
)
from tests.domain.hall import MINUTE, SECOND, FakeClock

TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)


def front(folder: Path, clock: FakeClock) -> str:
    """Return the title of the meeting that comes to the front at a start."""
    with desk_over(folder, clock) as desk:
        return desk.room.meeting.title.en


@pytest.fixture
def three_days(tmp_path: Path, clock: FakeClock) -> Path:
    """Return a folder with a forum of meetings yesterday, today (two) and tomorrow."""
    with desk_over(tmp_path, clock) as desk:
        desk.library.new(text("Forum"), YESTERDAY)
        add_meeting(desk, "past", date=YESTERDAY)
        add_meeting(desk, "morning", dt.time(10))
        add_meeting(desk, "evening", dt.time(18))
        add_meeting(desk, "future", date=TOMORROW)
    return tmp_path


def run(folder: Path, clock: FakeClock, title: str, *acts: str) -> None:
    """Do something in a meeting, the way a command does: without bringing it to the front."""
    with desk_over(folder, clock) as desk:
        (meeting,) = (m.id for m in desk.programme.meetings if m.title.en == title)
        room = desk.enter(desk.forum, meeting)
        for act in acts:
            getattr(room.floor, act)()
        room.close()


def test_todays_first_meeting_comes_to_the_front(three_days: Path, clock: FakeClock) -> None:
    assert front(three_days, clock) == "morning"
    clock.wait(24 * 60 * MINUTE)
    assert front(three_days, clock) == "future"
    clock.wait(24 * 60 * MINUTE)
    assert front(three_days, clock) == "past"  # no day is today: the first


def test_a_closed_meeting_makes_way_for_todays_next(three_days: Path, clock: FakeClock) -> None:
    run(three_days, clock, "morning", "open_meeting", "close_meeting")
    assert front(three_days, clock) == "evening"
    run(three_days, clock, "evening", "open_meeting", "close_meeting")
    assert front(three_days, clock) == "morning"


def test_an_open_meeting_comes_first_whatever_the_date(three_days: Path, clock: FakeClock) -> None:
    run(three_days, clock, "evening", "open_meeting")
    assert front(three_days, clock) == "evening"
    run(three_days, clock, "evening", "close_meeting")
    run(three_days, clock, "future", "open_meeting")
    assert front(three_days, clock) == "future"
    clock.wait(5 * 24 * 60 * MINUTE)
    assert front(three_days, clock) == "future"


def test_the_zone_of_the_forum_says_what_today_is(three_days: Path, clock: FakeClock) -> None:
    clock.step(14 * 60 * MINUTE)  # midnight in Almaty, 19:00 in Greenwich
    assert front(three_days, clock) == "future"


def test_a_meeting_taken_off_the_programme_leaves_the_front(desk: Desk, room: Room) -> None:
    other = add_meeting(desk, "Other")
    told: list[Changes] = []
    desk.listen(told.append)
    desk.planning.remove_meeting(room.id)
    assert desk.room.id == other
    assert any(changes.meeting for changes in told)
    desk.planning.remove_meeting(other)
    assert not desk.has_room
    with pytest.raises(Refused) as refused:
        _ = desk.room
    assert reason_of(refused) is Reason.NO_MEETING
    add_meeting(desk, "New")
    desk.commit()
    assert desk.store.check() == ()


def test_an_item_taken_off_while_somebody_speaks_on_it_hides_nobody(
    desk: Desk, room: Room, clock: FakeClock
) -> None:
    speaks(room)
    room.floor.add("Boris")
    clock.wait(SECOND)
    desk.planning.remove_item(items(room)[0])
    view = room.floor_view()
    assert view.current is not None
    assert view.current.name == "Anna"
    assert room.reading().phase is Phase.RUNNING
    room.floor.end()
    assert len(room.floor_view().past) == 1


def test_a_day_with_meetings_is_not_removed(desk: Desk, room: Room) -> None:
    with pytest.raises(Refused) as refused:
        desk.planning.remove_day(desk.programme.days[0].id)
    assert reason_of(refused) is Reason.DAY_NOT_EMPTY
    assert desk.room.id == room.id


def test_an_unknown_meeting_is_refused_and_the_front_stays(desk: Desk, room: Room) -> None:
    with pytest.raises(Refused) as refused:
        desk.select_meeting(MeetingId("nowhere"))
    assert reason_of(refused) is Reason.UNKNOWN_MEETING
    assert desk.room is room


def test_without_a_forum_everything_is_refused_in_words(desk: Desk) -> None:
    asyncio.run(desk.library.remove(desk.forum.id))
    assert not desk.has_forum
    for ask in (lambda: desk.programme, lambda: desk.people, lambda: desk.planning):
        with pytest.raises(Refused) as refused:
            ask()
        assert reason_of(refused) is Reason.NO_FORUM


def test_views_are_in_the_language_asked_for(desk: Desk) -> None:
    titles = {}
    for language in ("kk", "ru", "en"):
        words.use(language)
        agenda = desk.room.agenda()
        titles[language] = (
            agenda.title,
            agenda.items[0].title,
            desk.day_tabs()[0].meetings[0].title,
        )
    assert len(set(titles.values())) == 3
    assert titles["en"][0] == "The fight against corruption"
    assert desk.room.agenda("kk").title == titles["kk"][0]


def test_sectors_times_add_up_to_the_whole(desk: Desk, room: Room, clock: FakeClock) -> None:
    with desk.keeper.batch():
        desk.forum.programme.put_sector(Sector(SectorId("ngo"), text("NGO")))
        for number, sector in ((1, "ngo"), (2, "gone"), (3, "")):
            person = Person(PersonId(f"p{number}"), f"Person {number}", sector=SectorId(sector))
            desk.forum.people.put_person(person)
    for name in ("Person 1", "Person 2", "Person 3", "nobody known", "Person 1"):
        speaks(room, name)
        clock.wait(1_003)
    room.floor.point_of_order("Person 2", now=True)
    clock.wait(7)
    room.floor.end()
    room.floor.end()
    view = room.floor_view()
    assert sum(s.spoken_ms for s in view.shares) == 5 * 1_003 + 7
    assert {s.name: s.spoken_ms for s in view.shares}["NGO"] == 2 * 1_003
    assert sum(s.spoken_ms for s in view.past) == 5 * 1_003 + 7
    assert view.past[0].times_spoken == 2


def test_sectors_times_count_the_speech_that_runs(room: Room, clock: FakeClock) -> None:
    speaks(room)
    clock.wait(2_500)
    assert sum(s.spoken_ms for s in room.floor_view().shares) == room.reading().elapsed_ms == 2_500
    clock.wait(60_000)
    assert [s.spoken_ms for s in room.shares()] == [62_500]


def test_notes_know_their_speaker_by_time_and_by_hand(
    desk: Desk, room: Room, clock: FakeClock
) -> None:
    item = items(room)[0]
    speaks(room, "Anna")
    clock.wait(SECOND)
    room.notes.add(item, "first\nsecond")
    clock.wait(SECOND)
    speaks(room, "Boris")
    clock.wait(SECOND)
    room.notes.add(item, "third", Mark.COMMITMENT)
    assert [row.speaker for row in room.notes.gutter(item)] == ["Anna", "Anna", "Boris"]
    room.notes.give_to_previous(item, 2)
    third = room.notes.gutter(item, first=2)[0]
    assert (third.speaker, third.by_hand, third.mark) == ("Anna", True, "commitment")
    assert room.notes.counts().lines == 3
    with pytest.raises(Refused) as refused:
        room.notes.add(item, " \n")
    assert reason_of(refused) is Reason.NOTE_EMPTY
    desk.commit()
    assert desk.store.check() == ()


def test_a_line_added_leaves_the_line_begun_to_whoever_types_there(room: Room) -> None:
    item = items(room)[0]
    room.notes.edit(item, 0, 0, "typed\n")  # and now the note-taker thinks
    room.notes.add(item, "added")
    room.notes.edit(item, 6, 0, "on")
    assert room.notes.text(item) == "typed\non\nadded"


def test_the_agenda_counts_speeches_and_lines_that_say_something(room: Room) -> None:
    item = items(room)[0]
    speaks(room, "Anna")
    room.floor.point_of_order("Boris", now=True)
    room.floor.end()
    room.floor.end()
    room.notes.edit(item, 0, 0, "first\n\nthird\n \n")
    row = room.agenda().items[0]
    assert (row.heard, row.notes) == (1, 3)
    room.notes.edit(item, 0, 14, "")
    assert room.agenda().items[0].notes == 0


def test_notes_are_undone_key_by_key_and_apart_from_the_floor(room: Room) -> None:
    item = items(room)[0]
    room.floor.add("Anna")
    room.notes.edit(item, 0, 0, "words")
    assert room.notes.undo()
    assert room.notes.text(item) == ""
    assert names(room) == ["Anna"]
    assert room.notes.redo()
    assert room.notes.text(item) == "words"


def test_a_late_start_may_be_caught_up(room: Room, clock: FakeClock) -> None:
    clock.wait(7 * MINUTE)
    with pytest.raises(Refused) as refused:
        room.floor.choose_plan(Plan.EVEN)
    assert reason_of(refused) is Reason.MEETING_NOT_OPEN
    room.floor.open_meeting()
    assert [o.plan for o in room.floor.options()] == list(Plan)
    assert room.agenda().schedule.late_ms == 7 * MINUTE
    room.floor.choose_plan(Plan.EVEN)
    schedule = room.agenda().schedule
    assert schedule.expected_end_utc_ms == schedule.planned_end_utc_ms


def test_what_is_open_is_so_again_after_a_start(tmp_path: Path, clock: FakeClock) -> None:
    with desk_over(tmp_path, clock) as desk:
        room = small_forum(desk)
        speaks(room)
        clock.wait(12_345)
        room.floor.pause()
        room.floor.add("Boris")
        view = room.floor_view()
    clock.wait(MINUTE)
    with desk_over(tmp_path, clock) as desk:
        assert desk.room.floor_view() == view
        assert desk.room.session.state.phase is MeetingPhase.OPEN
        assert desk.room.reading().elapsed_ms == 12_345
        desk.room.floor.undo()  # another run of the program on the same laptop
        assert names(desk.room) == []
        desk.room.floor.undo()
        assert desk.room.reading().elapsed_ms == 12_345 + MINUTE


def test_no_two_meetings_have_one_number(desk: Desk, room: Room) -> None:
    meetings = [room.id, *(add_meeting(desk, name) for name in ("B", "C"))]
    numbered = desk.programme.meeting(meetings[2])
    assert numbered is not None
    desk.planning.change_meeting(replace(numbered, number=1))
    tabs = desk.day_tabs()[0].meetings
    assert sorted(tab.number for tab in tabs) == [1, 2, 3]
    assert {tab.id: tab.number for tab in tabs}[meetings[2]] == 1
