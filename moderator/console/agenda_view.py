"""The rows of the agenda: as high as their words need, renamed in their place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from moderator.console.agenda_delegate import AgendaDelegate
from moderator.console.agenda_model import AgendaModel
from moderator.console.look.current import look
from moderator.console.widgets.keys import held
from moderator.console.widgets.rows import RowList
from moderator.words import tr

MANY = 100
"""Rows that no screen is high enough for."""


class AgendaRows(RowList):
    """Return and double click never touch the floor.

    Signals:
        list_asked: the chair wants to go on to the list of the item in front.
    """

    list_asked = Signal()

    def __init__(self, model: AgendaModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setObjectName("agenda_rows")
        self.setAccessibleName(tr("Agenda"))
        self.setAccessibleDescription(tr("F2 renames an item, Alt+Up and Alt+Down move it"))
        self.delegate = AgendaDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(look().px(24))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self.list_asked)

    def expect(self, rows: int) -> None:
        """Make ready for so many rows: what certainly needs a scroll bar has one from the first."""
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAlwaysOn if rows > MANY else policy.ScrollBarAsNeeded
        if wanted is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(wanted)

    def rename(self) -> None:
        """Let the chosen item's title be typed anew in its place."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        self.delegate.set_width(self.viewport().width())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: F2 renames; Return goes on, unless it was meant for the open field."""
        editing = self.state() == QAbstractItemView.State.EditingState
        match event.key():
            case Qt.Key.Key_F2:
                self.rename()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not (held(event) or editing):
                self.list_asked.emit()
            case _:
                super().keyPressEvent(event)
