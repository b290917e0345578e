"""What single events do to the floor, in the order people would do them."""

import pytest

from moderator.domain import rules, totals
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind, Fact
from moderator.domain.floor import ClockState, ItemState, MeetingPhase, Phase
from moderator.domain.ids import PersonId
from moderator.domain.kinds import Kind
from moderator.domain.programme import ClockStart
from moderator.domain.rules import Draft
from tests.domain.hall import HOUR, MINUTE, SECOND, TEN_UTC_MS, A, B, Hall, a_meeting


def test_pausing_never_loses_time() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    for _ in range(1_000):
        hall.wait(333)
        hall.pause()
        hall.wait(777)
        hall.resume()
    assert hall.spoken_ms(speaker) == 333_000
    assert totals.spent(hall.state, hall.now).pause_ms == 777_000


def test_a_paused_clock_stands_and_goes_on_where_it_stood() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(61_001)
    hall.pause()
    hall.wait(HOUR)
    assert hall.elapsed_ms() == 61_001
    assert hall.state.phase_at(hall.now, 30_000) is Phase.PAUSED
    hall.resume()
    hall.wait(1)
    assert hall.elapsed_ms() == 61_002


def test_undoing_an_end_after_20_seconds_gives_the_speaker_those_20_seconds() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(30 * SECOND)
    hall.end()
    hall.wait(20 * SECOND)
    assert hall.spoken_ms(speaker) == 30 * SECOND
    hall.undo()
    assert hall.elapsed_ms() == 50 * SECOND
    assert hall.state.tally.chair_ms == 0


def test_undoing_a_call_after_20_seconds_gives_the_first_speaker_those_20_seconds() -> None:
    hall = Hall().begin()
    first, second = hall.speaks(), hall.ask()
    hall.wait(30 * SECOND)
    hall.call(second)
    hall.wait(20 * SECOND)
    hall.undo()
    assert hall.elapsed_ms() == hall.spoken_ms(first) == 50 * SECOND
    assert [r.id for r in hall.state.waiting(A)] == [second]
    assert hall.spoken_ms(second) == 0


def test_who_was_not_here_goes_back_to_the_list_and_is_charged_nothing() -> None:
    hall = Hall().begin()
    absent, other = hall.ask(), hall.ask()
    hall.call(absent)
    hall.wait(15 * SECOND)
    hall.not_here(hall.state.waiting(A)[0].key + "V")
    assert [r.id for r in hall.state.waiting(A)] == [other, absent]
    assert hall.state.requests[absent].missed == 1
    assert hall.state.current is None
    assert hall.spoken_ms(absent) == 0
    assert totals.spent(hall.state, hall.now).changeover_ms == 15 * SECOND
    hall.call(absent)
    hall.wait(SECOND)
    assert hall.elapsed_ms() == SECOND


def test_who_interrupts_and_is_not_here_gives_the_floor_back() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(10 * SECOND)
    hall.interrupt()
    hall.wait(4 * SECOND)
    hall.not_here()
    hall.wait(SECOND)
    assert hall.state.current is not None
    assert hall.state.current.request == speaker
    assert hall.elapsed_ms() == 11 * SECOND
    assert hall.state.tally.changeover_ms == 4 * SECOND


@pytest.mark.parametrize("start", ClockStart)
def test_an_interruption_gives_the_clock_back_as_it_was(start: ClockStart) -> None:
    hall = Hall(meeting=a_meeting(start, 5_000)).begin()
    hall.speaks()
    hall.wait(2 * SECOND)
    before = hall.state.booked(hall.now).current
    hall.interrupt()
    hall.wait(40 * SECOND)
    hall.end()
    assert hall.state.current == before


def test_a_paused_speech_stays_paused_over_an_interruption() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(9 * SECOND)
    hall.pause()
    hall.interrupt()
    hall.wait(9 * SECOND)
    hall.end()
    hall.wait(9 * SECOND)
    assert hall.elapsed_ms() == 9 * SECOND
    assert hall.state.current is not None
    assert hall.state.current.clock is ClockState.PAUSED


def test_interruptions_nest_and_one_after_another_keeps_who_is_held() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(10 * SECOND)
    hall.interrupt(Kind.INTERPOSED)
    hall.wait(SECOND)
    hall.interrupt()
    assert len(hall.state.held) == 2
    hall.wait(SECOND)
    hall.speaks(kind=Kind.POINT_OF_ORDER)
    assert len(hall.state.held) == 2
    hall.end()
    hall.end()
    assert hall.state.current is not None
    assert hall.state.current.request == speaker
    assert hall.elapsed_ms() == 10 * SECOND


def test_calling_an_ordinary_speaker_ends_who_interrupts_and_who_is_held() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.interrupt()
    hall.speaks()
    assert hall.state.held == ()
    assert len(hall.state.past) == 2


