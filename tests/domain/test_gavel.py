"""One console runs the floor; of those that did it apart the later counts, and nothing is lost."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from moderator.domain import adopting, rules, totals
from moderator.domain.adopted import may_adopt
from moderator.domain.adopting import Line, Lines
from moderator.domain.errors import Refused
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import ItemState, RequestState
from moderator.domain.fold import Fold
from moderator.domain.gavel import needs_gavel
from moderator.domain.ids import EventId, RequestId
from tests.domain.hall import (
    MINUTE,
    SECOND,
    B,
    Command,
    FakeClock,
    Hall,
    commands,
    portions_in_any_order,
)


def hall(name: str, later_ms: int = 0) -> Hall:
    made = Hall(FakeClock(boot=f"{name}/1"), name)
    made.clock.step(later_ms)
    return made


def open_lines(fold: Fold) -> tuple[Line, ...]:
    return Lines(fold).open()


def take(by: Hall) -> FloorEvent:
    return by.write(rules.take_gavel(by.fold, by.laptop, f"name-of-{by.laptop}"))[0]


def wait(*halls: Hall, ms: int) -> None:
    for each in halls:
        each.wait(ms)


def host_and_stand_by() -> tuple[Hall, Hall, RequestId, RequestId, RequestId]:
    """Return two consoles cut apart while the first runs the floor and the first speaker speaks."""
    host, other = hall("host"), hall("other")
    take(host)
    host.begin()
    first, second, third = (host.ask(f"person-{n}") for n in range(3))
    host.call(first)
    host.meet(other)
    return host, other, first, second, third


def test_who_takes_the_gavel_runs_the_floor() -> None:
    one, two = hall("one"), hall("two")
    taken = take(one)
    one.meet(two)
    assert two.state.gavel is not None
    assert (two.state.gavel.laptop, two.state.gavel.taken) == ("one", taken.id)
    with pytest.raises(Refused):
        take(one)
    taken = take(two)
    one.meet(two)
    assert [h.state.gavel and h.state.gavel.taken for h in (one, two)] == [taken.id] * 2


def test_what_the_former_holder_does_unknowing_does_not_count() -> None:
    host, other, first, second, third = host_and_stand_by()
    wait(host, other, ms=MINUTE)
    take(other)
    other.call(second)
    host.call(third)
    wait(host, other, ms=30 * SECOND)
    host.meet(other)
    assert host.state == other.state
    assert host.state.current is not None
    assert host.state.current.request == second
    assert host.state.requests[third].state is RequestState.WAITING
    assert host.spoken_ms(first) == MINUTE


def test_a_second_next_at_the_same_time_calls_nobody() -> None:
    host, other, _first, second, third = host_and_stand_by()
    take(other)
    other.call(second)
    host.call(second)
    host.meet(other)
    assert host.state == other.state
    assert host.state.requests[third].state is RequestState.WAITING
    assert len(host.fold.apart) == 1
    assert open_lines(host.fold) == ()


def test_requests_count_whoever_runs_the_floor() -> None:
    host, other, *_ = host_and_stand_by()
    take(other)
    asked = host.ask("late")
    host.write(rules.move(host.state, asked, "0V"))
    host.meet(other)
    assert other.state.waiting(host.state.requests[asked].item)[0].id == asked


def test_the_host_that_comes_back_follows_and_may_take_it_again() -> None:
    host, other, first, second, _third = host_and_stand_by()
    take(other)
    other.call(second)
    wait(host, other, ms=MINUTE)
    host.end()
    host.meet(other)
    assert host.state.current is not None
    assert host.state.current.request == second
    take(host)
    host.end()
    host.meet(other)
    assert other.state.current is None
    assert {s.request for s in other.state.past} == {first, second}


def test_an_undo_apart_undoes_nothing_that_counts() -> None:
    host, other, first, _second, _third = host_and_stand_by()
    take(other)
    host.undo()
    host.meet(other)
    assert host.state.current is not None
    assert host.state.current.request == first


def test_speeches_run_apart_are_adopted_with_their_own_times() -> None:
    host, other, first, second, third = host_and_stand_by()
    wait(host, other, ms=MINUTE)
    take(other)
    begun = host.now.utc_ms
    host.call(second)
    wait(host, other, ms=2 * MINUTE)
    host.call(third)
    wait(host, other, ms=MINUTE)
    host.end()
    host.meet(other)
    (line,) = open_lines(other.fold)
    assert (line.laptop, line.who) == ("host", "name-of-host")
    assert [s.request for s in line.speeches] == [first, second, third]
    with_them = other.state
    assert with_them.current is not None
    assert not may_adopt(with_them, line.speeches[0])
    other.write([adopting.adopt_speech(line, line.speeches[1])])
    assert other.spoken_ms(second) == 2 * MINUTE
    found = next(s for s in other.state.past if s.request == second)
    assert found.called_utc_ms == begun
    assert other.state.requests[second].state is RequestState.ENDED
    (line,) = open_lines(other.fold)
    assert [s.request for s in line.speeches] == [first, third]
    other.end()
    other.write(adopting.adopt_line(line, other.state))
    assert open_lines(other.fold) == ()
    assert [other.spoken_ms(r) for r in (first, second, third)] == [MINUTE, 2 * MINUTE, MINUTE]
    assert totals.spent(other.state, other.now).total_ms == 4 * MINUTE


def test_adopting_twice_and_on_two_consoles_adds_nothing() -> None:
    host, other, _first, second, _third = host_and_stand_by()
    take(other)
    host.call(second)
    wait(host, other, ms=MINUTE)
    host.end()
    host.meet(other)
    (line,) = open_lines(other.fold)
    adopt = adopting.adopt_line(line, other.state)
    other.write(adopt)
    before = other.state
    other.write(adopt)
    take(host)
    host.write(adopt)
    host.meet(other)
    assert other.state.past == host.state.past == before.past
    assert other.state.tally == before.tally


def test_items_done_apart_are_adopted_too_and_a_line_can_be_left_aside() -> None:
    host, other, *_ = host_and_stand_by()
    take(other)
    host.write(rules.open_item(host.state, B, host.now))
    wait(host, other, ms=MINUTE)
    host.write(rules.close_item(host.state, B, host.now))
    host.meet(other)
    (line,) = open_lines(other.fold)
    assert set(line.items) == {B}
    other.write([adopting.settle(line)])
    assert open_lines(other.fold) == ()
    assert other.state.run_of(B).state is ItemState.AHEAD
    other.undo()
    other.write(adopting.adopt_line(line, other.state))
    assert other.state.run_of(B).state is ItemState.DONE


def test_a_line_that_goes_on_is_asked_about_again() -> None:
    host, other, _first, second, third = host_and_stand_by()
    take(other)
    host.call(second)
    wait(host, other, ms=MINUTE)
    host.call(third)
    there = [*host.fold.events]
    wait(host, other, ms=MINUTE)
    host.end()
    other.fold.add(there)
    (line,) = open_lines(other.fold)
    other.write([adopting.settle(line)])
    assert open_lines(other.fold) == ()
    host.meet(other)
    assert len(open_lines(other.fold)) == 1


def competing(session: list[Command], seed: int) -> list[Hall]:
    """Run a session on three consoles that take the gavel from each other, together and apart."""
    draw = random.Random(seed)
    halls = [hall("one"), hall("two", 700), hall("three", -MINUTE)]
    take(halls[0])
    halls[0].begin()
    for each in halls[1:]:
        halls[0].meet(each)
    for command in session:
        acting = draw.choice(halls)
        holder = acting.state.gavel
        if holder is None or holder.laptop != acting.laptop:
            if draw.random() < 0.3:
                take(acting)
            elif command[0] not in {"ask", "withdraw", "move", "change", "skip"}:
                continue
        acting.run_command(command)
        for each in halls:
            if each is not acting:
                each.wait(command[2])
        if draw.random() < 0.1:
            adopt_some(acting, draw)
        if draw.random() < 0.2:
            one, two = draw.sample(halls, 2)
            one.meet(two)
    return halls


def adopt_some(acting: Hall, draw: random.Random) -> None:
    """Do about the lines run apart what a chair may, where this console runs the floor."""
    holder = acting.state.gavel
    if holder is None or holder.laptop != acting.laptop:
        return
    for line in open_lines(acting.fold):
        chosen = draw.choice(line.speeches) if line.speeches else None
        if chosen is not None and draw.random() < 0.5:
            if may_adopt(acting.state, chosen):
                acting.write([adopting.adopt_speech(line, chosen)])
        else:
            acting.write(adopting.adopt_line(line, acting.state))


def apart_plainly(events: tuple[FloorEvent, ...]) -> set[EventId]:
    """Return what does not count, told from the events alone, one after the other."""
    known = {e.id: e for e in events}
    takings = [e for e in events if e.kind is EventKind.GAVEL_TAKEN]
    upto: dict[str, tuple[int, str]] = {}
    at = takings[-1] if takings else None
    upto[at.id if at else ""] = (1 << 62, "")
    while at is not None:
        seen = known.get(EventId(at.text("seen")))
        upto[at.text("after")] = seen.order if seen else (-1, "")
        at = known.get(EventId(at.text("after")))
    tenure: dict[str, str] = {}
    apart: set[EventId] = set()
    for event in events:
        if event.kind is EventKind.GAVEL_TAKEN:
            tenure[event.laptop] = event.id
        elif not needs_gavel(event.kind, event.subject, known):
            continue
        if event.order > upto.get(tenure.get(event.laptop, ""), (-1, "")):
            apart.add(event.id)
    return apart


@examples(max_examples=40, deadline=None)
@given(commands(70, min_size=40), st.integers(0, 2**32))
def test_competing_gavels_converge_in_any_order(session: list[Command], seed: int) -> None:
    halls = competing(session, seed)
    for _ in range(2):
        for each in halls[1:]:
            halls[0].meet(each)
    first = halls[0]
    assert first.state == halls[1].state == halls[2].state
    assert set(first.fold.apart) == apart_plainly(first.fold.events)
    fold = Fold()
    for portion in portions_in_any_order(first.fold.events, seed):
        fold.add([*portion, *portion])
        assert fold.state == Fold(fold.events).state
        assert set(fold.apart) == apart_plainly(fold.events)
    assert fold.state == first.state
    assert (fold.undone, fold.apart) == (first.fold.undone, first.fold.apart)


@examples(max_examples=40, deadline=None)
@given(commands(70, min_size=40), st.integers(0, 2**32))
def test_whoever_competes_all_is_kept_and_adopting_all_leaves_nothing_open(
    session: list[Command], seed: int
) -> None:
    halls = competing(session, seed)
    for _ in range(2):
        for each in halls[1:]:
            halls[0].meet(each)
    first = halls[0]
    holder = first.state.gavel
    assert holder is not None
    chair = next(each for each in halls if each.laptop == holder.laptop)
    told = {e.id for line in Lines(chair.fold).all() for e in line.events}
    silent = {EventKind.GAVEL_TAKEN, EventKind.BOOKED, EventKind.SETTLED}
    assert told == {
        e.id for e in chair.fold.events if e.id in chair.fold.apart and e.kind not in silent
    }
    if chair.state.current is not None:
        chair.close()
    for _ in halls:  # one correction may set another line at odds with what counts
        for line in open_lines(chair.fold):
            chair.write(adopting.adopt_line(line, chair.state))
    assert open_lines(chair.fold) == ()
    state = chair.state
    assert max(Counter(s.request for s in state.speeches()).values(), default=1) == 1
    called = {r.id for r in state.requests.values() if r.state is RequestState.CALLED}
    assert called == {s.request for s in (*state.held, *filter(None, [state.current]))}
    assert totals.spent(state, chair.now).total_ms == state.open_ms(chair.now)
