"""Many lines at once: written in few insertions, whatever they are."""

from moderator.documents.notes import Edit, NotesDocument
from moderator.domain.ids import ItemId
from moderator.domain.notes import Line
from tests.documents.replicas import NAME

ITEM = ItemId("i")


def page(*lines: Line) -> NotesDocument:
    notes = NotesDocument(NAME)
    notes.append_lines(ITEM, lines)
    return notes


def test_thousands_of_pasted_lines_are_one_insertion_and_one_step_back() -> None:
    notes = page(Line("before", 1))
    pasted = "".join(f"тармақ {n}\n" for n in range(5_000))
    updates: list[bytes] = []
    notes.on_update(lambda update, local: updates.append(update))
    assert notes.edit(ITEM, Edit(6, 0, "\n" + pasted), 9)
    assert len(updates) == 1
    assert len(notes._item(ITEM).text.diff()) < 8
    assert notes.lines(ITEM)[1:5_001] == tuple(Line(f"тармақ {n}", 9) for n in range(5_000))
    notes.edit(ITEM, Edit(len(notes.text(ITEM)), 0, "after"), 5_000)
    assert notes.undo()
    assert notes.undo()
    assert notes.lines(ITEM) == (Line("before", 1),)


def test_thousands_of_blank_lines_between_others_are_written_no_slower() -> None:
    notes = page()
    notes.edit(ITEM, Edit(0, 0, "a\n\n" * 2_000), 9)
    assert notes.text(ITEM) == "a\n\n" * 2_000
    assert len(notes._item(ITEM).text.diff()) < 8
    copy = NotesDocument(NAME)
    copy.apply(notes.state())
    assert copy.lines(ITEM) == notes.lines(ITEM)
