"""What the command box and the sheet of keys show: actions with their keys, and how both look."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from moderator.console.look.current import look
from moderator.console.widgets import painting

_GAP_PX = 6


@dataclass(frozen=True, slots=True)
class Command:
    """One action and all its keys as Qt writes them, the one to show first."""

    action: QAction
    keys: tuple[str, ...]

    @property
    def text(self) -> str:
        """The action's words."""
        return self.action.text()

    @property
    def menu(self) -> str:
        """The title of the menu it stands in, without its mnemonic; empty for none."""
        return next((m.title().replace("&", "") for m in _menus(self.action)), "")

    @property
    def spoken(self) -> str:
        """Words and keys as a screen reader says them."""
        return ", ".join([self.text.rstrip("…"), *self.keys])


def _menus(action: QAction) -> Iterator[QMenu]:
    for holder in action.associatedObjects():
        if isinstance(holder, QMenu):
            yield holder


def closed(window: QWidget, kind: type[QWidget]) -> bool:
    """Close what one key both opens and closes; return whether it was open over this window."""
    open_now = window.findChild(kind)
    return open_now is not None and open_now.close()


def caps_size(keys: tuple[str, ...]) -> QSize:
    """Return the room that the caps of these keys take side by side."""
    sizes = [painting.key_cap_size(key) for key in keys]
    gaps = max(0, len(sizes) - 1) * look().px(_GAP_PX)
    height = max((size.height() for size in sizes), default=0)
    return QSize(sum(size.width() for size in sizes) + gaps, height)


def paint_caps(painter: QPainter, right: QRectF, keys: tuple[str, ...], ink: str) -> None:
    """Paint the caps of keys against the right edge of a box, in its middle."""
    whole = caps_size(keys)
    left = right.right() - whole.width()
    for key in keys:
        size = painting.key_cap_size(key)
        box = QRectF(left, right.center().y() - size.height() / 2, size.width(), size.height())
        painting.key_cap(painter, box, key, ink, look().theme.ground)
        left += size.width() + look().px(_GAP_PX)
