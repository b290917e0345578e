"""The table of commands: what each means by a name, and what a wrong one leaves behind."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from moderator.app import commands
from moderator.app.commands import COMMANDS
from moderator.app.gathering import Gathering
from moderator.app.target import pick_request
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import RequestId
from moderator.domain.texts import MAX_NAME
from tests.desk.kit import add_meeting, desk_over, names, reason_of, small_forum, text
from tests.domain.hall import FakeClock


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "data", FakeClock()) as opened:
        yield opened


@pytest.fixture
def room(desk: Desk) -> Room:
    return small_forum(desk)


class Here:
    """The host of commands beside a desk that is open already."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.gathering = Gathering.over(desk)

    def come_forward(self) -> None:
        pass

    async def restore(self, file: Path) -> None:
        pass


def run(desk: Desk, command: str, args: dict[str, Any]) -> Any:
    return asyncio.run(commands.run(Here(desk), command, args))


def refusal(desk: Desk, verb: str, **args: Any) -> Reason:
    with pytest.raises(Refused) as refused:
        run(desk, verb, args)
    return reason_of(refused)


def test_a_speaker_is_meant_by_place_name_start_or_id(room: Room) -> None:
    anna, boris, three = (room.floor.add(name) for name in ("Анна Орлова", "Борис", "3 школа"))
    for wanted in ("1", "анна", "АННА  орлова", anna):
        assert pick_request(room, wanted) == anna
    assert pick_request(room, "Борис") == boris
    assert pick_request(room, "3") == three
    assert pick_request(room, "3 школа") == three
    room.floor.add("Анна Белова")
    for wanted, reason in (
        ("Анна", Reason.NOT_UNIQUE),
        ("Вера", Reason.UNKNOWN_REQUEST),
        ("", Reason.UNKNOWN_REQUEST),
        ("0", Reason.UNKNOWN_REQUEST),
        ("9", Reason.UNKNOWN_REQUEST),
    ):
        with pytest.raises(Refused) as refused:
            pick_request(room, wanted)
        assert reason_of(refused) is reason


def test_the_speakers_of_another_item_are_found_where_it_is_named(desk: Desk, room: Room) -> None:
    room.floor.add("Anna")
    run(desk, "floor.add", {"name": "Boris", "item": "2"})
    assert refusal(desk, "floor.withdraw", name="Boris") is Reason.UNKNOWN_REQUEST
    shown = run(desk, "floor.withdraw", {"name": "Boris", "item": "2"})
    assert shown["waiting"] == []
    assert names(room) == ["Anna"]
    run(desk, "floor.add", {"name": "Vera", "item": "2"})
    called = run(desk, "floor.call", {"item": "2"})
    assert called["speaking"]["name"] == "Vera"


def test_the_open_item_is_meant_whatever_a_window_shows(desk: Desk, room: Room) -> None:
    first, second = (item.id for item in desk.programme.agenda(room.id)[:2])
    room.floor.open_meeting()
    room.floor.open_item(first)
    room.select_item(second)
    assert run(desk, "floor.add", {"name": "Anna"})["item"] == first
    assert run(desk, "note.add", {"text": "a note"})["item"] == first
    assert [row["name"] for row in run(desk, "show", {})["waiting"]] == ["Anna"]
    assert run(desk, "floor.withdraw", {"name": "Anna"})["waiting"] == []
    assert room.shown_item == second


def test_a_late_start_is_decided_by_name(desk: Desk, room: Room) -> None:
    room.floor.open_meeting()
    run(desk, "floor.plan", {"plan": "even"})
    assert room.session.state.plan_chosen
    assert refusal(desk, "floor.plan", plan="sooner") is Reason.BAD_VALUE


def test_an_unknown_verb_is_refused(desk: Desk) -> None:
    assert refusal(desk, "floor.dance") is Reason.COMMAND_UNKNOWN


