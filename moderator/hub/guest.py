"""One connection at the hub: who it is, and what each of its messages may do.

Rights are looked up for every message: a role that was changed or taken back counts at once.
"""

import json
from typing import Protocol

from moderator.documents import rights
from moderator.documents.document import DocumentBroken, parse_name
from moderator.documents.rights import Role
from moderator.domain.errors import StoreFailed
from moderator.domain.ids import ForumId
from moderator.hub.access import Access
from moderator.hub.room import Room, Seat
from moderator.hub.succession import Succession
from moderator.hub.voice import Line, say
from moderator.store.rows import HubToken
from moderator.sync import digest, wire
from moderator.sync.framing import Framing
from moderator.sync.lib0 import Malformed
from moderator.sync.wire import (
    HUB,
    Change,
    Closed,
    Denied,
    Granted,
    Message,
    Ping,
    Pong,
    Presence,
    PresenceAsked,
    Stateless,
    Step1,
    Step2,
    Token,
)

_MOST_ROOMS = 500
_MOST_DOCUMENTS = 1_000
"""Of one forum; four, and two for each meeting, are needed."""


class House(Protocol):
    """What a guest needs of the hub."""

    access: Access
    succession: Succession

    def room(self, document: str) -> Room:
        """Return the room of a document, filled if need be."""
        ...

    def forums(self) -> tuple[ForumId, ...]:
        """Return the forums that are here."""
        ...

    def documents(self, forum: ForumId) -> frozenset[str]:
        """Return the documents of a forum that are here."""
        ...

    def now_utc_ms(self) -> int:
        """Return the hub's time."""
        ...

    def tell_all(self) -> None:
        """Tell everybody once more what the hub is."""
        ...


