"""What is typed on the page is what the notes hold, whatever way it is changed."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from moderator.documents.notes import Edit
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark
from tests.console.note_pair import Key, Mod, Pair
from tests.console.notes_desk import BEGUN_UTC_MS, MINUTE_MS, NotesDesk

KAZAKH = "Әділ қоғам — ұлттың күші 🙂👍🏽 ғ"


@pytest.fixture
def pair(qtbot: QtBot) -> Pair:
    return Pair(qtbot)


def test_each_key_becomes_one_edit(pair: Pair) -> None:
    pair.go(pair.at(1))
    pair.type("ab\nc")
    item = pair.desk.ids[1]
    assert pair.desk.edits == [
        (item, Edit(0, 0, "a")),
        (item, Edit(1, 0, "b")),
        (item, Edit(2, 0, "\n")),
        (item, Edit(3, 0, "c")),
    ]
    pair.agree()


def test_letters_beyond_the_basic_plane_arrive_whole(pair: Pair) -> None:
    pair.go(pair.at(2))
    pair.type(KAZAKH)
    pair.go(pair.at(2, 3))
    pair.type("😀")
    pair.key(Key.Key_Backspace)
    assert pair.desk.texts()[2] == KAZAKH
    pair.go(pair.at(2, len(KAZAKH.encode("utf-16-le")) // 2 - 2))
    pair.key(Key.Key_Backspace)
    pair.agree()
    assert "👍" not in pair.desk.texts()[2] or "🏽" not in pair.desk.texts()[2]


def test_a_new_line_before_a_blank_one_is_told_from_one_after_it(pair: Pair) -> None:
    pair.fill("\nabc")
    pair.go(pair.at(0, 1))
    pair.type("\n")
    assert pair.desk.edits[-1][1] == Edit(1, 0, "\n")
    pair.go(pair.at(0, 0))
    pair.type("\n")
    assert pair.desk.edits[-1][1] == Edit(0, 0, "\n")
    pair.agree()


def test_a_composition_is_no_text_until_it_is_committed(pair: Pair) -> None:
    pair.fill("aa", "bb bb")
    pair.go(pair.at(1, 3))
    QApplication.sendEvent(pair.editor, QInputMethodEvent("қоғ", []))
    QApplication.sendEvent(pair.editor, QInputMethodEvent("қоға", []))
    assert pair.desk.edits == []
    event = QInputMethodEvent("", [])
    event.setCommitString("қоғам")
    QApplication.sendEvent(pair.editor, event)
    assert pair.desk.edits == [(pair.desk.ids[1], Edit(3, 0, "қоғам"))]
    pair.agree()


def test_a_committed_letter_among_equal_ones_lands_at_the_caret(pair: Pair) -> None:
    pair.fill("aaaa")
    pair.go(pair.at(0, 2))
    QApplication.sendEvent(pair.editor, QInputMethodEvent("a", []))
    event = QInputMethodEvent("", [])
    event.setCommitString("a")
    QApplication.sendEvent(pair.editor, event)
    assert pair.desk.edits == [(pair.desk.ids[0], Edit(2, 0, "a"))]


def test_a_change_of_form_is_no_edit(pair: Pair) -> None:
    pair.fill("some", "words", "here")
    pair.editor.selectAll()
    form = QTextCharFormat()
    form.setFontUnderline(True)
    pair.editor.mergeCurrentCharFormat(form)
    pair.editor.resize(250, 400)
    assert pair.desk.edits == []
    pair.agree()


def test_backspace_and_delete_stop_at_an_items_edge(pair: Pair) -> None:
    pair.fill("one", "two", "three")
    for position, key in ((pair.at(1), Key.Key_Backspace), (pair.at(0, 3), Key.Key_Delete)):
        for modifiers in (Mod.NoModifier, Mod.ControlModifier):
            pair.go(position)
            pair.key(key, modifiers)
            assert pair.editor.textCursor().position() == position
    assert pair.desk.edits == []
    pair.agree()


def test_a_selection_across_items_becomes_one_edit_for_each(pair: Pair) -> None:
    pair.fill("one\nmore", "two", "three\nrest")
    pair.go(pair.at(2, 2), pair.at(0, 3))
    pair.type("x")
    assert pair.desk.texts() == ["onex", "", "ree\nrest"]
    assert len(pair.desk.edits) == 3
    pair.agree()
    assert pair.editor.textCursor().position() == pair.at(0, 4)
    pair.type("y")
    assert pair.desk.texts()[0] == "onexy"


def test_all_can_be_deleted_and_taken_back(pair: Pair) -> None:
    texts = ["one\n\nmore", KAZAKH, "three\n"]
    pair.fill(*texts)
    pair.editor.selectAll()
    pair.key(Key.Key_Delete)
    assert pair.desk.texts() == ["", "", ""]
    pair.agree()
    assert len(pair.editor.page.lines) == 3
    for _step in range(3):
        pair.key(Key.Key_Z, Mod.ControlModifier)
        pair.agree()
    assert pair.desk.texts() == texts


def test_undo_and_redo_put_the_caret_where_it_happened(pair: Pair) -> None:
    pair.fill("one", "two", "three")
    pair.go(pair.at(1, 3))
    pair.type("!")
    pair.go(pair.at(2))
    pair.key(Key.Key_Z, Mod.ControlModifier)
    assert pair.desk.texts()[1] == "two"
    assert pair.editor.textCursor().position() == pair.at(1, 3)
    pair.go(pair.at(0))
    pair.key(Key.Key_Z, Mod.ControlModifier | Mod.ShiftModifier)
    assert pair.desk.texts()[1] == "two!"
    assert pair.editor.textCursor().position() == pair.at(1, 4)
    pair.agree()


def test_cut_and_paste_carry_plain_lines(pair: Pair) -> None:
    pair.fill("one\ntwo", "here")
    pair.go(pair.at(0, 7), pair.at(0, 1))
    pair.editor.cut()
    assert QApplication.clipboard().text() == "ne\ntwo"
    pair.go(pair.at(1, 2))
    pair.editor.paste()
    assert pair.desk.texts()[:2] == ["o", "hene\ntwore"]
    pair.agree()


def test_foreign_line_ends_and_signs_are_cleaned(pair: Pair) -> None:
    data = QMimeData()
    data.setText("a\r\nb\rc\u2028d\u2029e\ufffcf\tg")
    pair.go(pair.at(0))
    pair.editor.insertFromMimeData(data)
    assert pair.desk.texts()[0] == "a\nb\nc\nd\ne" + "f\tg"
    pair.agree()


def test_what_the_notes_take_otherwise_is_shown_as_they_have_it(pair: Pair) -> None:
    pair.go(pair.at(1))
    pair.editor.textCursor().insertText("a\x1ab")
    assert pair.desk.texts()[1] == "a\ufffdb"
    pair.agree()


def test_shift_return_is_a_line_like_any_other(pair: Pair) -> None:
    pair.go(pair.at(0))
    pair.type("a")
    pair.key(Key.Key_Return, Mod.ShiftModifier)
    pair.type("b")
    assert pair.desk.texts()[0] == "a\nb"
    pair.agree()


def test_words_dragged_to_another_item_leave_the_first(pair: Pair) -> None:
    pair.fill("one two", "here")
    pair.go(pair.at(0, 7), pair.at(0, 3))
    mime = pair.editor.createMimeDataFromSelection()
    caret = pair.editor.textCursor()
    caret.beginEditBlock()
    caret.removeSelectedText()
    target = QTextCursor(pair.editor.document())
    target.setPosition(pair.at(1, 2))
    target.insertText(mime.text())
    caret.endEditBlock()
    assert pair.desk.texts()[:2] == ["one", "he twore"]
    pair.agree()


def test_a_dropped_text_lands_where_it_is_dropped(pair: Pair) -> None:
    pair.fill("one", "here")
    pair.go(pair.at(1, 2))
    rect = pair.editor.cursorRect()
    pair.go(0)
    mime = QMimeData()
    mime.setText("X")
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Mod.NoModifier)
    for event in (
        QDragEnterEvent(rect.center(), *how),
        QDragMoveEvent(rect.center(), *how),
        QDropEvent(QPointF(rect.center()), *how),
    ):
        QApplication.sendEvent(pair.editor.viewport(), event)
    assert pair.desk.texts()[1] == "heXre"
    pair.agree()


def test_what_others_write_leaves_the_caret_where_it_was(pair: Pair) -> None:
    pair.fill("one", "two", "three")
    pair.go(pair.at(1, 2), pair.at(1, 0))
    pair.desk.document.edit(pair.desk.ids[0], Edit(0, 0, "🙂\nbefore\n"), 0)
    pair.desk.document.edit(pair.desk.ids[1], Edit(3, 0, " after"), 0)
    pair.agree()
    caret = pair.editor.textCursor()
    assert (caret.anchor(), caret.position()) == (pair.at(1, 0), pair.at(1, 2))
    assert pair.desk.edits == []
    pair.go(pair.at(1, 2))
    pair.desk.document.edit(pair.desk.ids[1], Edit(2, 0, "X"), 0)
    assert pair.editor.textCursor().position() == pair.at(1, 2)
    assert not pair.editor.textCursor().hasSelection()


def test_what_others_write_at_an_edge_stays_in_their_item(pair: Pair) -> None:
    pair.fill("one", "two")
    pair.desk.document.edit(pair.desk.ids[0], Edit(3, 0, "\nmore"), 0)
    pair.desk.document.edit(pair.desk.ids[1], Edit(0, 0, "first\n"), 0)
    pair.desk.document.edit(pair.desk.ids[1], Edit(0, 9, ""), 0)
    pair.desk.document.edit(pair.desk.ids[2], Edit(0, 0, "x"), 0)
    pair.agree()


def test_new_headings_keep_the_words_and_the_caret(pair: Pair) -> None:
    pair.fill("one", "two", "three")
    pair.go(pair.at(1, 1))
    pair.desk.titles[1] = "Renamed"
    pair.bridge.refresh_items()
    assert pair.editor.page.items[1].title == "Renamed"
    pair.desk.ids.reverse()
    pair.desk.titles.reverse()
    pair.bridge.refresh_items()
    assert pair.page() == ["three", "two", "one"]
    assert pair.editor.textCursor().position() == pair.at(1, 1)


def test_a_closed_meeting_cannot_be_typed_into(pair: Pair) -> None:
    pair.fill("one")
    pair.bridge.open(None)
    pair.type("x")
    pair.key(Key.Key_Backspace)
    assert pair.editor.toPlainText() == ""
    assert pair.desk.texts()[0] == "one"
    pair.desk.edit(pair.desk.ids[0], 0, 0, "unseen ")
    assert pair.editor.toPlainText() == ""


def test_a_line_shows_its_minute_and_who_spoke(pair: Pair) -> None:
    pair.desk.speakers = {0: "Legal Clinic Network", 2: "Ministry"}
    pair.go(pair.at(1))
    pair.type("asks\nmore\n")
    pair.desk.now_utc_ms += 2 * MINUTE_MS
    pair.type("will")
    QApplication.processEvents()
    views = [pair.editor.page.lines[n].view for n in pair.editor.page.line_range(1)]
    assert [view.speaker for view in views] == ["Legal Clinic Network"] * 2 + ["Ministry"]
    labels = [pair.editor.page.lines[n].dress for n in pair.editor.page.line_range(1)]
    assert [(d.label, bool(d.time)) for d in labels if d] == [
        ("Legal Clinic Network:", True),
        ("", False),
        ("Ministry:", True),
    ]
    pair.desk.speakers[0] = "Somebody else"
    pair.bridge.refresh_gutter()
    QApplication.processEvents()
    assert pair.editor.page.lines[1].view.speaker == "Somebody else"


def test_a_key_within_a_line_asks_for_nothing(pair: Pair) -> None:
    pair.fill("one")
    pair.go(pair.at(0, 3))
    pair.type("a")
    QApplication.processEvents()
    asked = pair.desk.asked
    pair.type("bc def")
    QApplication.processEvents()
    assert pair.desk.asked == asked


def test_choosing_a_mark_again_takes_it_away(pair: Pair) -> None:
    pair.fill("one\ntwo")
    pair.go(pair.at(0, 5))
    pair.editor.mark_line(Mark.DECISION)
    assert [line.mark for line in pair.desk.document.lines(pair.desk.ids[0])][1] is Mark.DECISION
    assert pair.editor.page.lines[1].view.mark == "decision"
    pair.editor.mark_line(Mark.QUESTION)
    assert pair.editor.page.lines[1].view.mark == "question"
    pair.editor.mark_line(Mark.QUESTION)
    assert pair.editor.page.lines[1].view.mark == ""
    assert pair.desk.document.lines(pair.desk.ids[0])[1].mark is None


def test_one_key_gives_the_line_to_the_speech_before(pair: Pair) -> None:
    pair.fill("one")
    pair.go(pair.at(0, 1))
    pair.key(Key.Key_Backspace, Mod.ControlModifier | Mod.ShiftModifier)
    QApplication.processEvents()
    view = pair.editor.page.lines[0].view
    assert (view.speaker, view.by_hand) == ("Speaker before", True)
    assert pair.desk.texts()[0] == "one"


WORDS = ["a", "aa", "\n", "қ", "🙂", " ", "b\nb", "\n\n", "e\u0301", "/rec", "**x**"]
STEPS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 400), st.integers(0, 400), st.sampled_from(WORDS)),
    max_size=25,
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
def test_page_and_notes_stay_the_same_whatever_is_done(
    pair: Pair, steps: Sequence[tuple[int, int, int, str]]
) -> None:
    pair.desk = NotesDesk()
    pair.desk.speakers = {minute: f"Speaker {minute // 50}" for minute in range(400)}
    pair.bridge.open(None)
    pair.bridge.open(pair.desk)
    for kind, one, other, text in steps:
        _do(pair, kind, one, other, text)
        pair.agree()
        _stamps_agree(pair)


def _stamps_agree(pair: Pair) -> None:
    QApplication.processEvents()
    page = pair.editor.page
    for index, item in enumerate(pair.desk.ids):
        views = pair.desk.gutter(item)
        shown = [page.lines[n].view for n in page.line_range(index)][: len(views)]
        assert shown == list(views)


def _do(pair: Pair, kind: int, one: int, other: int, text: str) -> None:
    size = pair.editor.document().characterCount()
    pair.desk.now_utc_ms = BEGUN_UTC_MS + one * MINUTE_MS
    item: ItemId = pair.desk.ids[other % 3]
    length = len(pair.desk.text(item).encode("utf-16-le")) // 2
    deeds: list[Callable[[], None]] = [
        lambda: pair.go(pair.whole(one % size)),
        lambda: pair.go(pair.whole(one % size), pair.whole(other % size)),
        lambda: pair.type(text),
        lambda: pair.key(Key.Key_Backspace),
        lambda: pair.key(Key.Key_Delete, (Mod.NoModifier, Mod.ControlModifier)[other % 2]),
        lambda: pair.editor.textCursor().insertText(text),
        lambda: pair.others(item, Edit(one % (length + 1), other % (length + 1), text)),
        lambda: pair.key(Key.Key_Z, Mod.ControlModifier),
        lambda: pair.editor.mark_line(Mark.RECOMMENDATION),
    ]
    deeds[kind]()
