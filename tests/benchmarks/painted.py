"""When a window's picture is handed to the screen, and how long an event loop gives no answer."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

PROBE_MS = 10
"""How often the event loop is asked; a shorter time would itself be felt."""


class Painted(QObject):
    """Calls ``told`` each time a widget, or a window with its children, has been painted."""

    def __init__(self, window: QWidget, told: Callable[[], None]) -> None:
        super().__init__(window)
        self._told = told
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tell)
        window.installEventFilter(self)
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # children are painted, and all of it flushed, before the loop comes round again
        if event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest):
            self._timer.start(0)
        return False

    def _tell(self) -> None:
        self._told()


class Gaps(QObject):
    """Asks the event loop again and again, and keeps the longest time without an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_ms = 0.0
        self._last_ns = time.monotonic_ns()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(PROBE_MS)

    def _tick(self) -> None:
        now = time.monotonic_ns()
        self.longest_ms = max(self.longest_ms, (now - self._last_ns) / 1e6)
        self._last_ns = now

    def stop(self) -> None:
        """Ask no more; the time since the last answer counts."""
        self._tick()
        self._timer.stop()
