"""The index of lines equals a plain list of lines after any edits."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.documents.line_index import Edit, LineIndex, Row, cut8, cut16, shown, utf8, utf16
from tests.documents.replicas import index_of, replaced

TEXTS = st.text(alphabet="aбқ😀\U00020000\n \u0301", max_size=12)


def raw(index: LineIndex) -> str:
    return "".join(row.text + "\n" * row.ended for row in index)


@given(TEXTS)
def test_lengths_are_those_of_the_encodings(text: str) -> None:
    assert utf8(text) == len(text.encode())
    assert utf16(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(0, 12))
def test_places_convert_there_and_back(text: str, at: int) -> None:
    at = min(at, len(text))
    assert cut8(text, utf8(text[:at])) == at
    assert cut16(text, utf16(text[:at]), up=False) == at
    assert cut16(text, utf16(text[:at]), up=True) == at


def test_a_place_inside_a_pair_goes_to_either_side() -> None:
    assert cut16("a😀b", 2, up=False) == 1
    assert cut16("a😀b", 2, up=True) == 2


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_any_splices_leave_what_a_plain_text_would_hold(seed: int) -> None:
    draw = random.Random(seed)
    text = "".join(draw.choice("aқ😀\n") for _ in range(draw.choice([0, 5, 600])))
    index = index_of(text)
    followed = shown(index)
    for _ in range(60):
        start = draw.randint(0, len(text))
        end = draw.choice([start, min(len(text), start + draw.choice([1, 3, 400]))])
        inserted = "".join(draw.choice("aқ😀\n\n") for _ in range(draw.choice([0, 1, 2, 300])))
        index.splice(utf8(text[:start]), utf8(text[start:end]), inserted, {})
        text = text[:start] + inserted + text[end:]
        assert raw(index) == text
        assert index.size8 == utf8(text)
        assert index.size16 == utf16(text)
        assert index.count == len(list(index))
        change = index.take()
        for edit in change.edits if change else ():
            followed = replaced(followed, edit)
        assert followed == shown(index) == text.removesuffix("\n")
        for line in range(0, index.count, 7):
            place = index.place(line)
            assert index.at8(place.start8) == place == index.at16(place.start16)


def test_the_replaced_lines_cover_all_that_changed_since_the_last_look() -> None:
    index = index_of("a\nb\nc\nd\ne\n")
    index.splice(2, 1, "B", {})
    index.splice(8, 1, "E", {})
    index.splice(0, 0, "x\n", {})
    change = index.take()
    assert change is not None
    assert (change.first, change.removed, change.added) == (0, 5, 6)
    assert index.take() is None


def test_formatting_reaches_newlines_only() -> None:
    index = index_of("ab\ncd\nef")
    index.format(0, 2, {"mark": "issue"})
    assert index.take() is None
    index.format(2, 5, {"mark": "issue", "began": None})
    assert [row.attributes for row in index] == [{"mark": "issue"}, {"mark": "issue"}, {}]
    index.format(0, 99, {"mark": None})
    assert all(row.attributes == {} for row in index)


def test_a_fresh_reading_replaces_everything() -> None:
    index = index_of("ab\ncd")
    index.restate([Row("қ", {})])
    change = index.take()
    assert change is not None
    assert (change.first, change.removed, change.added) == (0, 2, 1)
    assert change.edits == (Edit(0, 5, "қ"),)
