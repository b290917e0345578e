"""What is typed is taken back by undo; what a command wrote meanwhile stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.room import Room
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark
from tests.desk.kit import desk_over, items, small_forum


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desk_over(tmp_path) as desk:
        yield small_forum(desk)


def typed(room: Room, item: ItemId, text: str) -> None:
    """Type at the beginning, key by key."""
    for place, key in enumerate(text):
        room.notes.edit(item, place, 0, key)


def test_undo_takes_back_what_was_typed_and_leaves_what_a_command_wrote(room: Room) -> None:
    item = items(room)[0]
    typed(room, item, "Typed")
    room.notes.add(item, "From a script\nin two lines", Mark.DECISION)
    assert room.notes.undo()
    assert room.notes.text(item) == "From a script\nin two lines"
    assert not room.notes.undo()
    assert room.notes.redo()
    assert room.notes.text(item) == "Typed\nFrom a script\nin two lines"
    assert [line.mark for line in room.notes.lines(item)] == [None, None, Mark.DECISION]


def test_what_is_typed_into_an_item_a_command_began_can_be_taken_back(room: Room) -> None:
    item = items(room)[0]
    room.notes.add(item, "From a script")
    typed(room, item, "Typed ")
    assert room.notes.text(item) == "Typed From a script"
    while room.notes.undo():
        pass
    assert room.notes.text(item) == "From a script"


def test_a_command_between_two_keys_ends_an_undo_step(room: Room) -> None:
    item = items(room)[0]
    typed(room, item, "one")
    room.notes.add(item, "From a script")
    room.notes.edit(item, 3, 0, "s")
    assert room.notes.undo()
    assert room.notes.text(item) == "one\nFrom a script"
