"""What those who run a forum write to each other; no viewer, page, record or export has it.

Messages are a root map from id to JSON that nobody changes, as the floor's events are: two laptops
that wrote apart both keep what they said.
"""

import json
from collections.abc import Callable

from pycrdt import Map, MapEvent

from moderator.documents.document import Document, changed_texts, weakly
from moderator.domain.ids import LaptopId
from moderator.domain.staff import MOST_CHARACTERS, StaffMessage
from moderator.domain.texts import one_line

_LATEST_UTC_MS = 2**53


class StaffDocument(Document):
    """The staff line of one forum."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._map: Map[str] = Map()
        self._doc["messages"] = self._map
        self._found: dict[str, StaffMessage] = {}
        self._order: tuple[StaffMessage, ...] | None = None
        self._is_new = False
        self._listeners: list[Callable[[], None]] = []
        self._map.observe(weakly(self._came))

    @property
    def messages(self) -> tuple[StaffMessage, ...]:
        """All that was said, in the same order on every laptop."""
        if self._order is None:
            self._order = tuple(sorted(self._found.values(), key=lambda m: (m.utc_ms, m.id)))
        return self._order

    def add(self, message: StaffMessage) -> None:
        """Say something."""
        facts = {
            "name": message.name,
            "laptop": message.laptop,
            "at": message.utc_ms,
            "text": message.text,
        }
        with self.transaction():
            self._map[message.id] = json.dumps(facts, ensure_ascii=False)

    def on_change(self, told: Callable[[], None]) -> None:
        """Call ``told`` after each transaction that brought a message, wherever it was made."""
        self._listeners.append(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        super().close()
        self._listeners.clear()

    def _loaded(self) -> None:
        self._is_new = False

    def _settled(self, local: bool) -> None:
        if self._is_new:
            self._is_new = False
            for told in self._listeners:
                self._later(told)

    def _came(self, event: MapEvent) -> None:
        for key, text in changed_texts(event).items():
            found = _read(key, text) if text else None
            if text is None:
                self._found.pop(key, None)
            elif found is not None:
                self._found.setdefault(key, found)  # what was first seen counts
        self._order, self._is_new = None, True


def _read(key: str, text: str) -> StaffMessage | None:
    """Return a message; None for what this program cannot read."""
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    name, laptop, at, said = (facts.get(each) for each in ("name", "laptop", "at", "text"))
    if not (isinstance(name, str) and isinstance(laptop, str) and isinstance(said, str)):
        return None
    if not isinstance(at, int) or not 0 <= at < _LATEST_UTC_MS:
        return None
    said = one_line(said[:MOST_CHARACTERS])
    return StaffMessage(key, one_line(name), LaptopId(laptop), at, said) if said else None
