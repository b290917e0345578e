"""The link from a laptop to its hub: kept up for as long as it is wanted.

One socket carries all documents. For each, both sides say how much they have and send the other
what it lacks, once; from then on every change as it is made. The hub's status message says that
what was sent is committed there; whatever was not answered when a line breaks is in the next
exchange, deletions included, because an exchange sends all that the other side lacks.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from moderator.domain.clock import Clock
from moderator.domain.errors import ModeratorError
from moderator.domain.link import LinkState
from moderator.sync import digest, wire
from moderator.sync.around import Around
from moderator.sync.clockwork import Offset
from moderator.sync.followed import Documents, Followed, Standing, due, open_ones
from moderator.sync.hub_talk import HubTalk
from moderator.sync.lib0 import Malformed
from moderator.sync.outbox import Outbox
from moderator.sync.tasks import until_one_ends
from moderator.sync.transport import Connect, LinkLost, LinkRefused, Transport
from moderator.sync.wire import (
    EMPTY_UPDATE,
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
    Status,
    Step1,
    Step2,
    Token,
)

_CONNECT_S = 10.0
_FIRST_WAIT_S, _LAST_WAIT_S = 0.5, 8.0
_EXCHANGE_S = 60.0
"""An exchange heals what went missing without anybody's noticing; at our own hub, which compares a
digest of them all each time, only of the documents that are due."""


class Link(Standing):
    """Everything belongs to the event loop that ``run`` runs on."""

    def __init__(
        self,
        documents: Documents,
        connect: Connect,
        token: str,
        told: Callable[[], None],
        random: Callable[[], float],
        clock: Clock,
    ) -> None:
        """Call ``told`` after everything that may be worth showing; ``random`` gives 0 to 1."""
        super().__init__()
        self._documents = documents
        self._connect = connect
        self._token = token
        self._told = told
        self._random = random
        self.state = LinkState.OFFLINE
        self.why_refused, self.most_wait_s = "", _LAST_WAIT_S
        self.talk = HubTalk(partial(self._send, HUB), token, clock, self._exchange)
        self.around = Around(self._send, told)
        """Who else follows the documents, and what they are told of us."""
        self._out = Outbox()
        self._moved = asyncio.Event()

    # what is wanted

    @property
    def facts(self) -> dict[str, Any]:
        """What the hub said of itself on this connection: forum, role, documents."""
        return self.talk.facts

    @property
    def offset(self) -> Offset | None:
        """How far the hub's clock is ahead, as far as it is known."""
        return self.talk.clockwork.best

    @property
    def is_settled(self) -> bool:
        """Whether everything here is committed at the hub, and the reverse."""
        return bool(self.facts) and all(f.is_settled for f in self._wanted.values())

    def want(self, documents: Iterable[str]) -> None:
        """Follow these documents as well, also where a role forbade it before."""
        for name in documents:
            if name not in self._wanted or self._wanted[name].denied == "role":
                self._wanted[name] = Followed()
                if self.facts:
                    self._send(name, Token(self._token))
        self._look()

    def changed(self, document: str, update: bytes) -> None:
        """Send what was changed here; what cannot go now is in the next exchange."""
        followed = self._wanted.get(document)
        if followed is not None and followed.may_send():
            self._send_all(document, followed, update, Change)

    async def settle(self) -> None:
        """Exchange every document once more and wait until both sides have everything.

        Raises:
            LinkRefused: the hub will not have us.
        """
        await asyncio.sleep(0)  # a link that was started again begins anew
        if self._out.is_open and self.facts:
            self._exchange()
        while not self.is_settled:
            if self.state is LinkState.REFUSED:
                raise LinkRefused(self.why_refused)
            await self._moved.wait()

    # the connection

    async def run(self) -> None:
        """Keep the link up until cancelled, or until the hub refuses it."""
        tries = 0
        while True:
            self._set(LinkState.CONNECTING)
            was_live = False
            try:
                async with asyncio.timeout(_CONNECT_S):
                    transport = await self._connect()
                was_live = await self._live(transport)
            except LinkRefused as error:
                self.why_refused = str(error)
                self._set(LinkState.REFUSED)
                return
            except (LinkLost, TimeoutError):
                pass
            tries = 0 if was_live else tries + 1
            self._set(LinkState.OFFLINE)
            await asyncio.sleep(_wait_s(tries, self._random(), self.most_wait_s))

    async def _live(self, transport: Transport) -> bool:
        """Serve one connection to its end; return whether it ever was live."""
        self._out.is_open = True
        self._set(LinkState.CATCHING_UP)
        self.talk.begin()
        try:
            await until_one_ends(
                self._receiving(transport),
                self._out.pump(transport),
                _exchanging(self),
                self.around.keep(),
            )
        except LinkLost:
            pass
        finally:
            was_live = self.state is LinkState.LIVE
            self._out = Outbox()
            self.talk.end()
            self.around.lost()
            self._wanted = {name: Followed() for name in self._wanted}
            await transport.close()
        return was_live

    async def _receiving(self, transport: Transport) -> None:
        while True:
            frame = await transport.receive()
            try:
                address, message = wire.decode(frame)
            except Malformed:
                continue  # a newer hub may say more than we know
            document = wire.document_of(address)
            if isinstance(message, Step2 | Change) and document in self._wanted:
                await self._documents.prepare(document, message.update)
            self._hear(document, message)
            self._look()
            # frames that came together would be one long step: a whole forum has dozens
            await asyncio.sleep(0)

    def _exchange(self, names: Iterable[str] | None = None) -> None:
        """Compare these documents with the hub's, or all."""
        for name in open_ones(self._wanted) if names is None else names:
            followed = self._wanted[name]
            followed.heard = followed.compared = followed.is_touched = False
            self._send(name, Step1(self._documents.state_vector(name)))

    # messages

    def _hear(self, document: str, message: Message) -> None:
        if isinstance(message, Ping):
            self._send(document, Pong())
        elif document == HUB:
            self._hear_hub(message)
        elif document in self._wanted:
            self._hear_document(document, self._wanted[document], message)

    def _hear_hub(self, message: Message) -> None:
        was_known = bool(self.facts)
        self.talk.hear(message)
        self.around.is_vouched_for = bool(self.facts)
        for name in self._wanted if self.facts and not was_known else ():
            self._send(name, Token(self._token))

    def _hear_document(self, name: str, followed: Followed, message: Message) -> None:
        match message:
            case Granted(may_write):
                followed.may_write, followed.is_open = may_write, True
                followed.look(self._documents.understands(name))
                self.around.let_in(name)
                self._send(name, Step1(self._documents.state_vector(name)))
            case Denied("client-id") | Closed("client-id"):
                self._documents.renew(name)
                self._wanted[name] = Followed()
                self._send(name, Token(self._token))
            case Denied(reason) | Closed(reason):
                self._wanted[name] = Followed(denied=reason or "closed")
                self.around.shut_out(name)
            case Presence(body):
                self.around.hear(name, body)
            case Step1(state_vector):
                self._answer(name, followed, state_vector)
            case Step2(update):
                followed.heard = self._take(name, update)
            case Change(update):
                followed.is_touched = True
                self._take(name, update)
            case PresenceAsked():
                self.around.renew(name)
            case Status(is_kept):
                if followed.kept(is_kept):
                    self._send(name, Step1(self._documents.state_vector(name)))

    def _answer(self, name: str, followed: Followed, state_vector: bytes) -> None:
        lacking = followed.lacking(self._documents, name, state_vector)
        if followed.may_write:
            followed.answered = True
            followed.unanswered += 1
            self._send_all(name, followed, lacking, Step2)

    def _send_all(
        self, name: str, followed: Followed, update: bytes, message: type[Change | Step2]
    ) -> None:
        """Send an update, counted already, in as many frames as it takes."""
        count, why = self._out.put_update(name, update, message)
        followed.unanswered += count - 1
        if why:
            self._wanted[name] = Followed(denied=why)

    def _take(self, name: str, update: bytes) -> bool:
        """Keep what came; where it cannot be used, follow the document no longer."""
        if update == EMPTY_UPDATE:
            return True
        try:
            is_whole = self._documents.take(name, update)
        except ModeratorError as error:
            self._wanted[name] = Followed(denied=error.reason.value)
            return True
        self._wanted[name].look(self._documents.understands(name))
        if not is_whole:
            self._send(name, Step1(self._documents.state_vector(name)))
        return is_whole

    # inside

    def _send(self, document: str, message: Message) -> None:
        self._out.put(wire.encode(document, message))

    def _look(self) -> None:
        """See whether the hub is caught up with; a link once live stays so while it stands."""
        if self.state is LinkState.CATCHING_UP and self.is_settled:
            self.state = LinkState.LIVE
        self._stir()

    def _set(self, state: LinkState) -> None:
        self.state = state
        self._stir()

    def _stir(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
        self._told()


async def _exchanging(link: Link) -> None:
    """Compare with the hub again and again, for as long as the connection stands."""
    for n in itertools.count(1):
        await asyncio.sleep(_EXCHANGE_S)
        names = open_ones(link._wanted)
        if link.facts:
            link.talk.compare(digest.of_vectors(names, link._documents.state_vector))
            names = due(link._wanted, n)
        link._exchange(names)


async def reach(link: Link) -> None:
    """Wait until the hub has said who it is.

    Raises:
        LinkRefused: the hub will not have us.
    """
    await asyncio.sleep(0)  # a link that was started again begins anew
    while not link.facts:
        if link.state is LinkState.REFUSED:
            raise LinkRefused(link.why_refused)
        await link._moved.wait()


def _wait_s(tries: int, chance: float, most_s: float) -> float:
    """Return how long to wait before connecting again.

    Laptops that lost one hub together must not come back together.
    """
    return float(min(_FIRST_WAIT_S * 2**tries, most_s) * (0.5 + chance / 2))
