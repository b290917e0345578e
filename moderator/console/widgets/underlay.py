"""Painting below what a widget paints by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget


class Underlay(QObject):
    """Calls ``paint`` before each painting of a widget.

    A filter rather than an override, within which Qt's own painting would keep the interpreter
    from all other threads.
    """

    def __init__(self, widget: QWidget, paint: Callable[[QPaintEvent], None]) -> None:
        super().__init__(widget)
        self._paint = paint
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt."""
        if isinstance(event, QPaintEvent):
            self._paint(event)
        return False
