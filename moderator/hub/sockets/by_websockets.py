"""Sockets by ``websockets``, wherever Python runs; its protocol alone, without its tasks."""

import asyncio
import logging
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from moderator.hub.sockets import CLOSE_S, TOO_BIG, Kind, Pieces, TooBig, Welcome
from moderator.sync.wire import MOST_BYTES

_quiet = logging.getLogger("moderator.hub.sockets")
_quiet.setLevel(logging.CRITICAL)
"""Scans and broken handshakes are ordinary."""


def _adopt(transport: asyncio.Transport, head: bytes, welcome: Welcome) -> None:
    """Take over a transport whose first request, read already, wants to be a socket."""
    protocol = _Socket(transport, welcome)
    transport.set_protocol(protocol)
    protocol.data_received(head)


class _Socket(asyncio.Protocol):
    def __init__(self, transport: asyncio.Transport, welcome: Welcome) -> None:
        self._transport = transport
        self._welcome = welcome
        self._ear = welcome.ear
        self._is_open = False
        self._pieces = Pieces(MOST_BYTES)
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
                self._take(event)
        if self._protocol.close_expected():
            asyncio.get_running_loop().call_later(CLOSE_S, self._transport.abort)

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
                    self._take(event)

    def _take(self, frame: Frame) -> None:
        if frame.opcode not in (Opcode.BINARY, Opcode.TEXT, Opcode.CONT):
            return  # pings are answered, and good-byes returned, by the protocol
        try:
            whole = self._pieces.add(bytes(frame.data), is_last=frame.fin)
        except TooBig:
            self.close(TOO_BIG, "too large")
            return
        if whole is not None:
            self._ear.heard(whole)

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

    def close(self, code: int, why: str) -> None:
        """Say good-bye, and wait a moment for the answer."""
        if self._protocol.state is OPEN:
            self._protocol.send_close(code, why)
            self._write()
        asyncio.get_running_loop().call_later(CLOSE_S, self._transport.abort)

    def abort(self) -> None:
        """Let go at once."""
        self._transport.abort()

    def pause(self) -> None:
        """Read no more for now."""
        self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        self._transport.resume_reading()

    @property
    def waiting_bytes(self) -> int:
        """How much waits for the system."""
        return self._transport.get_write_buffer_size()

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
