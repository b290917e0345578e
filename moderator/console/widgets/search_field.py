"""A field to search in, named for those who do not see the text beside it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets import painting


class SearchField(QLineEdit):
    """A line edit with a magnifier, and a spoken label that is its placeholder, too.

    Signals:
        left: Escape was pressed; the text stays.
    """

    left = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = look()
        self.setFont(now.prose(Type.BODY))
        self.setPlaceholderText(label)
        self.setAccessibleName(label)
        self.setTextMargins(now.px(tokens.ICON_PX) + now.px(tokens.GAP_PX), 0, 0, 0)
        height = QFontMetrics(self.font()).height() + 2 * now.px(8)
        self.setMinimumHeight(max(tokens.TARGET_PX, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        super().paintEvent(event)
        side = look().px(tokens.ICON_PX)
        at = QRectF(look().px(12), (self.height() - side) / 2, side, side)
        painting.draw_icon(QPainter(self), at, "search", look().theme.soft)
