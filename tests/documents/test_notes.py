"""Lines of notes: when they are stamped, what joins and splits do, marks, undo, what is told."""

import gc
import weakref

import pytest

from moderator.documents.document import DocumentBroken
from moderator.documents.line_index import utf16
from moderator.documents.notes import Edit, NoteChange, NotesDocument
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import LONGEST_WORD, Line, Mark
from tests.documents.replicas import NAME

ITEM = ItemId("i")


def page(*lines: Line) -> NotesDocument:
    notes = NotesDocument(NAME)
    notes.append_lines(ITEM, lines)
    return notes


def typed(notes: NotesDocument, text: str, at_ms: int, pace_ms: int = 0) -> None:
    """Type at the end, key by key."""
    for number, key in enumerate(text):
        end = utf16(notes.text(ITEM))
        notes.edit(ITEM, Edit(end, 0, key), at_ms + number * pace_ms)


def lines(notes: NotesDocument) -> list[tuple[str, int | None]]:
    return [(line.text, line.began_utc_ms) for line in notes.lines(ITEM)]


def foreign(text: str) -> NotesDocument:
    """Return notes whose text another editor wrote, without stamps or a final newline."""
    notes = NotesDocument(NAME)
    notes.prepare([ITEM])
    with notes.transaction():
        notes._item(ITEM)._put(0, text, {})
    return notes


# ---- stamps


def test_nothing_is_written_before_the_first_key() -> None:
    notes = NotesDocument(NAME)
    told: list[bytes] = []
    notes.on_update(lambda update, local: told.append(update))
    notes.prepare([ITEM])
    assert notes.text(ITEM) == ""
    assert notes.lines(ITEM) == ()
    assert told == []


def test_the_first_key_brings_its_newline_and_stamp_in_one_update() -> None:
    notes = NotesDocument(NAME)
    updates: list[bytes] = []
    notes.on_update(lambda update, local: updates.append(update))
    notes.edit(ITEM, Edit(0, 0, "Қ"), 1_764_000_000_123)
    assert notes.lines(ITEM) == (Line("Қ", 1_764_000_000_123),)
    assert notes.text(ITEM) == "Қ"
    assert len(updates) == 1


def test_a_line_is_stamped_at_its_first_character_not_at_enter() -> None:
    notes = page()
    typed(notes, "a\n", at_ms=1)
    assert lines(notes) == [("a", 1), ("", None)]
    typed(notes, "b", at_ms=7)
    typed(notes, "c", at_ms=9)
    assert lines(notes) == [("a", 1), ("bc", 7)]


def test_enter_inside_a_line_leaves_both_halves_the_old_stamp() -> None:
    notes = page(Line("сөзі бар", 1, speech=RequestId("s")))
    notes.edit(ITEM, Edit(4, 0, "\n"), 9)
    assert notes.lines(ITEM) == (
        Line("сөзі", 1, speech=RequestId("s")),
        Line(" бар", 1, speech=RequestId("s")),
    )


def test_enter_inside_a_marked_line_keeps_one_mark_on_its_first_half() -> None:
    notes = page(Line("ab", 1, Mark.DECISION, "m"))
    notes.edit(ITEM, Edit(1, 0, "\n"), 9)
    assert notes.lines(ITEM) == (Line("a", 1, Mark.DECISION, "m"), Line("b", 1))


def test_enter_before_a_line_moves_it_down_as_it_is() -> None:
    notes = page(Line("ab", 1, Mark.DECISION, "m"))
    notes.edit(ITEM, Edit(0, 0, "\n"), 9)
    assert notes.lines(ITEM) == (Line(""), Line("ab", 1, Mark.DECISION, "m"))


def test_a_line_emptied_and_begun_again_gets_a_new_stamp() -> None:
    notes = page(Line("ab", 1))
    notes.edit(ITEM, Edit(0, 2, ""), 5)
    assert lines(notes) == [("", 1)]
    notes.edit(ITEM, Edit(0, 0, "c"), 9)
    assert lines(notes) == [("c", 9)]


