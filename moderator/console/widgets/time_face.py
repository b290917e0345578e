"""A clock's digits, as large as their box allows."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from moderator.console.look import fonts
from moderator.console.look.current import look
from moderator.console.widgets import phase as phases
from moderator.desk.phrases import phase_word
from moderator.domain.floor import Phase
from moderator.domain.timer import left_text

_MEASURE_PX = 200


def fitting_font(text: str, room: QSize) -> QFont:
    """Return the largest digit font in which ``text`` fits into ``room``, in pixels."""
    metrics = QFontMetricsF(fonts.face(_MEASURE_PX))
    wide = metrics.horizontalAdvance(fonts.figures_alike(text)) or 1.0
    # Round figures reach a little over and under the height of capitals.
    high = metrics.capHeight() * 1.04
    share = min(room.width() / wide, room.height() / high)
    return fonts.face(int(_MEASURE_PX * share))


class _Digits(QLabel):
    """Paints its text to fill itself; being a label, its text is what a screen reader says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("digits")
        self.colour = QColor()
        self._fitted: tuple[str, QSize] = ("", QSize())
        self._face = QFont()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        text = self.text()
        fitted = (fonts.figures_alike(text), self.size())
        if fitted != self._fitted:
            self._fitted = fitted
            self._face = fitting_font(text, self.size())
        metrics = QFontMetricsF(self._face)
        left = self.width() - metrics.horizontalAdvance(text)
        base = (self.height() + metrics.capHeight()) / 2
        painter = QPainter(self)
        painter.setPen(self.colour)
        painter.setFont(self._face)
        painter.drawText(round(left), round(base), text)


class TimeFace(QWidget):
    """Shows a time at the right edge, its phase told by colour; the word stands elsewhere.

    Nothing is painted unless the shown text or phase changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase: Phase | None = None
        self._digits = _Digits(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_text("", Phase.IDLE)

    def show_time(self, left_ms: int, phase: Phase) -> None:
        """Show a time left as 1:48, h:mm:ss or, over time, +0:35."""
        self.show_text(left_text(left_ms), phase)

    def show_text(self, text: str, phase: Phase) -> None:
        """Show any figures."""
        if text != self._digits.text():
            self._digits.setText(text)
        if phase is not self._phase:
            self._phase = phase
            self._digits.colour = QColor(phases.digit_colour(phase, look().theme))
            self._digits.setAccessibleDescription(phase_word(phase))
            self._digits.update()

    def text(self) -> str:
        """Return the figures shown."""
        return self._digits.text()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(190), look().px(76))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return QSize(look().px(96), look().px(36))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt: a label of fixed size asks for no new layout when its text changes."""
        self._digits.setFixedSize(self.size())