def test_asking_in_another_language_leaves_the_windows_as_it_was(desk: Desk) -> None:
    told: list[Changes] = []
    desk.listen(told.append)
    before = desk.room.agenda()
    shown = run(desk, "show", {"language": "ru"})
    assert shown["meeting"]["title"] != before.title
    assert desk.room.agenda() == before
    assert all(changes == Changes(saved=True) for changes in told)


def test_what_is_in_front_stays_in_front(desk: Desk, room: Room) -> None:
    other = add_meeting(desk, "Other")
    run(desk, "meeting.item", {"title": "An item", "meeting": "Other", "minutes": 5})
    run(desk, "floor.add", {"name": "Anna", "meeting": "Other"})
    run(desk, "note.add", {"text": "a note", "meeting": "Other"})
    assert desk.room is room
    desk.select_meeting(other)
    assert names(desk.room) == ["Anna"]
    assert desk.room.notes.counts().words == 2


def test_a_refused_command_changes_nothing(desk: Desk, room: Room) -> None:
    request = room.floor.add("Anna")
    events = len(room.session.fold.events)
    programme = desk.programme
    for verb, args in (
        ("floor.end", {}),
        ("floor.call", {"name": "Nobody"}),
        ("floor.call", {"item": "2"}),
        ("floor.call", {"item": "2", "name": "Anna"}),
        ("floor.move", {"name": "Nobody", "place": 1}),
        ("floor.time", {"seconds": 5}),
        ("floor.close-item", {}),
        ("floor.open-list", {}),
        ("floor.redo", {}),
        ("floor.add", {"name": "Anna", "seconds": 86_401}),
        ("note.add", {"text": ""}),
        ("meeting.item", {"title": " ", "minutes": 5}),
        ("meeting.item", {"title": "x", "minutes": 0}),
        ("meeting.add", {"title": "x", "date": "2024-11-17", "starts": "25:00"}),
        ("new", {"title": " "}),
    ):
        refusal(desk, verb, **args)
    assert len(room.session.fold.events) == events
    assert desk.programme == programme
    assert pick_request(room, "Anna") == RequestId(request)


def test_every_command_answers_for_a_forum_without_meetings(desk: Desk) -> None:
    desk.library.new(text("Empty"), desk.programme.days[0].date)
    for verb in COMMANDS:
        if verb.startswith("floor.") or verb in ("show", "note.add", "meeting.item"):
            args = {"name": "x", "text": "x", "title": "x", "place": 1, "seconds": 1, "minutes": 1}
            assert refusal(desk, verb, **args) is Reason.NO_MEETING


def test_titles_and_names_are_as_short_as_in_the_windows_forms(desk: Desk, room: Room) -> None:
    fits, long = "x" * MAX_NAME, "x" * (MAX_NAME + 1)
    date = {"date": "2024-11-17", "starts": "10:00"}
    for verb, name, more in (
        ("new", "title", {}),
        ("meeting.add", "title", date),
        ("meeting.item", "title", {"minutes": 5}),
        ("floor.add", "name", {}),
        ("floor.point", "name", {}),
    ):
        before = desk.programme, names(room)
        assert refusal(desk, verb, **more, **{name: long}) is Reason.TEXT_TOO_LONG
        assert (desk.programme, names(room)) == before
    run(desk, "floor.add", {"name": fits})
    assert run(desk, "meeting.item", {"title": fits, "minutes": 5})["id"]


def test_a_long_title_that_was_there_before_keeps_no_item_from_being_moved(
    desk: Desk, room: Room
) -> None:
    item = desk.programme.agenda(room.id)[1]
    old = replace(item, title=text("x" * 900))
    with desk.keeper.batch():
        desk.forum.programme.put_item(old)
    desk.planning.move_item(item.id, 0)
    desk.planning.retitle_item(item.id, "Short", "en")
    with pytest.raises(Refused):
        desk.planning.retitle_item(item.id, "y" * 900, "ru")
