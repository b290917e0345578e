"""Lets what a key brings about on other threads begin once the key is painted."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class AfterPaint(QObject):
    """Calls the last thing it was given when the event loop has nothing more urgent to do.

    The writer's thread wants Python as the window does: woken in the middle of a key press, it
    would make the picture wait.
    """

    def __init__(self) -> None:
        super().__init__()
        self._call: Callable[[], None] | None = None
        self._thread = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setObjectName("after paint")
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go)

    def __call__(self, call: Callable[[], None]) -> None:
        """Call it soon; at once where another thread asks, which paints nothing."""
        if threading.get_ident() != self._thread:
            call()
            return
        self._call = call
        self._timer.start()

    @Slot()
    def _go(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()