class Guest:
    """What one connection has been granted."""

    def __init__(self, house: House, line: Line, framing: Framing) -> None:
        self._house = house
        self._line = line
        self._framing = framing
        self._token = ""
        """The hash of the token it came with."""
        self._seats: dict[str, tuple[Room, Seat]] = {}
        self._stands_by = False
        self._is_one_of_us = False
        """It asked for what only this hub tells, so it knows of the sockets' own liveness."""

    @property
    def is_known(self) -> bool:
        """Whether the connection has shown a good token, which is still good."""
        return self._house.access.good(self._token) is not None

    @property
    def token(self) -> HubToken | None:
        """The token it showed, while that is good."""
        return self._house.access.good(self._token)

    def tell(self) -> None:
        """Tell what the hub is, where that was told before."""
        if self.token is not None and self._is_one_of_us:
            self._tell_facts(self.token)

    def pass_on_access(self) -> None:
        """Tell a stand-by whom the hub lets in."""
        token = self.token if self._stands_by else None
        for rows in self._house.succession.pages(token.forum) if token is not None else ():
            self._say(HUB, Stateless(json.dumps({"access": rows})))

    def hear(self, frame: bytes) -> None:
        """Do what a frame asks for, or end the connection."""
        try:
            address, message = self._framing.decode(frame)
            self._hear(address, message)
        except Malformed:
            self._line.cut("malformed")

    def arrive(self, document: str, token: str) -> None:
        """Ask for the one document of this connection, where the framing has but one."""
        self._admit("", document, token)

    def beat(self) -> None:
        """Say that somebody is here, to programs that give up on whoever says nothing."""
        if self._seats and not self._is_one_of_us:
            self._line.send(self._framing.beat)

    def leave(self) -> None:
        """Let go of everything: the connection is over."""
        for room, seat in self._seats.values():
            if seat in room.seats:
                room.leave(seat)
        self._seats.clear()

    def look_again(self) -> None:
        """End the connection if its token is no longer good, and see what its role may read."""
        token = self._house.access.good(self._token)
        if token is None:
            if self._token:
                self._say(HUB, Denied("token"))
                self._line.cut("token")
            return
        for address, (room, _) in tuple(self._seats.items()):
            if not rights.may_read(Role(token.role), room.name):
                self._let_go(address)
                self._say(address, Closed("role"))
            else:
                self._say(address, Granted(rights.may_write(Role(token.role), room.name)))
        self._tell_facts(token)

    # messages

    def _hear(self, address: str, message: Message) -> None:
        if isinstance(message, Token):
            self._admit(address, wire.document_of(address), message.token)
            return
        if isinstance(message, Ping):
            self._say(address, Pong())
            return
        token = self._house.access.good(self._token)
        if token is None:
            self._line.cut("token")
            return
        if address == HUB:
            if isinstance(message, Stateless):
                self._tell(token, message.text)
            return
        found = self._seats.get(address)
        if found is None or found[1] not in found[0].seats:
            return  # it was told that it may not, and some clients go on for a while
        self._hear_document(found[0], found[1], token, message)

    def _hear_document(self, room: Room, seat: Seat, token: HubToken, message: Message) -> None:
        role = Role(token.role)
        if not rights.may_read(role, room.name):
            self._let_go(seat.address)
            self._say(seat.address, Closed("role"))
            return
        may_write = self._may_write(token, room)
        match message:
            case Step1():
                room.exchange(seat, message)
            case Step2(update) | Change(update):
                if not may_write:
                    room.read_only(seat, update)
                    return
                room.take(seat, update, is_difference=isinstance(message, Step2))
                if not token.forum and not room.is_new:
                    self._house.access.bind(_forum_of(room.name))
            case Presence(body):
                seat.role = token.role  # it may be another one since
                room.presence(seat, body)
            case PresenceAsked():
                room.roll_call(seat)
            case Closed():
                self._let_go(seat.address)

    def _may_write(self, token: HubToken, room: Room) -> bool:
        if not rights.may_write(Role(token.role), room.name):
            return False
        return self._is_of(token, _forum_of(room.name))

    def _is_of(self, token: HubToken, forum: ForumId) -> bool:
        """Return whether a token is for this forum; the first one is brought by a chair."""
        if token.forum:
            return token.forum == forum
        return Role(token.role) is Role.CHAIR and not self._house.forums()

    # being let in

    def _admit(self, address: str, document: str, shown: str) -> None:
        access = self._house.access
        name = access.hash_of(shown)
        token = access.good(name)
        if token is None or (self._token and self._token != name):
            self._say(address, Denied("token"))
            self._line.cut("token")
            return
        if not self._token:
            access.claim(name)
        self._token = name
        if document == HUB and not self._framing.is_for_one:
            self._is_one_of_us = True
            self._say(HUB, Granted(may_write=False))
            self._tell_facts(token)
            return
        why = self._why_not(document, token)
        if why:
            self._say(address, Denied(why))
            return
        self._seat(address, document, token)

    def _why_not(self, document: str, token: HubToken) -> str:
        if parse_name(document) is None:
            return "name"
        forum = _forum_of(document)
        if not rights.may_read(Role(token.role), document) or not self._is_of(token, forum):
            return "role"
        here = self._house.documents(forum)
        if len(self._seats) >= _MOST_ROOMS or (
            document not in here and len(here) >= _MOST_DOCUMENTS
        ):
            return "too-many"
        return ""

    def _seat(self, address: str, document: str, token: HubToken) -> None:
        try:
            room = self._house.room(document)
        except DocumentBroken:
            self._say(address, Denied("broken"))
            return
        except StoreFailed:
            self._line.cut("storage")  # who comes again may find it well
            return
        self._let_go(address)
        seat = Seat(
            line=self._line,
            framing=self._framing,
            address=address,
            name=token.name,
            role=token.role,
            token=token.hash,
            is_laptop=self._is_one_of_us,
        )
        self._seats[address] = (room, seat)
        seat.say(Granted(self._may_write(token, room)))
        room.enter(seat)

    def _let_go(self, address: str) -> None:
        found = self._seats.pop(address, None)
        if found is not None and found[1] in found[0].seats:
            found[0].leave(found[1])

    def _tell(self, token: HubToken, asked: str) -> None:
        """Answer with the hub's time where that was asked for, else with what it knows."""
        try:
            said = json.loads(asked)
            number = int(said["n"]) if said["ask"] == "time" else None
            sha256 = str(said["sha256"]) if said["ask"] == "stand-by" else None
        except (ValueError, KeyError, TypeError, RecursionError):
            number = sha256 = None
        if sha256 is not None:
            self._stands_by = self._house.succession.stand_by(token, sha256)
            self.pass_on_access()
            self._house.tell_all()
            return
        if number is None:
            self._tell_facts(token)
            return
        answer = {"n": number, "utc_ms": self._house.now_utc_ms()}
        if "same" in said:
            answer["same"] = said["same"] == self._digest()
        self._say(HUB, Stateless(json.dumps(answer)))

    def _digest(self) -> str:
        """Return what tells whether the guest holds the same of all they follow."""
        rooms = [room for room, seat in self._seats.values() if seat in room.seats]
        return digest.of_all((room.name, room.digest()) for room in rooms)

    def _tell_facts(self, token: HubToken) -> None:
        role = Role(token.role)
        documents = self._house.documents(token.forum) if token.forum else frozenset[str]()
        facts = {
            "forum": token.forum,
            "role": role.value,
            "name": token.name,
            "expires_utc_ms": token.expires_utc_ms,
            "documents": sorted(d for d in documents if rights.may_read(role, d)),
            "utc_ms": self._house.now_utc_ms(),
            **self._house.succession.facts(),
        }
        self._say(HUB, Stateless(json.dumps(facts, ensure_ascii=False)))

    def _say(self, address: str, message: Message) -> None:
        say(self._line, self._framing, address, message)


def _forum_of(document: str) -> ForumId:
    return ForumId(document.partition("/")[0])
