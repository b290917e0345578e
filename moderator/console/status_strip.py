"""The strip at the bottom: where to find all commands and keys, and what the displays do."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from moderator.console.fitting import ElidedLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type, mixed
from moderator.console.widgets import painting
from moderator.console.widgets.key_button import spoken_with_key
from moderator.words import tr

FADE_MS = 15_000
"""How long a refusal stands: it tells of one key press, and is stale soon."""

_MODE = "view.note-taker"
_HINTS = ("view.commands", "help.keys", _MODE)


class StatusStrip(QFrame):
    """Hints at the left, what was refused in the middle, the displays at the right."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        row = QHBoxLayout(self)
        pad = look().px(8)
        row.setContentsMargins(pad, 2, look().px(12), 2)
        row.setSpacing(look().px(4))
        self._hints = {name: _Hint(actions[name]) for name in _HINTS if name in actions}
        for hint in self._hints.values():
            row.addWidget(hint)
        row.addSpacing(look().px(12))
        self._message = ElidedLabel(Type.SMALL_STRONG)
        self._message.setObjectName("message")
        self._displays = ElidedLabel(Type.SMALL, "soft", Qt.AlignmentFlag.AlignRight)
        self._displays.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fade_timer = QTimer(self)
        self._fade_timer.setObjectName("refusal")
        self._fade_timer.setSingleShot(True)
        self._fade_timer.timeout.connect(self._fade)
        row.addWidget(self._message, 1)
        row.addWidget(self._displays)

    def say(self, text: str) -> None:
        """Show one line for long enough to read it; an empty one clears it."""
        self._message.tell(text)
        if text:
            self._fade_timer.start(FADE_MS)
        else:
            self._fade_timer.stop()

    @Slot()
    def _fade(self) -> None:
        self._message.tell("")

    @Slot(bool)
    def set_notes_mode(self, on: bool) -> None:
        """Say where the mode's key leads: to the notes, or from them back to the floor."""
        if _MODE in self._hints:
            self._hints[_MODE].name(tr("Chair’s console") if on else "")

    def show_displays(self, stage: bool, strip: bool) -> None:
        """Show which other windows are open."""
        parts = [tr("Stage display open")] if stage else []
        parts += [tr("Strip open")] if strip else []
        self._displays.tell(" · ".join(parts))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        QPainter(self).fillRect(self.rect(), look().colour("surface"))


class _Hint(QToolButton):
    """A key in bold and what it does; a press does it too."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._key = action.shortcut().toString()
        self._usual = action.text().rstrip("…")
        self.name("")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)

    @property
    def words(self) -> str:
        """The text shown, without the key."""
        return self._words

    def name(self, words: str) -> None:
        """Show other words than the action's; empty: its own again."""
        self._words = words or self._usual
        self.setAccessibleName(spoken_with_key(self._words, self._key))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See Qt."""
        metrics = QFontMetrics(look().prose(Type.SMALL))
        width = self._key_px() + metrics.horizontalAdvance(self._words) + look().px(14)
        return QSize(width, metrics.height() + look().px(10))

    def minimumSizeHint(self) -> QSize:
        """See Qt."""
        return self.sizeHint()

    def _key_px(self) -> int:
        bold = QFontMetrics(look().font(Type.SMALL_STRONG))
        return bold.horizontalAdvance(painting.key_shown(self._key) + "  ")

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = look().theme
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse():
            fill = mixed(of.ink, of.surface, 0.06)
            painting.rounded(painter, box, 6, fill, fill)
        inner = box.adjusted(look().px(7), 0, 0, 0)
        key = painting.key_shown(self._key)
        painting.write(painter, inner, key, look().font(Type.SMALL_STRONG), of.ink)
        inner.setLeft(inner.left() + self._key_px())
        painting.write(painter, inner, self._words, look().prose(Type.SMALL), of.soft)
        if self.hasFocus():
            painting.focus_ring(painter, box, 6, of.accent)
