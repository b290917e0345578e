"""The fold is the same on every laptop, undo is as if nothing had been, and no time is lost."""

import random
from collections import Counter
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.domain import totals
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import ClockState, FloorState, RequestState
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId
from moderator.domain.programme import Meeting, People
from moderator.domain.steps import step
from tests.domain.hall import (
    Command,
    FakeClock,
    Hall,
    commands,
    meetings,
    open_ms,
    portions_in_any_order,
)

SESSIONS = settings(max_examples=30, deadline=None)


def plainly(fold: Fold) -> FloorState:
    """Return the state by folding what counts from the beginning, without checkpoints."""
    counting = [e for e in fold.events if e.id not in fold.undone]
    return reduce(step, counting, FloorState())


def two_halls(session: list[Command], seed: int) -> tuple[Hall, Hall]:
    """Run a session on two consoles that meet now and then and undo some of what they did."""
    draw = random.Random(seed)
    first = Hall(FakeClock(boot="one/1"), "one")
    second = Hall(FakeClock(boot="two/1"), "two")
    second.clock.step(700)
    first.begin()
    first.meet(second)
    for command in session:
        hall, other = (first, second) if draw.random() < 0.6 else (second, first)
        hall.run_command(command)
        other.wait(command[2])
        if draw.random() < 0.15:
            known = [e for e in hall.fold.events if draw.random() < 0.3]
            if known:
                hall.write_undone(draw.choice(known).id)
        if draw.random() < 0.3:
            first.meet(second)
    return first, second


@SESSIONS
@given(commands(60, min_size=40), st.integers(0, 2**32))
def test_the_fold_is_the_same_in_any_order_and_in_any_portions(
    session: list[Command], seed: int
) -> None:
    first, second = two_halls(session, seed)
    first.meet(second)
    state = first.state
    assert state == second.state == plainly(first.fold)
    if state.since is not None and EventKind.MEETING_CLOSED not in {
        e.kind for e in first.fold.events
    }:
        # however two clocks disagree, no moment is counted twice
        assert state.opened_utc_ms is not None
        assert state.open_ms(state.since) == state.since.utc_ms - state.opened_utc_ms
    fold = Fold()
    for portion in portions_in_any_order(first.fold.events, seed):
        fold.add([*portion, *portion])
        assert fold.state == plainly(fold)
    assert fold.state == first.state
    assert fold.undone == first.fold.undone
    assert fold.events == first.fold.events
    assert fold.lamport == first.fold.lamport


def test_late_events_before_several_checkpoints_are_folded_in() -> None:
    hall = Hall().begin()
    for _ in range(120):
        hall.speaks()
        hall.wait(1_000)
    events = hall.fold.events
    assert len(events) > 200
    fold = Fold(e for e in events if e.lamport % 2)
    fold.add(e for e in events if not e.lamport % 2)
    assert fold.state == hall.state


def test_an_event_counts_once_and_with_its_first_value() -> None:
    hall = Hall().begin()
    request = hall.speaks()
    hall.wait(5_000)
    called = hall.fold.events[-1]
    forged = FloorEvent(
        called.id, EventKind.ENDED, called.laptop, called.run, 99, hall.now, request
    )
    assert hall.fold.add([forged]).current is not None


@SESSIONS
@given(commands(), meetings())
def test_whatever_is_done_no_time_is_lost_and_none_is_made(
    session: list[Command], meeting: Meeting
) -> None:
    hall = Hall(meeting=meeting)
    for command in session:
        before = hall.state
        made = hall.run_command(command)
        now = hall.now
        assert hall.state.open_ms(now) == open_ms(hall)
        spans = totals.spent(hall.state, now)
        assert spans.total_ms == hall.state.open_ms(now)
        assert hall.state.booked(now).open_ms(now) == hall.state.open_ms(now)
        assert min(spans.chair_ms, spans.changeover_ms, spans.pause_ms, spans.speeches_ms) >= 0
        if made and command[0] not in {"adjust", "not-here"}:
            # at the moment of a command everybody has spoken as long after it as before it
            spoken = {s.called: s.spent_ms for s in before.booked(now).speeches()}
            after = {s.called: s.spent_ms for s in hall.state.booked(now).speeches()}
            assert {k: v for k, v in after.items() if k in spoken} == spoken


@SESSIONS
@given(commands(), meetings())
def test_whatever_is_done_one_has_the_floor_and_group_sums_equal_the_total(
    session: list[Command], meeting: Meeting
) -> None:
    hall = Hall(meeting=meeting)
    for command in session:
        hall.run_command(command)
        state = hall.state
        speeches = list(state.speeches())
        running = [s for s in speeches if s.clock not in (ClockState.ENDED, ClockState.HELD)]
        assert running == ([state.current] if state.current else [])
        assert all(s.clock is ClockState.HELD for s in state.held)
        assert all(s.clock is ClockState.ENDED for s in state.past)
        assert not state.held or state.current is not None
        assert max(Counter(s.request for s in speeches).values(), default=1) == 1
        called = {r.id for r in state.requests.values() if r.state is RequestState.CALLED}
        assert called == {s.request for s in speeches if s.clock is not ClockState.ENDED}
        spoken_ms = sum(s.spent_ms for s in speeches)
        people = People()
        for shares in (
            totals.by_person(speeches),
            totals.by_organisation(speeches, people),
            totals.by_sector(speeches, people),
            totals.by_item(speeches),
        ):
            assert sum(share.spoken_ms for share in shares) == spoken_ms
            assert sum(share.count for share in shares) == len(speeches)


@SESSIONS
@given(commands(), meetings())
def test_undo_leaves_the_floor_as_if_the_action_had_not_been_and_redo_brings_it_back(
    session: list[Command], meeting: Meeting
) -> None:
    hall = Hall(meeting=meeting)
    for command in session:
        before = hall.state
        made = hall.run_command(command)
        after = hall.state
        for _ in range(made):
            hall.wait(3_000)
            hall.undo()
        assert hall.state == before
        for _ in range(made):
            hall.redo()
        assert hall.state == after


@SESSIONS
@given(commands())
def test_everything_can_be_undone_back_to_the_beginning_and_redone(
    session: list[Command],
) -> None:
    hall = Hall()
    for command in session:
        hall.run_command(command)
    made = [e for e in hall.fold.events if e.kind is not EventKind.UNDONE]
    last = hall.state
    for event in reversed(made):
        assert hall.undo().id == event.id
    assert hall.state == FloorState()
    for _ in made:
        hall.redo()
    assert hall.state == last


def test_undoing_an_unknown_event_waits_until_it_comes() -> None:
    hall = Hall().begin()
    hall.speaks()
    hall.undo()
    events = hall.fold.events
    late = events[-2]
    fold = Fold(e for e in events if e.id != late.id)
    assert late.id in fold.undone
    assert fold.add([late]) == hall.state
    assert EventId("never") not in fold.undone
