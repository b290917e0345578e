"""The rows of the list of speakers: as many as a small laptop shows, withdrawn by Delete."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from moderator.console.look.current import look
from moderator.console.queue_delegate import QueueDelegate
from moderator.console.queue_model import QueueModel
from moderator.console.widgets.painting import focus_ring
from moderator.console.widgets.rows import RowList
from moderator.words import tr

ROWS = 8
"""How many rows it wants to show, if so many wait."""

RING_RADIUS_PX = 6

LEAST = 4
"""How many it shows even if fewer wait, or if there is no room."""


REVEAL_MS = 2_500
"""How long a row that was just added is marked."""


class QueueView(RowList):
    """Return does nothing here: somebody may be typing.

    Signals:
        withdraw_asked: a request.
    """

    withdraw_asked = Signal(str)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._wanted = ROWS
        self._revealed = self._chosen_before = ""
        self._reveal_timer = QTimer(self)
        self._reveal_timer.setObjectName("reveal")
        self._reveal_timer.setSingleShot(True)
        self._reveal_timer.timeout.connect(self._unmark)
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

    def reveal(self, row_id: str) -> None:
        """Bring a row into sight and choose it for a moment, or until keys come to the list."""
        index = self.model().index(self._rows.place_of(row_id), 0)
        if not index.isValid():
            return
        if not self._reveal_timer.isActive():
            self._chosen_before = self.chosen()
        self._revealed = row_id
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self._reveal_timer.start(REVEAL_MS)

    @Slot()
    def _unmark(self) -> None:
        """Choose what was chosen before, unless another row was chosen since."""
        if self.chosen() != self._revealed:
            return
        stay = self.verticalScrollBar().value()
        self.setCurrentIndex(self.model().index(self._rows.place_of(self._chosen_before), 0))
        self.verticalScrollBar().setValue(stay)

    @Slot()
    def _fit(self) -> None:
        self.updateGeometry()
        if self.hasFocus():
            self.choose_some()

    def sizeHint(self) -> QSize:
        """See Qt."""
        rows = max(LEAST, min(self._wanted, self.model().rowCount()))
        return QSize(look().px(320), self._row_px() * rows)

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(240), self._row_px() * LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt: where no row tells that the keyboard is here, the whole list does."""
        super().paintEvent(event)
        if self.hasFocus() and not self.selectedIndexes():
            painter = QPainter(self.viewport())
            focus_ring(painter, QRectF(self.viewport().rect()), RING_RADIUS_PX, look().theme.accent)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """See Qt: keys go on from the row chosen before, not from one that is only shown."""
        shown = self._reveal_timer.isActive()
        if shown:
            self._reveal_timer.stop()
            self._unmark()
        super().focusInEvent(event)
        if shown and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.scrollTo(self.currentIndex())  # under a click nothing may move

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """See Qt: the ring goes with the keys."""
        super().focusOutEvent(event)
        self.viewport().update()

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
