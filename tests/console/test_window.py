"""The main window: its panes, what it remembers, and that everything has room."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QAction, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from moderator import words
from moderator.app.actions import TABLE, Menu, menu_name
from moderator.console.queue_view import ROWS, QueueView
from moderator.console.window import MainWindow
from moderator.desk.views import SaveState
from moderator.domain.floor import ItemState
from tests.console.agendas import BEGIN_UTC_MS, MINUTE_MS, agenda, days, item
from tests.console.seeing import cut_texts, nameless, settle
from tests.console.views import LONG_KAZAKH, LONG_NAME, floor, reading, speaker


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """Return a shown window in the middle of a meeting, as small as a laptop's screen."""
    return running(qtbot)


def running(qtbot: QtBot) -> MainWindow:
    """Return a shown window in the middle of a meeting."""
    actions = {spec.do.value: QAction(spec.text()) for spec in TABLE}
    for spec in TABLE:
        actions[spec.do.value].setShortcuts([QKeySequence(key) for key in spec.keys])
    menus = [
        (menu_name(menu), [actions[s.do.value] for s in TABLE if s.menu is menu]) for menu in Menu
    ]
    made = MainWindow(actions, menus)
    for action in actions.values():
        action.setParent(made)
    qtbot.addWidget(made, before_close_func=_let_go)
    made.header.show_forum("9th Civil Forum: thirty years of partnership", days())
    fill(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    settle()
    return made


def _let_go(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.leave()


def fill(window: MainWindow) -> None:
    """Show a busy moment with the longest words there are."""
    items = [item(n, LONG_KAZAKH, state=ItemState.DONE) for n in range(2)]
    items.append(item(2, LONG_NAME, state=ItemState.OPEN, heard=6, waiting=9))
    items += [item(n, LONG_NAME, waiting=n) for n in range(3, 9)]
    view = agenda(*items, late_min=4)
    window.agenda.show_agenda(view)
    window.agenda.select("i2")
    window.header.show_agenda(view)
    window.header.show_saved(SaveState(BEGIN_UTC_MS, 0), "10:42")
    window.header.show_wall(BEGIN_UTC_MS + 42 * MINUTE_MS, True)
    waiting = tuple(speaker(n, LONG_NAME) for n in range(1, 12))
    shown = floor(current=speaker(20, LONG_KAZAKH), queue=waiting)
    window.floor.show_floor(shown)
    window.floor.show_reading(reading())
    window.agenda.speaking.show_floor(shown)
    window.agenda.speaking.show_reading(reading())
    window.queue.show_floor(shown)
    window.queue.set_each(180_000)
    window.queue.set_now(BEGIN_UTC_MS + 42 * MINUTE_MS, "10:42")


def in_front(window: MainWindow) -> str:
    """Return which pane has the focus."""
    focus = QApplication.focusWidget()
    panes = {"floor": window.column, "notes": window.notes, "agenda": window.agenda}
    return next((n for n, pane in panes.items() if focus and pane.isAncestorOf(focus)), "")


def test_a_screen_reader_meets_the_panes_from_the_left(window: MainWindow) -> None:
    panes = QAccessible.queryAccessibleInterface(window.panes)
    found = [panes.child(at).object() for at in range(3)]
    assert found == [window.agenda, window.column, window.notes]


def test_at_first_the_list_of_speakers_has_the_keys(window: MainWindow) -> None:
    assert in_front(window) == "floor"


def test_the_next_pane_goes_round(window: MainWindow) -> None:
    order = []
    for _ in range(3):
        window.next_pane()
        order.append(in_front(window))
    assert order == ["notes", "agenda", "floor"]


def test_in_note_taker_mode_the_notes_have_the_room_of_the_floor(window: MainWindow) -> None:
    before = window.notes.width()
    window.set_notes_mode(True)
    settle()
    assert not window.column.isVisible()
    assert window.agenda.isVisible()
    assert window.notes.width() > before * 2
    assert in_front(window) == "notes"
    window.next_pane()
    assert in_front(window) == "agenda"
    window.set_notes_mode(False)
    assert window.column.isVisible()


def test_in_note_taker_mode_the_mode_key_is_said_to_lead_back(window: MainWindow) -> None:
    def hints() -> list[str]:
        return [b.accessibleName() for b in window.status.findChildren(QToolButton)]

    assert "Note-taker mode" in hints()[-1]
    window.panes.set_notes_mode(True)
    assert "Chair’s console" in hints()[-1]
    assert window.agenda.speaking.isVisible()
    window.panes.set_notes_mode(False)
    assert "Note-taker mode" in hints()[-1]
    assert not window.agenda.speaking.isVisible()


def test_return_in_the_agenda_goes_on_to_the_list(window: MainWindow) -> None:
    window.agenda.focus_list()
    window.agenda.list_asked.emit()
    assert in_front(window) == "floor"


def test_panes_and_mode_are_remembered(qtbot: QtBot, window: MainWindow) -> None:
    window.panes.setSizes([260, 700, 404])
    settle()
    sizes = window.panes.sizes()
    window.set_notes_mode(True)
    layout = json.loads(json.dumps(window.save_layout()))
    # the screen of the tests is smaller than any window
    del layout["geometry"]
    other = running(qtbot)
    other.restore_layout(layout)
    assert other.notes_mode
    other.set_notes_mode(False)
    settle()
    assert other.panes.sizes() == sizes


@pytest.mark.parametrize("layout", [{}, {"geometry": "%%%", "panes": "AAAA"}, {"geometry": 3}])
def test_a_layout_that_does_not_fit_changes_nothing(
    window: MainWindow, layout: dict[str, object]
) -> None:
    window.restore_layout(layout)
    settle()
    assert window.column.isVisible()
    assert window.notes.isVisible()


def test_closing_asks_first_and_leaving_does_not(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.close_asked):
        window.close()
    assert window.isVisible()
    window.leave()
    assert not window.isVisible()


def test_a_file_dropped_on_the_window_is_told(qtbot: QtBot, window: MainWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/some/programme.csv")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.file_dropped) as told:
        window.dropEvent(event)
    assert told.args == [QUrl.fromLocalFile("/some/programme.csv").toLocalFile()]


def _shown_rows(window: MainWindow) -> int:
    view = window.queue.findChild(QueueView)
    assert view is not None
    whole = view.viewport().rect()
    boxes = [view.visualRect(view.model().index(n, 0)) for n in range(view.model().rowCount())]
    return sum(whole.contains(box) for box in boxes)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("scale", [100], indirect=True)
def test_on_a_small_screen_every_control_and_eight_waiting_are_seen(
    qtbot: QtBot, scale: int, language: str
) -> None:
    words.use(language)
    window = running(qtbot)
    assert _shown_rows(window) >= ROWS
    assert window.column.verticalScrollBar().maximum() == 0
    assert cut_texts(window) == []
    assert nameless(window) == []


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("scale", [150, 200], indirect=True)
@pytest.mark.parametrize("notes_mode", [False, True])
def test_with_large_text_panes_take_turns_and_nothing_is_cut(
    qtbot: QtBot, scale: int, language: str, notes_mode: bool
) -> None:
    words.use(language)
    window = running(qtbot)
    window.set_notes_mode(notes_mode)
    settle()
    assert window.width() == 1366
    assert cut_texts(window) == []


@pytest.mark.parametrize("scale", [200], indirect=True)
def test_where_panes_take_turns_the_next_one_comes_to_the_front(qtbot: QtBot, scale: int) -> None:
    window = running(qtbot)
    assert not window.notes.isVisible()
    order = []
    for _ in range(3):
        window.next_pane()
        order.append(in_front(window))
    assert order == ["notes", "agenda", "floor"]
