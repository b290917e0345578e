"""What taking over from a console that ran the floor apart does to the floor."""

from collections.abc import Iterable
from dataclasses import replace

from moderator.domain.clock import Measure
from moderator.domain.events import FloorEvent
from moderator.domain.floor import ClockState, FloorState, ItemState, RequestState, Speech
from moderator.domain.ids import EventId, ItemId, RequestId


def may_adopt(state: FloorState, speech: Speech) -> bool:
    """Return whether a speech can be taken over: its speaker has not the floor just now."""
    return all(s.request != speech.request for s in (*state.held, *_some(state.current)))


def adopted(state: FloorState, event: FloorEvent) -> FloorState | None:
    """Return the floor with a speech as another console measured it; None where nothing changes."""
    request = state.requests.get(RequestId(event.subject))
    key = f"{event.text('line')}/{event.text('called')}"
    if request is None or key in state.adopted:
        return None
    before = next((s for s in state.past if s.request == request.id), None)
    spent_ms = max(0, event.number("spent_ms") or 0)
    speech = Speech(
        request=request.id,
        item=request.item,
        kind=request.kind,
        person=request.person,
        called=EventId(event.text("called")),
        called_utc_ms=event.number("called_utc_ms") or event.at.utc_ms,
        allotted_ms=max(0, event.number("allotted_ms") or 0),
        clock=ClockState.ENDED,
        begun_utc_ms=event.number("begun_utc_ms"),
        ended_utc_ms=event.number("ended_utc_ms") or event.at.utc_ms,
        spent_ms=spent_ms,
        paused_ms=max(0, event.number("paused_ms") or 0),
        measure=Measure.WALL if event.text("measure") else Measure.MONOTONIC,
    )
    if not may_adopt(state, speech):
        return None
    done = replace(request, state=RequestState.ENDED)
    # what a speech is charged for beside the clock that counted stays out of the meeting's length
    more_ms = spent_ms - (before.spent_ms if before else 0)
    tally = replace(state.tally, corrected_ms=state.tally.corrected_ms - more_ms)
    return replace(
        state,
        past=_with_speech(state.past, speech),
        requests={**state.requests, done.id: done},
        tally=tally,
        adopted=state.adopted | {key},
    )


def item_adopted(state: FloorState, event: FloorEvent) -> FloorState | None:
    """Return the floor with an item done that another console did; None where it is no more ahead.

    Its time stays with the items that were open where it counts.
    """
    item = ItemId(event.subject)
    run = state.run_of(item)
    if run.state is not ItemState.AHEAD:
        return None
    opened, closed = event.number("opened_utc_ms"), event.number("closed_utc_ms")
    run = replace(run, state=ItemState.DONE, opened_utc_ms=opened, closed_utc_ms=closed)
    return replace(state, items={**state.items, item: run})


def settled(state: FloorState, event: FloorEvent) -> FloorState:
    """Return the floor with one line decided about."""
    return replace(state, settled={**state.settled, event.subject: event.text("seen")})


def _some(speech: Speech | None) -> tuple[Speech, ...]:
    return () if speech is None else (speech,)


def _with_speech(past: Iterable[Speech], speech: Speech) -> tuple[Speech, ...]:
    """Return the speeches with one of them as it is now, at the place of its call."""
    others = [s for s in past if s.request != speech.request]
    place = next(
        (n for n, s in enumerate(others) if s.called_utc_ms > speech.called_utc_ms), len(others)
    )
    return (*others[:place], speech, *others[place:])
