"""The agenda pane: what its rows say, what it asks for, and that the choice stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from moderator.console.agenda_delegate import broken
from moderator.console.agenda_model import AgendaModel, rows_of, spoken
from moderator.console.agenda_pane import AgendaPane
from moderator.console.agenda_view import AgendaRows
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.domain.floor import ItemState, MeetingPhase
from moderator.domain.programme import ItemKind, Visibility
from tests.console.agendas import agenda, item
from tests.console.seeing import cut_texts, nameless, settle

pops_up = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def pane(qtbot: QtBot) -> AgendaPane:
    """Return a shown pane with four items."""
    made = AgendaPane()
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show_agenda(agenda())
    made.show()
    return made


def rows(pane: AgendaPane) -> AgendaRows:
    """Return the pane's list."""
    found = pane.findChild(AgendaRows)
    assert found is not None
    return found


def label(pane: AgendaPane, name: str) -> str:
    """Return the text of a label."""
    found = pane.findChild(QLabel, name)
    assert found is not None
    return found.text()


def test_a_row_tells_the_expected_start_only_when_it_is_another_minute() -> None:
    assert [row.expected for row in rows_of(agenda(item(0), late_min=0))] == [""]
    assert [row.expected for row in rows_of(agenda(item(0), late_min=4))] == ["10:04"]


def test_a_meeting_of_another_day_is_not_told_as_late() -> None:
    view = agenda(item(0), late_min=3 * 24 * 60, phase=MeetingPhase.NOT_OPEN)
    assert [row.expected for row in rows_of(view)] == [""]


def test_a_done_item_says_what_was_planned_and_what_it_took() -> None:
    (row,) = rows_of(agenda(item(0, state=ItemState.DONE, heard=3)))
    assert row.below == "planned 10 min · took 8 min · 3 heard"


def test_an_item_on_which_nobody_spoke_counts_nobody() -> None:
    (row,) = rows_of(agenda(item(0, state=ItemState.DONE, waiting=3)))
    assert row.below == "planned 10 min · took 8 min"


def test_the_open_item_says_how_much_is_used_and_how_many_wait_or_were_heard() -> None:
    (row,) = rows_of(agenda(item(0, state=ItemState.OPEN, heard=6, waiting=8)))
    assert row.below == "7 of 10 min · 8 waiting"
    (last,) = rows_of(agenda(item(0, state=ItemState.OPEN, heard=14)))
    assert last.below == "7 of 10 min · 14 heard"
    assert row.hundredths == 75


def test_an_item_ahead_says_its_kind_or_how_many_wait() -> None:
    listed = rows_of(agenda(item(0), item(1, waiting=3), item(2, kind=ItemKind.BREAK)))
    assert [row.below for row in listed] == [
        "10 min · discussion",
        "10 min · 3 waiting",
        "10 min",
    ]


def test_a_note_taker_is_told_of_notes_instead_of_time(pane: AgendaPane) -> None:
    pane.show_agenda(agenda(item(0, notes=14), item(1)))
    pane.set_notes_mode(True)
    below = [row.below for row in pane.findChildren(AgendaModel)[0].rows]
    assert below == ["14 notes", ""]
    pane.set_notes_mode(False)
    assert "14 notes" not in pane.findChildren(AgendaModel)[0].rows[0].below


def test_an_internal_item_says_so() -> None:
    (row,) = rows_of(agenda(item(0, visibility=Visibility.INTERNAL)))
    assert row.below.endswith("internal")


def test_a_screen_reader_gets_the_whole_row() -> None:
    (row,) = rows_of(agenda(item(0, "Report", state=ItemState.OPEN), late_min=4))
    assert spoken(row).startswith("10:00, expected 10:04, Report, open now, 7 of 10 min")


ORDERS = st.lists(st.integers(0, 8), unique=True, max_size=9)


