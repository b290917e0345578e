"""What a browser's program with y-websocket's provider does at a hub, without a browser."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from moderator.documents.document import Document
from moderator.sync.framing import Y_WEBSOCKET
from moderator.sync.wire import MOST_BYTES, Change, Message, Step1, Step2
from tests.hub.kit import NAME, RunningHub


class Browser:
    """One document, followed over a socket of its own."""

    def __init__(self, socket: ClientConnection, name: str) -> None:
        self.socket = socket
        self.document = Document(name)
        self.document.on_update(self._changed)
        self.heard: list[Message] = []
        self.code = 0
        """With which the hub hung up; 0 while it did not."""
        self._sending: set[asyncio.Task[None]] = set()

    def put(self, key: str, value: str) -> None:
        """Write something down."""
        with self.document.transaction():
            self.document._meta[key] = value

    def get(self, key: str) -> str | None:
        """Return what was written down."""
        value = self.document._meta.get(key)
        return value if isinstance(value, str) else None

    def say(self, message: Message) -> None:
        """Send a message."""
        task = asyncio.create_task(self._send(Y_WEBSOCKET.encode("", message)))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def all(self, kind: type[Message]) -> list[Message]:
        """Return what was heard of a kind."""
        return [message for message in self.heard if isinstance(message, kind)]

    async def run(self) -> None:
        """Answer the hub until it hangs up."""
        self.say(Step1(self.document.state_vector()))
        try:
            async for frame in self.socket:
                assert isinstance(frame, bytes)
                self._hear(Y_WEBSOCKET.decode(frame)[1])
        except ConnectionClosed:
            pass
        self.code = self.socket.close_code or 0

    async def _send(self, frame: bytes) -> None:
        with contextlib.suppress(ConnectionClosed):
            await self.socket.send(frame)

    def _changed(self, update: bytes, local: bool) -> None:
        if local:
            self.say(Change(update))

    def _hear(self, message: Message) -> None:
        self.heard.append(message)
        match message:
            case Step1(state_vector):
                self.say(Step2(self.document.missing(state_vector)))
            case Step2(update) | Change(update):
                self.document.apply(update)


@asynccontextmanager
async def browser(hub: RunningHub, token: str, name: str = NAME) -> AsyncIterator[Browser]:
    """Run a browser's program at a hub, its token shown as the provider's ``protocols`` do."""
    settings: dict[str, Any] = {"compression": None, "max_size": MOST_BYTES}
    offered = [Subprotocol(token)]
    async with connect(hub.url_of(name), subprotocols=offered, **settings) as socket:
        assert socket.subprotocol == token
        made = Browser(socket, name)
        running = asyncio.create_task(made.run())
        try:
            yield made
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
