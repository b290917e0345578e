"""The gavel: one console at a time runs the floor, and of those apart the later one counts.

A ``gavel-taken`` event begins a tenure; all that its laptop does from then on, up to its next
taking, belongs to it. The event names the tenure it follows (``after``) and the last event of that
one its console knew (``seen``). The tenure taken last in logical order is the one that counts, with
those it follows, each as far as its successor knew it. Whatever else was done by right of the gavel
was done apart: it stays in the record, changes nothing, and can be adopted.

What was done before anybody took the gavel belongs to the tenure with the empty id, whoever did it.
"""

import bisect
from collections.abc import Iterable, Mapping

from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.ids import EventId, LaptopId

NEEDS_GAVEL = frozenset(
    {
        EventKind.MEETING_OPENED,
        EventKind.MEETING_CLOSED,
        EventKind.PLAN_CHOSEN,
        EventKind.ITEM_OPENED,
        EventKind.ITEM_CLOSED,
        EventKind.LIST_OPENED,
        EventKind.LIST_CLOSED,
        EventKind.CALLED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.TIME_CHANGED,
        EventKind.ADJUSTED,
        EventKind.ENDED,
        EventKind.NOT_HERE,
        EventKind.BOOKED,
        EventKind.ADOPTED,
        EventKind.ITEM_ADOPTED,
        EventKind.SETTLED,
    }
)
"""What only the console that runs the floor may do, and undo."""

ROOT = EventId("")
"""The tenure before anybody took the gavel."""

Order = tuple[int, str]
_ALL: Order = (1 << 62, "")
_NONE: Order = (-1, "")


def needs_gavel(kind: EventKind, subject: str, known: Mapping[EventId, FloorEvent]) -> bool:
    """Return whether an event takes the gavel; to undo or redo takes it where the deed did."""
    seen: set[str] = set()
    while kind is EventKind.UNDONE and subject not in seen:
        seen.add(subject)
        target = known.get(EventId(subject))
        if target is None:
            return False
        kind, subject = target.kind, target.subject
    return kind in NEEDS_GAVEL


class Tenures:
    """Who held the gavel when, as far as the events tell, and which tenures count."""

    def __init__(self, known: Mapping[EventId, FloorEvent], last: EventId | None = None) -> None:
        """Look at all events; ``last`` is the tenure to count to, by default the one taken last."""
        self._known = known
        takings = [e for e in known.values() if e.kind is EventKind.GAVEL_TAKEN]
        takings.sort(key=lambda e: e.order)
        self._of: dict[LaptopId, list[FloorEvent]] = {}
        for event in takings:
            self._of.setdefault(event.laptop, []).append(event)
        if last is None:
            last = takings[-1].id if takings else ROOT
        self.last = last
        self._upto = self._chain(last)

    def _chain(self, last: EventId) -> dict[EventId, Order]:
        """Return how far each tenure that counts does."""
        upto = {last: _ALL}
        at = self._known.get(last)
        while at is not None:
            before, seen = EventId(at.text("after")), self._known.get(EventId(at.text("seen")))
            if before in upto:
                break
            upto[before] = seen.order if seen is not None else _NONE
            at = self._known.get(before)
        return upto

    @property
    def are_many(self) -> bool:
        """Whether anybody ever took the gavel."""
        return bool(self._of)

    def of(self, event: FloorEvent) -> EventId:
        """Return the tenure an event was made in."""
        if event.kind is EventKind.GAVEL_TAKEN:
            return event.id
        own = self._of.get(event.laptop)
        place = bisect.bisect(own, event.order, key=lambda e: e.order) if own else 0
        return own[place - 1].id if own and place else ROOT

    def counts(self, event: FloorEvent) -> bool:
        """Return whether an event by right of the gavel changes the floor."""
        upto = self._upto.get(self.of(event))
        return upto is not None and event.order <= upto

    def is_apart(self, event: FloorEvent) -> bool:
        """Return whether an event was made by right of a gavel that another held."""
        if event.kind is EventKind.GAVEL_TAKEN:
            return not self.counts(event)
        needs = needs_gavel(event.kind, event.subject, self._known)
        return needs and not self.counts(event)

    def last_seen(self, events: Iterable[FloorEvent]) -> EventId:
        """Return the last thing done by right of the tenure that counts, for its successor."""
        found = self.last
        for event in events:
            if needs_gavel(event.kind, event.subject, self._known) and self.of(event) == self.last:
                found = event.id
        return found
