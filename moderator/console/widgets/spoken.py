"""Says things to people who listen to the screen."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget


def announce(speaker: QWidget, text: str, urgent: bool = False) -> None:
    """Have a screen reader say ``text``; ``urgent`` interrupts what it is saying."""
    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(speaker, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def show_tip(event: QHelpEvent, widget: QWidget, text: str) -> bool:
    """Show a tip that only repeats the spoken name; return whether ``event`` asked for a tip.

    As the widget's own tip it would be its spoken description, and everything be said twice.
    """
    asked = event.type() is QEvent.Type.ToolTip
    if asked:
        QToolTip.showText(event.globalPos(), text, widget)
    return asked
