"""How fast one connection may speak: a bucket of tokens that fills at a steady rate."""

from collections.abc import Callable

A_SECOND = 50.0
BURST = 200.0
"""What may come at once, as when a laptop joins many documents."""


class Pace:
    """Counts what one connection says."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._left = BURST
        self._at_s = now_s()

    def wait_s(self) -> float:
        """Count one message; return for how long nothing more should be read."""
        now_s = self._now_s()
        self._left = min(BURST, self._left + (now_s - self._at_s) * A_SECOND)
        self._at_s = now_s
        self._left -= 1
        return max(0.0, -self._left / A_SECOND)
