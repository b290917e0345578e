"""From events to the floor: a pure fold in logical order, the same on every laptop.

``undone`` makes the fold run as if the named event had not been, so the clock of a speech that was
ended by mistake counts through (DESIGN.md §4.3). So does having been done apart from the console
that ran the floor (``moderator.domain.gavel``).
"""

import bisect
from collections.abc import Iterable

from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import FloorState
from moderator.domain.gavel import Tenures, needs_gavel
from moderator.domain.ids import EventId
from moderator.domain.steps import step

_CHECKPOINT = 32


class Fold:
    """The events of one meeting in their order and the state they make."""

    def __init__(self, events: Iterable[FloorEvent] = (), tenure: EventId | None = None) -> None:
        """Fold events; ``tenure`` is the one to count to, by default the one taken last."""
        self._tenure = tenure
        self._events: list[FloorEvent] = []
        self._known: dict[EventId, FloorEvent] = {}
        self._undone: frozenset[EventId] = frozenset()
        self._apart: frozenset[EventId] = frozenset()
        self._awaited: set[str] = set()
        """Events that others name, on which it depends what those count for."""
        self.tenures = Tenures({})
        self._states: list[FloorState] = [FloorState()]
        """``_states[n]`` is the state before event ``n * _CHECKPOINT``."""
        self._folded = 0
        """How many events ``state`` is made of."""
        self.state = FloorState()
        self.add(events)

    @property
    def events(self) -> tuple[FloorEvent, ...]:
        """All events in their logical order, undone ones too."""
        return tuple(self._events)

    def known(self, event: str) -> FloorEvent | None:
        """Return the event with this id; None where it has not come."""
        return self._known.get(EventId(event))

    def needs_gavel(self, kind: EventKind, subject: str) -> bool:
        """Return whether an event about to be made takes the gavel."""
        return needs_gavel(kind, subject, self._known)

    @property
    def lamport(self) -> int:
        """The highest logical time seen; a new event takes one more."""
        return self._events[-1].lamport if self._events else 0

    @property
    def undone(self) -> frozenset[EventId]:
        """The events that the fold runs as if they had not been, for they were taken back."""
        return self._undone

    @property
    def apart(self) -> frozenset[EventId]:
        """The events that do not count, for their console did not run the floor then."""
        return self._apart

    @property
    def void(self) -> frozenset[EventId]:
        """All events that do not count."""
        return self._undone | self._apart if self._apart else self._undone

    def add(self, events: Iterable[FloorEvent]) -> FloorState:
        """Take events in any order; one whose id is known already counts only once.

        A late event is folded from the last checkpoint before it.
        """
        first = len(self._events)
        new: list[FloorEvent] = []
        for event in events:
            if event.id in self._known:
                continue
            self._known[event.id] = event
            place = bisect.bisect(self._events, event.order, key=lambda e: e.order)
            self._events.insert(place, event)
            first = min(first, place)
            new.append(event)
        if new:
            first = min(first, self._recount(new))
        self._fold_from(first)
        return self.state

    def _recount(self, new: Iterable[FloorEvent]) -> int:
        """Find which events do not count; return the place of the first for which that changed."""
        before = self.void
        who, undone = False, False
        for event in new:
            who = who or event.kind is EventKind.GAVEL_TAKEN or event.id in self._awaited
            undone = undone or event.kind is EventKind.UNDONE
            if event.kind is EventKind.GAVEL_TAKEN:
                self._awaited |= {event.text("after"), event.text("seen")}
            elif event.kind is EventKind.UNDONE:
                self._awaited.add(event.subject)
        if who:
            self.tenures = Tenures(self._known, self._tenure)
            apart = frozenset(e.id for e in self._events if self.tenures.is_apart(e))
        elif self.tenures.are_many:
            apart = self._apart | {e.id for e in new if self.tenures.is_apart(e)}
        else:
            apart = self._apart
        if apart != self._apart:
            self._apart, undone = apart, True
        if not undone and not who:
            return len(self._events)
        self._undone = self._taken_back()
        changed = before ^ self.void
        places = (n for n, e in enumerate(self._events) if e.id in changed)
        return min(places, default=len(self._events))

    def _taken_back(self) -> frozenset[EventId]:
        undone: set[EventId] = set()
        for event in reversed(self._events):
            if event.kind is not EventKind.UNDONE or event.id in self._apart:
                continue
            if event.id not in undone:
                undone.add(EventId(event.subject))
        return frozenset(undone)

    def _fold_from(self, first: int) -> None:
        if first == self._folded:
            begin, state = first, self.state
        else:
            keep = min(first // _CHECKPOINT, len(self._states) - 1)
            del self._states[keep + 1 :]
            begin, state = keep * _CHECKPOINT, self._states[keep]
        void = self.void
        for place in range(begin, len(self._events)):
            if len(self._states) * _CHECKPOINT == place:
                self._states.append(state)
            event = self._events[place]
            if event.id not in void:
                state = step(state, event)
        self._folded = len(self._events)
        self.state = state