def test_a_line_replaced_in_one_edit_keeps_its_stamp() -> None:
    notes = page(Line("helo", 1))
    notes.edit(ITEM, Edit(0, 4, "hello"), 9)
    assert lines(notes) == [("hello", 1)]


def test_pasted_lines_are_stamped_each_and_blank_ones_not() -> None:
    notes = page(Line("ab", 1))
    notes.edit(ITEM, Edit(1, 0, "x\n\ny\nz"), 9)
    assert lines(notes) == [("ax", 1), ("", None), ("y", 9), ("zb", 1)]


def test_a_word_nobody_can_have_meant_is_broken_and_all_of_it_kept() -> None:
    notes = page()
    assert notes.edit(ITEM, Edit(0, 0, "a " + "b" * LONGEST_WORD), 1)
    assert not notes.edit(ITEM, Edit(0, 0, "😀" * (LONGEST_WORD + 1) + " "), 1)
    assert notes.text(ITEM) == "😀" * LONGEST_WORD + "\n😀 a " + "b" * LONGEST_WORD


def test_text_without_a_final_newline_is_one_unstamped_line_until_the_first_key() -> None:
    notes = foreign("abc")
    assert lines(notes) == [("abc", None)]
    assert notes.text(ITEM) == "abc"
    typed(notes, "d", at_ms=4)
    assert lines(notes) == [("abcd", 4)]


def test_a_plain_text_stays_free_of_the_attributes_of_newlines_before_it() -> None:
    notes = page(Line("a", 1, Mark.ISSUE, "m"))
    typed(notes, "\nb", at_ms=5)
    chunks = notes._item(ITEM).text.diff()
    assert all(attributes is None for text, attributes in chunks if text != "\n")
    assert notes.lines(ITEM)[1] == Line("b", 5)


# ---- joins


def test_deleting_a_line_end_leaves_the_stamp_of_the_first_line() -> None:
    notes = page(Line("ab", 1), Line("cd", 2), Line("ef", 3))
    notes.edit(ITEM, Edit(2, 1, ""), 9)
    assert lines(notes) == [("abcd", 1), ("ef", 3)]


def test_joining_never_loses_a_mark() -> None:
    notes = page(Line("ab", 1), Line("cd", 2, Mark.COMMITMENT, "m"))
    notes.edit(ITEM, Edit(2, 1, ""), 9)
    assert notes.lines(ITEM) == (Line("abcd", 1, Mark.COMMITMENT, "m"),)


def test_deleting_an_empty_line_leaves_the_next_one_as_it_is() -> None:
    notes = page(Line("", None), Line("cd", 2, Mark.COMMITMENT, "m"))
    notes.edit(ITEM, Edit(0, 1, ""), 9)
    assert notes.lines(ITEM) == (Line("cd", 2, Mark.COMMITMENT, "m"),)


def test_deleting_a_whole_line_leaves_the_next_one_as_it_is() -> None:
    notes = page(Line("ab", 1, Mark.DECISION, "m"), Line("", None), Line("cd", 2))
    notes.edit(ITEM, Edit(0, 3, ""), 9)
    assert notes.lines(ITEM) == (Line("", None), Line("cd", 2))


def test_deleting_over_several_lines_joins_the_outer_two() -> None:
    notes = page(Line("ab", 1), Line("cd", 2), Line("ef", 3))
    notes.edit(ITEM, Edit(1, 6, ""), 9)
    assert lines(notes) == [("af", 1)]


def test_splitting_and_joining_again_restores_the_line() -> None:
    whole = Line("ab", 1, Mark.DECISION, "m", RequestId("s"))
    notes = page(whole)
    notes.edit(ITEM, Edit(1, 0, "\n"), 9)
    notes.edit(ITEM, Edit(1, 1, ""), 9)
    assert notes.lines(ITEM) == (whole,)


