"""The program's windows over a real desk in a folder, with a clock that obeys.

What the writer thread tells waits in a queue until ``settle``: so one thread decides the order.
"""

import datetime as dt
import queue
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from moderator.app.actions import Do
from moderator.app.opening import open_desk
from moderator.app.screens import Screens
from moderator.app.window_first import dress, make_application
from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.settings import Settings
from tests.domain.hall import FakeClock

DAY = dt.date(2026, 11, 23)
_ALMATY = dt.timezone(dt.timedelta(hours=5))


def clock_at(hour: int, minute: int, second: int = 0) -> FakeClock:
    """Return a laptop's clock at a time of the forum's first day, in Almaty."""
    when = dt.datetime.combine(DAY, dt.time(hour, minute, second), _ALMATY)
    return FakeClock(round(when.timestamp() * 1000))


class Rig:
    """Windows, desk and clock of one run of the program."""

    def __init__(
        self, folder: Path, clock: FakeClock | None = None, settings: Settings | None = None
    ) -> None:
        self.clock = clock or clock_at(9, 55)
        self.settings = settings or Settings(language="en", theme="light")
        self.app = make_application(self.settings)
        self._told: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.changed: list[Settings] = []
        self.asked_to_leave = 0
        self.screens = Screens(self.app, self.settings, self._keep, self._leave)
        desk = open_desk(folder, self.settings, self._told.put, self.clock)
        self.screens.open_desk(desk)
        self.settle()

    def _keep(self, settings: Settings) -> None:
        self.changed.append(settings)

    def _leave(self) -> None:
        self.asked_to_leave += 1

    @property
    def desk(self) -> Desk:
        return self.screens.desk

    @property
    def room(self) -> Room:
        return self.desk.room

    def show(self, width_px: int = 1366, height_px: int = 768) -> None:
        """Show the main window at a size."""
        self.screens.window.resize(width_px, height_px)
        self.screens.show_window()
        self.settle()

    def settle(self) -> None:
        """Let commits be told and layouts come to rest."""
        self.desk.commit()
        while self.desk.saved.pending:
            self._told.get(timeout=10)()
        while not self._told.empty():
            self._told.get_nowait()()
        for timer in self.screens.window.findChildren(QTimer, "note count"):
            if timer.isActive():
                timer.stop()
                timer.timeout.emit()
        for _ in range(6):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            self.app.processEvents()

    def do(self, do: Do) -> None:
        """Trigger an action of the table."""
        self.screens.actions[do].trigger()
        self.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass, and be seen to."""
        self.clock.wait(round(seconds * 1000))
        if self.screens.binding is not None:
            self.screens.binding.ticker.refresh()
        self.settle()

    def until(self, hour: int, minute: int, second: int = 0) -> None:
        """Let time pass up to a time of the forum's first day."""
        then = clock_at(hour, minute, second).now.utc_ms
        self.wait((then - self.clock.now.utc_ms) / 1000)

    def dress(self, settings: Settings) -> None:
        """Make the windows anew in another language, theme or size."""
        self.settings = settings
        dress(self.app, settings)
        self.screens.rebuild(settings)
        self.settle()

    def type(self, text: str, into: QWidget | None = None) -> None:
        """Type letters, Return for a newline, into a widget or the notes."""
        target = into or self.screens.window.notes.editor
        for letter in text:
            key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown
            press(target, key, "\r" if letter == "\n" else letter)

    def close(self) -> None:
        """Close windows and desk, everything on the disk."""
        desk = self.screens.close_windows()
        if desk is not None:
            desk.close()
        self.screens.forget_windows()
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            self.app.processEvents()


def press(
    target: QWidget,
    key: Qt.Key,
    text: str = "",
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))
