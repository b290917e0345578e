"""The note-taker's keys, the list of marks at a slash, and what stands beside the lines."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from moderator import words
from moderator.console.look import style
from moderator.console.look.current import look
from moderator.console.mark_menu import MarkMenu, mark_label, offers, slash_word
from moderator.console.note_bridge import NoteBridge
from moderator.console.note_diff import character_index, difference, moved, utf16_length
from moderator.console.note_editor import NoteEditor, mark_hint
from moderator.console.note_gutter import BLANK, Gutter
from moderator.desk.views import NoteLineView
from moderator.domain.notes import Mark
from tests.console.notes_desk import BEGUN_UTC_MS, NotesDesk
from tests.console.seeing import settle

Key = Qt.Key
LONG_NAME = "Министерство информации и общественного развития"


@pytest.fixture
def desk() -> NotesDesk:
    return NotesDesk()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    layout.addWidget(NoteEditor())
    layout.addWidget(QLineEdit())
    made.resize(360, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def editor(window: QWidget, desk: NotesDesk) -> NoteEditor:
    made = window.findChild(NoteEditor)
    assert isinstance(made, NoteEditor)
    NoteBridge(made).open(desk)
    made.setFocus()
    return made


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """Put the look back that a test changes."""
    yield
    style.apply(qapp, "light", 100)
    qapp.setStyleSheet("")


def menu(editor: NoteEditor) -> MarkMenu:
    found = editor.findChild(MarkMenu)
    assert isinstance(found, MarkMenu)
    return found


def marks(desk: NotesDesk, item: int = 0) -> list[Mark | None]:
    return [line.mark for line in desk.document.lines(desk.ids[item])]


def type_text(editor: NoteEditor, text: str) -> None:
    for character in text:
        event = QKeyEvent(
            QEvent.Type.KeyPress, Key.Key_A, Qt.KeyboardModifier.NoModifier, character
        )
        QApplication.sendEvent(editor, event)


def test_a_slash_word_stands_at_a_lines_start_or_after_a_space() -> None:
    assert slash_word("/") == ""
    assert slash_word("/re") == "re"
    assert slash_word("text /q") == "q"
    assert slash_word("and/or") is None
    assert slash_word("10/12") is None
    assert slash_word("/rec ") is None
    assert slash_word("") is None


def test_offers_are_found_by_command_by_word_and_by_physical_key() -> None:
    assert len(offers("")) == 6
    assert [mark for _, mark in offers("rec")] == [Mark.RECOMMENDATION]
    assert next(mark for _, mark in offers("a")) is Mark.ANSWER
    assert [mark for _, mark in offers("commit")] == [Mark.COMMITMENT]
    assert [mark for _, mark in offers("куc".replace("c", "с"))] == [Mark.RECOMMENDATION]
    assert offers("xyz") == ()


def test_enter_marks_the_line_and_takes_the_slash_word_away(
    editor: NoteEditor, desk: NotesDesk
) -> None:
    type_text(editor, "/re")
    assert menu(editor).isVisible()
    QTest.keyClick(editor, Key.Key_Return)
    assert not menu(editor).isVisible()
    type_text(editor, "open the data")
    assert desk.text(desk.ids[0]) == "open the data"
    assert marks(desk) == [Mark.RECOMMENDATION]
    dress = editor.page.lines[0].dress
    assert dress is not None
    assert dress.label == "Recommendation"


@pytest.mark.parametrize(("typed", "mark"), [("/act ", Mark.COMMITMENT), ("/a ", Mark.ANSWER)])
def test_a_space_behind_a_whole_command_marks_the_line(
    editor: NoteEditor, desk: NotesDesk, typed: str, mark: Mark
) -> None:
    type_text(editor, typed + "sends the list")
    assert desk.text(desk.ids[0]) == "sends the list"
    assert marks(desk) == [mark]


def test_a_space_behind_less_than_a_command_is_a_space(editor: NoteEditor, desk: NotesDesk) -> None:
    type_text(editor, "/ac or /re and")
    assert desk.text(desk.ids[0]) == "/ac or /re and"
    assert marks(desk) == [None]


def test_lines_are_never_longer_than_an_eye_can_follow(editor: NoteEditor) -> None:
    editor.window().resize(1_800, 400)
    settle()
    assert 600 < editor.viewport().width() < 1_000


def test_tab_chooses_and_arrows_go_round(editor: NoteEditor, desk: NotesDesk) -> None:
    type_text(editor, "words /")
    for _step in range(2):
        QTest.keyClick(editor, Key.Key_Down)
    for _step in range(3):
        QTest.keyClick(editor, Key.Key_Up)
    assert menu(editor).mark is Mark.ISSUE
    QTest.keyClick(editor, Key.Key_Tab)
    assert marks(desk) == [Mark.ISSUE]
    assert desk.text(desk.ids[0]) == "words "
    assert editor.hasFocus()


def test_choosing_the_same_again_removes_the_mark(editor: NoteEditor, desk: NotesDesk) -> None:
    for _time in range(2):
        type_text(editor, "/dec")
        QTest.keyClick(editor, Key.Key_Return)
    assert marks(desk) in ([None], [])


def test_escape_closes_the_list_and_keeps_what_was_typed(
    editor: NoteEditor, desk: NotesDesk
) -> None:
    type_text(editor, "/re")
    QTest.keyClick(editor, Key.Key_Escape)
    assert not menu(editor).isVisible()
    assert desk.text(desk.ids[0]) == "/re"
    type_text(editor, "xx")
    assert not menu(editor).isVisible()


def test_a_click_chooses_too(editor: NoteEditor, desk: NotesDesk) -> None:
    type_text(editor, "/")
    shown = menu(editor)
    QTest.mouseMove(shown, QPoint(30, shown.height() // 2))
    QTest.mouseClick(
        shown,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(30, shown.height() * 3 // 4 - 4),
    )
    assert marks(desk) == [Mark.DECISION]


def test_the_list_closes_when_the_caret_or_the_focus_leaves(editor: NoteEditor) -> None:
    type_text(editor, "ab /")
    assert menu(editor).isVisible()
    QTest.keyClick(editor, Key.Key_Home)
    assert not menu(editor).isVisible()
    QTest.keyClick(editor, Key.Key_End)
    assert menu(editor).isVisible()
    editor.clearFocus()
    assert not menu(editor).isVisible()


def test_the_list_stays_inside_the_page(editor: NoteEditor) -> None:
    type_text(editor, "a fairly long line of words before it /")
    assert editor.rect().contains(menu(editor).geometry())


def test_tab_leaves_the_page(editor: NoteEditor, desk: NotesDesk) -> None:
    type_text(editor, "ab")
    QTest.keyClick(editor, Key.Key_Tab)
    assert not editor.hasFocus()
    assert desk.text(desk.ids[0]) == "ab"


def test_the_floors_keys_pass_by(editor: NoteEditor, desk: NotesDesk) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    type_text(editor, "abc")
    QTest.keyClick(editor, Key.Key_Home)
    for key, modifiers in (
        (Key.Key_F7, Qt.KeyboardModifier.NoModifier),
        (Key.Key_F8, Qt.KeyboardModifier.ShiftModifier),
        (Key.Key_Return, ctrl),
        (Key.Key_Return, ctrl | Qt.KeyboardModifier.ShiftModifier),
        (Key.Key_K, ctrl),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        QApplication.sendEvent(editor, event)
        assert not event.isAccepted(), key
    assert desk.text(desk.ids[0]) == "abc"


def test_a_file_dropped_here_is_left_to_the_window(editor: NoteEditor) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/programme.csv")])
    mime.setText("programme.csv")
    assert not editor.canInsertFromMimeData(mime)


def test_the_page_and_its_lines_are_spoken(editor: NoteEditor, desk: NotesDesk) -> None:
    desk.speakers = {0: "Legal Clinic Network"}
    type_text(editor, "one")
    QApplication.processEvents()
    QTest.keyClick(editor, Key.Key_Down)
    QTest.keyClick(editor, Key.Key_Up)
    spoken = QAccessible.queryAccessibleInterface(editor)
    assert spoken.text(QAccessible.Text.Name) == "Notes"
    assert "Opening, Legal Clinic Network" in spoken.text(QAccessible.Text.Description)


def test_the_menu_of_a_line_shows_its_mark(editor: NoteEditor, desk: NotesDesk) -> None:
    type_text(editor, "one")
    editor.mark_line(Mark.QUESTION)
    shown = editor.line_menu()
    actions = {action.text(): action for action in shown.actions()}
    assert actions["Question"].isChecked()
    assert not actions["Answer"].isChecked()
    actions["Answer"].trigger()
    assert marks(desk) == [Mark.ANSWER]
    actions["Belongs to the previous speech"].trigger()
    assert desk.document.lines(desk.ids[0])[0].speech == "Speaker before"
    shown.deleteLater()


def test_an_items_heading_can_be_brought_to_the_top(editor: NoteEditor, desk: NotesDesk) -> None:
    for item in desk.ids:
        desk.edit(item, 0, 0, "\n".join(f"line {n}" for n in range(40)))
    editor.show_item(1)
    assert editor.current() == (desk.ids[1], 39)
    editor.show_item(2)
    assert editor.verticalScrollBar().value() > 0


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("scale", [100, 200])
def test_headings_labels_and_names_have_room(
    qapp: QApplication, dressed: None, language: str, scale: int
) -> None:
    words.use(language)
    style.apply(qapp, "light", scale)
    gutter = Gutter(look())
    gutter.zone = "Asia/Almaty"
    view = NoteLineView(BEGUN_UTC_MS, "", LONG_NAME, False)
    dress = gutter.dress(view, None, "Қоғамдық кеңестердің тиімділігі мен ашықтығы", 330)
    assert dress.time == "10:31"
    assert dress.indent == 0
    assert dress.label_height > 0
    assert dress.heading_height > 0
    assert dress.top > dress.heading_height + dress.label_height
    for mark in Mark:
        boxed = gutter.dress(NoteLineView(None, mark.value, "", False), BLANK, "", 330)
        assert boxed.label == mark_label(mark)
        assert boxed.top > boxed.label_height > 0
    near = gutter.dress(NoteLineView(BEGUN_UTC_MS, "", "A. B.", False), BLANK, "", 800)
    assert near.indent > 0
    assert near.label_height == 0


def test_one_speaker_and_one_minute_are_told_once() -> None:
    gutter = Gutter(look())
    view = NoteLineView(BEGUN_UTC_MS, "", "Somebody", False)
    again = gutter.dress(view, view, "", 400)
    assert (again.label, again.time) == ("", "")
    later = NoteLineView(BEGUN_UTC_MS + 60_000, "", "Somebody", False)
    assert gutter.dress(later, view, "", 400).time
    assert not gutter.dress(later, view, "", 400).label


def test_the_hint_tells_every_command() -> None:
    for command in ("/rec", "/act", "/q", "/a", "/dec", "/issue"):
        assert command + " " in mark_hint()


def test_markdown_is_shown_while_its_signs_stay(editor: NoteEditor, desk: NotesDesk) -> None:
    text = "# Head\n- [ ] a **b** and *c* 2*3*4\n1. x\nplain"
    desk.edit(desk.ids[0], 0, 0, text)
    block = editor.document().begin()
    forms: list[set[str]] = []
    while block.isValid() and len(forms) < 4:
        ranges = block.layout().formats()
        forms.append({block.text()[r.start : r.start + r.length] for r in ranges})
        block = block.next()
    assert forms[0] == {"# Head"}
    assert {"b", "c"} <= forms[1]
    assert not any("3" in part for part in forms[1])
    assert "1." in forms[2]
    assert forms[3] == set()
    assert desk.text(desk.ids[0]) == text


@pytest.mark.parametrize(
    ("old", "new", "caret", "expected"),
    [
        ("", "a", 1, (0, 0, 1)),
        ("aaa", "aaaa", 2, (1, 1, 2)),
        ("aaa", "aa", 1, (1, 2, 1)),
        ("abc", "axc", -1, (1, 2, 2)),
        ("x🙂y", "x🙃y", -1, (1, 2, 2)),
        ("abcabc", "abc", 0, (0, 3, 0)),
        ("same", "sXame", 5, (1, 1, 2)),
    ],
)
def test_the_smallest_difference_is_found(
    old: str, new: str, caret: int, expected: tuple[int, int, int]
) -> None:
    assert difference(old, new, caret) == expected


def test_lengths_are_counted_as_qt_does() -> None:
    assert utf16_length("қ🙂") == 3
    assert character_index("a🙂b", 3) == 2
    assert character_index("a🙂b", 2) == 2
    assert character_index("abc", 9) == 3
    assert [moved(p, 2, 3, 1) for p in (1, 2, 4, 5, 9)] == [1, 2, 2, 3, 7]