def test_a_delayed_clock_starts_by_itself_at_the_very_millisecond() -> None:
    hall = Hall(meeting=a_meeting(ClockStart.DELAY, 5_000)).begin()
    hall.speaks()
    hall.wait(4_999)
    assert not hall.state.clock_runs(hall.now)
    assert hall.state.phase_at(hall.now, 0) is Phase.READY
    with pytest.raises(Refused) as refused:
        hall.pause()
    assert refused.value.reason is Reason.NOT_RUNNING
    hall.wait(1)
    assert hall.state.clock_runs(hall.now)
    assert hall.elapsed_ms() == 0
    hall.pause()
    speech = hall.state.current
    assert speech is not None
    assert speech.begun_utc_ms == TEN_UTC_MS + 5_000
    assert (speech.spent_ms, hall.state.tally.changeover_ms) == (0, 5_000)
    hall.wait(3_000)
    hall.resume()
    hall.wait(7)
    assert hall.elapsed_ms() == 7


def test_what_is_left_of_a_delay_goes_on_after_an_interruption() -> None:
    hall = Hall(meeting=a_meeting(ClockStart.DELAY, 5_000)).begin()
    hall.speaks()
    hall.wait(2_000)
    hall.interrupt()
    hall.wait(60_000)
    hall.end()
    hall.wait(2_999)
    assert not hall.state.clock_runs(hall.now)
    hall.wait(1_001)
    assert hall.elapsed_ms() == 1_000


def test_a_delayed_clock_can_be_started_before_its_time() -> None:
    hall = Hall(meeting=a_meeting(ClockStart.DELAY, 5_000)).begin()
    hall.speaks()
    hall.wait(2_000)
    hall.resume()
    hall.wait(4_000)
    assert hall.elapsed_ms() == 4_000
    assert totals.spent(hall.state, hall.now).changeover_ms == 2_000


def test_a_clock_started_by_key_charges_nothing_before() -> None:
    hall = Hall(meeting=a_meeting(ClockStart.KEY)).begin()
    hall.speaks()
    hall.wait(MINUTE)
    assert (hall.elapsed_ms(), hall.state.clock_runs(hall.now)) == (0, False)
    hall.write([Draft(EventKind.PAUSED, hall.state.current.request if hall.state.current else "")])
    assert hall.state.phase_at(hall.now, 0) is Phase.READY
    hall.resume()
    hall.wait(SECOND)
    assert hall.elapsed_ms() == SECOND
    assert hall.state.tally.changeover_ms == MINUTE


def test_time_given_and_taken_moves_the_end_and_never_below_nothing() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(MINUTE)
    hall.change_time(30 * SECOND)
    assert hall.state.left_ms(hall.now) == 150 * SECOND
    hall.change_time(-HOUR)
    assert hall.state.left_ms(hall.now) == -MINUTE
    hall.undo()
    assert hall.state.left_ms(hall.now) == 150 * SECOND
    hall.undo()
    assert hall.state.left_ms(hall.now) == 120 * SECOND


def test_time_over_counts_up_and_warns_before() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(149_999)
    assert hall.state.phase_at(hall.now, 30_000) is Phase.RUNNING
    hall.wait(1)
    assert hall.state.phase_at(hall.now, 30_000) is Phase.WARNING
    hall.wait(30_000)
    assert hall.state.phase_at(hall.now, 30_000) is Phase.OVER
    assert hall.state.left_ms(hall.now) == 0
    hall.wait(35_000)
    assert hall.state.left_ms(hall.now) == -35_000


@pytest.mark.parametrize("paused", [False, True])
def test_a_correction_changes_the_speech_and_not_the_meeting(paused: bool) -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(MINUTE)
    if paused:
        hall.pause()
        hall.wait(10 * SECOND)
    length_ms = hall.state.open_ms(hall.now)
    hall.adjust(-20 * SECOND)
    assert hall.elapsed_ms() == 40 * SECOND
    assert hall.state.open_ms(hall.now) == length_ms
    hall.end()
    assert hall.spoken_ms(speaker) == 40 * SECOND
    spans = totals.spent(hall.state, hall.now)
    assert spans.corrected_ms == 20 * SECOND
    assert spans.total_ms == length_ms
    hall.undo()
    hall.undo()
    assert hall.elapsed_ms() == MINUTE


def test_a_correction_never_makes_a_speech_shorter_than_nothing() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.wait(SECOND)
    hall.adjust(-HOUR)
    assert hall.elapsed_ms() == 0
    assert hall.state.open_ms(hall.now) == SECOND


def test_reopening_a_closed_meeting_does_not_book_the_time_it_was_closed() -> None:
    hall = Hall().begin()
    hall.wait(MINUTE)
    hall.close()
    closed = hall.state
    hall.wait(HOUR)
    assert hall.state.open_ms(hall.now) == MINUTE
    hall.write(rules.open_meeting(hall.state))
    assert hall.state.closed_utc_ms is None
    assert hall.state.opened_utc_ms == TEN_UTC_MS
    hall.wait(SECOND)
    assert hall.state.open_ms(hall.now) == MINUTE + SECOND
    hall.undo()
    assert hall.state == closed
    hall.undo()  # never closed: the meeting went on all the time
    assert hall.state.open_ms(hall.now) == MINUTE + HOUR + SECOND


