"""The hub without its sockets: the rooms that are open, and the guests in them."""

import logging

from moderator.domain.clock import Clock
from moderator.domain.ids import ForumId
from moderator.hub.access import Access
from moderator.hub.codes import Codes
from moderator.hub.counts import Counts
from moderator.hub.guest import Guest
from moderator.hub.neighbours import Neighbours
from moderator.hub.room import Room
from moderator.hub.succession import Succession
from moderator.hub.voice import Line
from moderator.store.hub_store import HubStore
from moderator.sync.framing import HOCUSPOCUS, Y_WEBSOCKET

_logger = logging.getLogger(__name__)


class House:
    """Everything a hub keeps in memory; belongs to its event loop."""

    def __init__(self, store: HubStore, clock: Clock) -> None:
        self.store = store
        self._clock = clock
        self.access = Access(store, clock)
        self.codes = Codes(clock)
        self.sha256 = ""
        """The fingerprint of the certificate that laptops see; empty without TLS of our own."""
        self.is_announced = False
        """Whether the network is told that the hub is here."""
        self.access.listen(self._look_again)
        self.succession = Succession(store, self.access)
        self.access.watch(self._pass_on_access)
        self.counts = Counts()
        self.guests: set[Guest] = set()
        self._rooms: dict[str, Room] = {}
        self._documents: dict[ForumId, frozenset[str]] = {
            forum: frozenset(store.documents(forum)) for forum in store.known_forums()
        }
        self._neighbours = Neighbours(
            store, self.access, self._rooms, self._note_name, self._close_broken
        )

    def meet_neighbours(self) -> None:
        """Hear of other hubs on the same database from now on."""
        self.store.watch(self._neighbours)

    def welcome(self, line: Line) -> Guest:
        """Return the guest of a new connection."""
        return self._add(Guest(self, line, HOCUSPOCUS))

    def welcome_to(self, document: str, token: str, line: Line) -> Guest:
        """Return the guest of a new connection that is about one document, and shows its token."""
        guest = self._add(Guest(self, line, Y_WEBSOCKET))
        guest.arrive(document, token)
        return guest

    def _add(self, guest: Guest) -> Guest:
        self.guests.add(guest)
        return guest

    def see_off(self, guest: Guest) -> None:
        """Forget a guest whose connection is over, and what only they used."""
        self.guests.discard(guest)
        guest.leave()
        for name, room in tuple(self._rooms.items()):
            if room.is_idle:
                self._note(name, room)
                room.close()
                del self._rooms[name]

    @property
    def open_rooms(self) -> int:
        """How many documents are in memory."""
        return len(self._rooms)

    def room(self, document: str) -> Room:
        """Return the room of a document, filled if need be.

        Raises:
            DocumentBroken: what is kept of it cannot be used.
            StoreFailed: the disk or the database refuses.
        """
        room = self._rooms.get(document)
        if room is None:
            room = self._rooms[document] = Room(document, self.store, self._clock, self.counts)
            self._neighbours.introduce(room)
        return room

    def forums(self) -> tuple[ForumId, ...]:
        """Return the forums that have something here, committed or not."""
        self._note_all()
        return tuple(self._documents)

    def documents(self, forum: ForumId) -> frozenset[str]:
        """Return the documents of a forum that have something here, committed or not."""
        self._note_all()
        return self._documents.get(forum, frozenset())

    def now_utc_ms(self) -> int:
        """Return the hub's time."""
        return self._clock.read().utc_ms

    def _note_all(self) -> None:
        for name, room in self._rooms.items():
            self._note(name, room)

    def _note(self, name: str, room: Room) -> None:
        if name not in self._documents.get(_forum_of(name), frozenset()) and not room.is_new:
            self._note_name(name)

    def _note_name(self, name: str) -> None:
        forum = _forum_of(name)
        self._documents[forum] = self._documents.get(forum, frozenset()) | {name}

    def _close_broken(self, room: Room) -> None:
        """Part with all who are in a room that cannot be used; they come again by themselves."""
        for seat in tuple(room.seats):
            seat.line.cut("broken")
        if self._rooms.pop(room.name, None) is not None:
            room.close()

    def part_with_expired(self) -> None:
        """End the connections whose tokens are over."""
        for guest in tuple(self.guests):
            if not guest.is_known:
                guest.look_again()

    def beat(self) -> None:
        """Say to programs that would give up otherwise that the hub is there."""
        for guest in tuple(self.guests):
            guest.beat()
        for room in self._rooms.values():
            room.crowd.ask_laptops(is_shared=self._neighbours.are_there)

    def tell_all(self) -> None:
        """Tell everybody once more what the hub is."""
        for guest in tuple(self.guests):
            guest.tell()

    def _pass_on_access(self) -> None:
        for guest in tuple(self.guests):
            guest.pass_on_access()

    def _look_again(self) -> None:
        for guest in tuple(self.guests):
            guest.look_again()


def _forum_of(document: str) -> ForumId:
    return ForumId(document.partition("/")[0])
