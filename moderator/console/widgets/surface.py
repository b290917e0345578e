"""Plain surfaces and texts: a card, a line, a label."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.console.look.tokens import Role, Type
from moderator.console.widgets import painting


class Card(QFrame):
    """A rounded surface that holds what belongs together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = look().theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        of = self._theme
        painter = QPainter(self)
        box = QRectF(self.rect())
        painting.rounded(painter, box, tokens.CARD_RADIUS_PX, of.surface, of.line)


class Rule(QFrame):
    """A quiet line across, between what lies above and below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        QPainter(self).fillRect(self.rect(), look().colour("line"))


class PlainLabel(QLabel):
    """A text in one of the type sizes and colours; never read as HTML."""

    def __init__(
        self,
        text: str = "",
        type_: Type = Type.BODY,
        role: Role = "ink",
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``wraps``: running text over several lines, without equally wide figures."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look().prose(type_) if wraps else look().font(type_))
        self.setWordWrap(wraps)
        self.set_role(role)
        self.setText(text)

    def set_role(self, role: Role) -> None:
        """Write in another of the theme's colours."""
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.WindowText, look().colour(role))
        self.setPalette(colours)
