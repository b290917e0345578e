"""Servers that speak Yjs' protocol and are no hubs of this program, as the link sees hubs.

They know no forum, no role and no time, and an answer of theirs means that they received something,
not that they keep it. Whoever invites to them says the rest, which is answered in their place.
"""

import asyncio
import contextlib
import json
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlsplit

from moderator.documents.pieces import Unsplittable, pieces
from moderator.sync import wire
from moderator.sync.address import Invitation, Speaks
from moderator.sync.channel import MOST_FRAME, Channel
from moderator.sync.lib0 import Malformed
from moderator.sync.sockets import WebSocket, is_near, open_socket
from moderator.sync.transport import LinkLost, Transport
from moderator.sync.wire import (
    HUB,
    MOST_BYTES,
    MOST_UPDATE,
    Change,
    Denied,
    Granted,
    Message,
    PresenceAsked,
    Stateless,
    Step2,
    Token,
)
from moderator.sync.worked import Worked

_BEAT_S = 20.0
"""Such servers part with whoever says nothing for a minute."""


async def open_foreign(invitation: Invitation) -> Transport:
    """Connect to a server that is no hub of this program.

    Raises:
        LinkLost: nobody is reached.
        LinkRefused: its certificate is not the one of the invitation.
    """
    if invitation.speaks is Speaks.Y_WEBSOCKET:
        await _knock(invitation)
        return _YWebsocket(invitation)
    return _Hocuspocus(invitation, await open_socket(invitation, most_bytes=MOST_FRAME))


async def _knock(invitation: Invitation) -> None:
    """See whether somebody is there at all, before the first document is asked for."""
    parts = urlsplit(invitation.url)
    if not is_near(parts.hostname or ""):
        return  # a proxy may lead there
    port = parts.port or (443 if parts.scheme == "wss" else 80)
    try:
        _, writer = await asyncio.open_connection(parts.hostname, port)
    except OSError as error:
        raise LinkLost(str(error)) from error
    writer.close()


def _fitting(message: Message) -> list[Message]:
    """Return a message of such a server, which knows no limits, as ones that the link takes."""
    if not isinstance(message, Step2 | Change) or len(message.update) <= MOST_UPDATE:
        return [message]
    try:
        *parts, last = pieces(message.update, MOST_UPDATE)
    except Unsplittable:
        return [Denied("too-large")]
    return [*map(Change, parts), type(message)(last)]


class _Foreign(Worked, ABC):
    """A transport that several sockets may fill."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__()
        self._invitation = invitation

    async def send(self, frame: bytes) -> None:
        """Hand over one frame."""
        address, message = wire.decode(frame)
        if address == HUB:
            self._answer(message)
        elif address:
            await self._say(address, message)

    def _answer(self, message: Message) -> None:
        if isinstance(message, Token):
            self._hear(HUB, Granted(may_write=False))
            facts = {"forum": self._invitation.forum, "role": self._invitation.role}
            self._hear(HUB, Stateless(json.dumps(facts)))

    @abstractmethod
    async def _say(self, document: str, message: Message) -> None:
        """Say something to the server."""

    def _hear(self, document: str, message: Message) -> None:
        for part in _fitting(message):
            self._in.put_nowait(wire.encode(document, part))


class _Hocuspocus(_Foreign):
    """One socket for everything, as at a hub."""

    def __init__(self, invitation: Invitation, socket: WebSocket) -> None:
        super().__init__(invitation)
        self._socket = socket
        self._documents: list[str] = []
        self._run(self._receiving())
        self._run(self._beating())

    async def _say(self, document: str, message: Message) -> None:
        if isinstance(message, Token):
            self._documents.append(document)
        await self._socket.send(wire.encode(document, message))

    async def _receiving(self) -> None:
        while True:
            frame = await self._socket.receive()
            if len(frame) <= MOST_BYTES:
                self._in.put_nowait(frame)
                continue
            with contextlib.suppress(Malformed):
                address, message = wire.decode(frame, MOST_FRAME)
                self._hear(wire.document_of(address), message)

    async def _beating(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_S)
            for document in self._documents[:1]:
                await self._socket.send(wire.encode(document, PresenceAsked()))

    async def close(self) -> None:
        """Let go of the socket."""
        await super().close()
        await self._socket.close()


class _YWebsocket(_Foreign):
    """A socket for each document."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(invitation)
        self._channels: dict[str, Channel] = {}

    async def _say(self, document: str, message: Message) -> None:
        if not isinstance(message, Token):
            self._channels[document].say(message)
        elif document not in self._channels:
            channel = self._channels[document] = Channel(partial(self._hear, document))
            self._run(self._open(document, channel))

    async def _open(self, document: str, channel: Channel) -> None:
        url = f"{self._invitation.url.removesuffix('/')}/{quote(document)}"
        invitation = replace(self._invitation, url=url)
        socket = await open_socket(invitation, invitation.token, MOST_FRAME)
        await channel.run(socket)
