"""The hub's time, measured over lines that take their time."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from moderator.domain.clock import Reading, disturbance
from moderator.sync.clockwork import Clockwork
from tests.domain.hall import TEN_UTC_MS, FakeClock

_AHEAD_MS = 73_000


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=10))
def test_the_hubs_time_is_known_to_within_the_doubt(trips: list[tuple[int, int]]) -> None:
    clock, work = FakeClock(), Clockwork()
    for there_ms, back_ms in trips:
        number = work.ask(clock.read())
        clock.wait(there_ms)
        hub_utc_ms = clock.read().utc_ms + _AHEAD_MS
        clock.wait(back_ms)
        assert work.hear(number, hub_utc_ms, clock.read())
    best = work.best
    assert best is not None
    assert best.round_trip_ms == min(there + back for there, back in trips)
    assert abs(best.correction_ms(clock.read()) - _AHEAD_MS) <= best.doubt_ms


def test_setting_the_clock_here_moves_nothing_once_corrected() -> None:
    clock, work = FakeClock(), Clockwork()
    assert work.hear(work.ask(clock.read()), TEN_UTC_MS, clock.read())
    clock.step(-3_600_000)
    best = work.best
    assert best is not None
    clock.correct(best.correction_ms(clock.read()))
    assert clock.read().utc_ms == TEN_UTC_MS


def test_an_answer_nobody_waits_for_is_not_counted() -> None:
    clock, work = FakeClock(), Clockwork()
    old = work.ask(clock.read())
    work.ask(clock.read())
    assert not work.hear(old, TEN_UTC_MS, clock.read())
    clock.reboot(0)
    assert not work.hear(old + 1, TEN_UTC_MS, clock.read())
    assert work.best is None


def test_a_correction_is_no_step_of_the_clock() -> None:
    clock = FakeClock()
    before = clock.read()
    clock.wait(1_000)
    clock.correct(90_000)
    assert disturbance(before, clock.read()) is None
    clock.step(5_000)
    found = disturbance(before, clock.read())
    assert found is not None
    assert found.stepped_ms == 5_000


def test_a_correction_makes_no_reading_another() -> None:
    reading = Reading(1, 2, "boot")
    assert replace(reading, correction_ms=5) == reading
