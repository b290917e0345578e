"""Rows known by an id: a model that changes row by row, a list that asks to move them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class RowModel(QAbstractListModel, Generic[Row]):
    """Repeats the rows it was given, so that selection and focus stay; it holds no rule.

    A subclass says what a row is known by (``id_of``) and what its one cell holds (``cell``).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    @abstractmethod
    def id_of(self, row: Row) -> str:
        """Return what a row is known by; no two rows of a list have the same."""

    @abstractmethod
    def cell(self, at: int, role: int) -> Any:
        """Return what a row holds for one of Qt's roles; None for nothing."""

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows by the fewest removals, moves and insertions that are easily found."""
        places = {self.id_of(row): place for place, row in enumerate(rows)}
        if places.keys().isdisjoint(self.ids()):
            self._replace_all(rows)
            return
        if list(places) == self.ids():
            self._alter(rows)
            return
        for at in reversed(range(len(self.rows))):
            if self.id_at(at) not in places:
                self.beginRemoveRows(NO_INDEX, at, at)
                del self.rows[at]
                self.endRemoveRows()
        for at, row in enumerate(rows):
            self._settle(at, row, places)

    def ids(self) -> list[str]:
        """Return what the rows are known by, in order."""
        return [self.id_of(row) for row in self.rows]

    def id_at(self, at: int) -> str:
        """Return what a row is known by; empty outside the list."""
        return self.id_of(self.rows[at]) if 0 <= at < len(self.rows) else ""

    def place_of(self, row_id: str) -> int:
        """Return which row has this id; -1 when none does."""
        return next((at for at, row in enumerate(self.rows) if self.id_of(row) == row_id), -1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """See Qt."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See Qt."""
        inside = index.isValid() and index.row() < len(self.rows)
        return self.cell(index.row(), role) if inside else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See Qt: rows can be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """See Qt."""
        return Qt.DropAction.MoveAction

    def _replace_all(self, rows: Sequence[Row]) -> None:
        """Exchange a list for another: one by one, two hundred rows would be felt."""
        if self.rows:
            self.beginRemoveRows(NO_INDEX, 0, len(self.rows) - 1)
            self.rows.clear()
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(NO_INDEX, 0, len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def _alter(self, rows: Sequence[Row]) -> None:
        """Show what became of the same rows, nearly all of which look as before."""
        for at, (old, new) in enumerate(zip(self.rows, rows, strict=True)):
            if old != new:
                self.rows[at] = new
                self.dataChanged.emit(self.index(at), self.index(at))

    def _settle(self, at: int, row: Row, places: dict[str, int]) -> None:
        """Bring ``row`` to place ``at``; the places before are settled."""
        row_id = self.id_of(row)
        if at < len(self.rows) and self.id_at(at) != row_id:
            home = places[self.id_at(at)]
            if self.id_at(at + 1) == row_id and home < len(self.rows):
                self._move(at, home)  # one that went down is one move, not many up
        if self.id_at(at) != row_id:
            found = self.place_of(row_id)
            if found < 0:
                self.beginInsertRows(NO_INDEX, at, at)
                self.rows.insert(at, row)
                self.endInsertRows()
            else:
                self._move(found, at)
        if self.rows[at] != row:
            self.rows[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def _move(self, source: int, target: int) -> None:
        before = target + 1 if target > source else target
        self.beginMoveRows(NO_INDEX, source, source, NO_INDEX, before)
        self.rows.insert(target, self.rows.pop(source))
        self.endMoveRows()


class RowList(QListView):
    """Asks for what keys and mouse say; the rows follow when it is done.

    Signals:
        move_asked: a row's id and the place it shall have, counted without itself.
        menu_asked: a row's id and where its menu shall open, on the screen.
    """

    move_asked = Signal(str, int)
    menu_asked = Signal(str, QPoint)

    def __init__(self, model: RowModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)

    def chosen(self) -> str:
        """Return the id of the row chosen; empty for none."""
        return self._rows.id_at(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: Alt+Up and Alt+Down move the row chosen."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Up if alt:
                self.move_up()
            case Qt.Key.Key_Down if alt:
                self.move_down()
            case _:
                super().keyPressEvent(event)

    def move_up(self) -> None:
        """Ask for the row chosen to move up; the first one stays."""
        self._step(-1)

    def move_down(self) -> None:
        """Ask for the row chosen to move down; the last one stays."""
        self._step(+1)

    def _step(self, by: int) -> None:
        target = self.currentIndex().row() + by
        if self.currentIndex().isValid() and 0 <= target < self._rows.rowCount():
            self.move_asked.emit(self.chosen(), target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See Qt: something is chosen as soon as keys arrive; a click chooses by itself."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.choose_some()

    def choose_some(self) -> None:
        """Choose a row unless one is chosen; what Qt only makes current is not seen."""
        if self._rows.rowCount() and not self.selectedIndexes():
            self.setCurrentIndex(self._rows.index(max(0, self.currentIndex().row())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See Qt."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            at = self.visualRect(index).center() if by_key else event.pos()
            self.menu_asked.emit(self._rows.id_at(index.row()), self.viewport().mapToGlobal(at))

    def dropEvent(self, event: QDropEvent) -> None:
        """See Qt: asks for the move."""
        if event.source() is self:
            self.take_drop(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def take_drop(self, at: QPoint) -> None:
        """Ask for the row chosen to move to where it was dropped."""
        source, target = self.currentIndex().row(), self.drop_row(at)
        target -= target > source
        if source >= 0 and target != source:
            self.move_asked.emit(self.chosen(), target)

    def drop_row(self, at: QPoint) -> int:
        """Return before which row something dropped there goes."""
        index = self.indexAt(at)
        if not index.isValid():
            return self._rows.rowCount()
        below = at.y() > self.visualRect(index).center().y()
        return index.row() + below
