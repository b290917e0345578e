"""From events to the floor: a pure fold in logical order, the same on every laptop.

``undone`` makes the fold run as if the named event had not been, so the clock of a speech that was
ended by mistake counts through (DESIGN.md §4.3).
"""

import bisect
from collections.abc import Iterable

from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import FloorState
from moderator.domain.ids import EventId
from moderator.domain.steps import step

_CHECKPOINT = 32


class Fold:
    """The events of one meeting in their order and the state they make."""

    def __init__(self, events: Iterable[FloorEvent] = ()) -> None:
        self._events: list[FloorEvent] = []
        self._known: set[EventId] = set()
        self._undone: frozenset[EventId] = frozenset()
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

    @property
    def lamport(self) -> int:
        """The highest logical time seen; a new event takes one more."""
        return self._events[-1].lamport if self._events else 0

    @property
    def undone(self) -> frozenset[EventId]:
        """The events that the fold runs as if they had not been."""
        return self._undone

    def add(self, events: Iterable[FloorEvent]) -> FloorState:
        """Take events in any order; one whose id is known already counts only once.

        A late event is folded from the last checkpoint before it.
        """
        first = len(self._events)
        recount = False
        for event in events:
            if event.id in self._known:
                continue
            self._known.add(event.id)
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
        if first == self._folded:
            begin, state = first, self.state
        else:
            keep = min(first // _CHECKPOINT, len(self._states) - 1)
            del self._states[keep + 1 :]
            begin, state = keep * _CHECKPOINT, self._states[keep]
        for place in range(begin, len(self._events)):
            if len(self._states) * _CHECKPOINT == place:
                self._states.append(state)
            event = self._events[place]
            if event.id not in self._undone:
                state = step(state, event)
        self._folded = len(self._events)
        self.state = state
