"""What may be done on the floor now: each rule returns the events to append, or refuses.

A ``Draft`` is an event before it has an id, a place and a hash. Times left out are the reading's.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from moderator.domain.clock import Measure, Reading, interval_ms, measure_of
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import HEAD, EventKind, Fact, FloorEvent
from moderator.domain.floor import FloorState, ItemState, MeetingPhase, Plan, Request
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, ItemId, LaptopId, RequestId, RunId
from moderator.domain.kinds import RULES
from moderator.domain.programme import ClockStart, Meeting
from moderator.domain.steps import BOOKING

GUARD_MS = 1_000
"""A second "call next" within this is taken for a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as decided, before it is written down."""

    kind: EventKind
    subject: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


def open_meeting(state: FloorState) -> list[Draft]:
    """Open the meeting, or reopen a closed one."""
    if state.phase is MeetingPhase.OPEN:
        raise Refused(Reason.MEETING_OPEN)
    return [Draft(EventKind.MEETING_OPENED)]


def close_meeting(state: FloorState, now: Reading, heads: Mapping[RunId, str]) -> list[Draft]:
    """Close the meeting and its open item, end the running speech, seal all chains."""
    _need_open(state)
    facts: dict[str, Fact] = {f"{HEAD}{run}": head for run, head in heads.items()}
    return [Draft(EventKind.MEETING_CLOSED, facts=facts | _elapsed(state, now))]


def choose_plan(plan: Plan, late_ms: int) -> list[Draft]:
    """Decide what becomes of the minutes by which the meeting began late."""
    return [Draft(EventKind.PLAN_CHOSEN, facts={"plan": plan.value, "late_ms": late_ms})]


def open_item(state: FloorState, item: ItemId, now: Reading) -> list[Draft]:
    """Open an item, closing the one before; a done or skipped one may be opened again."""
    drafts = [] if state.phase is MeetingPhase.OPEN else open_meeting(state)
    if state.item == item:
        raise Refused(Reason.ITEM_OPEN)
    return [*drafts, Draft(EventKind.ITEM_OPENED, item, _elapsed(state, now))]


def close_item(state: FloorState, item: ItemId, now: Reading) -> list[Draft]:
    """Close the open item."""
    if state.item != item:
        raise Refused(Reason.ITEM_NOT_OPEN)
    return [Draft(EventKind.ITEM_CLOSED, item, _elapsed(state, now))]


def skip_item(state: FloorState, item: ItemId) -> list[Draft]:
    """Skip an item that is ahead, or take a skipped one back."""
    found = state.run_of(item).state
    if found is ItemState.OPEN:
        raise Refused(Reason.ITEM_OPEN)
    if found is ItemState.DONE:
        raise Refused(Reason.ITEM_DONE)
    return [Draft(EventKind.ITEM_SKIPPED, item, {"skipped": found is not ItemState.SKIPPED})]


def set_list(state: FloorState, item: ItemId, is_open: bool) -> list[Draft]:
    """Open or close an item's list of speakers."""
    if state.run_of(item).list_open == is_open:
        raise Refused(Reason.LIST_OPEN if is_open else Reason.LIST_CLOSED)
    return [Draft(EventKind.LIST_OPENED if is_open else EventKind.LIST_CLOSED, item)]


def ask(state: FloorState, request: Request) -> list[Draft]:
    """Put a request on the list; kinds that may interrupt come on a closed one too."""
    if not state.run_of(request.item).list_open and not RULES[request.kind].suspends:
        raise Refused(Reason.LIST_CLOSED)
    for row in state.waiting(request.item):
        if request.person and row.person == request.person and row.kind is request.kind:
            raise Refused(Reason.ALREADY_WAITING)
    facts: dict[str, Fact] = {
        "item": request.item,
        "kind": request.kind.value,
        "key": request.key,
    }
    if request.person:
        facts["person"] = request.person
    if request.allotted_ms:
        facts["allotted_ms"] = request.allotted_ms
    return [Draft(EventKind.REQUESTED, request.id, facts)]


