"""A field to type one thing into, named for those who do not see the text beside it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets import painting


class InlineField(QLineEdit):
    """A line edit with a spoken label, shown as the placeholder too."""

    entered = Signal(str)
    """Return was pressed on something; without the blanks around it."""
    left = Signal()
    """Escape was pressed; the text stays."""

    def __init__(
        self,
        label: str,
        placeholder: str = "",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        now = look()
        self.setFont(now.prose(Type.BODY))
        self.setPlaceholderText(placeholder or label)
        self.setAccessibleName(label)
        self._look = now
        self._icon_name = icon_name
        if icon_name:
            self.setTextMargins(now.px(tokens.ICON_PX) + now.px(tokens.GAP_PX), 0, 0, 0)
        height = QFontMetrics(self.font()).height() + 2 * now.px(8)
        self.setMinimumHeight(max(tokens.TARGET_PX, height))
        self.returnPressed.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        super().paintEvent(event)
        if self._icon_name:
            side = self._look.px(tokens.ICON_PX)
            at = QRectF(self._look.px(12), (self.height() - side) / 2, side, side)
            painting.draw_icon(QPainter(self), at, self._icon_name, self._look.theme.soft)

    def _enter(self) -> None:
        text = self.text().strip()
        if text:
            self.entered.emit(text)
