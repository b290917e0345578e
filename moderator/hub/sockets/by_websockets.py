"""Sockets by ``websockets``, wherever Python runs; its protocol alone, without its tasks."""

import asyncio
import logging
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from moderator.hub.sockets import Kind, OverTransport, Welcome
from moderator.sync.wire import MOST_BYTES

_quiet = logging.getLogger("moderator.hub.sockets")
_quiet.setLevel(logging.CRITICAL)
"""Scans and broken handshakes are ordinary."""


def _adopt(transport: asyncio.Transport, head: bytes, welcome: Welcome) -> None:
    """Take over a transport whose first request, read already, wants to be a socket."""
    protocol = _Socket(transport, welcome)
    transport.set_protocol(protocol)
    protocol.data_received(head)


class _Socket(OverTransport, asyncio.Protocol):
    def __init__(self, transport: asyncio.Transport, welcome: Welcome) -> None:
        super().__init__(transport, welcome)
        self._welcome = welcome
        self._is_open = False
        self._protocol = ServerProtocol(max_size=MOST_BYTES, logger=_quiet)

    # what comes

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        self._protocol.receive_data(data)
        self._go_on()

    def eof_received(self) -> None:
        """Read that nothing more comes."""
        self._protocol.receive_eof()
        self._go_on()

    def _go_on(self) -> None:
        events = self._protocol.events_received()
        self._write()
        if self._is_open:
            self._ear.stirred()
        for event in events:
            if isinstance(event, Request):
                self._shake_hands(event)
            elif isinstance(event, Frame):
                self._read(event)
        if self._protocol.close_expected():
            self._end_soon()

    def _shake_hands(self, request: Request) -> None:
        response = self._protocol.accept(request)
        if self._welcome.subprotocol:
            response.headers["Sec-WebSocket-Protocol"] = self._welcome.subprotocol
        self._protocol.send_response(response)
        self._write()
        if self._protocol.state is OPEN:
            self._is_open = True
            self._ear.opened(self)
            for event in self._protocol.events_received():
                if isinstance(event, Frame):
                    self._read(event)

    def _read(self, frame: Frame) -> None:
        # pings are answered, and good-byes returned, by the protocol
        if frame.opcode in (Opcode.BINARY, Opcode.TEXT, Opcode.CONT):
            self._take(bytes(frame.data), is_last=frame.fin)

    def pause_writing(self) -> None:
        """The system takes no more."""
        if self._is_open:
            self._ear.clogged(True)

    def resume_writing(self) -> None:
        """The system takes something again."""
        if self._is_open:
            self._ear.clogged(False)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that it is over."""
        if self._is_open:
            self._is_open = False
            self._ear.closed()

    # what goes

    def send(self, frame: bytes) -> None:
        """Hand over one message."""
        if self._protocol.state is OPEN:
            self._protocol.send_binary(frame)
            self._write()

    def ping(self) -> None:
        """Ask whether anybody is there."""
        if self._protocol.state is OPEN:
            self._protocol.send_ping(b"")
            self._write()

    def _say_goodbye(self, code: int, why: str) -> None:
        if self._protocol.state is OPEN:
            self._protocol.send_close(code, why)
            self._write()

    def _write(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._transport.write(data)
            else:
                self._transport.close()


async def _listen(*arguments: Any, **options: Any) -> asyncio.Server:
    server: asyncio.Server = await asyncio.get_running_loop().create_server(*arguments, **options)
    return server


KIND = Kind("websockets", _adopt, _listen)
