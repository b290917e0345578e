"""One document at the hub: what comes is tried, committed, acknowledged, passed on; in this order.

Bytes that are no update, or that break the document, cost their sender the connection; the document
is filled again from what is kept, and nobody else notices.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from moderator.documents.document import Document, DocumentBroken, UpdateMalformed
from moderator.documents.gaps import holds_all, is_known
from moderator.documents.history import is_of_another
from moderator.documents.pieces import Unsplittable, pieces
from moderator.domain.clock import Clock
from moderator.hub.counts import Counts
from moderator.hub.crowd import Crowd
from moderator.hub.relay import Relay
from moderator.hub.voice import Line, say
from moderator.hub.writers import Writers
from moderator.store.filling import filled
from moderator.store.hub_store import HubStore
from moderator.store.writes import Outcome, Update, Write
from moderator.sync import digest
from moderator.sync.framing import Framing
from moderator.sync.wire import (
    EMPTY_UPDATE,
    MOST_DOCUMENT,
    MOST_UPDATE,
    Change,
    Closed,
    Message,
    Status,
    Step1,
    Step2,
)

_NOTHING = b"\x00"
"""The state vector of an empty document."""


@dataclass(eq=False, slots=True)
class Seat:
    """One connection in one room, by the address it uses for the document."""

    line: Line
    framing: Framing
    address: str
    name: str = ""
    """Whom the token was given to; empty where that is not known."""
    role: str = ""
    is_laptop: bool = False
    """One of ours, which needs not be told again and again who is here."""
    token: str = ""
    """The hash of the token it came with."""
    clients: dict[int, int] = field(default_factory=dict)
    """The awareness ids this connection speaks for, with the clock each said last."""

    def say(self, message: Message) -> None:
        """Send a message about the room's document."""
        say(self.line, self.framing, self.address, message)


