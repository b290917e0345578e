"""Defects met in other programs, named so that they never come back here (DESIGN.md §7)."""

from moderator.domain import rules, totals
from moderator.domain.floor import RequestState
from moderator.domain.kinds import Kind
from moderator.domain.programme import People
from tests.domain.hall import SECOND, A, Hall


def test_an_intervention_does_not_cost_the_interrupted_speaker_their_countdown() -> None:
    hall = Hall().begin()
    main = hall.speaks()
    hall.wait(3 * SECOND)
    hall.interrupt(Kind.INTERPOSED)
    assert hall.state.current is not None
    assert hall.state.current.allotted_ms == 180 * SECOND
    hall.wait(30 * SECOND)
    hall.end()
    assert hall.state.current.request == main
    assert hall.state.left_ms(hall.now) == 177 * SECOND
    hall.wait(7 * SECOND)
    assert hall.state.left_ms(hall.now) == 170 * SECOND
    hall.speaks()
    assert hall.state.left_ms(hall.now) == 180 * SECOND


def test_undoing_a_second_call_keeps_the_record_of_the_first_speech() -> None:
    hall = Hall().begin()
    first = hall.speaks("person-1")
    hall.wait(40 * SECOND)
    hall.end()
    recorded = hall.state.past
    hall.speaks("person-1")
    hall.wait(5 * SECOND)
    hall.pause()
    for _ in range(3):  # the pause, the call, the request
        hall.undo()
    assert hall.state.past == recorded
    assert hall.spoken_ms(first) == 40 * SECOND
    assert hall.state.requests[first].state is RequestState.ENDED
    again = hall.speaks("person-1")
    hall.wait(2_470)
    assert hall.spoken_ms(again) == 2_470
    assert hall.elapsed_ms() == 2_470


def test_pauses_are_not_cut_to_whole_seconds() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    for _ in range(100):
        hall.wait(999)
        hall.pause()
        hall.wait(1_999)
        hall.resume()
    hall.end()
    assert hall.spoken_ms(speaker) == 99_900
    assert hall.state.past[0].paused_ms == 199_900


def test_removing_a_waiting_speaker_does_not_touch_the_running_clock() -> None:
    hall = Hall().begin()
    hall.speaks()
    waiting = [hall.ask() for _ in range(3)]
    hall.wait(12_345)
    before = hall.state
    hall.write(rules.withdraw(hall.state, waiting[0]))
    assert (hall.state.current, hall.state.since) == (before.current, before.since)
    assert hall.elapsed_ms() == 12_345
    hall.wait(5)
    hall.write(rules.move(hall.state, waiting[2], "0V"))
    hall.write(rules.change(hall.state, waiting[1], {"kind": "question"}))
    hall.write(rules.set_list(hall.state, A, False))
    assert hall.elapsed_ms() == 12_350


def test_group_sums_and_the_total_agree_with_unknown_people_too() -> None:
    hall = Hall().begin()
    for n in range(9):
        hall.speaks(f"person-{n % 3}" if n % 2 else "")
        hall.wait(1_111 * n + 1)
    speeches = tuple(hall.state.booked(hall.now).speeches())
    total_ms = sum(s.spent_ms for s in speeches)
    assert total_ms == sum(1_111 * n + 1 for n in range(9))
    for shares in (totals.by_person(speeches), totals.by_sector(speeches, People())):
        assert sum(share.spoken_ms for share in shares) == total_ms
        assert sum(share.count for share in shares) == 9
