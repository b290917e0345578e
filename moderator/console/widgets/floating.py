"""What lies over the window for a moment, without blocking it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.widgets import painting


class Floating(QFrame):
    """A card that knows where the keyboard was before; gone for good when it is closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._focus_before = QApplication.focusWidget()

    def give_focus_back(self) -> None:
        """Let keys go to where they went before."""
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = look().theme
        painter = QPainter(self)
        painting.rounded(painter, QRectF(self.rect()), tokens.CARD_RADIUS_PX, of.raised, of.edge)
