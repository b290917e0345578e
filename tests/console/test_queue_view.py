"""The rows of the list of speakers: a new one is shown, and where the keyboard is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.queue_model import QueueModel
from moderator.console.queue_view import QueueView
from tests.console.seeing import settle
from tests.console.views import speaker


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QueueView]:
    """Give a list in which 39 wait, below a field that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    field, model = QLineEdit(), QueueModel(window)
    made = QueueView(model)
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(made)
    model.show([speaker(n) for n in range(1, 40)])
    window.resize(640, 320)
    window.show()
    window.activateWindow()
    field.setFocus()
    settle()
    yield made
    window.close()


def time_is_up(view: QueueView) -> None:
    """End the moment for which a new row is marked."""
    timer = view.findChild(QTimer, "reveal")
    assert isinstance(timer, QTimer)
    assert timer.isActive()
    timer.stop()
    timer.timeout.emit()


def is_seen(view: QueueView, row: int) -> bool:
    return view.viewport().rect().contains(view.visualRect(view.model().index(row, 0)))


def test_a_new_row_is_brought_into_sight_and_marked_for_a_moment(view: QueueView) -> None:
    view.setCurrentIndex(view.model().index(2, 0))
    view.reveal("r39")
    assert view.chosen() == "r39"
    assert is_seen(view, 38)
    time_is_up(view)
    assert view.chosen() == "r3"
    assert is_seen(view, 38)


def test_with_nothing_chosen_before_nothing_is_afterwards(view: QueueView) -> None:
    view.reveal("r38")
    view.reveal("r39")
    time_is_up(view)
    assert view.chosen() == ""
    assert not view.selectedIndexes()


def test_keys_go_on_from_the_row_chosen_before(view: QueueView) -> None:
    view.setCurrentIndex(view.model().index(2, 0))
    view.reveal("r39")
    view.setFocus()
    assert view.chosen() == "r3"
    assert is_seen(view, 2)


def test_a_row_chosen_meanwhile_stays_chosen(view: QueueView) -> None:
    view.reveal("r39")
    view.setCurrentIndex(view.model().index(30, 0))
    time_is_up(view)
    assert view.chosen() == "r31"


def test_with_the_keys_comes_a_choice_that_is_seen(view: QueueView) -> None:
    view.setFocus()
    assert [index.row() for index in view.selectedIndexes()] == [0]


@pytest.mark.parametrize("shown", [False, True])
def test_a_click_chooses_the_row_under_it(view: QueueView, shown: bool) -> None:
    if shown:
        view.reveal("r39")
    view.scrollToBottom()
    at = view.visualRect(view.model().index(36, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.hasFocus()
    assert view.chosen() == "r37"


def test_rows_that_come_to_where_the_keys_are_are_chosen_from(view: QueueView) -> None:
    model = view.model()
    assert isinstance(model, QueueModel)
    model.show([])
    view.setFocus()
    model.show([speaker(n) for n in range(50, 53)])
    assert view.chosen() == "r50"
    assert [index.row() for index in view.selectedIndexes()] == [0]


def test_an_empty_list_shows_that_the_keyboard_is_there(view: QueueView) -> None:
    model, field = view.model(), view.window().findChild(QLineEdit)
    assert isinstance(model, QueueModel)
    assert field is not None
    model.show([])
    without = view.grab().toImage()
    view.setFocus()
    assert view.grab().toImage() != without
    field.setFocus()
    assert view.grab().toImage() == without
