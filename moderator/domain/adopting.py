"""What consoles did apart from the one that ran the floor, and how it is taken over afterwards.

A line is what one tenure holds that does not count. Folded as if that tenure had gone on, it shows
speeches as their own console measured them; adopting one appends a correction with those times. The
same speech of the same line is adopted once, whoever does it how often.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from moderator.domain.adopted import may_adopt
from moderator.domain.clock import Measure
from moderator.domain.events import EventKind, Fact, FloorEvent
from moderator.domain.floor import ClockState, FloorState, ItemRun, ItemState, Speech
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, ItemId, LaptopId, RequestId
from moderator.domain.rules import Draft

_TELLS_NOTHING = frozenset({EventKind.GAVEL_TAKEN, EventKind.BOOKED, EventKind.SETTLED})


@dataclass(frozen=True, slots=True)
class Line:
    """What one console did apart, in order."""

    tenure: EventId
    laptop: LaptopId
    who: RequestId
    """Under which id its name lies among the typed ones; empty where it took no gavel."""
    events: tuple[FloorEvent, ...]
    speeches: tuple[Speech, ...]
    """Those it measured otherwise than what counts, ended where the line ends."""
    items: Mapping[ItemId, ItemRun]
    """Those that were done there and are still ahead where it counts."""

    @property
    def since_utc_ms(self) -> int:
        """When the first of it was done."""
        return self.events[0].at.utc_ms

    @property
    def last(self) -> EventId:
        """The last event of it."""
        return self.events[-1].id


class Lines:
    """All that was done apart on one floor; what a line holds is worked out once."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._there: dict[EventId, tuple[tuple[Speech, ...], Mapping[ItemId, ItemRun]]] = {}
        """By the last event of a line, what became of the floor there."""

    def all(self) -> tuple[Line, ...]:
        """Return everything, by tenure, the oldest first."""
        return tuple(self._line(tenure, events) for tenure, events in self._grouped().items())

    def open(self) -> tuple[Line, ...]:
        """Return the lines nobody has decided about yet that hold something to adopt."""
        settled = self._fold.state.settled
        found = (
            self._line(tenure, events)
            for tenure, events in self._grouped().items()
            if settled.get(tenure) != events[-1].id
        )
        return tuple(line for line in found if line.speeches or line.items)

    def _grouped(self) -> dict[EventId, list[FloorEvent]]:
        found: dict[EventId, list[FloorEvent]] = {}
        fold = self._fold
        for event in fold.events if fold.apart else ():
            if event.id in fold.apart and event.kind not in _TELLS_NOTHING:
                found.setdefault(fold.tenures.of(event), []).append(event)
        return found

    def _line(self, tenure: EventId, events: list[FloorEvent]) -> Line:
        here = self._fold.state
        last = events[-1].id
        if last not in self._there:
            self._there[last] = _done_there(self._fold, tenure, events)
        speeches, items = self._there[last]
        known = {s.request: (s.clock, s.spent_ms, s.ended_utc_ms) for s in here.speeches()}
        taking = self._fold.known(tenure)
        return Line(
            tenure=tenure,
            laptop=events[0].laptop,
            who=RequestId(taking.subject if taking else ""),
            events=tuple(events),
            speeches=tuple(
                s
                for s in speeches
                if known.get(s.request) != (s.clock, s.spent_ms, s.ended_utc_ms)
                and f"{tenure}/{s.called}" not in here.adopted
            ),
            items={i: run for i, run in items.items() if here.run_of(i).state is ItemState.AHEAD},
        )


def adopt_speech(line: Line, speech: Speech) -> Draft:
    """Take one speech over as its own console measured it."""
    facts: dict[str, Fact] = {
        "line": line.tenure,
        "called": speech.called,
        "called_utc_ms": speech.called_utc_ms,
        "allotted_ms": speech.allotted_ms,
        "spent_ms": speech.spent_ms,
        "paused_ms": speech.paused_ms,
    }
    if speech.begun_utc_ms is not None:
        facts["begun_utc_ms"] = speech.begun_utc_ms
    if speech.ended_utc_ms is not None:
        facts["ended_utc_ms"] = speech.ended_utc_ms
    if speech.measure is Measure.WALL:
        facts["measure"] = Measure.WALL.value
    return Draft(EventKind.ADOPTED, speech.request, facts)


def adopt_line(line: Line, state: FloorState) -> list[Draft]:
    """Take over whatever of a line can be, and ask about it no more."""
    drafts = [adopt_speech(line, s) for s in line.speeches if may_adopt(state, s)]
    for item, run in line.items.items():
        times = {
            "opened_utc_ms": run.opened_utc_ms,
            "closed_utc_ms": run.closed_utc_ms,
            "spent_ms": run.spent_ms,
        }
        facts: dict[str, Fact] = {k: v for k, v in times.items() if v is not None}
        drafts.append(Draft(EventKind.ITEM_ADOPTED, item, {"line": line.tenure, **facts}))
    return [*drafts, settle(line)]


def settle(line: Line) -> Draft:
    """Leave the rest of a line aside, until more of it comes."""
    return Draft(EventKind.SETTLED, line.tenure, {"seen": line.last})


def _done_there(
    fold: Fold, tenure: EventId, events: list[FloorEvent]
) -> tuple[tuple[Speech, ...], Mapping[ItemId, ItemRun]]:
    """Return which speeches and items a line made what they are, as if it had gone on."""
    apart = {e.id for e in events}
    before = Fold((e for e in fold.events if e.id not in apart), tenure).state
    there = Fold(fold.events, tenure).state
    end = max(there.since.utc_ms if there.since else 0, events[-1].at.utc_ms)
    known = set(before.speeches())
    speeches = tuple(
        replace(s, clock=ClockState.ENDED, ended_utc_ms=s.ended_utc_ms or end)
        for s in there.speeches()
        if s.spent_ms and s not in known and (s.called in apart or s.clock is ClockState.ENDED)
    )
    items = {
        item: run
        for item, run in there.items.items()
        if run.state is ItemState.DONE and before.run_of(item) != run
    }
    return speeches, items
