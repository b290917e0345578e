"""One document on a socket of its own, in y-websocket's framing, as the link sees documents.

A server of that framing says what it has when a socket opens, and never again; and it answers no
change. What it has later is what it had and what it was sent since; and whatever was sent before a
ping that came back was received.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from moderator.sync.framing import Y_WEBSOCKET
from moderator.sync.lib0 import Malformed
from moderator.sync.tasks import until_one_ends
from moderator.sync.transport import Transport
from moderator.sync.wire import MOST_DOCUMENT, Change, Granted, Message, Status, Step1, Step2

MOST_FRAME = MOST_DOCUMENT + 64 * 1024
"""Bytes: such a server sends a whole document at once."""


class Proving(Transport, Protocol):
    """A socket that can tell how far it has come."""

    async def reached(self) -> None:
        """Wait until the other side has read all that was sent.

        Raises:
            LinkLost: the connection is gone.
        """
        ...


class Channel:
    """Belongs to the event loop that ``run`` runs on."""

    def __init__(self, hear: Callable[[Message], None]) -> None:
        """``hear`` takes what the link is to hear about the document."""
        self._hear = hear
        self._out: asyncio.Queue[Message] = asyncio.Queue()
        self._we_had = b"\0"
        """As we last said; whoever answers us afterwards sends no less."""
        self._server_has: bytes | None = None
        self._unproven = 0
        self._has_sent = asyncio.Event()

    def say(self, message: Message) -> None:
        """Send a message once what was said before is sent."""
        self._out.put_nowait(message)

    async def run(self, socket: Proving) -> None:
        """Serve the document for as long as its socket stands.

        Raises:
            LinkLost: the connection is gone.
        """
        self._hear(Granted(may_write=True))
        try:
            await until_one_ends(
                self._sending(socket), self._receiving(socket), self._proving(socket)
            )
        finally:
            await socket.close()

    async def _sending(self, socket: Proving) -> None:
        while True:
            message = await self._out.get()
            frame = Y_WEBSOCKET.encode("", message)
            if not frame:
                continue
            await socket.send(frame)
            match message:
                case Step1(state_vector):
                    self._we_had = state_vector
                case Step2():
                    self._server_has = self._we_had
                    self._count()
                case Change():
                    self._count()

    def _count(self) -> None:
        self._unproven += 1
        self._has_sent.set()

    async def _receiving(self, socket: Proving) -> None:
        while True:
            frame = await socket.receive()
            try:
                _, message = Y_WEBSOCKET.decode(frame, MOST_FRAME)
            except Malformed:
                continue  # a newer server may say more than we know
            if isinstance(message, Step1):
                self._server_has = message.state_vector
            self._hear(message)
            if isinstance(message, Step2) and self._server_has is not None:
                self._hear(Step1(self._server_has))

    async def _proving(self, socket: Proving) -> None:
        while True:
            await self._has_sent.wait()
            self._has_sent.clear()
            count, self._unproven = self._unproven, 0
            await socket.reached()
            for _ in range(count):
                self._hear(Status(is_kept=True))
