"""The rows of the list of speakers: as many as a small laptop shows, withdrawn by Delete."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from moderator.console.look.current import look
from moderator.console.queue_delegate import QueueDelegate
from moderator.console.queue_model import QueueModel
from moderator.console.widgets.rows import RowList
from moderator.words import tr

ROWS = 8
"""How many rows it wants to show, if so many wait."""

LEAST = 4
"""How many it shows even if fewer wait, or if there is no room."""


class QueueView(RowList):
    """Return does nothing here: somebody may be typing.

    Signals:
        withdraw_asked: a request.
    """

    withdraw_asked = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._wanted = ROWS
        self.setObjectName("queue_rows")
        self.setAccessibleName(tr("List of speakers"))
        self.setAccessibleDescription(tr("Alt+Up and Alt+Down move a speaker, Delete withdraws"))
        self.setItemDelegate(QueueDelegate(self))
        self.setUniformItemSizes(True)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit)

    def want(self, rows: int) -> None:
        """Ask for room for so many rows."""
        self._wanted = rows
        self.updateGeometry()

    @Slot()
    def _fit(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """See Qt."""
        rows = max(LEAST, min(self._wanted, self.model().rowCount()))
        return QSize(look().px(320), self._row_px() * rows)

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(240), self._row_px() * LEAST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: a held Delete withdraws one only."""
        match event.key():
            case Qt.Key.Key_Delete if not event.isAutoRepeat():
                if self.chosen():
                    self.withdraw_asked.emit(self.chosen())
            case Qt.Key.Key_Delete | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _row_px(self) -> int:
        option = QStyleOptionViewItem()
        return self.itemDelegate().sizeHint(option, self.model().index(0, 0)).height()