def withdraw(state: FloorState, request: RequestId) -> list[Draft]:
    """Take a waiting request off the list."""
    _need_waiting(state, request)
    return [Draft(EventKind.WITHDRAWN, request)]


def move(state: FloorState, request: RequestId, key: str) -> list[Draft]:
    """Give a waiting request another place within its rank."""
    _need_waiting(state, request)
    return [Draft(EventKind.MOVED, request, {"key": key})]


def change(state: FloorState, request: RequestId, facts: Mapping[str, Fact]) -> list[Draft]:
    """Change kind, person or allotted time of a request."""
    if request not in state.requests:
        raise Refused(Reason.UNKNOWN_REQUEST)
    return [Draft(EventKind.CHANGED, request, facts)]


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call and how."""

    request: RequestId
    allotted_ms: int
    hold: bool = False
    """Hold the present speech and give the floor back to it afterwards."""


def call(state: FloorState, now: Reading, meeting: Meeting, wanted: Call) -> list[Draft]:
    """Give a waiting request the floor, ending or holding the speech before."""
    _need_open(state)
    _need_waiting(state, wanted.request)
    facts: dict[str, Fact] = {"allotted_ms": wanted.allotted_ms, **_elapsed(state, now)}
    if wanted.hold and state.current is not None:
        facts["hold"] = True
    if meeting.clock_start is ClockStart.CALL:
        facts["start"] = "call"
    elif meeting.clock_start is ClockStart.DELAY:
        facts["delay_ms"] = meeting.start_delay_ms
    return [Draft(EventKind.CALLED, wanted.request, facts)]


def refuse_double_call(state: FloorState, events: Sequence[FloorEvent], now: Reading) -> None:
    """Refuse a "call next" within a second of the present speaker getting the floor.

    They got it by a call, or back from one who was let in between.

    Args:
        state: the floor; with nobody speaking nothing is refused.
        events: all events, in order.
        now: the present reading.
    """
    if state.current is None:
        return
    for event in reversed(events):
        gave_back = event.kind in (EventKind.ENDED, EventKind.NOT_HERE)
        if event.id == state.current.called or gave_back:
            if interval_ms(event.at, now) < GUARD_MS:
                raise Refused(Reason.TOO_SOON)
            return


def pause(state: FloorState, now: Reading) -> list[Draft]:
    """Stop the running clock."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    if not state.clock_runs(now):
        raise Refused(Reason.NOT_RUNNING)
    return [Draft(EventKind.PAUSED, state.current.request, _elapsed(state, now))]


def resume(state: FloorState, now: Reading) -> list[Draft]:
    """Start the clock of the called speaker, or let a paused one go on."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    if state.clock_runs(now):
        raise Refused(Reason.ALREADY_RUNNING)
    return [Draft(EventKind.RESUMED, state.current.request)]


def change_time(state: FloorState, by_ms: int) -> list[Draft]:
    """Give the current speaker more or less time."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    return [Draft(EventKind.TIME_CHANGED, state.current.request, {"by_ms": by_ms})]


def adjust(state: FloorState, by_ms: int) -> list[Draft]:
    """Correct what the current speech has spent, as after an answered question about sleep."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    return [Draft(EventKind.ADJUSTED, state.current.request, {"by_ms": by_ms})]


def end(state: FloorState, now: Reading) -> list[Draft]:
    """End the current speech; the floor is the chair's, or goes back to a held speech."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    return [Draft(EventKind.ENDED, state.current.request, _elapsed(state, now))]


def not_here(state: FloorState, key: str) -> list[Draft]:
    """Put the called speaker back on the list at ``key``, charging nothing."""
    if state.current is None:
        raise Refused(Reason.NOBODY_SPEAKS)
    return [Draft(EventKind.NOT_HERE, state.current.request, {"key": key} if key else {})]


def take_gavel(fold: Fold, me: LaptopId, who: str) -> list[Draft]:
    """Take the gavel from whoever holds it; ``who`` is the id the name is to lie under.

    Raises:
        Refused: this laptop holds it already.
    """
    if fold.state.gavel is not None and fold.state.gavel.laptop == me:
        raise Refused(Reason.FLOOR_YOURS)
    tenures = fold.tenures
    facts = {"after": tenures.last, "seen": tenures.last_seen(fold.events)}
    return [Draft(EventKind.GAVEL_TAKEN, who, {k: v for k, v in facts.items() if v})]


