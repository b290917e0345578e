"""The one timer behind every running digit: it sleeps until the next shown digit changes.

Nothing wakes while nothing runs, or while nobody who watches is visible. A wake-up that comes
early (timers do after sleep) tells nothing and sleeps again.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from moderator.desk.views import FloorReading
from moderator.domain.timer import shown_seconds

SECOND_MS = 1_000
MINUTE_MS = 60_000
LEEWAY_MS = 150

Shown = tuple[str, int, int, int, int | None]
"""What a screen shows of a reading; the time spent changes together with the time left."""


def shown(reading: FloorReading) -> Shown:
    """Return what is visible of a reading: two equal ones need no repaint."""
    held_ms = reading.held_left_ms
    return (
        reading.phase.value,
        shown_seconds(reading.left_ms),
        reading.allotted_ms,
        reading.warn_ms,
        None if held_ms is None else shown_seconds(held_ms),
    )


class Ticker(QObject):
    """Tells watchers when the digits of the floor, or of the wall clock, change.

    Signals:
        read_changed: a FloorReading whose shown digits or phase differ from the last one.
        wall_changed: UTC milliseconds of the second or minute begun, and whether seconds are
            worth showing (a clock runs; they may then be up to a second behind).
    """

    read_changed = Signal(object)
    wall_changed = Signal(object, bool)

    def __init__(
        self,
        read: Callable[[], FloorReading | None],
        wall_utc_ms: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """Make a ticker at rest.

        Args:
            read: the floor's reading now; None while no meeting is chosen.
            wall_utc_ms: the wall clock now.
            parent: the owner.
        """
        super().__init__(parent)
        self.setObjectName("ticker")
        self._read = read
        self._wall_utc_ms = wall_utc_ms
        self._floor_watchers: list[QWidget] = []
        self._wall_watchers: list[QWidget] = []
        self._last: Shown | None = None
        self._last_wall: tuple[int, bool] | None = None
        self._timer = QTimer(self)
        self._timer.setObjectName("next digit")
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._wake)

    def watch_floor(self, widget: QWidget) -> None:
        """Keep the floor's digits ticking while ``widget`` is visible."""
        self._floor_watchers.append(widget)
        self._watch(widget)

    def watch_wall(self, widget: QWidget) -> None:
        """Keep the wall clock ticking while ``widget`` is visible."""
        self._wall_watchers.append(widget)
        self._watch(widget)

    def forget(self, widget: QWidget) -> None:
        """Tick no more for ``widget``."""
        widget.removeEventFilter(self)
        for watchers in (self._floor_watchers, self._wall_watchers):
            if widget in watchers:
                watchers.remove(widget)

    def refresh(self) -> None:
        """Read everything now, tell all watchers, and aim at the next change."""
        self._last = None
        self._last_wall = None
        self._wake()

    def stop(self) -> None:
        """Rest until the next ``refresh``."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt: a watcher that appears is told the time; one that goes may end the ticking."""
        kind = event.type()
        if kind in (QEvent.Type.Show, QEvent.Type.WindowStateChange):
            self.refresh()
        elif kind is QEvent.Type.Hide:
            self._aim(self._read())
        return False

    def _watch(self, widget: QWidget) -> None:
        widget.installEventFilter(self)
        if _visible(widget):
            self.refresh()

    def _wake(self) -> None:
        reading = self._read()
        now = None if reading is None else shown(reading)
        if reading is not None and now != self._last:
            self._last = now
            self.read_changed.emit(reading)
        self._tell_wall(reading)
        self._aim(reading)

    def _tell_wall(self, reading: FloorReading | None) -> None:
        utc_ms, seconds = self._wall_utc_ms(), _runs(reading)
        unit_ms = SECOND_MS if seconds else MINUTE_MS
        count = utc_ms // unit_ms
        if seconds and self._last_wall is not None and self._last_wall[1]:
            count = _next_second(self._last_wall[0], utc_ms)
        now = (count, seconds)
        if now != self._last_wall and any(map(_visible, self._wall_watchers)):
            self._last_wall = now
            self.wall_changed.emit(count * unit_ms, seconds)

    def _aim(self, reading: FloorReading | None) -> None:
        digits_ms = reading.until_change_ms if reading else None
        if digits_ms is not None and not any(map(_visible, self._floor_watchers)):
            digits_ms = None
        wall_ms = None
        if any(map(_visible, self._wall_watchers)):
            unit_ms = SECOND_MS if _runs(reading) else MINUTE_MS
            wall_ms = unit_ms - self._wall_utc_ms() % unit_ms
        if digits_ms is not None and digits_ms <= SECOND_MS:
            # The wall clock's seconds ride along: two wake-ups a second would cost twice as much.
            wall_ms = None
        dues = [due_ms for due_ms in (digits_ms, wall_ms) if due_ms is not None]
        if dues:
            self._timer.start(max(1, min(dues)))
        else:
            self._timer.stop()


def _next_second(last: int, utc_ms: int) -> int:
    """Return the second to show after ``last``.

    Told once a second at any point of it, a little early or late, each second is shown once.
    """
    early_ms = utc_ms - (last + 1) * SECOND_MS
    if -LEEWAY_MS <= early_ms < SECOND_MS + LEEWAY_MS:
        return last + 1
    return utc_ms // SECOND_MS


def _runs(reading: FloorReading | None) -> bool:
    return reading is not None and reading.until_change_ms is not None


def _visible(widget: QWidget) -> bool:
    return isValid(widget) and widget.isVisible() and not widget.window().isMinimized()