def test_two_laptops_that_both_begin_an_item_get_two_lines() -> None:
    one, two = NotesDocument(NAME), NotesDocument(NAME)
    one.edit(ITEM, Edit(0, 0, "а"), 1)
    two.edit(ITEM, Edit(0, 0, "б"), 2)
    one.apply(two.state())
    two.apply(one.state())
    assert one.lines(ITEM) == two.lines(ITEM)
    assert sorted(lines(one)) == [("а", 1), ("б", 2)]


# ---- positions


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (Edit(1, 0, "x"), "x😀қ"),  # inside the pair: before it
        (Edit(1, 1, ""), "қ"),  # half a pair: the whole
        (Edit(0, 1, "x"), "xқ"),
        (Edit(0, 0, "\ud83d"), "\ufffd😀қ"),  # half a pair typed
        (Edit(0, 0, "a\r\nb\rc\u2029d"), "a\nb\nc\nd😀қ"),
        (Edit(-5, 2, ""), "😀қ"),
        (Edit(2, 99, ""), "😀"),
        (Edit(99, 5, "x"), "😀қx"),
    ],
)
def test_an_edit_that_cannot_be_made_exactly_is_made_whole(edit: Edit, text: str) -> None:
    notes = page(Line("😀қ", 1))
    exact = notes.edit(ITEM, edit, 9)
    assert notes.text(ITEM) == text
    assert not exact


def test_an_edit_counts_utf16_units_after_kazakh_and_emoji() -> None:
    notes = page(Line("Қазақ 😀 тілі", 1), Line("екінші", 2))
    assert notes.edit(ITEM, Edit(9, 4, "сөз"), 9)
    assert notes.text(ITEM) == "Қазақ 😀 сөз\nекінші"


# ---- marks


def test_a_mark_lies_on_its_line_and_can_be_taken_away() -> None:
    notes = page(Line("a", 1), Line("b", 2))
    notes.set_mark(ITEM, 1, Mark.RECOMMENDATION, "m")
    assert notes.lines(ITEM)[1] == Line("b", 2, Mark.RECOMMENDATION, "m")
    notes.set_mark(ITEM, 1, None)
    assert notes.lines(ITEM) == (Line("a", 1), Line("b", 2))


def test_a_speech_set_by_hand_can_be_left_to_the_time_again() -> None:
    notes = page(Line("a", 1))
    notes.set_speech(ITEM, 0, RequestId("s"))
    assert notes.lines(ITEM)[0].speech == "s"
    notes.set_speech(ITEM, 0, RequestId(""))
    assert notes.lines(ITEM) == (Line("a", 1),)


def test_marking_a_line_that_is_gone_changes_nothing() -> None:
    notes = page(Line("a", 1))
    notes.set_mark(ITEM, 5, Mark.ISSUE, "m")
    notes.set_mark(ITEM, -1, Mark.ISSUE, "m")
    notes.set_speech(ITEM, 1, RequestId("s"))
    assert notes.lines(ITEM) == (Line("a", 1),)


def test_attributes_nobody_can_read_count_as_not_set() -> None:
    notes = page(Line("a", 1))
    odd = {"began": "soon", "mark": "shout", "mark_id": "m", "header": "1"}
    with notes.transaction():
        notes._item(ITEM).attribute(0, odd)
    assert notes.lines(ITEM) == (Line("a", None, None, "m"),)


# ---- undo


def test_undo_takes_back_a_word_at_a_time() -> None:
    notes = page()
    typed(notes, "сөз бар", at_ms=1, pace_ms=100)
    assert notes.undo()
    assert notes.text(ITEM) == "сөз "
    assert notes.undo()
    assert notes.text(ITEM) == ""
    assert not notes.can_undo
    assert notes.redo()
    assert notes.redo()
    assert lines(notes) == [("сөз бар", 1)]


def test_a_pause_ends_an_undo_step() -> None:
    notes = page()
    typed(notes, "ab", at_ms=1)
    typed(notes, "cd", at_ms=5_000)
    notes.undo()
    assert notes.text(ITEM) == "ab"