def undo_target(
    events: Sequence[FloorEvent], undone: AbstractSet[EventId], own: AbstractSet[EventId]
) -> FloorEvent:
    """Return the last of one's own events that undo would take back.

    Raises:
        Refused: there is none, or later events of others build on it.
    """
    for event in reversed(events):
        if event.id in own and event.id not in undone and event.kind not in _NO_ACTIONS:
            check_unbuilt(event, events, undone)
            return event
    raise Refused(Reason.NOTHING_TO_UNDO)


def redo_target(
    events: Sequence[FloorEvent], undone: AbstractSet[EventId], own: AbstractSet[EventId]
) -> FloorEvent:
    """Return the last of one's own undos that can itself be undone.

    Raises:
        Refused: something else was done since, nothing was undone, or others built on the undo.
    """
    known = {e.id: e for e in events}
    for event in reversed(events):
        if event.id not in own or event.kind in (EventKind.BOOKED, EventKind.GAVEL_TAKEN):
            continue
        if event.kind is not EventKind.UNDONE:
            break
        taken_back = known.get(EventId(event.subject))
        if taken_back is None or taken_back.kind is EventKind.UNDONE or event.id in undone:
            continue
        check_unbuilt(taken_back, events, undone)
        return event
    raise Refused(Reason.NOTHING_TO_REDO)


def check_unbuilt(
    event: FloorEvent, events: Sequence[FloorEvent], undone: AbstractSet[EventId]
) -> None:
    """Refuse to undo an event that later ones build on, or to do it again before them.

    Whose time it is rests on every later change of that; a request on later events about it.
    """
    for later in reversed(events):
        if later.id == event.id:
            return
        if later.id in undone or later.kind is EventKind.UNDONE:
            continue
        both_book = event.kind in BOOKING and later.kind in BOOKING
        about_it = later.subject == event.subject and later.kind in _BUILT_ON.get(event.kind, ())
        if both_book or about_it:
            raise Refused(Reason.OTHERS_BUILT_ON_IT)


_NO_ACTIONS = frozenset({EventKind.UNDONE, EventKind.BOOKED, EventKind.GAVEL_TAKEN})
"""What nobody did to the floor, so that it cannot be taken back."""

_BUILT_ON: Mapping[EventKind, frozenset[EventKind]] = {
    EventKind.REQUESTED: frozenset(
        {
            EventKind.WITHDRAWN,
            EventKind.MOVED,
            EventKind.CHANGED,
            EventKind.CALLED,
        }
    ),
    EventKind.CALLED: frozenset({EventKind.TIME_CHANGED}),
    EventKind.NOT_HERE: frozenset({EventKind.MOVED, EventKind.WITHDRAWN}),
}
"""Which later events about the same request would come to nothing without the first."""


def _elapsed(state: FloorState, now: Reading) -> dict[str, Fact]:
    """Return the running speech's total as this console shows it, for the record.

    The facts say so where it could only be taken from wall clocks.
    """
    if state.current is None or not state.clock_runs(now):
        return {}
    facts: dict[str, Fact] = {"elapsed_ms": state.elapsed_ms(now)}
    if state.since is not None and measure_of(state.since, now) is Measure.WALL:
        facts["measure"] = Measure.WALL.value
    return facts


def _need_open(state: FloorState) -> None:
    if state.phase is MeetingPhase.CLOSED:
        raise Refused(Reason.MEETING_CLOSED)
    if state.phase is MeetingPhase.NOT_OPEN:
        raise Refused(Reason.MEETING_NOT_OPEN)


def _need_waiting(state: FloorState, request: RequestId) -> None:
    found = state.requests.get(request)
    if found is None:
        raise Refused(Reason.UNKNOWN_REQUEST)
    if found not in state.waiting(found.item):
        raise Refused(Reason.NOT_WAITING)
