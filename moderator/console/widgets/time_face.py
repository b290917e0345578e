"""A clock's digits, as large as their box allows."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from moderator.console.look import fonts
from moderator.console.look.current import look
from moderator.console.look.tokens import Theme, Type
from moderator.console.widgets import phase as phases
from moderator.domain.floor import Phase
from moderator.domain.timer import left_text

_MEASURE_PX = 200


def _reference(text: str) -> str:
    """Return a text of the same shape, so that a size lasts while only figures change."""
    return "".join("0" if sign.isdigit() else sign for sign in text)


def fitting_font(text: str, room: QSize) -> QFont:
    """Return the largest digit font in which ``text`` fits into ``room``, in pixels."""
    metrics = QFontMetricsF(fonts.face(_MEASURE_PX))
    wide = metrics.horizontalAdvance(_reference(text)) or 1.0
    # Round figures reach a little over and under the height of capitals.
    high = metrics.capHeight() * 1.04
    share = min(room.width() / wide, room.height() / high)
    return fonts.face(int(_MEASURE_PX * share))


class _Digits(QLabel):
    """Paints its text to fill itself; being a label, its text is what a screen reader says."""

    def __init__(self, align: Qt.AlignmentFlag, parent: QWidget) -> None:
        super().__init__(parent)
        self._align = align
        self._colour = QColor()
        self._fitted: tuple[str, QSize] = ("", QSize())
        self._face = QFont()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def paint_in(self, colour: str) -> None:
        """Paint in ``colour`` from now on."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        text = self.text()
        fitted = (_reference(text), self.size())
        if fitted != self._fitted:
            self._fitted = fitted
            self._face = fitting_font(text, self.size())
        metrics = QFontMetricsF(self._face)
        spare = self.width() - metrics.horizontalAdvance(text)
        centred = self._align == Qt.AlignmentFlag.AlignHCenter
        left = spare / 2 if centred else spare if self._align == Qt.AlignmentFlag.AlignRight else 0
        base = (self.height() + metrics.capHeight()) / 2
        painter = QPainter(self)
        painter.setPen(self._colour)
        painter.setFont(self._face)
        painter.drawText(round(left), round(base), text)


class TimeFace(QWidget):
    """Shows a time and its phase; repaints only when the shown text or phase changes."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        theme: Theme | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight,
        captioned: bool = True,
    ) -> None:
        """``captioned``: the phase's shape and word stand above the digits.

        ``theme``: the stage's, where the current one is not meant.
        """
        super().__init__(parent)
        self._look = look()
        self._theme = theme or self._look.theme
        self._align = align
        self._captioned = captioned
        self._phase = Phase.IDLE
        self._caption = ""
        self._digits = _Digits(align, self)
        self._digits.setObjectName("digits")
        self._digits.paint_in(phases.digit_colour(self._phase, self._theme))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_time(self, left_ms: int, phase: Phase, caption: str = "") -> None:
        """Show a time left as 1:48, h:mm:ss or, over time, +0:35."""
        self.show_text(left_text(left_ms), phase, caption)

    def show_text(self, text: str, phase: Phase, caption: str = "") -> None:
        """Show any figures; ``caption`` replaces the phase's own word."""
        words = caption or phases.phase_word(phase)
        if text != self._digits.text():
            self._digits.setText(text)
        if (phase, words) == (self._phase, self._caption):
            return
        if phase is not self._phase:
            self._digits.paint_in(phases.digit_colour(phase, self._theme))
        self._phase = phase
        self._caption = words
        self._digits.setAccessibleDescription(words)
        self.update()

    def text(self) -> str:
        """Return the figures shown."""
        return self._digits.text()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._look.px(190), self._look.px(76) + self._caption_height())

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        metrics = QFontMetrics(self._look.font(Type.KEY))
        words = [phases.phase_word(phase) for phase in Phase if self._captioned]
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        wide = max(self._look.px(96), widest + 2 * metrics.capHeight())
        return QSize(wide, self._look.px(36) + self._caption_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        top = self._caption_height()
        self._digits.move(0, top)
        # A label of fixed size asks for no new layout when its text changes.
        self._digits.setFixedSize(self.width(), max(1, self.height() - top))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        if not (self._captioned and self._caption):
            return
        font = self._caption_font()
        metrics = QFontMetrics(font)
        side, gap = metrics.capHeight(), metrics.capHeight() // 2
        colour = phases.digit_colour(self._phase, self._theme)
        calm = self._phase is Phase.RUNNING
        shown = metrics.elidedText(
            self._caption, Qt.TextElideMode.ElideRight, self.width() - side - gap
        )
        wide = side + gap + metrics.horizontalAdvance(shown)
        left = self._left(wide)
        line = QRect(0, 0, self.width(), metrics.height())
        painter = QPainter(self)
        mark = QRectF(left, (metrics.height() - side) / 2, side, side)
        phases.paint_mark(painter, mark, self._phase, self._theme.soft if calm else colour)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.soft if calm else colour))
        line.setLeft(round(left + side + gap))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _left(self, wide: float) -> float:
        if self._align == Qt.AlignmentFlag.AlignRight:
            return self.width() - wide
        if self._align == Qt.AlignmentFlag.AlignHCenter:
            return (self.width() - wide) / 2
        return 0

    def _caption_font(self) -> QFont:
        font = self._look.font(Type.KEY)
        # On a large face, seen from far, the word grows with the digits.
        if self.height() > self._look.px(240):
            font.setPixelSize(round(self.height() * 0.06))
        return font

    def _caption_height(self) -> int:
        if not self._captioned:
            return 0
        return QFontMetrics(self._caption_font()).height() + self._look.px(8)
