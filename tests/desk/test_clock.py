"""The laptop's own clocks."""

import pytest

from moderator.desk import clock as clocks
from moderator.desk.clock import SystemClock
from moderator.domain.clock import disturbance

HOUR_NS = 3_600_000_000_000


class Wall:
    """A wall clock that can be set, over a monotonic one that goes on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall_ns, self.mono_ns = 1_700_000_000_000_000_000, 5_000_000_000
        monkeypatch.setattr("time.time_ns", lambda: self.wall_ns)
        monkeypatch.setattr(clocks, "_counting_ns", lambda: self.mono_ns)
        monkeypatch.setattr(clocks, "_awake_ns", lambda: self.mono_ns)

    def wait(self, ms: int) -> None:
        self.wall_ns += ms * 1_000_000
        self.mono_ns += ms * 1_000_000


def test_alone_the_wall_clock_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, clock = Wall(monkeypatch), SystemClock("laptop")
    before = clock.read()
    wall.wall_ns += HOUR_NS
    assert clock.read().utc_ms - before.utc_ms == 3_600_000
    assert clock.read().correction_ms == 0


def test_by_the_hubs_time_a_step_of_the_wall_clock_moves_nothing_and_is_still_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall, clock = Wall(monkeypatch), SystemClock("laptop")
    wrong = clock.read()
    clock.correct(90_000)
    before = clock.read()
    assert before.utc_ms == wrong.utc_ms + 90_000
    assert before.correction_ms == 90_000
    wall.wait(1_000)
    wall.wall_ns += HOUR_NS
    after = clock.read()
    assert after.utc_ms == before.utc_ms + 1_000
    found = disturbance(before, after)
    assert found is not None
    assert found.stepped_ms == 3_600_000
