"""The rows of the agenda: chosen, renamed and moved by mouse and by key."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from moderator.console.agenda_delegate import AgendaDelegate
from moderator.console.agenda_model import AgendaModel
from moderator.console.look.current import look
from moderator.domain.ids import ItemId
from moderator.words import tr


class AgendaRows(QListView):
    """Asks for what keys and mouse say. Return and double click never touch the floor.

    Signals:
        move_asked: an item and the place it shall have, counted without itself.
        menu_asked: an item and where its menu shall open, on the screen.
        list_asked: the chair wants to go on to the list of the item in front.
    """

    move_asked = Signal(str, int)
    menu_asked = Signal(str, QPoint)
    list_asked = Signal()

    def __init__(self, model: AgendaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agenda_rows")
        self.setAccessibleName(tr("Agenda"))
        self.setAccessibleDescription(tr("F2 renames an item, Alt+Up and Alt+Down move it"))
        self._rows = model
        self.delegate = AgendaDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(look().px(24))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(self.list_asked)

    def chosen(self) -> ItemId | None:
        """Return which item is chosen."""
        row = self._rows.row_at(self.currentIndex().row())
        return row.item if row else None

    def rename(self) -> None:
        """Let the chosen item's title be typed anew in its place."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        self.delegate.set_width(self.viewport().width())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: F2, Alt+Up, Alt+Down, Return."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        match event.key():
            case Qt.Key.Key_Up if alt:
                self._ask_move(-1)
            case Qt.Key.Key_Down if alt:
                self._ask_move(+1)
            case Qt.Key.Key_F2:
                self.rename()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._is_plain(event):
                self.list_asked.emit()
            case _:
                super().keyPressEvent(event)

    def _is_plain(self, event: QKeyEvent) -> bool:
        """Whether it is a press of the key alone, and not one meant for the open field."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        editing = self.state() == QAbstractItemView.State.EditingState
        return plain == Qt.KeyboardModifier.NoModifier and not editing

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See Qt: something is chosen as soon as keys arrive."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See Qt."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self._rows.row_at(index.row())
        if row is None:
            return
        at = self.visualRect(index).center() if by_key else event.pos()
        self.menu_asked.emit(row.item, self.viewport().mapToGlobal(at))

    def dropEvent(self, event: QDropEvent) -> None:
        """See Qt: asks for the move; the rows follow when it is done."""
        item, source = self.chosen(), self.currentIndex().row()
        if event.source() is self and item:
            target = self.drop_row(event.position().toPoint())
            target -= target > source
            if target != source:
                self.move_asked.emit(item, target)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def drop_row(self, at: QPoint) -> int:
        """Return before which row something dropped there goes."""
        index = self.indexAt(at)
        if not index.isValid():
            return self._rows.rowCount()
        below = at.y() > self.visualRect(index).center().y()
        return index.row() + below

    def _ask_move(self, by: int) -> None:
        item, row = self.chosen(), self.currentIndex().row()
        if item and 0 <= row + by < self._rows.rowCount():
            self.move_asked.emit(item, row + by)
