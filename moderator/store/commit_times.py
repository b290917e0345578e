"""How many commits there were and how long they took, counted as Prometheus counts."""

from bisect import bisect_left

BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class CommitTimes:
    """Written by the writer's thread, read by any."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS_S) + 1)
        self.total_s = 0.0
        self.failed = 0

    def note(self, took_s: float) -> None:
        """Count a commit that succeeded."""
        self._counts[bisect_left(BOUNDS_S, took_s)] += 1
        self.total_s += took_s

    def up_to(self) -> list[int]:
        """Return how many took at most each bound, and last how many there were at all."""
        sums: list[int] = []
        for count in self._counts:
            sums.append((sums[-1] if sums else 0) + count)
        return sums
