"""A QR code, painted crisp: each square is a whole number of the screen's own dots."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from moderator.console.look.current import look

_QUIET = 4
"""Light squares all around, as the standard wants them."""
_SIDE_PX = 220

Squares = Sequence[Sequence[bool]]


class QrCode(QWidget):
    """Dark on light in every theme, as cameras want it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("qr_code")
        self._squares: Squares = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_squares(self, squares: Squares, spoken: str) -> None:
        """Show a code; ``spoken`` says what it is for."""
        self._squares = squares
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        count = len(self._squares) + 2 * _QUIET
        ratio = self.devicePixelRatioF()
        dots = max(1, round(look().px(_SIDE_PX) * ratio / count))
        side = math.ceil(dots * count / ratio) if self._squares else 0
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        count = len(self._squares)
        if not count:
            return
        ratio = self.devicePixelRatioF()
        dots = int(min(self.width(), self.height()) * ratio) // (count + 2 * _QUIET)
        side = max(1, dots) / ratio
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        whole = side * (count + 2 * _QUIET)
        painter.fillRect(QRectF(0, 0, whole, whole), QColor(Qt.GlobalColor.white))
        for y, row in enumerate(self._squares, _QUIET):
            for x, is_dark in enumerate(row, _QUIET):
                if is_dark:
                    box = QRectF(x * side, y * side, side, side)
                    painter.fillRect(box, QColor(Qt.GlobalColor.black))
