"""From events to the floor: a pure fold in logical order, the same on every laptop.

An event that is not possible where it stands (a pause when nobody speaks) has no effect but stays
in the record. ``undone`` makes the fold run as if the named event had not been, so the clock of a
speech that was ended by mistake counts through (DESIGN.md §4.3).
"""

import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from moderator.domain.clock import Measure, interval_ms, measure_of
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import (
    ClockState,
    FloorState,
    ItemRun,
    ItemState,
    MeetingPhase,
    Plan,
    Request,
    RequestState,
    Speech,
    split,
)
from moderator.domain.ids import EventId, ItemId, PersonId, RequestId
from moderator.domain.kinds import Kind

_CHECKPOINT = 32

BOOKING = frozenset(
    {
        EventKind.MEETING_OPENED,
        EventKind.MEETING_CLOSED,
        EventKind.ITEM_OPENED,
        EventKind.ITEM_CLOSED,
        EventKind.CALLED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.ENDED,
        EventKind.NOT_HERE,
    }
)
"""Events that change whose time it is; only at these is time booked."""


class Fold:
    """The events of one meeting in their order and the state they make."""

    def __init__(self, events: Iterable[FloorEvent] = ()) -> None:
        self._events: list[FloorEvent] = []
        self._known: dict[EventId, FloorEvent] = {}
        self._undone: frozenset[EventId] = frozenset()
        self._states: list[FloorState] = [FloorState()]
        """``_states[n]`` is the state before event ``n * _CHECKPOINT``."""
        self.state = FloorState()
        self.add(events)

    @property
    def events(self) -> tuple[FloorEvent, ...]:
        """All events in their logical order, undone ones too."""
        return tuple(self._events)

    @property
    def lamport(self) -> int:
        """The highest logical time seen; a new event takes one more."""
        return self._events[-1].lamport if self._events else 0

    def is_undone(self, event: EventId) -> bool:
        """Return whether the fold runs as if this event had not been."""
        return event in self._undone

    def effective(self) -> tuple[FloorEvent, ...]:
        """All events that count, in their order."""
        return tuple(e for e in self._events if e.id not in self._undone)

    def add(self, events: Iterable[FloorEvent]) -> FloorState:
        """Take events in any order; one whose id is known already counts only once.

        A late event is folded from the last checkpoint before it.
        """
        first = len(self._events)
        recount = False
        for event in events:
            if event.id in self._known:
                continue
            self._known[event.id] = event
            place = bisect.bisect(self._events, event.order, key=lambda e: e.order)
            self._events.insert(place, event)
            first = min(first, place)
            recount = recount or event.kind is EventKind.UNDONE
        if recount:
            first = min(first, self._recount_undone())
        self._fold_from(first)
        return self.state

    def _recount_undone(self) -> int:
        """Find which events are undone and return the place of the first that changed."""
        undone: set[EventId] = set()
        for event in reversed(self._events):
            if event.kind is EventKind.UNDONE and event.id not in undone:
                undone.add(EventId(event.subject))
        changed = undone ^ self._undone
        self._undone = frozenset(undone)
        places = (n for n, e in enumerate(self._events) if e.id in changed)
        return min(places, default=len(self._events))

    def _fold_from(self, first: int) -> None:
        keep = min(first // _CHECKPOINT, len(self._states) - 1)
        del self._states[keep + 1 :]
        state = self._states[keep]
        for place in range(keep * _CHECKPOINT, len(self._events)):
            if place and place % _CHECKPOINT == 0 and len(self._states) == place // _CHECKPOINT:
                self._states.append(state)
            event = self._events[place]
            if event.id not in self._undone:
                state = step(state, event)
        self.state = state


def step(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the state after one event; an event that is not possible changes nothing."""
    handler = _STEPS.get(event.kind)
    if handler is None:
        return state
    after = handler(state, event)
    return state if after is None else after


def _book(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the state with the time since the last booking given to whom it belongs."""
    if state.since is None or state.phase is not MeetingPhase.OPEN:
        return replace(state, since=event.at)
    passed_ms = interval_ms(state.since, event.at)
    tally, current, items = state.tally, state.current, state.items
    if current is None:
        tally = replace(tally, chair_ms=tally.chair_ms + passed_ms)
    else:
        told_ms = event.number("elapsed_ms")
        parts = split(current, passed_ms)
        spent_ms = current.spent_ms + parts.spoken_ms
        if told_ms is not None and parts.spoken_ms:
            spent_ms = max(current.spent_ms, told_ms)
        measure = current.measure
        if parts.spoken_ms and measure_of(state.since, event.at) is Measure.WALL:
            measure = Measure.WALL
        current = replace(
            current,
            spent_ms=spent_ms,
            paused_ms=current.paused_ms + parts.paused_ms,
            measure=measure,
            **_started(current, parts.changeover_ms, parts.spoken_ms),
        )
        tally = replace(
            tally,
            pause_ms=tally.pause_ms + parts.paused_ms,
            changeover_ms=tally.changeover_ms + parts.changeover_ms,
        )
    if state.item is not None:
        run = state.run_of(state.item)
        items = {**items, state.item: replace(run, spent_ms=run.spent_ms + passed_ms)}
    return replace(state, since=event.at, tally=tally, current=current, items=items)


def _started(speech: Speech, waited_ms: int, spoken_ms: int) -> dict[str, ClockState | int]:
    """Return what a delayed start changes once some of its delay has passed."""
    if speech.clock is not ClockState.READY or speech.delay_ms is None:
        return {}
    if not spoken_ms and waited_ms < speech.delay_ms:
        return {"delay_ms": speech.delay_ms - waited_ms}
    return {
        "clock": ClockState.RUNNING,
        "begun_utc_ms": speech.called_utc_ms + speech.delay_ms,
    }


def _with_request(state: FloorState, request: Request) -> Mapping[RequestId, Request]:
    return {**state.requests, request.id: request}


def _with_item(state: FloorState, item: str, run: ItemRun) -> Mapping[ItemId, ItemRun]:
    return {**state.items, ItemId(item): run}


def _end_current(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the state with the current speech ended; time must be booked already."""
    speech = state.current
    if speech is None:
        return state
    ended = replace(speech, clock=ClockState.ENDED, ended_utc_ms=event.at.utc_ms)
    requests = state.requests
    if speech.request in requests:
        done = replace(requests[speech.request], state=RequestState.ENDED)
        requests = _with_request(state, done)
    return replace(state, current=None, past=(*state.past, ended), requests=requests)


def _end_all(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the state with the current and all held speeches ended."""
    state = _end_current(state, event)
    while state.held:
        state = replace(state, current=state.held[-1], held=state.held[:-1])
        state = _end_current(state, event)
    return state


def _give_back(state: FloorState) -> FloorState:
    """Return the state with the floor back at the speech that was held last, if any."""
    if state.current is not None or not state.held:
        return state
    speech = state.held[-1]
    clock = ClockState.RUNNING if speech.resumes else ClockState.PAUSED
    back = replace(speech, clock=clock, resumes=False)
    return replace(state, current=back, held=state.held[:-1])


def _meeting_opened(state: FloorState, event: FloorEvent) -> FloorState | None:
    if state.phase is MeetingPhase.OPEN:
        return None
    opened = state.opened_utc_ms if state.opened_utc_ms is not None else event.at.utc_ms
    return replace(
        state,
        phase=MeetingPhase.OPEN,
        opened_utc_ms=opened,
        closed_utc_ms=None,
        since=event.at,
    )


def _meeting_closed(state: FloorState, event: FloorEvent) -> FloorState | None:
    if state.phase is not MeetingPhase.OPEN:
        return None
    state = _close_item(_end_all(_book(state, event), event), event)
    return replace(state, phase=MeetingPhase.CLOSED, closed_utc_ms=event.at.utc_ms)


def _plan_chosen(state: FloorState, event: FloorEvent) -> FloorState | None:
    try:
        plan = Plan(event.text("plan"))
    except ValueError:
        return None
    late_ms = event.number("late_ms") or 0
    return replace(state, plan=plan, plan_late_ms=late_ms, plan_chosen=True)


def _close_item(state: FloorState, event: FloorEvent) -> FloorState:
    if state.item is None:
        return state
    run = replace(state.run_of(state.item), state=ItemState.DONE, closed_utc_ms=event.at.utc_ms)
    return replace(state, item=None, items=_with_item(state, state.item, run))


def _item_opened(state: FloorState, event: FloorEvent) -> FloorState | None:
    if state.phase is not MeetingPhase.OPEN or state.item == event.subject:
        return None
    state = _close_item(_end_all(_book(state, event), event), event)
    run = state.run_of(ItemId(event.subject))
    opened = run.opened_utc_ms if run.opened_utc_ms is not None else event.at.utc_ms
    run = replace(run, state=ItemState.OPEN, opened_utc_ms=opened, closed_utc_ms=None)
    return replace(
        state,
        item=ItemId(event.subject),
        items=_with_item(state, event.subject, run),
    )


def _item_closed(state: FloorState, event: FloorEvent) -> FloorState | None:
    if state.item is None or state.item != event.subject:
        return None
    return _close_item(_end_all(_book(state, event), event), event)


def _item_skipped(state: FloorState, event: FloorEvent) -> FloorState | None:
    run = state.run_of(ItemId(event.subject))
    if run.state is ItemState.OPEN:
        return None
    skipped = ItemState.AHEAD if run.state is ItemState.SKIPPED else ItemState.SKIPPED
    run = replace(run, state=skipped)
    return replace(state, items=_with_item(state, event.subject, run))


def _list_set(is_open: bool) -> Callable[[FloorState, FloorEvent], FloorState]:
    def set_list(state: FloorState, event: FloorEvent) -> FloorState:
        run = replace(state.run_of(ItemId(event.subject)), list_open=is_open)
        return replace(state, items=_with_item(state, event.subject, run))

    return set_list


def _kind(event: FloorEvent, default: Kind) -> Kind:
    try:
        return Kind(event.text("kind"))
    except ValueError:
        return default


def _requested(state: FloorState, event: FloorEvent) -> FloorState | None:
    if event.subject in state.requests or not event.text("item"):
        return None
    request = Request(
        id=RequestId(event.subject),
        item=ItemId(event.text("item")),
        kind=_kind(event, Kind.CONTRIBUTION),
        key=event.text("key"),
        person=PersonId(event.text("person")),
        allotted_ms=event.number("allotted_ms") or 0,
        requested_utc_ms=event.at.utc_ms,
    )
    return replace(state, requests=_with_request(state, request))


def _waiting(state: FloorState, event: FloorEvent) -> Request | None:
    request = state.requests.get(RequestId(event.subject))
    return request if request and request.state is RequestState.WAITING else None


def _withdrawn(state: FloorState, event: FloorEvent) -> FloorState | None:
    request = _waiting(state, event)
    if request is None:
        return None
    gone = replace(request, state=RequestState.WITHDRAWN)
    return replace(state, requests=_with_request(state, gone))


def _moved(state: FloorState, event: FloorEvent) -> FloorState | None:
    request = _waiting(state, event)
    if request is None or not event.text("key"):
        return None
    moved = replace(request, key=event.text("key"))
    return replace(state, requests=_with_request(state, moved))


def _changed(state: FloorState, event: FloorEvent) -> FloorState | None:
    request = state.requests.get(RequestId(event.subject))
    if request is None:
        return None
    allotted_ms = event.number("allotted_ms")
    request = replace(
        request,
        kind=_kind(event, request.kind),
        person=PersonId(event.text("person") or request.person),
        allotted_ms=request.allotted_ms if allotted_ms is None else allotted_ms,
    )
    return replace(state, requests=_with_request(state, request))


def _called(state: FloorState, event: FloorEvent) -> FloorState | None:
    request = _waiting(state, event)
    if request is None or state.phase is not MeetingPhase.OPEN:
        return None
    state = _book(state, event)
    if event.facts.get("hold") is True and state.current is not None:
        held = replace(
            state.current,
            clock=ClockState.HELD,
            resumes=state.current.clock is ClockState.RUNNING,
        )
        state = replace(state, current=None, held=(*state.held, held))
    else:
        state = _end_all(state, event)
    at_call = event.text("start") == "call"
    speech = Speech(
        request=request.id,
        item=request.item,
        kind=request.kind,
        person=request.person,
        called=event.id,
        called_utc_ms=event.at.utc_ms,
        allotted_ms=event.number("allotted_ms") or request.allotted_ms,
        clock=ClockState.RUNNING if at_call else ClockState.READY,
        delay_ms=event.number("delay_ms"),
        begun_utc_ms=event.at.utc_ms if at_call else None,
    )
    requests = _with_request(state, replace(request, state=RequestState.CALLED))
    return replace(state, current=speech, requests=requests)


def _current(state: FloorState, event: FloorEvent) -> Speech | None:
    speech = state.current
    return speech if speech is not None and speech.request == event.subject else None


def _paused(state: FloorState, event: FloorEvent) -> FloorState | None:
    speech = _current(state, event)
    if speech is None or speech.clock is ClockState.PAUSED:
        return None
    state = _book(state, event)
    assert state.current is not None
    return replace(state, current=replace(state.current, clock=ClockState.PAUSED))


def _resumed(state: FloorState, event: FloorEvent) -> FloorState | None:
    speech = _current(state, event)
    if speech is None or speech.clock is ClockState.RUNNING:
        return None
    state = _book(state, event)
    assert state.current is not None
    begun = state.current.begun_utc_ms
    running = replace(
        state.current,
        clock=ClockState.RUNNING,
        begun_utc_ms=event.at.utc_ms if begun is None else begun,
    )
    return replace(state, current=running)


def _time_changed(state: FloorState, event: FloorEvent) -> FloorState | None:
    speech = _current(state, event)
    by_ms = event.number("by_ms")
    if speech is None or by_ms is None:
        return None
    return replace(
        state, current=replace(speech, allotted_ms=max(0, speech.allotted_ms + by_ms))
    )


def _adjusted(state: FloorState, event: FloorEvent) -> FloorState | None:
    speech = _current(state, event)
    by_ms = event.number("by_ms")
    if speech is None or by_ms is None:
        return None
    # what a speech is not charged for stays in the meeting's length, as a pause
    tally = replace(state.tally, pause_ms=state.tally.pause_ms - by_ms)
    return replace(state, current=replace(speech, spent_ms=speech.spent_ms + by_ms), tally=tally)


def _ended(state: FloorState, event: FloorEvent) -> FloorState | None:
    if _current(state, event) is None:
        return None
    return _give_back(_end_current(_book(state, event), event))


def _not_here(state: FloorState, event: FloorEvent) -> FloorState | None:
    if _current(state, event) is None:
        return None
    state = _book(state, event)
    speech, request = state.current, state.requests[RequestId(event.subject)]
    assert speech is not None
    uncharged_ms = speech.spent_ms
    tally = replace(state.tally, changeover_ms=state.tally.changeover_ms + uncharged_ms)
    back = replace(
        request,
        state=RequestState.WAITING,
        key=event.text("key") or request.key,
        missed=request.missed + 1,
    )
    state = replace(state, current=None, tally=tally, requests=_with_request(state, back))
    return _give_back(state)


_STEPS: Mapping[EventKind, Callable[[FloorState, FloorEvent], FloorState | None]] = {
    EventKind.MEETING_OPENED: _meeting_opened,
    EventKind.MEETING_CLOSED: _meeting_closed,
    EventKind.PLAN_CHOSEN: _plan_chosen,
    EventKind.ITEM_OPENED: _item_opened,
    EventKind.ITEM_CLOSED: _item_closed,
    EventKind.ITEM_SKIPPED: _item_skipped,
    EventKind.LIST_OPENED: _list_set(True),
    EventKind.LIST_CLOSED: _list_set(False),
    EventKind.REQUESTED: _requested,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.MOVED: _moved,
    EventKind.CHANGED: _changed,
    EventKind.CALLED: _called,
    EventKind.PAUSED: _paused,
    EventKind.RESUMED: _resumed,
    EventKind.TIME_CHANGED: _time_changed,
    EventKind.ADJUSTED: _adjusted,
    EventKind.ENDED: _ended,
    EventKind.NOT_HERE: _not_here,
}
