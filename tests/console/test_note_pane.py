"""The note pane says what is safe, how much is written, and where the caret is."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from moderator import words
from moderator.console.note_pane import NotePane
from moderator.desk.views import SaveState
from moderator.documents.notes import Edit
from moderator.domain.notes import Mark
from tests.console.notes_desk import BEGUN_UTC_MS, NotesDesk


@pytest.fixture
def desk() -> NotesDesk:
    return NotesDesk()


@pytest.fixture
def pane(qtbot: QtBot, desk: NotesDesk) -> NotePane:
    made = NotePane()
    qtbot.addWidget(made)
    made.open_notes(desk, "Asia/Almaty")
    made.resize(380, 500)
    made.show()
    return made


def text(pane: NotePane, name: str) -> str:
    found = pane.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_what_is_on_disk_is_told_to_the_second(pane: NotePane) -> None:
    assert text(pane, "note_state") == ""
    pane.set_saved(SaveState(BEGUN_UTC_MS + 7_000, 0))
    assert text(pane, "note_state") == "✓ On this laptop 10:31:07"


def test_a_quick_commit_is_not_worth_a_word_but_a_slow_one_is(pane: NotePane, qtbot: QtBot) -> None:
    pane.set_saved(SaveState(BEGUN_UTC_MS, 0))
    pane.set_saved(SaveState(BEGUN_UTC_MS, 1))
    assert text(pane, "note_state").startswith("✓")
    qtbot.waitUntil(lambda: text(pane, "note_state") == "Saving…")
    pane.set_saved(SaveState(BEGUN_UTC_MS + 1_000, 0))
    assert text(pane, "note_state") == "✓ On this laptop 10:31:01"


def test_a_failure_is_told_at_once(pane: NotePane) -> None:
    pane.set_saved(SaveState(BEGUN_UTC_MS, 3, "The disk is full: free some space."))
    assert text(pane, "note_state") == "The disk is full: free some space."
    pane.set_saved(SaveState(BEGUN_UTC_MS, 0))
    assert text(pane, "note_state").startswith("✓")


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,312 words"), ("ru", "1\u00a0312"), ("kk", "1\u00a0312")]
)
def test_words_are_counted_in_groups(
    pane: NotePane, desk: NotesDesk, qtbot: QtBot, language: str, shown: str
) -> None:
    words.use(language)
    desk.document.edit(desk.ids[0], Edit(0, 0, "word " * 1_312), 0)
    qtbot.waitUntil(lambda: text(pane, "note_count").startswith(shown))


def test_marks_are_counted_beside_the_words(pane: NotePane, desk: NotesDesk, qtbot: QtBot) -> None:
    desk.edit(desk.ids[0], 0, 0, "one two\nthree")
    qtbot.waitUntil(lambda: text(pane, "note_count") == "3 words")
    desk.set_mark(desk.ids[0], 1, Mark.DECISION)
    qtbot.waitUntil(lambda: text(pane, "note_count") == "3 words · 1 mark")
    desk.set_mark(desk.ids[0], 0, Mark.QUESTION)
    qtbot.waitUntil(lambda: text(pane, "note_count") == "3 words · 2 marks")


def test_the_marks_of_a_long_page_are_counted_once_they_are_known(
    desk: NotesDesk, qtbot: QtBot
) -> None:
    desk.edit(desk.ids[0], 0, 0, "word\n" * 900)
    desk.set_mark(desk.ids[0], 890, Mark.DECISION)
    pane = NotePane()
    qtbot.addWidget(pane)
    pane.open_notes(desk)
    qtbot.waitUntil(lambda: text(pane, "note_count") == "900 words · 1 mark")


def test_another_meetings_notes_take_the_place_of_the_first(
    pane: NotePane, desk: NotesDesk
) -> None:
    other = NotesDesk(("Only one",))
    other.edit(other.ids[0], 0, 0, "theirs")
    pane.open_notes(other)
    desk.edit(desk.ids[0], 0, 0, "unseen")
    assert pane.editor.toPlainText() == "theirs"
    pane.open_notes(None)
    assert pane.editor.isReadOnly()
    other.edit(other.ids[0], 0, 0, "unseen")
    assert pane.editor.toPlainText() == ""


def test_a_meeting_may_be_closed_before_the_pane_leaves_it(pane: NotePane, desk: NotesDesk) -> None:
    desk.document.close()
    pane.open_notes(NotesDesk(("Next",)))
    assert pane.editor.page.items[0].title == "Next"


def test_undo_and_marks_can_be_asked_of_the_pane(pane: NotePane, desk: NotesDesk) -> None:
    pane.editor.textCursor().insertText("one")
    pane.undo()
    assert desk.texts()[0] == ""
    pane.redo()
    assert desk.texts()[0] == "one"
    pane.give_line_to_previous()
    pane.refresh_speakers()
    QApplication.processEvents()
    assert pane.editor.page.lines[0].view.speaker == "Speaker before"
    desk.titles[0] = "New title"
    pane.refresh_items()
    assert pane.editor.page.items[0].title == "New title"


def test_notes_of_very_many_items_are_shown_in_a_moment_at_the_item_wanted(
    pane: NotePane, qtbot: QtBot
) -> None:
    many = NotesDesk([f"Item {n}" for n in range(700)])
    many.edit(many.ids[600], 0, 0, "Here")
    pane.open_notes(many, "Asia/Almaty")
    assert pane.editor.isReadOnly()
    pane.show_item(many.ids[600])
    qtbot.waitUntil(lambda: len(pane.editor.page.items) == 700)
    assert pane.editor.textCursor().block().text() == "Here"
    assert not pane.editor.isReadOnly()


def test_a_large_paste_says_how_far_it_is_and_can_be_cancelled(
    pane: NotePane, desk: NotesDesk, qtbot: QtBot
) -> None:
    cancel = pane.findChild(QPushButton, "note_cancel")
    assert isinstance(cancel, QPushButton)
    pane.editor.paste_asked.emit("a line\n" * 2_000)
    assert desk.texts()[0] == "a line\n" * 2_000
    qtbot.waitUntil(cancel.isVisible)
    assert text(pane, "note_state").startswith("Showing…")
    cancel.click()
    assert desk.texts()[0] == pane.editor.page.text(0) == ""
    assert cancel.isHidden()
    assert text(pane, "note_state") == ""


def test_what_a_role_may_only_read_stays_so_when_a_page_is_filled(
    pane: NotePane, desk: NotesDesk, qtbot: QtBot
) -> None:
    pane.bar("You may read.")
    other = NotesDesk()
    other.document.edit(desk.ids[0], Edit(0, 0, "a line\n" * 1_000), BEGUN_UTC_MS)
    desk.document.apply(other.document.state())
    qtbot.waitUntil(lambda: len(pane.editor.page.lines) > 1_000)
    assert pane.editor.isReadOnly()
    many = NotesDesk([f"Item {n}" for n in range(700)])
    pane.open_notes(many, "Asia/Almaty")
    qtbot.waitUntil(lambda: len(pane.editor.page.items) == 700)
    assert pane.editor.isReadOnly()
