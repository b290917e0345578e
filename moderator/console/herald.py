"""Says aloud, to those who listen to the screen, who got the floor and how time goes: seldom."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from moderator.console.widgets.spoken import announce
from moderator.desk.views import FloorReading, FloorView
from moderator.domain.floor import Phase
from moderator.domain.ids import RequestId
from moderator.domain.timer import shown_seconds
from moderator.words import tr, tr_n

MARKS_S = (60, 10)
"""Seconds left that are said, beside the warning and the end."""

_RUNNING = (Phase.RUNNING, Phase.WARNING)


class Herald(QObject):
    """Announces through a window; a second never is, nor anything twice."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._speaker: RequestId | None = None
        self._phase = Phase.IDLE
        self._left_s: int | None = None

    @Slot(object)
    def hear_floor(self, view: FloorView) -> None:
        """Say who got the floor, if it is another."""
        speaker = view.current.request if view.current else None
        if speaker == self._speaker:
            return
        self._speaker = speaker
        self._left_s = None
        self._phase = Phase.IDLE
        if view.current is not None:
            self.say(tr("{name} has the floor").format(name=view.current.name))
        else:
            self.say(tr("Nobody speaks"))

    @Slot(object)
    def hear_reading(self, reading: FloorReading) -> None:
        """Say that time is short or over, and the two marks before."""
        before_s, left_s = self._left_s, shown_seconds(reading.left_ms)
        before, self._phase, self._left_s = self._phase, reading.phase, left_s
        if self._speaker is None:
            return
        if reading.phase is not before and reading.phase is Phase.OVER:
            self.say(tr("Time is over"), urgent=True)
        elif reading.phase is not before and reading.phase is Phase.WARNING:
            self.say(_left(left_s))
        elif reading.phase in _RUNNING and before_s is not None:
            passed = [mark for mark in MARKS_S if left_s <= mark < before_s]
            if passed:
                self.say(_left(left_s))

    def say(self, text: str, urgent: bool = False) -> None:
        """Have the screen reader say ``text``."""
        announce(self._window, text, urgent)


def _left(seconds: int) -> str:
    return tr_n("{n} second left", "{n} seconds left", seconds)
