"""Sockets by ``picows``: frames are read and written in compiled code."""

import asyncio
import importlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import aiofastnet
from picows import (
    WSAutoPingStrategy,
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
)

from moderator.hub.sockets import Kind, OverTransport, Welcome
from moderator.sync.wire import MOST_BYTES

_Protocol: Any = importlib.import_module("picows.picows").WSProtocol
"""Not public; the version is pinned, and a test runs over it."""

_BUFFER = 2 * 1024
"""Bytes for reading, to begin with; it grows with what comes."""


async def _listen(*arguments: Any, **options: Any) -> asyncio.Server:
    """Listen as ``loop.create_server`` does, with transports that write in compiled code."""
    return await aiofastnet.create_server(asyncio.get_running_loop(), *arguments, **options)


class _Log(logging.LoggerAdapter[logging.Logger]):
    """A logger that is no ``Logger``: of those, picows makes one for each connection."""

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802
        """Scans and broken handshakes are ordinary."""
        return False


_log = _Log(logging.getLogger("moderator.hub.sockets"))


def _adopt(transport: asyncio.Transport, head: bytes, welcome: Welcome) -> None:
    """Take over a transport whose first request, read already, wants to be a socket."""
    socket = _Socket(transport, welcome)
    protocol = _Protocol(
        None,  # host and path, which are a client's
        None,
        False,  # nor are we one
        socket.answer,
        _log,
        True,  # an exception that nobody expected ends the connection
        None,  # the handshake is here already
        False,  # the hub asks all its connections in one round
        0,
        0,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        False,
        MOST_BYTES,
        None,
        _BUFFER,
    )
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    _feed(protocol, head)


def _feed(protocol: Any, data: bytes) -> None:
    """Let a protocol read bytes that were read for it."""
    while data:
        room = protocol.get_buffer(-1)
        taken = min(len(room), len(data))
        room[:taken] = data[:taken]
        protocol.buffer_updated(taken)
        data = data[taken:]


class _Socket(OverTransport, WSListener):
    def __init__(self, transport: asyncio.Transport, welcome: Welcome) -> None:
        super().__init__(transport, welcome)
        self._subprotocol = welcome.subprotocol
        self._socket: WSTransport
        self.send: Callable[[bytes], None]
        """Hands over one message."""

    def answer(self, _request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        """Return the answer to the handshake, which picows completes where it is sound."""
        headers = {"Sec-WebSocket-Protocol": self._subprotocol} if self._subprotocol else {}
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(headers), self)

    # what comes

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done."""
        self._socket = transport
        self.send = partial(transport.send, WSMsgType.BINARY)  # no step in between is compiled
        self._ear.opened(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Something came."""
        kind = frame.msg_type
        self._ear.stirred()
        if kind in (WSMsgType.BINARY, WSMsgType.TEXT, WSMsgType.CONTINUATION):
            self._take(frame.get_payload_as_bytes(), is_last=frame.fin)
        elif kind == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif kind == WSMsgType.CLOSE:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()
            self._end_soon()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """It is over."""
        self._ear.closed()

    def pause_writing(self) -> None:
        """The system takes no more."""
        self._ear.clogged(True)

    def resume_writing(self) -> None:
        """The system takes something again."""
        self._ear.clogged(False)

    # what goes

    def ping(self) -> None:
        """Ask whether anybody is there."""
        self._socket.send_ping()

    def _say_goodbye(self, code: int, why: str) -> None:
        self._socket.send_close(WSCloseCode(code), why.encode())


KIND = Kind("picows", _adopt, _listen)