@settings(max_examples=60)
@given(before=ORDERS, after=ORDERS)
def test_from_any_agenda_to_any_other_the_model_tells_every_step(
    before: list[int], after: list[int]
) -> None:
    model = AgendaModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for numbers in (before, after):
        model.show(rows_of(agenda(*map(item, numbers))) if numbers else ())
        shown = model.ids()
        assert shown == [f"i{n}" for n in numbers]


def test_a_long_agenda_is_shown_whole_with_the_item_in_front_in_sight(
    pane: AgendaPane, qtbot: QtBot
) -> None:
    pane.show_agenda(agenda(*(item(n, f"Item {n} " + "word " * (n % 40)) for n in range(1_500))))
    pane.select("i1200")
    assert pane.selected() == "i1200"
    qtbot.waitUntil(lambda: rows(pane).chosen() == "i1200")
    model = pane.findChildren(AgendaModel)[0]
    assert model.ids() == [f"i{n}" for n in range(1_500)]
    seen = rows(pane).visualRect(model.index(1_200))
    assert rows(pane).viewport().rect().contains(seen)
    pane.show_agenda(agenda(item(0)))
    assert model.ids() == ["i0"]


def test_rows_that_look_the_same_are_not_painted_anew(qapp: QApplication) -> None:
    model = AgendaModel()
    model.show(rows_of(agenda()))
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    model.show(rows_of(agenda()))
    model.show(rows_of(agenda(item(0), item(1, waiting=1), item(2), item(3))))
    assert told == [1]


