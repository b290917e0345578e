"""The look in use: theme and text scale, asked for by every widget when it is made."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from moderator.console.look import fonts
from moderator.console.look.tokens import LIGHT, Role, Theme, Type


@dataclass(frozen=True, slots=True)
class Look:
    """A theme at a text scale of 100 to 200 %."""

    theme: Theme
    scale_percent: int = 100

    def font(self, role: Type) -> QFont:
        """Return the font for ``role`` at this scale, its figures equally wide."""
        return fonts.font(role, self.scale_percent)

    def prose(self, role: Type) -> QFont:
        """Return the font for running text, names and headings at this scale."""
        return fonts.prose(role, self.scale_percent)

    def colour(self, role: Role) -> QColor:
        """Return the colour for ``role``."""
        return QColor(self.theme.colour(role))

    def px(self, at_100_px: int) -> int:
        """Return a length that grows with the text, in pixels."""
        return round(at_100_px * self.scale_percent / 100)


_look = Look(LIGHT)


def look() -> Look:
    """Return the look in use; windows are made anew when it changes."""
    return _look


def put_on(new: Look) -> None:
    """Make ``new`` the look in use; ``style.apply`` is what the program calls."""
    global _look
    _look = new