class Room:
    """One document with those who follow it; belongs to the hub's event loop."""

    def __init__(self, name: str, store: HubStore, clock: Clock, counts: Counts) -> None:
        """Fill the document from what is kept.

        Raises:
            DocumentBroken: that cannot be used.
            StoreFailed: the disk or the database refuses.
        """
        self.name = name
        self._store = store
        self._clock = clock
        self._counts = counts
        self._emitted: list[bytes] = []
        self._waiting: deque[bytes] = deque()
        """What the store has not committed yet, oldest first."""
        self._unsettled = 0
        self.seats: dict[Seat, None] = {}
        self._writers = Writers(self.seats)
        """In the order in which they came."""
        self.crowd = Crowd(self.seats)
        self._relay = Relay(self.seats, counts)
        self._digested = b"", b""
        """A state vector, and its digest."""
        self._size = 0
        store.follow(name)
        try:
            self._document = self._filled()
        except BaseException:
            store.let_go(name)
            raise

    def _filled(self) -> Document:
        document = filled(self._store, Document, self.name, {self.name: tuple(self._waiting)})
        self._size = MOST_DOCUMENT  # at most; looked at when something is to be added
        document.on_update(self._keep_emitted)
        return document

    def _keep_emitted(self, update: bytes, _local: bool) -> None:
        self._emitted.append(update)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is here and everything is on the disk."""
        return not self.seats and not self._unsettled

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept of this document."""
        return not self._waiting and self._document.state_vector() == _NOTHING

    def digest(self) -> bytes:
        """Return what tells whether another holds the same."""
        vector = self._document.state_vector()
        if vector != self._digested[0]:
            self._digested = vector, digest.of_document(vector)
        return self._digested[1]

    def close(self) -> None:
        """Let go of the document."""
        self._store.let_go(self.name)
        self._document.close()

    # who is here

    def enter(self, seat: Seat) -> None:
        """Follow the document from now on."""
        if seat.address == self.name:
            seat.address = self.name  # one text for all: it is compared by identity, and kept once
        self.seats[seat] = None
        self.crowd.greet(seat)

    def leave(self, seat: Seat) -> None:
        """Follow it no longer; the others hear who left."""
        del self.seats[seat]
        self.crowd.part(seat)

    def presence(self, seat: Seat, body: bytes) -> None:
        """Pass on who is here.

        Raises:
            Malformed: the body is no awareness message.
        """
        self.crowd.hear(seat, body)

    def roll_call(self, seat: Seat) -> None:
        """Tell one who is here."""
        self.crowd.greet(seat)

    # what they say of the document

    def exchange(self, seat: Seat, step: Step1) -> None:
        """Send what a follower lacks, and say what is here, so that they see what the hub lacks.

        Nothing is shown that a power cut could take back: what is not committed waits.
        """
        try:
            *parts, last = pieces(self._document.missing(step.state_vector), MOST_UPDATE)
        except DocumentBroken:
            self._punish(seat, "malformed")
            return
        except Unsplittable:
            self._refuse(seat, "too-large")
            return
        # the second step comes last: programs take it for the sign that they have everything
        answers: list[Message] = [*map(Change, parts), Step2(last)]
        if not step.is_reply:
            answers.append(Step1(self._document.state_vector()))
        self._when_kept((), partial(self._say, seat, answers))

    def take(self, seat: Seat, update: bytes, *, is_difference: bool) -> None:
        """Merge an update, commit it, acknowledge it and pass it on."""
        if update == EMPTY_UPDATE:
            self._when_kept((), partial(self._say, seat, [Status(is_kept=True)]))
            return
        if self._size + len(update) > MOST_DOCUMENT and self._is_full(update):
            self._refuse(seat, "too-large")
            return
        if is_difference and is_of_another(self._document, update):
            self._refuse(seat, "other-history")
            return
        if not is_difference and not self._is_only_one(seat, update):
            return
        moved = self._merge(seat, update)
        if moved is None:
            return
        is_known = not moved and holds_all(self._document.state_vector(), (update,))
        kept = () if is_known else (update,)
        self._counts.updates += len(kept)
        emitted, self._emitted = tuple(self._emitted), []
        self._when_kept(kept, partial(self._acknowledge, seat, emitted))
        if not moved and not is_known:
            # something before it never came; what is missing comes with a whole exchange
            seat.say(Step1(self._document.state_vector()))

    def _is_only_one(self, seat: Seat, update: bytes) -> bool:
        """Refuse a change where somebody else writes under the same client id.

        Who shows the same token is the same laptop, whose older connection is a dead one.
        """
        other = self._writers.claim(seat, update)
        if other is None:
            return True
        is_same = other.token == seat.token
        self._refuse(other if is_same else seat, "client-id")
        return is_same and self._writers.claim(seat, update) is None

    def learn(self, updates: Sequence[bytes]) -> None:
        """Merge and pass on what other hubs on the same database committed.

        Raises:
            DocumentBroken: what is kept cannot be used.
            StoreFailed: the database refuses.
        """
        self._emitted.clear()
        try:
            for update in updates:
                self._document.apply(update)
                self._size += len(update)
        except DocumentBroken:
            self._throw_out()
        emitted, self._emitted = tuple(self._emitted), []
        if emitted:
            # it may have brought to light what waits here for its own commit
            self._when_kept((), partial(self._relay.add, None, emitted))

    def read_only(self, seat: Seat, update: bytes) -> None:
        """Answer one who may not write: only what says nothing new is fine."""
        is_harmless = update == EMPTY_UPDATE or is_known(self._document, update)
        if not is_harmless:
            self._counts.refused += 1
        seat.say(Status(is_harmless))

    # merging

    def _merge(self, seat: Seat, update: bytes) -> bool | None:
        """Return whether the document moved; None where the update was thrown out."""
        self._emitted.clear()
        before = self._document.incarnation
        try:
            moved = self._document.apply(update)
            is_same = before in ("", self._document.incarnation)
        except DocumentBroken as error:
            if not isinstance(error, UpdateMalformed):  # which leaves the document as it was
                self._throw_out()
            self._punish(seat, "malformed")
            return None
        if not is_same:
            self._throw_out()
            self._refuse(seat, "other-history")
            return None
        self._size += len(update)
        return moved

    def _throw_out(self) -> None:
        """Fill the document again from what is kept."""
        self._emitted.clear()
        self._document.close()
        self._document = self._filled()
        self._counts.rebuilt += 1

    def _is_full(self, update: bytes) -> bool:
        self._size = len(self._document.state())
        return self._size + len(update) > MOST_DOCUMENT

    def _refuse(self, seat: Seat, why: str) -> None:
        self._counts.refused += 1
        seat.say(Status(is_kept=False))
        seat.say(Closed(why))
        if seat in self.seats:
            self.leave(seat)

    def _punish(self, seat: Seat, why: str) -> None:
        self._refuse(seat, why)
        seat.line.cut(why)

    # after the commit

    def _when_kept(self, updates: tuple[bytes, ...], then: Callable[[], None]) -> None:
        """Run ``then`` once these updates and all before them are committed."""
        if not updates and not self._unsettled:
            then()
            return
        made = self._clock.read().utc_ms
        self._waiting.extend(updates)
        self._unsettled += 1
        rows = tuple(Update(self.name, body, False, made) for body in updates)
        self._store.write(Write(rows, done=partial(self._kept, len(updates), then)))

    def _kept(self, count: int, then: Callable[[], None], outcome: Outcome) -> None:
        if outcome.failed is not None:
            return  # kept in memory and tried again; nobody is told that it is safe
        for _ in range(count):
            self._waiting.popleft()
        self._unsettled -= 1
        then()

    def _say(self, seat: Seat, answers: list[Message]) -> None:
        if seat in self.seats:
            for answer in answers:
                seat.say(answer)

    def _acknowledge(self, sender: Seat, emitted: tuple[bytes, ...]) -> None:
        self._say(sender, [Status(is_kept=True)])
        self._relay.add(sender, emitted)
