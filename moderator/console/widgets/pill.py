"""Rounded labels that tell a state by icon, words and colour; some can be pressed."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import Look, look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets import painting
from moderator.console.widgets.surface import PlainLabel
from moderator.console.widgets.tone import TONES, Tone

_PAD_PX = 10
_GAP_PX = 6
_ICON_PX = 14


def _height(now: Look) -> int:
    return QFontMetrics(now.font(Type.KEY)).height() + now.px(8)


def _icon_room(now: Look, icon_name: str) -> int:
    return now.px(_ICON_PX) + now.px(_GAP_PX) if icon_name else 0


class Pill(PlainLabel):
    """A state in a few words."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", Type.KEY, parent=parent)
        self._look = look()
        self._tone = tone
        self._icon_name = icon_name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.tell(text, tone, icon_name)

    def tell(self, text: str, tone: Tone, icon_name: str = "") -> None:
        """Show a state; nothing is painted when it is the one shown."""
        if (text, tone, icon_name) == (self.text(), self._tone, self._icon_name):
            return
        self._tone = tone
        self._icon_name = icon_name
        self.setText(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        text = QFontMetrics(self.font()).horizontalAdvance(self.text())
        around = 2 * self._look.px(_PAD_PX) + _icon_room(self._look, self._icon_name)
        return QSize(text + around + 1, _height(self._look))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of, colours = self._look.theme, TONES[self._tone]
        box = QRectF(self.rect())
        painter = QPainter(self)
        fill, border = of.colour(colours.ground), of.colour(colours.border)
        painting.rounded(painter, box, box.height() / 2, fill, border)
        _paint_words(painter, box, self.text(), self._icon_name, of.colour(colours.ink))


class PillButton(QPushButton):
    """A pill that can be pressed; the target is taller than what is painted."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        icon_name: str = "",
        *,
        opens: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``opens``: a list or menu follows, told by a chevron."""
        super().__init__(parent)
        self._look = look()
        self._words = text
        self._tone = tone
        self._icon_name = icon_name
        self._opens = opens
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setFont(self._look.font(Type.KEY))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def words(self) -> str:
        """The text shown."""
        return self._words

    def tell(self, text: str, tone: Tone, icon_name: str = "") -> None:
        """Show a state; nothing is painted when it is the one shown."""
        if (text, tone, icon_name) == (self._words, self._tone, self._icon_name):
            return
        self._words = text
        self._tone = tone
        self._icon_name = icon_name
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        now = self._look
        width = QFontMetrics(self.font()).horizontalAdvance(self._words) + 2 * now.px(_PAD_PX) + 1
        width += _icon_room(now, self._icon_name)
        width += _icon_room(now, "chevron-down" if self._opens else "")
        return QSize(width, max(tokens.TARGET_PX, _height(now)))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        """See Qt."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of, colours = self._look.theme, TONES[self._tone]
        ink = of.colour(colours.ink) if self.isEnabled() else of.faint
        fill = of.colour(colours.ground)
        if self.isEnabled() and self.underMouse():
            fill = mixed(of.ink, fill, 0.14 if self.isDown() else 0.07)
        room = QRectF(self.rect())
        rest = max(0.0, (room.height() - _height(self._look)) / 2)
        box = room.adjusted(0, rest, 0, -rest)
        painter = QPainter(self)
        border = of.line if self._tone is Tone.NEUTRAL else of.colour(colours.border)
        painting.rounded(painter, box, box.height() / 2, fill, border)
        _paint_words(painter, box, self._words, self._icon_name, ink)
        if self._opens:
            side = self._look.px(_ICON_PX)
            left = box.right() - self._look.px(_PAD_PX) - side
            at = QRectF(left, box.center().y() - side / 2, side, side)
            painting.draw_icon(painter, at, "chevron-down", ink)
        if self.hasFocus():
            painting.focus_ring(painter, box, box.height() / 2, of.accent)


def _paint_words(painter: QPainter, box: QRectF, text: str, icon_name: str, ink: str) -> None:
    now = look()
    inner = box.adjusted(now.px(_PAD_PX), 0, 0, 0)
    if icon_name:
        side = now.px(_ICON_PX)
        at = QRectF(inner.x(), box.center().y() - side / 2, side, side)
        painting.draw_icon(painter, at, icon_name, ink)
        inner.setLeft(at.right() + now.px(_GAP_PX))
    painter.setFont(now.font(Type.KEY))
    painter.setPen(QColor(ink))
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(inner, int(align) | int(Qt.TextFlag.TextSingleLine), text)
