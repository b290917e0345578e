"""Rounded labels that tell a state by icon, words and colour; some can be pressed."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets import painting
from moderator.console.widgets.surface import PlainLabel
from moderator.console.widgets.tone import TONES, Tone

_PAD_PX = 10
_GAP_PX = 6
_ICON_PX = 14


@dataclass(frozen=True, slots=True)
class _Face:
    """What a pill shows, its size and its strokes."""

    text: str
    tone: Tone
    icon_name: str
    chevron: bool = False

    def size(self) -> QSize:
        """Return the size of what is painted."""
        now = look()
        metrics = QFontMetrics(now.font(Type.KEY))
        parts = [now.px(_ICON_PX)] * (bool(self.icon_name) + self.chevron)
        if self.text:
            parts.append(metrics.horizontalAdvance(self.text))
        width = sum(parts) + max(0, len(parts) - 1) * now.px(_GAP_PX) + 2 * now.px(_PAD_PX) + 1
        return QSize(width, metrics.height() + now.px(8))

    def paint(self, painter: QPainter, box: QRectF, ink: str) -> None:
        """Paint icon and words into ``box``."""
        now = look()
        side, pad = now.px(_ICON_PX), now.px(_PAD_PX)
        top = box.center().y() - side / 2
        inner = box.adjusted(pad, 0, 0, 0)
        if self.icon_name:
            painting.draw_icon(painter, QRectF(inner.x(), top, side, side), self.icon_name, ink)
            inner.setLeft(inner.x() + side + now.px(_GAP_PX))
        if self.chevron:
            at = QRectF(box.right() - pad - side, top, side, side)
            painting.draw_icon(painter, at, "chevron-down", ink)
        painting.write(painter, inner, self.text, now.font(Type.KEY), ink)


def pill_width_px(text: str, icon_name: str) -> int:
    """Return how wide a pill with an icon would be."""
    return _Face(text, Tone.NEUTRAL, icon_name).size().width()


class Pill(PlainLabel):
    """A state in a few words."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, Type.KEY, parent=parent)
        self._face = _Face(text, tone, icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tell(self, text: str, tone: Tone, icon_name: str = "") -> None:
        """Show a state; nothing is painted when it is the one shown."""
        face = _Face(text, tone, icon_name)
        if face != self._face:
            self._face = face
            self.setText(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return self._face.size()

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of, colours = look().theme, TONES[self._face.tone]
        box = QRectF(self.rect())
        painter = QPainter(self)
        fill, border = of.colour(colours.ground), of.colour(colours.border)
        painting.rounded(painter, box, box.height() / 2, fill, border)
        self._face.paint(painter, box, of.colour(colours.ink))


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
        self._face = _Face(text, tone, icon_name, opens)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def words(self) -> str:
        """The text shown."""
        return self._face.text

    def tell(self, text: str, tone: Tone, icon_name: str = "") -> None:
        """Show a state; nothing is painted when it is the one shown."""
        face = _Face(text, tone, icon_name, self._face.chevron)
        if face != self._face:
            self._face = face
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def width_px(self, text: str) -> int:
        """Return how wide it would be with another text."""
        return replace(self._face, text=text).size().width()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return self._face.size().expandedTo(QSize(0, tokens.TARGET_PX))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        """See Qt."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of, tone = look().theme, self._face.tone
        colours = TONES[tone]
        ink = of.colour(colours.ink) if self.isEnabled() else of.faint
        fill = of.colour(colours.ground)
        if self.isEnabled() and self.underMouse():
            fill = mixed(of.ink, fill, 0.14 if self.isDown() else 0.07)
        room = QRectF(self.rect())
        rest = max(0.0, (room.height() - self._face.size().height()) / 2)
        box = room.adjusted(0, rest, 0, -rest)
        painter = QPainter(self)
        border = of.line if tone is Tone.NEUTRAL else of.colour(colours.border)
        painting.rounded(painter, box, box.height() / 2, fill, border)
        self._face.paint(painter, box, ink)
        if self.hasFocus():
            painting.focus_ring(painter, box, box.height() / 2, of.accent)
