"""What can be done with one agenda item, as a menu on its row."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from moderator.console.agenda_model import AgendaRow
from moderator.domain.floor import ItemState
from moderator.words import tr


class AgendaMenu(QMenu):
    """Asks for a change to one item; deletes itself when closed.

    Signals:
        open_asked, close_asked, skip_asked, rename_asked, edit_asked: the item.
        step_asked: the item and how many places it shall move, negative for up.
    """

    open_asked = Signal(str)
    close_asked = Signal(str)
    skip_asked = Signal(str)
    rename_asked = Signal(str)
    edit_asked = Signal(str)
    step_asked = Signal(str, int)

    def __init__(self, row: AgendaRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agenda_menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._item = row.item
        # Keys are told, not set: a second shortcut would make both ambiguous.
        match row.state:
            case ItemState.OPEN:
                self.addAction(tr("Close") + "\tCtrl+Shift+F8").triggered.connect(self._close)
            case ItemState.SKIPPED:
                self.addAction(tr("Take back")).triggered.connect(self._skip)
            case ItemState.AHEAD:
                self.addAction(tr("Open") + "\tCtrl+F8").triggered.connect(self._open)
                self.addAction(tr("Skip")).triggered.connect(self._skip)
            case ItemState.DONE:
                self.addAction(tr("Open again") + "\tCtrl+F8").triggered.connect(self._open)
        self.addSeparator()
        self.addAction(tr("Rename") + "\tF2").triggered.connect(self._rename)
        self.addAction(tr("Change…")).triggered.connect(self._edit)
        self.addSeparator()
        self.addAction(tr("Move up") + "\tAlt+Up").triggered.connect(self._up)
        self.addAction(tr("Move down") + "\tAlt+Down").triggered.connect(self._down)

    @Slot()
    def _open(self) -> None:
        self.open_asked.emit(self._item)

    @Slot()
    def _close(self) -> None:
        self.close_asked.emit(self._item)

    @Slot()
    def _skip(self) -> None:
        self.skip_asked.emit(self._item)

    @Slot()
    def _rename(self) -> None:
        self.rename_asked.emit(self._item)

    @Slot()
    def _edit(self) -> None:
        self.edit_asked.emit(self._item)

    @Slot()
    def _up(self) -> None:
        self.step_asked.emit(self._item, -1)

    @Slot()
    def _down(self) -> None:
        self.step_asked.emit(self._item, +1)
