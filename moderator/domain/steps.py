"""What each event does to the floor.

An event that is not possible where it stands (a pause when nobody speaks) has no effect but stays
in the record.

Time is charged by the readings of the events themselves. The ``elapsed_ms`` that an event carries
is what its console showed: it stays in the record but charges nothing, else undoing an event
before it would leave its time in the sum.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from moderator.domain import adopted
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import (
    ClockState,
    FloorState,
    Holder,
    ItemRun,
    ItemState,
    MeetingPhase,
    Plan,
    Request,
    RequestState,
    Speech,
)
from moderator.domain.ids import ItemId, PersonId, RequestId
from moderator.domain.kinds import RULES, Kind

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
        EventKind.ADJUSTED,
    }
)
"""Events that change whose time it is; at these, and where a clock was set, time is booked."""


def step(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the state after one event; an event that is not possible changes nothing."""
    handler = _STEPS.get(event.kind)
    if handler is None:
        return state
    after = handler(state, event)
    return state if after is None else after


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
    back = replace(speech, clock=speech.returns_to or ClockState.PAUSED, returns_to=None)
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
    state = _close_item(_end_all(state.booked(event.at), event), event)
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
    state = _close_item(_end_all(state.booked(event.at), event), event)
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
    return _close_item(_end_all(state.booked(event.at), event), event)


def _item_skipped(state: FloorState, event: FloorEvent) -> FloorState | None:
    run = state.run_of(ItemId(event.subject))
    if run.state in (ItemState.OPEN, ItemState.DONE):
        return None
    # told, not toggled: two laptops that skip the same item apart both mean it
    taken_back = event.facts.get("skipped") is False
    run = replace(run, state=ItemState.AHEAD if taken_back else ItemState.SKIPPED)
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
        allotted_ms=max(0, event.number("allotted_ms") or 0),
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
        person=PersonId(event.text("person")) if "person" in event.facts else request.person,
        allotted_ms=request.allotted_ms if allotted_ms is None else max(0, allotted_ms),
    )

    def corrected(speech: Speech) -> Speech:
        if speech.request != request.id:
            return speech
        return replace(speech, kind=request.kind, person=request.person)

    return replace(
        state,
        requests=_with_request(state, request),
        current=state.current and corrected(state.current),
        held=tuple(corrected(s) for s in state.held),
        past=tuple(corrected(s) for s in state.past),
    )


def _called(state: FloorState, event: FloorEvent) -> FloorState | None:
    request = _waiting(state, event)
    if request is None or state.phase is not MeetingPhase.OPEN:
        return None
    state = state.booked(event.at)
    if event.facts.get("hold") is True and state.current is not None:
        held = replace(state.current, clock=ClockState.HELD, returns_to=state.current.clock)
        state = replace(state, current=None, held=(*state.held, held))
    elif RULES[request.kind].suspends:
        state = _end_current(state, event)  # the next interruption: who is held stays held
    else:
        state = _end_all(state, event)
    at_call = event.text("start") == "call"
    delay_ms = None if at_call else event.number("delay_ms")
    speech = Speech(
        request=request.id,
        item=request.item,
        kind=request.kind,
        person=request.person,
        called=event.id,
        called_utc_ms=event.at.utc_ms,
        allotted_ms=max(0, event.number("allotted_ms") or request.allotted_ms),
        clock=ClockState.RUNNING if at_call else ClockState.READY,
        delay_ms=None if delay_ms is None else max(0, delay_ms),
        begun_utc_ms=event.at.utc_ms if at_call else None,
    )
    requests = _with_request(state, replace(request, state=RequestState.CALLED))
    return replace(state, current=speech, requests=requests)


def _current(state: FloorState, event: FloorEvent) -> Speech | None:
    speech = state.current
    return speech if speech is not None and speech.request == event.subject else None


def _paused(state: FloorState, event: FloorEvent) -> FloorState | None:
    state = state.booked(event.at)  # a delayed clock may have started since
    speech = _current(state, event)
    if speech is None or speech.clock is not ClockState.RUNNING:
        return None
    return replace(state, current=replace(speech, clock=ClockState.PAUSED))


def _resumed(state: FloorState, event: FloorEvent) -> FloorState | None:
    state = state.booked(event.at)
    speech = _current(state, event)
    if speech is None or speech.clock is ClockState.RUNNING:
        return None
    begun_utc_ms = event.at.utc_ms if speech.begun_utc_ms is None else speech.begun_utc_ms
    running = replace(speech, clock=ClockState.RUNNING, delay_ms=None, begun_utc_ms=begun_utc_ms)
    return replace(state, current=running)


def _time_changed(state: FloorState, event: FloorEvent) -> FloorState | None:
    speech = _current(state, event)
    by_ms = event.number("by_ms")
    if speech is None or by_ms is None:
        return None
    return replace(state, current=replace(speech, allotted_ms=max(0, speech.allotted_ms + by_ms)))


def _adjusted(state: FloorState, event: FloorEvent) -> FloorState | None:
    state = state.booked(event.at)
    speech = _current(state, event)
    by_ms = event.number("by_ms")
    if speech is None or by_ms is None:
        return None
    by_ms = max(by_ms, -speech.spent_ms)
    # what a speech is not charged for stays in the meeting's length
    tally = replace(state.tally, corrected_ms=state.tally.corrected_ms - by_ms)
    return replace(state, current=replace(speech, spent_ms=speech.spent_ms + by_ms), tally=tally)


def _ended(state: FloorState, event: FloorEvent) -> FloorState | None:
    if _current(state, event) is None:
        return None
    return _give_back(_end_current(state.booked(event.at), event))


def _not_here(state: FloorState, event: FloorEvent) -> FloorState | None:
    state = state.booked(event.at)
    speech = _current(state, event)
    if speech is None:
        return None
    request = state.requests[speech.request]
    tally = replace(state.tally, changeover_ms=state.tally.changeover_ms + speech.spent_ms)
    back = replace(
        request,
        state=RequestState.WAITING,
        key=event.text("key") or request.key,
        missed=request.missed + 1,
    )
    state = replace(state, current=None, tally=tally, requests=_with_request(state, back))
    return _give_back(state)


def _gavel_taken(state: FloorState, event: FloorEvent) -> FloorState:
    holder = Holder(event.id, event.laptop, RequestId(event.subject), event.at.utc_ms)
    return replace(state, gavel=holder)


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
    EventKind.BOOKED: lambda state, event: state.booked(event.at),
    EventKind.GAVEL_TAKEN: _gavel_taken,
    EventKind.ADOPTED: adopted.adopted,
    EventKind.ITEM_ADOPTED: adopted.item_adopted,
    EventKind.SETTLED: adopted.settled,
}
