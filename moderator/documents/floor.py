"""The floor's events and the names typed at the list, as they lie in a meeting's floor document.

Events are a root map from id to JSON that nobody changes: only the first value seen of an id
counts. Names are a second one, so that they can be erased without touching the record.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

from pycrdt import Map, MapEvent

from moderator.documents.document import Document, changed_texts, weakly
from moderator.domain.events import FloorEvent, from_json, to_json
from moderator.domain.ids import EventId, RequestId


@dataclass(frozen=True, slots=True)
class FloorChange:
    """What one transaction brought."""

    events: tuple[FloorEvent, ...] = ()
    """Those not known before, in their logical order; their places may lie among older ones."""
    names: Mapping[RequestId, str] = field(default_factory=dict)
    """Names as they are now; empty for an erased one."""
    tampered: tuple[EventId, ...] = ()
    """Events somebody tried to change or remove; what was first seen goes on counting."""


class FloorDocument(Document):
    """The record of one meeting."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._event_map: Map[str] = Map()
        self._name_map: Map[str] = Map()
        self._doc["events"] = self._event_map
        self._doc["names"] = self._name_map
        self._first: dict[EventId, str] = {}
        self._order: list[FloorEvent] = []
        self._names: dict[RequestId, str] = {}
        self._unreadable: set[EventId] = set()
        self._tampered: dict[EventId, None] = {}
        self._listeners: list[Callable[[FloorChange], None]] = []
        self._new: list[FloorEvent] = []
        self._new_names: dict[RequestId, str] = {}
        self._new_tampered: list[EventId] = []
        self._event_map.observe(weakly(self._events_came))
        self._name_map.observe(weakly(self._names_came))

    def events(self) -> list[FloorEvent]:
        """Return all readable events in their logical order."""
        return list(self._order)

    @property
    def names(self) -> Mapping[RequestId, str]:
        """The names typed at the list, as they are now."""
        return MappingProxyType(self._names)

    @property
    def unreadable(self) -> frozenset[EventId]:
        """Events this program cannot read: damaged, or written by a newer one."""
        return frozenset(self._unreadable)

    @property
    def tampered(self) -> tuple[EventId, ...]:
        """Events somebody tried to change or remove, as far as this log shows it."""
        return tuple(self._tampered)

    def append(
        self, events: Sequence[FloorEvent], names: Mapping[RequestId, str] | None = None
    ) -> None:
        """Write events and names of new requests down in one update; known events stay."""
        with self.transaction():
            for event in events:
                if event.id not in self._first:
                    self._event_map[event.id] = to_json(event)
            for request, name in (names or {}).items():
                if self._names.get(request) != name:
                    self._name_map[request] = name

    def erase_names(self, requests: Iterable[RequestId]) -> None:
        """Delete typed names from every copy of the document; the events stay."""
        with self.transaction():
            for request in requests:
                if request in self._names:
                    del self._name_map[request]

    def on_change(self, told: Callable[[FloorChange], None]) -> None:
        """Call ``told`` after each transaction that changed something, wherever it was made."""
        self._listeners.append(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        super().close()
        self._listeners.clear()

    def _apply_all(self, updates: tuple[bytes, ...]) -> None:
        # one transaction each: otherwise only the last value of an id would be seen
        for update in updates:
            self._doc.apply_update(update)

    def _loaded(self) -> None:
        self._take()

    def _settled(self, local: bool) -> None:
        change = self._take()
        if change != FloorChange():
            for told in self._listeners:
                self._later(partial(told, change))

    def _take(self) -> FloorChange:
        new = tuple(sorted(self._new, key=_order))
        if len(new) > len(self._order):
            self._order = sorted([*self._order, *new], key=_order)
        else:
            for event in new:
                insort(self._order, event, key=_order)
        change = FloorChange(new, self._new_names, tuple(self._new_tampered))
        self._new, self._new_names, self._new_tampered = [], {}, []
        return change

    def _events_came(self, event: MapEvent) -> None:
        for key, text in changed_texts(event).items():
            known = EventId(key)
            if known not in self._first:
                if text is not None:
                    self._first[known] = text
                    self._read(known, text)
            elif text != self._first[known] and known not in self._tampered:
                self._tampered[known] = None
                self._new_tampered.append(known)

    def _read(self, known: EventId, text: str) -> None:
        event = from_json(known, text)
        if event is None:
            self._unreadable.add(known)
        else:
            self._new.append(event)

    def _names_came(self, event: MapEvent) -> None:
        for key, text in changed_texts(event).items():
            request = RequestId(key)
            self._new_names[request] = text or ""
            if text:
                self._names[request] = text
            else:
                self._names.pop(request, None)


def _order(event: FloorEvent) -> tuple[int, str]:
    return event.order
