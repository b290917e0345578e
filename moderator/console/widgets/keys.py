"""What several widgets ask of a key press."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """Return which modifiers are held; that a key lies on the keypad does not count."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
