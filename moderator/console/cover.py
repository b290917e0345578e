"""What the main window shows in its first moment: where its parts will be, and that it opens."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from moderator.console.look.current import look
from moderator.words import tr

AGENDA_PX, NOTES_PX = 300, 380
"""How wide the outer panes are at first."""

_BARS_PX = 84
"""Menu and header."""


class Cover(QWidget):
    """The panes' empty surfaces; nothing but QtWidgets is needed to paint it.

    Signals:
        painted: it is on the screen for the first time.
    """

    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setObjectName("painted")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.painted)
        self._is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        now = look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.colour("ground"))
        bars = now.px(_BARS_PX)
        left, right = AGENDA_PX, self.width() - NOTES_PX
        surface, line = now.colour("surface"), now.colour("line")
        painter.fillRect(0, 0, self.width(), bars, surface)
        painter.fillRect(0, 0, left, self.height(), surface)
        painter.fillRect(right, 0, NOTES_PX, self.height(), surface)
        painter.fillRect(0, bars, self.width(), 1, line)
        for x in (left, right):
            painter.fillRect(x, bars, 1, self.height(), line)
        painter.setPen(now.colour("soft"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Opening…"))
        if not self._is_painted:
            self._is_painted = True
            # the picture is handed to the screen once this event is over
            self._timer.start(0)
