"""A field to type one thing into, named for those who do not see the text beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.look import icons, tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Type


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
        self.setFont(now.font(Type.BODY))
        self.setPlaceholderText(placeholder or label)
        self.setAccessibleName(label)
        if icon_name:
            self.addAction(icons.icon(icon_name, "soft"), QLineEdit.ActionPosition.LeadingPosition)
        height = QFontMetrics(self.font()).height() + 2 * now.px(8)
        self.setMinimumHeight(max(tokens.TARGET_PX, height))
        self.returnPressed.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.text().strip()
        if text:
            self.entered.emit(text)
