"""How a clock's phase is told: by colour, by a word and by a shape."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from moderator.console.look.current import look
from moderator.console.look.tokens import Role, Theme
from moderator.domain.floor import Phase

RUNNING = (Phase.RUNNING, Phase.WARNING, Phase.OVER)
"""While the speaker's clock runs."""

_DIGITS: dict[Phase, Role] = {
    Phase.IDLE: "soft",
    Phase.READY: "soft",
    Phase.RUNNING: "ink",
    Phase.WARNING: "warn",
    Phase.OVER: "over",
    Phase.PAUSED: "soft",
    Phase.HELD: "soft",
}


def digit_role(phase: Phase) -> Role:
    """Return which of a theme's colours a clock's digits have."""
    return _DIGITS[phase]


def digit_colour(phase: Phase, of: Theme) -> str:
    """Return the colour of a clock's digits."""
    return of.colour(digit_role(phase))


def bar_colour(phase: Phase, of: Theme) -> str:
    """Return the colour of a time bar's filled part."""
    return of.ok if phase is Phase.RUNNING else digit_colour(phase, of)


def paint_mark(painter: QPainter, box: QRectF, phase: Phase, colour: str) -> None:
    """Paint a phase's shape into a square box; an idle clock has none."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    left, top, side = box.x(), box.y(), box.width()
    match phase:
        case Phase.READY:
            painter.drawEllipse(box.adjusted(side * 0.15, side * 0.15, -side * 0.15, -side * 0.15))
        case Phase.RUNNING:
            painter.drawPolygon(_triangle(box, QPointF(box.right(), box.center().y())))
        case Phase.WARNING:
            painter.drawPolygon(_triangle(box, QPointF(box.center().x(), top)))
        case Phase.OVER:
            painter.drawRect(box)
        case Phase.PAUSED:
            for share in (0.08, 0.6):
                painter.drawRect(QRectF(left + side * share, top, side * 0.32, side))
        case Phase.HELD:
            for share in (0.2, 0.6):
                painter.drawRect(QRectF(left + side * share, top, side * 0.14, side))
        case Phase.IDLE:
            pass
    painter.restore()


class PhaseMark(QWidget):
    """A phase's shape beside its word; it tells the phase without colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase = Phase.IDLE
        side = look().px(11)
        self.setFixedSize(side, side)

    def tell(self, phase: Phase) -> None:
        """Show a phase."""
        if phase is not self._phase:
            self._phase = phase
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        colour = digit_colour(self._phase, look().theme)
        paint_mark(QPainter(self), QRectF(self.rect()), self._phase, colour)


def _triangle(box: QRectF, tip: QPointF) -> QPolygonF:
    if tip.y() == box.top():
        return QPolygonF([tip, box.bottomRight(), box.bottomLeft()])
    return QPolygonF([box.topLeft(), tip, box.bottomLeft()])