def test_undo_leaves_what_others_wrote() -> None:
    notes, other = page(), page()
    typed(notes, "mine", at_ms=1)
    other.apply(notes.state())
    other.edit(ITEM, Edit(4, 0, "\ntheirs"), 2)
    notes.apply(other.state())
    assert notes.undo()
    assert "theirs" in notes.text(ITEM)
    assert "mine" not in notes.text(ITEM)


def test_what_was_loaded_cannot_be_undone() -> None:
    notes = NotesDocument(NAME)
    notes.load([page(Line("a", 1)).state()])
    assert notes.lines(ITEM) == (Line("a", 1),)
    assert not notes.can_undo
    assert not notes.undo()


def test_marks_and_joins_can_be_undone() -> None:
    before = (Line("ab", 1), Line("cd", 2, Mark.ISSUE, "m"))
    notes = page(*before)
    notes.set_mark(ITEM, 0, Mark.DECISION, "n")
    notes.edit(ITEM, Edit(1, 3, ""), 9)
    assert notes.undo()
    assert notes.undo()
    assert notes.lines(ITEM) == before


# ---- what is told


def test_one_key_tells_of_one_line() -> None:
    notes = page(*[Line(f"line {n}", n) for n in range(600)])
    told: list[NoteChange] = []
    notes.on_change(told.append)
    place = utf16("\n".join(f"line {n}" for n in range(301)))
    notes.edit(ITEM, Edit(place, 0, "ғ"), 9, origin="pane")
    assert told == [
        NoteChange(ITEM, True, "pane", (Edit(place, 0, "ғ"),), 300, 1, (Line("line 300ғ", 300),))
    ]


def test_what_changed_is_told_before_its_bytes() -> None:
    notes = page()
    told: list[str] = []
    notes.on_update(lambda update, local: told.append("bytes"))
    notes.on_change(lambda change: told.append("lines"))
    typed(notes, "a", at_ms=1)
    assert told == ["lines", "bytes"]


def test_undo_and_others_are_told_apart() -> None:
    notes, other = page(), page()
    told: list[tuple[bool, str]] = []
    notes.on_change(lambda change: told.append((change.local, change.origin)))
    typed(notes, "a", at_ms=1)
    notes.undo()
    notes.redo()
    notes.set_mark(ITEM, 0, Mark.ISSUE, "m")
    typed(other, "b", at_ms=1)
    notes.apply(other.state())
    assert told == [
        (True, "edit"),
        (True, "undo"),
        (True, "redo"),
        (True, "mark"),
        (False, "remote"),
    ]


def test_an_item_that_others_began_is_told_of() -> None:
    notes, other = NotesDocument(NAME), page(Line("a", 1), Line("b", 2))
    told: list[NoteChange] = []
    notes.on_change(told.append)
    notes.apply(other.state())
    assert [(change.item, change.lines) for change in told] == [(ITEM, other.lines(ITEM))]
    assert notes.items == (ITEM,)


def test_a_listener_that_left_is_not_told() -> None:
    notes = page()
    told: list[NoteChange] = []
    notes.on_change(told.append)
    notes.forget(told.append)
    typed(notes, "a", at_ms=1)
    assert told == []


def test_a_few_lines_can_be_read_without_the_rest() -> None:
    every = [Line(f"{n}", n) for n in range(200)]
    notes = page(*every)
    assert notes.lines(ITEM, 150, 3) == tuple(every[150:153])
    assert notes.lines(ITEM, 199, 5) == tuple(every[199:])
    assert notes.lines(ITEM, 200) == ()


def test_notes_that_are_let_go_are_freed() -> None:
    notes = page(Line("a", 1))
    document, texts = weakref.ref(notes), weakref.ref(notes._doc)
    del notes
    gc.collect()
    assert document() is None
    assert texts() is None


def test_broken_notes_refuse_to_be_written() -> None:
    notes = page()
    notes._broken = True
    with pytest.raises(DocumentBroken):
        notes.edit(ITEM, Edit(0, 0, "a"), 1)