def test_closing_ends_every_speech_and_the_item() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.interrupt()
    hall.wait(SECOND)
    hall.close()
    assert hall.state.phase is MeetingPhase.CLOSED
    assert hall.state.current is None
    assert len(hall.state.past) == 2
    assert hall.state.run_of(A).state is ItemState.DONE
    with pytest.raises(Refused) as refused:
        hall.call(hall.ask())
    assert refused.value.reason is Reason.MEETING_CLOSED


def test_an_item_opened_again_goes_on_with_its_time() -> None:
    hall = Hall().begin()
    hall.wait(MINUTE)
    hall.begin(B)
    hall.wait(HOUR)
    hall.begin(A)
    hall.wait(MINUTE)
    assert hall.state.item_spent_ms(A, hall.now) == 2 * MINUTE
    assert hall.state.item_spent_ms(B, hall.now) == HOUR
    assert hall.state.run_of(B).state is ItemState.DONE


def test_skipping_is_said_and_not_switched() -> None:
    hall, other = Hall(laptop="one"), Hall(laptop="two")
    for console in (hall, other):
        console.write(rules.skip_item(console.state, B))
    hall.meet(other)
    assert hall.state.run_of(B).state is ItemState.SKIPPED
    hall.write(rules.skip_item(hall.state, B))
    assert hall.state.run_of(B).state is ItemState.AHEAD


def test_a_late_skip_does_not_wipe_out_what_was_done() -> None:
    hall, other = Hall(laptop="one"), Hall(laptop="two")
    for _ in range(5):
        other.ask()  # so that the skip comes after what the first console does
    other.write(rules.skip_item(other.state, A))
    hall.begin()
    hall.begin(B)
    hall.meet(other)
    assert hall.state.run_of(A).state is ItemState.DONE


def test_a_person_put_right_later_is_put_right_in_the_speech_too() -> None:
    hall = Hall().begin()
    request = hall.speaks("person-1")
    hall.wait(SECOND)
    hall.end()
    hall.write(rules.change(hall.state, request, {"person": "person-2"}))
    assert [s.id for s in totals.by_person(hall.state.speeches())] == [PersonId("person-2")]
    hall.write(rules.change(hall.state, request, {"person": "", "kind": "question"}))
    speech = hall.state.past[0]
    assert (speech.person, speech.kind) == (PersonId(""), Kind.QUESTION)
    hall.undo()
    hall.undo()
    assert hall.state.past[0].person == "person-1"


def test_what_is_not_possible_stays_without_effect() -> None:
    hall = Hall().begin()
    speaker = hall.speaks()
    hall.wait(SECOND)
    before = hall.state
    nonsense = [
        Draft(EventKind.CALLED, speaker),
        Draft(EventKind.CALLED, "nobody"),
        Draft(EventKind.PAUSED, "nobody"),
        Draft(EventKind.RESUMED, speaker),
        Draft(EventKind.ENDED, "nobody"),
        Draft(EventKind.NOT_HERE, "nobody"),
        Draft(EventKind.ADJUSTED, speaker),
        Draft(EventKind.TIME_CHANGED, speaker),
        Draft(EventKind.MOVED, speaker, {"key": "V"}),
        Draft(EventKind.WITHDRAWN, speaker),
        Draft(EventKind.CHANGED, "nobody"),
        Draft(EventKind.REQUESTED, speaker, {"item": A}),
        Draft(EventKind.REQUESTED, "new"),
        Draft(EventKind.MEETING_OPENED),
        Draft(EventKind.ITEM_OPENED, A),
        Draft(EventKind.ITEM_CLOSED, B),
        Draft(EventKind.ITEM_SKIPPED, A),
        Draft(EventKind.PLAN_CHOSEN, facts={"plan": "dance"}),
        Draft(EventKind.UNDONE, "nothing"),
    ]
    for draft in nonsense:
        hall.write([draft])
        assert hall.state == before, draft


def test_nothing_can_be_closed_or_called_before_the_meeting_is_open() -> None:
    hall = Hall()
    request = hall.ask()
    before = hall.state
    for draft in (
        Draft(EventKind.MEETING_CLOSED),
        Draft(EventKind.ITEM_OPENED, A),
        Draft(EventKind.CALLED, request),
    ):
        hall.write([draft])
        assert hall.state == before


def test_a_kind_nobody_knows_counts_as_a_contribution() -> None:
    hall = Hall().begin()
    facts: dict[str, Fact] = {"item": A, "kind": "dance", "allotted_ms": -5}
    hall.write([Draft(EventKind.REQUESTED, "r", facts)])
    (row,) = hall.state.waiting(A)
    assert (row.kind, row.allotted_ms) == (Kind.CONTRIBUTION, 0)
