"""A line that says who speaks, for those who cannot follow the floor."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.desk.room import Room
from moderator.desk.said import Said
from moderator.documents.notes import Edit, NotesDocument
from moderator.domain.ids import ItemId
from tests.desk.kit import items
from tests.domain.hall import MINUTE, SECOND, FakeClock

ITEM = ItemId("item")


def speakers(room: Room) -> list[str]:
    return [view.speaker for view in room.notes.gutter(items(room)[0])]


def test_a_name_said_holds_until_another_is(room: Room, clock: FakeClock) -> None:
    item = items(room)[0]
    for text in ("Before", "/sp Асқар Әли", "His words", "/ыз Vera", "Hers"):
        room.notes.add(item, text)
        clock.wait(SECOND)
    assert speakers(room) == ["", "Асқар Әли", "Асқар Әли", "Vera", "Vera"]
    assert room.notes.text(item).splitlines()[1] == "/sp Асқар Әли"


def test_it_is_matched_with_the_speech_of_that_name_nearest_in_time(
    room: Room, clock: FakeClock
) -> None:
    item = items(room)[0]
    room.floor.open_item(item)
    for name in ("Anna Orlova", "Vera Kim", "Anna Sattarova"):
        request = room.floor.add(name)
        room.floor.call(request)
        clock.wait(MINUTE)
    room.floor.end()
    clock.wait(SECOND)
    room.notes.add(item, "/sp anna")
    assert speakers(room) == ["Anna Sattarova"]
    room.notes.add(item, "/sp vera k")
    assert speakers(room)[1] == "Vera Kim"
    room.notes.add(item, "/sp Nobody Known")
    assert speakers(room)[2] == "Nobody Known"


def test_the_floor_known_again_goes_on_to_the_next(room: Room, clock: FakeClock) -> None:
    item = items(room)[0]
    room.floor.open_item(item)
    room.notes.add(item, "/sp Anna")
    clock.wait(SECOND)
    room.floor.call(room.floor.add("Vera"))
    clock.wait(SECOND)
    room.notes.add(item, "Hers")
    assert speakers(room) == ["Anna", "Vera"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_what_was_said_is_kept_up_with_every_change(seed: int) -> None:
    draw = random.Random(seed)
    document = NotesDocument("forum/notes/meeting")
    document.prepare((ITEM,))
    said = Said(document)
    said.before(ITEM, 0)
    for now in range(40):
        length = len(document.text(ITEM))
        at = draw.randint(0, length)
        text = draw.choice(("\n", "/sp Anna\n", "\n/sp Vera", "word", "x\n/sp Q\ny"))
        document.edit(ITEM, Edit(at, min(draw.choice((0, 0, 3)), length - at), text), now)
        fresh = Said(document)
        for line in range(document.line_count(ITEM)):
            assert said.before(ITEM, line) == fresh.before(ITEM, line)
