"""Intervals are measured within one boot, and disturbances of the clocks are noticed."""

import pytest

from moderator.domain.clock import (
    Disturbance,
    Measure,
    Reading,
    disturbance,
    interval_ms,
    measure_of,
)
from tests.domain.hall import HOUR, MINUTE, SECOND, FakeClock


def test_an_interval_within_one_boot_ignores_the_wall_clock() -> None:
    clock = FakeClock()
    begun = clock.read()
    clock.wait(1_500)
    clock.step(-HOUR)
    assert interval_ms(begun, clock.read()) == 1_500
    assert measure_of(begun, clock.read()) is Measure.MONOTONIC


@pytest.mark.parametrize("boot", ["other", ""])
def test_an_interval_between_boots_or_laptops_is_taken_from_the_wall(boot: str) -> None:
    begun = Reading(1_000, 900, "" if not boot else "one")
    ended = Reading(3_000, 5, boot)
    assert interval_ms(begun, ended) == 2_000
    assert measure_of(begun, ended) is Measure.WALL


def test_a_monotonic_clock_that_went_back_is_a_reboot() -> None:
    begun, ended = Reading(1_000, 900, "one"), Reading(3_000, 5, "one")
    assert measure_of(begun, ended) is Measure.WALL
    assert disturbance(begun, ended) == Disturbance(rebooted=True)


def test_no_interval_is_negative() -> None:
    assert interval_ms(Reading(3_000, 9, "one"), Reading(1_000, 5, "two")) == 0


@pytest.mark.parametrize("step_ms", [HOUR, -HOUR, MINUTE, -MINUTE])
def test_a_step_of_the_wall_clock_is_noticed(step_ms: int) -> None:
    clock = FakeClock()
    before = clock.read()
    clock.wait(SECOND)
    clock.step(step_ms)
    assert disturbance(before, clock.read()) == Disturbance(stepped_ms=step_ms)


def test_sleep_is_noticed_and_told_apart_from_a_step() -> None:
    clock = FakeClock()
    clock.sleep(HOUR)
    before = clock.read()
    clock.sleep(10 * MINUTE)
    assert disturbance(before, clock.read()) == Disturbance(slept_ms=10 * MINUTE)


@pytest.mark.parametrize("step_ms", [0, 500, -500])
def test_ordinary_slewing_is_nothing_worth_saying(step_ms: int) -> None:
    clock = FakeClock()
    before = clock.read()
    clock.wait(HOUR)
    clock.step(step_ms)
    assert disturbance(before, clock.read()) is None
