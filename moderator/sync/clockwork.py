"""How far the hub's clock is ahead of this laptop's, by the exchange that took the least time.

A sample ties the hub's time to this laptop's monotonic clock, which nobody can set; so it stays
good when the wall clock here is changed.
"""

from collections import deque
from dataclasses import dataclass

from moderator.domain.clock import Reading

_KEPT = 24
"""Samples; old ones go, because clocks drift."""


@dataclass(frozen=True, slots=True)
class Offset:
    """What one exchange says of the two clocks."""

    ahead_of_mono_ms: int
    """The hub's time less the monotonic clock here."""
    round_trip_ms: int

    @property
    def doubt_ms(self) -> int:
        """How far it may be wrong: the answer may have taken all of the time, or none."""
        return (self.round_trip_ms + 1) // 2

    def correction_ms(self, at: Reading) -> int:
        """Return what must be added to the wall clock of this laptop, as set at ``at``."""
        return self.ahead_of_mono_ms + at.mono_ms - (at.utc_ms - at.correction_ms)


class Clockwork:
    """The samples of one laptop at one hub."""

    def __init__(self) -> None:
        self._asked: dict[int, Reading] = {}
        self._number = 0
        self._boot = ""
        self._samples: deque[Offset] = deque(maxlen=_KEPT)

    @property
    def best(self) -> Offset | None:
        """The sample with the smallest round trip; None before the first."""
        return min(self._samples, key=lambda sample: sample.round_trip_ms, default=None)

    def ask(self, at: Reading) -> int:
        """Note that the hub is asked for its time; return the number to ask with."""
        if at.boot != self._boot:
            self._boot = at.boot
            self._samples.clear()
        self._number += 1
        self._asked = {self._number: at}  # an older question was lost with its connection
        return self._number

    def hear(self, number: int, hub_utc_ms: int, at: Reading) -> bool:
        """Take in the hub's answer; return False for one that nobody waits for."""
        asked = self._asked.pop(number, None)
        if asked is None or asked.boot != at.boot or at.mono_ms < asked.mono_ms:
            return False
        if at.asleep_ms == asked.asleep_ms:
            trip_ms = at.mono_ms - asked.mono_ms
            between_ms = asked.mono_ms + trip_ms // 2
            self._samples.append(Offset(hub_utc_ms - between_ms, trip_ms))
        return True
