"""Buttons that show the key which does the same."""

from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from moderator.console.look import icons, tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets import painting
from moderator.console.widgets.brief import brief

_LEAST_PX = 90
"""The least room for the words of a button that may be cut."""


def spoken_with_key(text: str, key: str) -> str:
    """Return what a screen reader says of an action: its text, then its key."""
    return f"{text}, {key}" if key else text


class KeyButton(QPushButton):
    """A button with its key's cap at the right; as wide as its text, the primary one may wrap.

    One that may be cut ends in an ellipsis where its row ends; its name and tip have all of it.

    A click leaves the keyboard where it is, so that a note-taker can go on typing.
    """

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        primary: bool = False,
        cuts: bool = False,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``primary``: the one large button of a window; ``cuts``: it may be cut."""
        super().__init__(parent)
        self._look = look()
        self._primary = primary
        self._cuts = cuts
        self._icon_name = icon_name
        self._words = text
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setFont(self._look.prose(Type.BODY_MEDIUM))
        ways = QSizePolicy.Policy
        policy = QSizePolicy(ways.Preferred if cuts else ways.Minimum, ways.Fixed)
        if self._primary:
            policy = QSizePolicy(ways.Expanding, ways.Minimum)
        policy.setHeightForWidth(self._primary)
        self.setSizePolicy(policy)
        self._name_it()

    @property
    def words(self) -> str:
        """The text shown, without the key."""
        return self._words

    @property
    def key(self) -> str:
        """The key shown, as "Shift+F7"; empty for none."""
        return self._key

    def set_words(self, text: str) -> None:
        """Show another text; an ampersand is an ampersand."""
        text = brief(text)
        if text != self._words:
            self._words = text
            self._name_it()

    def set_key(self, key: str) -> None:
        """Show another key."""
        if key != self._key:
            self._key = key
            self._name_it()

    def set_icon_name(self, name: str) -> None:
        """Show another icon; empty for none."""
        if name != self._icon_name:
            self._icon_name = name
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self._around() + self._wide(self._words), self._height(1))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        whole = self.sizeHint()
        if self._cuts:
            least = self._around() + self._look.px(_LEAST_PX)
            return QSize(min(least, whole.width()), whole.height())
        if not self._primary:
            return whole
        widest = max((self._wide(word) for word in self._words.split()), default=0)
        return QSize(self._around() + widest, whole.height())

    def hasHeightForWidth(self) -> bool:
        """See Qt."""
        return self._primary

    def heightForWidth(self, width: int) -> int:
        """See Qt."""
        room = width - self._around()
        if not self._primary or room >= self._wide(self._words):
            return self._height(1)
        metrics = QFontMetrics(self.font())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        high = metrics.boundingRect(QRect(0, 0, max(1, room), 10_000), flags, self._words).height()
        return self._height(max(2, round(high / metrics.lineSpacing())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        ink, fill, border = self._colours()
        box = QRectF(self.rect())
        painter = QPainter(self)
        painting.rounded(painter, box, tokens.RADIUS_PX, fill, border)
        inner = box.adjusted(self._pad(), 0, -self._pad(), 0)
        if self._icon_name:
            side = self._look.px(tokens.ICON_PX)
            at = QRectF(inner.x(), box.center().y() - side / 2, side, side)
            painting.draw_icon(painter, at, self._icon_name, ink)
            inner.setLeft(at.right() + (self._gap() if self._words else 0))
        cap = painting.key_cap_size(self._key)
        if self._key:
            at = QRectF(
                inner.right() - cap.width(),
                box.center().y() - cap.height() / 2,
                cap.width(),
                cap.height(),
            )
            painting.key_cap(painter, at, self._key, self._key_ink(ink), fill)
            inner.setRight(at.left() - self._gap())
        painter.setFont(self.font())
        painter.setPen(QColor(ink))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        wrap = Qt.TextFlag.TextWordWrap if self._primary else Qt.TextFlag.TextSingleLine
        painter.drawText(inner, int(align) | int(wrap), self._shown(inner.width()))
        if self.hasFocus():
            of = self._look.theme
            ring = of.ink if self._primary else of.accent
            painting.focus_ring(painter, box, tokens.RADIUS_PX, ring)

    def _shown(self, room_px: float) -> str:
        if not self._cuts:
            return self._words
        metrics = QFontMetricsF(self.font())
        return metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room_px)

    def _name_it(self) -> None:
        self.setAccessibleName(spoken_with_key(self._words, self._key))
        if self._cuts:
            self.setToolTip(self._words)
        self.updateGeometry()
        self.update()

    def _wide(self, text: str) -> int:
        # A pixel of room: text that fills its width exactly would wrap.
        return ceil(QFontMetricsF(self.font()).horizontalAdvance(text)) + 1

    def _pad(self) -> int:
        return self._look.px(18 if self._primary else 10)

    def _gap(self) -> int:
        return self._look.px(6)

    def _around(self) -> int:
        width = 2 * self._pad()
        if self._icon_name:
            width += self._look.px(tokens.ICON_PX) + (self._gap() if self._words else 0)
        if self._key:
            width += painting.key_cap_size(self._key).width() + self._gap()
        return width

    def _height(self, lines: int) -> int:
        least = tokens.FLOOR_KEY_PX if self._primary else tokens.TARGET_PX
        text = lines * QFontMetrics(self.font()).lineSpacing()
        return max(least, text + 2 * self._look.px(12 if self._primary else 8))

    def _key_ink(self, ink: str) -> str:
        quiet = self.isEnabled() and not self._primary
        return self._look.theme.soft if quiet else ink

    def _colours(self) -> tuple[str, str, str]:
        of = self._look.theme
        if not self.isEnabled():
            return of.faint, of.ground, of.line
        touched = 0.14 if self.isDown() else 0.07 if self.underMouse() else 0.0
        if self._primary:
            fill = mixed(of.ground, of.accent, touched) if of.dark else of.accent
            fill = fill if of.dark else mixed(of.ink, of.accent, touched)
            return of.on_accent, fill, fill
        # where every text is bright, the border tells what can be pressed
        border = of.edge if of is tokens.CONTRAST else of.line
        return of.ink, mixed(of.ink, of.raised, touched), border


class IconButton(QToolButton):
    """A button with an icon only; its spoken name is also its tip."""

    def __init__(
        self, icon_name: str, spoken: str, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        now = look()
        self.setIcon(icons.icon(icon_name, "soft"))
        self.setIconSize(QSize(now.px(tokens.ICON_PX), now.px(tokens.ICON_PX)))
        side = max(tokens.TARGET_PX, now.px(24))
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(spoken_with_key(spoken, key))
        self.setToolTip(f"{spoken} ({key})" if key else spoken)
