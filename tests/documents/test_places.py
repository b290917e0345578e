"""Places that stay: as plain Yjs names and finds them, whatever is written around them.

``files/yjs_places.json`` was made with yjs 13.6: three authors wrote Kazakh, Russian, emoji and
formatted line ends at random; for each position it has the relative position to the right and to
the left, and for every id there ever was where Yjs finds it.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from moderator.documents.notes import Edit, NotesDocument
from moderator.documents.places import Places
from moderator.domain.ids import ItemId

ITEM = ItemId("a")
ROOT = f"item:{ITEM}"
_CASES = json.loads((Path(__file__).parent / "files" / "yjs_places.json").read_text("utf-8"))


class _Made:
    def __init__(self, case: dict[str, Any]) -> None:
        self.doc: Doc[Text] = Doc()
        self.text = Text()
        self.doc[ROOT] = self.text
        self.doc.apply_update(base64.b64decode(case["update"]))
        self.places = Places(self.doc, ROOT, self.text)
        self._units = str(self.text).encode("utf-16-le")

    def at8(self, at16: int) -> int:
        return len(self._units[: 2 * at16].decode("utf-16-le", errors="ignore").encode())

    def splits(self, at16: int) -> bool:
        return 0xDC <= self._units[2 * at16 + 1 : 2 * at16 + 2].ljust(1)[0] <= 0xDF


def _place(found: list[int] | None, side: int) -> dict[str, Any]:
    item = {"client": found[0], "clock": found[1]} if found else None
    return {"type": None, "tname": ROOT, "item": item, "assoc": side}


@pytest.mark.parametrize("case", range(len(_CASES)))
def test_places_are_named_and_found_as_plain_yjs_does(case: int) -> None:
    made = _Made(_CASES[case])
    for at16, after, before in _CASES[case]["places"]:
        at8 = made.at8(at16)
        assert made.places.place(at8) == _place(after, 0)
        assert made.places.find(_place(after, 0)) == at8
        assert made.places.find(_place(before, -1)) == at8


@pytest.mark.parametrize("case", range(len(_CASES)))
def test_what_is_gone_is_found_where_it_was(case: int) -> None:
    made = _Made(_CASES[case])
    for client, clock, at16 in _CASES[case]["ids"]:
        if not made.splits(at16):
            assert made.places.find(_place([client, clock], 0)) == made.at8(at16)


@pytest.mark.parametrize(
    "place",
    [
        None,
        "a",
        7,
        {},
        {"tname": "item:b", "item": None},
        {"tname": ROOT, "item": {"client": 5, "clock": 10**9}},
        {"tname": ROOT, "item": {"client": -1, "clock": 0}},
        {"tname": ROOT, "item": {"client": 2**70, "clock": 0}},
        {"tname": ROOT, "item": {"client": "a"}},
        {"tname": ROOT, "item": [1]},
        {"type": {"client": 1, "clock": 1}, "item": None},
    ],
)
def test_what_names_nothing_here_is_no_place(place: object) -> None:
    notes = NotesDocument("f/notes/m")
    notes.edit(ITEM, Edit(0, 0, "Қазақ 🎉"), 1)
    assert notes.position(ITEM, place) is None


def test_a_place_in_another_text_is_not_found_in_this_one() -> None:
    notes = NotesDocument("f/notes/m")
    notes.edit(ITEM, Edit(0, 0, "Қазақ"), 1)
    notes.edit(ItemId("b"), Edit(0, 0, "сөз"), 1)
    place = notes.place(ItemId("b"), 2)
    assert place is not None
    assert notes.position(ITEM, place) is None
    assert notes.position(ItemId("b"), place) == 2


def test_what_was_taken_away_here_and_may_come_back_is_found_where_it_was() -> None:
    notes = NotesDocument("f/notes/m")
    notes.edit(ITEM, Edit(0, 0, "Қазақ сөз"), 1)
    place = notes.place(ITEM, 7)
    notes.edit(ITEM, Edit(2, 6, ""), 9_000)
    assert notes.position(ITEM, place) == 2


_WORDS = st.sampled_from(["қ", "әлем ", "a", "\n", "🎉", "мир 🎉 да", "x\ny"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), _WORDS), max_size=30), st.data())
def test_a_place_stays_before_its_character_while_others_write(
    edits: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    mine, theirs = NotesDocument("f/notes/m"), NotesDocument("f/notes/m")
    mine.edit(ITEM, Edit(0, 0, "Сөз 🎉 бір\nекінші жол"), 1)
    theirs.apply(mine.state())
    for position, removed, text in edits:
        theirs.edit(ITEM, Edit(position, removed, text), 2)
    whole = theirs.text(ITEM)
    at = data.draw(st.integers(0, len(whole)))
    at16 = len(whole[:at].encode("utf-16-le")) // 2
    place = theirs.place(ITEM, at16)
    assert theirs.position(ITEM, place) == at16
    # what is written before it, elsewhere, moves it along
    mine.apply(theirs.state())
    mine.edit(ITEM, Edit(0, 0, "Алдымен 🎉 "), 3)
    assert mine.position(ITEM, place) == at16 + len("Алдымен 🎉 ") + 1
    assert theirs.apply(mine.state())
    assert theirs.position(ITEM, place) == at16 + len("Алдымен 🎉 ") + 1