def test_choosing_a_row_brings_its_item_to_the_front(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i0")
    with qtbot.waitSignal(pane.item_selected) as told:
        QTest.keyClick(rows(pane), Qt.Key.Key_Down)
    assert told.args == ["i1"]
    assert pane.selected() == "i1"


def test_showing_the_item_in_front_asks_for_nothing(qtbot: QtBot, pane: AgendaPane) -> None:
    with qtbot.assertNotEmitted(pane.item_selected):
        pane.select("i2")
        pane.show_agenda(agenda(item(2), item(0), item(3)))
        pane.show_agenda(agenda(item(0), item(3)))
        pane.show_agenda(None)
    assert pane.selected() is None


def test_the_choice_stays_when_the_agenda_is_put_in_another_order(pane: AgendaPane) -> None:
    pane.select("i3")
    pane.show_agenda(agenda(item(3), item(1), item(0), item(2)))
    assert pane.selected() == "i3"
    assert rows(pane).currentIndex().row() == 0


def test_alt_and_arrows_ask_for_another_place(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i1")
    with qtbot.waitSignal(pane.move_asked) as told:
        QTest.keyClick(rows(pane), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told.args == ["i1", 2]
    pane.select("i0")
    with qtbot.assertNotEmitted(pane.move_asked):
        QTest.keyClick(rows(pane), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)


def test_a_row_dropped_below_another_asks_for_that_place(qtbot: QtBot, pane: AgendaPane) -> None:
    listed = rows(pane)
    pane.select("i0")
    below = listed.visualRect(listed.model().index(2, 0)).bottomLeft() - QPoint(-20, 2)
    event = QDropEvent(
        QPointF(below),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # only drops from the list itself count, and this one comes from nowhere
    with qtbot.assertNotEmitted(pane.move_asked):
        listed.dropEvent(event)
    assert listed.drop_row(below) == 3


def test_f2_renames_in_place(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i1")
    pane.focus_list()
    QTest.keyClick(rows(pane), Qt.Key.Key_F2)
    field = pane.findChild(QLineEdit, "agenda_title")
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "Another title")
    # what arrives meanwhile leaves the typed words alone
    pane.show_agenda(agenda(item(0), item(1, "From elsewhere"), item(2), item(3)))
    assert field.text() == "Another title"
    with qtbot.waitSignal(pane.title_edited) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["i1", "Another title"]


def test_an_empty_title_is_not_asked_for(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i1")
    rows(pane).rename()
    field = pane.findChild(QLineEdit, "agenda_title")
    assert isinstance(field, QLineEdit)
    field.setText("  ")
    with qtbot.assertNotEmitted(pane.title_edited):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_return_goes_on_to_the_list_of_speakers(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i1")
    with qtbot.waitSignal(pane.list_asked):
        QTest.keyClick(rows(pane), Qt.Key.Key_Return)


@pops_up
@pytest.mark.parametrize(
    ("state", "first"),
    [
        (ItemState.AHEAD, "Open"),
        (ItemState.OPEN, "Close"),
        (ItemState.SKIPPED, "Take back"),
        (ItemState.DONE, "Open again"),
    ],
)
def test_the_menu_of_a_row_offers_what_fits_its_state(
    qtbot: QtBot, pane: AgendaPane, state: ItemState, first: str
) -> None:
    pane.show_agenda(agenda(item(0, state=state)))
    rows(pane).menu_asked.emit("i0", QPoint(0, 0))
    menu = pane.findChild(QMenu, "agenda_menu")
    assert isinstance(menu, QMenu)
    assert _words(menu.actions()[0]) == first
    menu.close()


def _words(action: QAction) -> str:
    return action.text().partition("\t")[0]


@pops_up
def test_the_menu_asks_to_open_and_to_move(qtbot: QtBot, pane: AgendaPane) -> None:
    pane.select("i1")
    rows(pane).menu_asked.emit("i1", QPoint(0, 0))
    menu = pane.findChild(QMenu, "agenda_menu")
    assert isinstance(menu, QMenu)
    by_words = {_words(action): action for action in menu.actions()}
    with qtbot.waitSignal(pane.open_asked) as opened:
        by_words["Open"].trigger()
    with qtbot.waitSignal(pane.move_asked) as moved:
        by_words["Move up"].trigger()
    assert opened.args == ["i1"]
    assert moved.args == ["i1", 0]
    menu.close()


def test_the_pane_says_how_late_it_is_and_when_it_ends(pane: AgendaPane) -> None:
    pane.show_agenda(agenda(late_min=4))
    assert label(pane, "late") == "4 min late"
    assert label(pane, "ends") == "Ends 10:44 · planned 10:40"
    pane.show_agenda(agenda(late_min=-3))
    assert label(pane, "late") == "3 min early"
    pane.show_agenda(agenda())
    assert label(pane, "late") == "on time"
    assert label(pane, "ends") == "Ends 10:40, as planned"
    pane.show_agenda(agenda(phase=MeetingPhase.CLOSED, late_min=5))
    assert label(pane, "ends") == "Ended 10:45 · planned 10:40"


def test_an_empty_agenda_says_what_to_do(pane: AgendaPane) -> None:
    pane.show_agenda(replace(agenda(), items=(), schedule=replace(agenda().schedule, rows=())))
    texts = [each.text() for each in pane.findChildren(QLabel) if each.isVisible()]
    assert any("Add an item" in text for text in texts)


def test_a_title_takes_two_lines_at_most(qapp: QApplication) -> None:
    font = look().prose(Type.BODY_MEDIUM)
    lines = broken("word " * 60, font, 200, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert broken("short", font, 200, 2) == ("short",)


def test_nothing_is_cut_and_everything_has_a_name(qtbot: QtBot, pane: AgendaPane) -> None:
    long = "Қоғамдық кеңестердің тиімділігі туралы өте ұзын тақырып"
    pane.show_agenda(agenda(*(item(n, long, state=ItemState.DONE) for n in range(4)), late_min=99))
    pane.resize(220, 500)
    settle()
    assert cut_texts(pane) == []
    assert nameless(pane) == []


def test_a_low_pane_has_room_for_its_heading_and_rows_only(pane: AgendaPane) -> None:
    ends = pane.findChild(QLabel, "ends")
    assert ends is not None
    assert ends.isVisible()
    pane.resize(300, look().px(120))
    settle()
    assert not ends.isVisible()
    assert cut_texts(pane) == []
