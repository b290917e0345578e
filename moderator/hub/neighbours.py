"""Other hubs on the same database: what they kept, who is at them, and telling them who is here.

What they kept comes by its number and is never lost; who is here is told and forgotten, like
awareness everywhere. A hub that begins, or that missed something, asks all others to tell again.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence

from moderator.documents.document import DocumentBroken
from moderator.domain.errors import StoreFailed
from moderator.hub.access import Access
from moderator.hub.room import Room
from moderator.store.hub_store import HubStore
from moderator.store.rows import HubToken
from moderator.sync import presence
from moderator.sync.lib0 import Malformed, Reader, Writer
from moderator.sync.presence import Here

_HERE, _WHO = 0, 1
_MOST_NAME = 1_024
_MOST_BODY = 512 * 1024

_logger = logging.getLogger(__name__)


class Neighbours:
    """What a hub does about the others; told on the hub's event loop."""

    def __init__(
        self,
        store: HubStore,
        access: Access,
        rooms: Mapping[str, Room],
        found: Callable[[str], None],
        broken: Callable[[Room], None],
    ) -> None:
        """``found`` hears of documents that are in the database, ``broken`` of unusable rooms."""
        self._store = store
        self._access = access
        self._rooms = rooms
        self._found = found
        self._broken = broken
        self._present: frozenset[str] = frozenset()

    @property
    def are_there(self) -> bool:
        """Whether another hub runs on the same database."""
        return bool(self._present)

    def introduce(self, room: Room) -> None:
        """Tell the others from now on who is in a room, and ask who is there."""

        def tell(states: tuple[Here, ...]) -> None:
            self._tell(room.name, states)

        room.crowd.tell_hubs = tell
        self._ask(room.name)

    # what the store tells

    def kept(self, document: str, updates: Sequence[bytes]) -> None:
        """Merge what others committed."""
        self._found(document)
        room = self._rooms.get(document)
        if room is None or not updates:
            return
        try:
            room.learn(updates)
        except (DocumentBroken, StoreFailed):
            _logger.exception("a document cannot be used any more")
            self._broken(room)

    def tokens(self, tokens: Sequence[HubToken]) -> None:
        """Know the tokens as they are now."""
        self._access.learn(tokens)

    def present(self, hubs: frozenset[str]) -> None:
        """Part with those whose hub is gone, and tell those that came who is here."""
        is_news = bool(hubs - self._present)
        self._present = hubs
        for name, room in self._rooms.items():
            room.crowd.keep_hubs(hubs)
            if is_news:
                self._tell(name, room.crowd.own)

    def again(self, documents: Sequence[str]) -> None:
        """Ask who is where, and tell who is here."""
        for document in documents:
            self._found(document)
        for name, room in self._rooms.items():
            self._tell(name, room.crowd.own)
            self._ask(name)

    def said(self, hub: str, message: bytes) -> None:
        """Hear who is at another hub, or tell it who is here."""
        self._present |= {hub}
        try:
            read = Reader(message)
            what, name = read.number(), read.text(_MOST_NAME)
            room = self._rooms.get(name)
            if room is None:
                return
            if what == _WHO:
                self._tell(name, room.crowd.own)
            elif what == _HERE:
                room.crowd.hear_hub(hub, presence.decode(read.data(_MOST_BODY)))
        except Malformed:
            _logger.warning("another hub says what this one does not understand")

    # inside

    def _ask(self, document: str) -> None:
        self._store.tell(Writer().number(_WHO).text(document).done())

    def _tell(self, document: str, states: Iterable[Here]) -> None:
        listed = tuple(states)
        if listed and self._present:  # one that comes is told everything
            body = presence.encode(listed)
            self._store.tell(Writer().number(_HERE).text(document).data(body).done())
