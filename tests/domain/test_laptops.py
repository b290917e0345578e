"""The floor over clock steps, sleep, reboots and between two laptops."""

import pytest

from moderator.domain import rules
from moderator.domain.clock import Measure
from moderator.domain.floor import RequestState
from tests.domain.hall import HOUR, MINUTE, SECOND, TEN_UTC_MS, A, FakeClock, Hall


@pytest.mark.parametrize("step_ms", [HOUR, -HOUR, MINUTE, -MINUTE])
def test_setting_the_wall_clock_changes_no_speech(step_ms: int) -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(10 * SECOND)
    hall.clock.step(step_ms)
    hall.wait(10 * SECOND)
    assert hall.elapsed_ms() == 20 * SECOND
    hall.end()
    assert hall.spoken_ms(speaker) == 20 * SECOND
    assert hall.state.past[0].measure is Measure.MONOTONIC


def test_midnight_is_an_hour_like_any_other() -> None:
    before_midnight = TEN_UTC_MS + 13 * HOUR + 59 * MINUTE  # 23:59 in Almaty
    hall = Hall(FakeClock(before_midnight)).begin()
    speaker = hall.speaks()
    hall.wait(2 * MINUTE)
    assert hall.state.left_ms(hall.now) == MINUTE
    hall.end()
    assert hall.spoken_ms(speaker) == 2 * MINUTE


def test_time_asleep_counts_until_the_chair_says_otherwise() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.clock.sleep(HOUR)
    assert hall.elapsed_ms() == HOUR
    hall.adjust(-HOUR)
    assert hall.elapsed_ms() == 0


def test_a_speech_over_a_reboot_is_measured_by_the_wall_and_says_so() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(10 * SECOND)
    hall.clock.reboot(80 * SECOND)
    assert hall.elapsed_ms() == 90 * SECOND
    hall.wait(5 * SECOND)
    hall.pause()
    assert hall.fold.events[-1].text("measure") == "wall"
    assert hall.spoken_ms(speaker) == 95 * SECOND
    hall.resume()
    hall.wait(5 * SECOND)
    hall.end()
    assert hall.fold.events[-1].text("measure") == ""
    assert hall.spoken_ms(speaker) == 100 * SECOND
    assert hall.state.past[0].measure is Measure.WALL


def test_a_wall_clock_that_went_back_over_a_reboot_takes_nothing_away() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(30 * SECOND)
    hall.pause()
    hall.resume()
    hall.clock.reboot(-HOUR)
    hall.pause()
    hall.resume()
    hall.wait(SECOND)
    assert hall.spoken_ms(speaker) == 31 * SECOND
    assert hall.state.current is not None
    assert hall.state.current.measure is Measure.WALL


def test_what_one_laptop_begins_another_ends_by_the_wall_clock() -> None:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    two.clock.step(250)
    one.begin()
    speaker = one.speaks()
    one.meet(two)
    for hall in (one, two):
        hall.wait(MINUTE)
    assert two.state.elapsed_ms(two.now) == MINUTE + 250
    two.end()
    one.meet(two)
    assert one.state == two.state
    assert one.spoken_ms(speaker) == MINUTE + 250
    assert one.state.past[0].measure is Measure.WALL


@pytest.mark.parametrize("offset_ms", [2_000, -2_000])
def test_clocks_that_disagree_count_no_moment_twice(offset_ms: int) -> None:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    two.clock.step(offset_ms)
    one.begin()
    one.speaks()
    one.meet(two)
    for _ in range(5):
        for hall, act in ((two, two.pause), (one, one.resume)):
            one.wait(SECOND)
            two.wait(SECOND)
            act()
            one.meet(two)
            assert hall.state == one.state == two.state
    for _ in range(10):
        one.wait(SECOND)
    assert one.state.open_ms(one.now) == 20 * SECOND


def test_what_another_laptop_did_long_before_and_tells_late_counts_no_moment_twice() -> None:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    one.begin()
    one.meet(two)
    two.wait(30 * MINUTE)
    two.speaks()
    for _ in range(8):
        one.speaks()
        one.wait(MINUTE)
    one.wait(32 * MINUTE)
    one.meet(two)
    assert one.state == two.state
    assert one.state.open_ms(one.now) == 40 * MINUTE


def test_two_laptops_calling_at_once_give_one_the_floor_and_lose_nobody() -> None:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    one.begin()
    first, second = one.ask(), one.ask()
    one.meet(two)
    one.call(first)
    two.call(first)
    one.meet(two)
    assert one.state == two.state
    assert one.state.current is not None
    assert one.state.current.request == first
    assert [s.request for s in one.state.speeches()] == [first]
    assert one.state.requests[second].state is RequestState.WAITING


def test_two_laptops_moving_different_rows_both_win() -> None:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    rows = [one.ask() for _ in range(4)]
    one.meet(two)
    keys = [r.key for r in one.state.waiting(A)]
    one.write(rules.move(one.state, rows[3], "0V"))
    two.write(rules.move(two.state, rows[0], keys[3] + "V"))
    one.meet(two)
    assert [r.id for r in one.state.waiting(A)] == [rows[3], rows[1], rows[2], rows[0]]
