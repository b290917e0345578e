"""Tests of ``moderator.console.floor_column``: when it scrolls."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from moderator.console.floor_column import FloorColumn
from moderator.desk.views import UndoView
from moderator.domain.events import EventKind
from tests.console.seeing import cut_texts, settle
from tests.console.views import floor, speaker

LONG = UndoView(EventKind.ITEM_OPENED, "Problems and prospects of civil society in the regions")


class Resizes(QObject):
    """Counts how often something is given another size."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt."""
        self.count += event.type() is QEvent.Type.Resize
        return False


@pytest.fixture
def column(qtbot: QtBot) -> FloorColumn:
    """Return a shown column whose undo button has much to say."""
    column = FloorColumn()
    qtbot.addWidget(column)
    column.resize(680, 620)
    column.show()
    column.floor.show_floor(floor(undo=LONG))
    column.queue.show_floor(floor(undo=LONG))
    settle()
    return column


def _scrolls(column: FloorColumn) -> bool:
    return column.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOn


@pytest.mark.parametrize("width", range(560, 760, 20))
def test_the_scroll_bar_comes_once_as_the_window_gets_lower(
    column: FloorColumn, width: int
) -> None:
    resizes = Resizes()
    column.viewport().installEventFilter(resizes)
    seen = []
    for height in range(760, 420, -10):
        column.resize(width, height)
        resizes.count = 0
        settle()
        assert resizes.count <= 3
        seen.append(_scrolls(column))
    assert seen == sorted(seen)
    assert seen[-1]


def test_the_field_for_a_point_of_order_takes_its_room_from_the_list(
    column: FloorColumn,
) -> None:
    column.resize(680, next(h for h in range(480, 760) if not _scrolls(_at(column, h))))
    column.floor.controls.point.open()
    settle()
    assert not _scrolls(column)


def test_a_short_list_makes_nothing_scroll(column: FloorColumn) -> None:
    height = next(h for h in range(480, 760) if not _scrolls(_at(column, h)))
    assert _scrolls(_at(column, height - 60))
    column.queue.show_floor(floor(queue=(speaker(1), speaker(2))))
    settle()
    assert not _scrolls(column)


def _at(column: FloorColumn, height: int) -> FloorColumn:
    column.resize(680, height)
    settle()
    return column


def test_a_long_undo_ends_where_its_row_ends(column: FloorColumn) -> None:
    undo = column.floor.findChild(QAbstractButton, "undo")
    assert undo is not None
    assert undo.toolTip() == f"Undo: opened {LONG.name}"
    for width in (560, 640, 700, 900):
        column.resize(width, 700)
        settle()
        assert cut_texts(column.floor) == []
