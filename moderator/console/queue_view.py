"""The rows of the list of speakers: chosen and moved by mouse and by key."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem, QWidget

from moderator.console.look.current import look
from moderator.console.queue_delegate import QueueDelegate
from moderator.console.queue_model import QueueModel
from moderator.domain.ids import RequestId
from moderator.words import tr

ROWS = 8
"""How many rows it wants to show."""


class QueueView(QListView):
    """Asks for what keys and mouse say; Return does nothing: somebody may be typing.

    Signals:
        move_asked: a request and the place it shall have.
        withdraw_asked: a request.
        menu_asked: a request and where its menu shall open, on the screen.
    """

    move_asked = Signal(str, int)
    withdraw_asked = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue_rows")
        self.setAccessibleName(tr("List of speakers"))
        self.setAccessibleDescription(tr("Alt+Up and Alt+Down move a speaker, Delete withdraws"))
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)

    def chosen(self) -> RequestId | None:
        """Return which request is chosen."""
        return self._rows.request_at(self.currentIndex().row())

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(320), self._row_px() * ROWS)

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(240), self._row_px() * 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: Alt+Up, Alt+Down, Delete; a held Delete withdraws one only."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Up if alt:
                self._ask_move(-1)
            case Qt.Key.Key_Down if alt:
                self._ask_move(+1)
            case Qt.Key.Key_Delete if not event.isAutoRepeat():
                request = self.chosen()
                if request:
                    self.withdraw_asked.emit(request)
            case Qt.Key.Key_Delete | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See Qt: something is chosen as soon as keys arrive."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See Qt."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        request = self._rows.request_at(index.row())
        if request is None:
            return
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_asked.emit(request, self.viewport().mapToGlobal(at))

    def dropEvent(self, event: QDropEvent) -> None:
        """See Qt: asks for the move; the rows follow when it is done."""
        if event.source() is self:
            self.take_drop(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def take_drop(self, at: QPoint) -> None:
        """Ask for the chosen row to move to where it was dropped."""
        request, source = self.chosen(), self.currentIndex().row()
        target = self.drop_row(at)
        target -= target > source
        if request and target != source:
            self.move_asked.emit(request, target)

    def drop_row(self, at: QPoint) -> int:
        """Return before which row something dropped there goes."""
        index = self.indexAt(at)
        if not index.isValid():
            return self._rows.rowCount()
        below = at.y() > self.visualRect(index).center().y()
        return index.row() + below

    def _ask_move(self, by: int) -> None:
        request, row = self.chosen(), self.currentIndex().row()
        if request and 0 <= row + by < self._rows.rowCount():
            self.move_asked.emit(request, row + by)

    def _row_px(self) -> int:
        option = QStyleOptionViewItem()
        return self.itemDelegate().sizeHint(option, self._rows.index(0)).height()
