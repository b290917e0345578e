"""The hub's sockets: WebSockets for those who work together, and two pages for those who watch.

Everything shares one port. Each connection has limits: how large a frame, how many updates a
second (what comes faster is simply not read yet), how long until it says who it is, and how much
may wait for it before it is dropped. An abrupt end is an ordinary event.
"""

import asyncio
import contextlib
import ipaddress
import logging
import ssl
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from http import HTTPStatus
from urllib.parse import unquote

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from moderator.domain.errors import LinkFailed, Reason
from moderator.hub import pages
from moderator.hub.guest import Guest
from moderator.hub.house import House
from moderator.hub.pace import Pace
from moderator.sync.framing import HOCUSPOCUS, Y_WEBSOCKET
from moderator.sync.wire import MOST_BYTES

PATH = "/sync"
"""Where Hocuspocus' framing is spoken."""
YJS_PATH = "/yjs"
"""Before a document's name: where y-websocket's framing is spoken."""

_HANDSHAKE_S = 10.0
_TOKEN_S = 10.0
_PING_S = 10.0
_MOST_WAITING = 16 * 1024 * 1024
"""Bytes; a reader that does not keep up with this much is dropped, and catches up later."""
_SWEEP_S = 10.0
"""Less than half of the 30 s after which browsers' programs give up on whoever is silent."""
_POLICY, _TRY_LATER = 1008, 1013
_FOR_GOOD = {"token": 4401, "role": 4403}
"""Programs of the ecosystem do not come back after such a code."""

_logger = logging.getLogger(__name__)


class _Line:
    """One socket: what goes out waits in order, within bounds."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket
        self._out: deque[bytes] = deque()
        self._waiting = 0
        self._has_out = asyncio.Event()
        self._code = 0
        self._why = ""

    def send(self, frame: bytes) -> None:
        """Queue a frame; too many of them end the connection."""
        if self._code:
            return
        self._waiting += len(frame)
        if self._waiting > _MOST_WAITING:
            self._end(_TRY_LATER, "slow")
            return
        self._out.append(frame)
        self._has_out.set()

    def cut(self, why: str) -> None:
        """End the connection once what was queued is sent."""
        self._end(_FOR_GOOD.get(why, _POLICY), why)

    def _end(self, code: int, why: str) -> None:
        if not self._code:
            self._code, self._why = code, why
            self._has_out.set()
            if code == _TRY_LATER:
                self._socket.transport.abort()  # nothing more gets through to it anyway

    @property
    def is_cut(self) -> bool:
        """Whether nothing that comes in is heard any more."""
        return bool(self._code)

    async def pump(self) -> None:
        """Send what is queued, until the connection ends."""
        while True:
            while self._out:
                frame = self._out.popleft()
                await self._socket.send(frame)
                self._waiting -= len(frame)
            if self._code:
                await self._socket.close(self._code, self._why)
                return
            self._has_out.clear()
            await self._has_out.wait()


class HubServer:
    """The listening side of a hub."""

    def __init__(
        self,
        house: House,
        host: str,
        port: int,
        tls: ssl.SSLContext | None = None,
        names: Iterable[str] = (),
    ) -> None:
        """``names`` are those, beside addresses and the host, by which people reach the hub."""
        self._house = house
        self._names = frozenset(name.lower() for name in (host, "localhost", *names))
        self._host = host
        self._port = port
        self._tls = tls
        self._server: Server | None = None
        self._sweeping: asyncio.Task[None] | None = None

    async def open(self) -> int:
        """Start listening; return the port, which the system chooses where 0 was asked for.

        Raises:
            LinkFailed: somebody else listens there, or the host is none of ours.
        """
        try:
            self._server = await serve(
                self._serve,
                self._host,
                self._port,
                ssl=self._tls,
                ssl_handshake_timeout=_HANDSHAKE_S if self._tls else None,
                compression=None,
                max_size=MOST_BYTES,
                open_timeout=_HANDSHAKE_S,
                ping_interval=_PING_S,
                ping_timeout=_PING_S,
                close_timeout=1.0,
                process_request=self._first_look,
                select_subprotocol=_first_offered,
                logger=_quiet(),
            )
        except OSError as error:
            raise LinkFailed(Reason.HUB_PORT, port=self._port, host=self._host) from error
        self._sweeping = asyncio.create_task(self._sweep(), name="hub sweep")
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def close(self) -> None:
        """Say good-bye to everybody and stop."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _sweep(self) -> None:
        """Part with those whose time is over and who say nothing."""
        while True:
            await asyncio.sleep(_SWEEP_S)
            self._house.part_with_expired()
            self._house.beat()

    def _first_look(self, socket: ServerConnection, request: Request) -> Response | None:
        """Answer plain requests, and let in the sockets that come from where they may."""
        path = request.path.partition("?")[0]
        if not _is_ours(request.headers.get("Host", ""), self._names):
            return socket.respond(HTTPStatus.FORBIDDEN, "This is not the name of this hub.\n")
        if path == "/healthz":
            return socket.respond(HTTPStatus.OK, "ok\n")
        if path == "/metrics":
            return socket.respond(HTTPStatus.OK, pages.metrics(self._house))
        if path.rstrip("/") != PATH and not _document_of(path):
            return socket.respond(HTTPStatus.NOT_FOUND, "There is nothing here.\n")
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.headers.get("Host"):
            return socket.respond(HTTPStatus.FORBIDDEN, "Pages of other sites may not join.\n")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        line = _Line(socket)
        guest = self._welcome(socket, line)
        pump = asyncio.create_task(line.pump())
        listen = asyncio.create_task(self._listen(socket, line, guest))
        try:
            await asyncio.wait((pump, listen), return_when=asyncio.FIRST_COMPLETED)
            if listen.done() and line.is_cut:
                with contextlib.suppress(TimeoutError, ConnectionClosed):
                    async with asyncio.timeout(_HANDSHAKE_S):
                        await asyncio.shield(pump)
        finally:
            self._house.see_off(guest)
            for task in (pump, listen):
                task.cancel()
            await asyncio.gather(pump, listen, return_exceptions=True)

    def _welcome(self, socket: ServerConnection, line: _Line) -> Guest:
        """Tell the two framings apart by the path they are spoken at."""
        document = _document_of(socket.request.path if socket.request else "")
        guest = self._house.welcome(line, Y_WEBSOCKET if document else HOCUSPOCUS)
        if document:
            guest.arrive(document, socket.subprotocol or "")
        return guest

    async def _listen(self, socket: ServerConnection, line: _Line, guest: Guest) -> None:
        pace = Pace(asyncio.get_running_loop().time)
        try:
            async with asyncio.timeout(_TOKEN_S) as patience:
                while not line.is_cut:
                    frame = await socket.recv(decode=False)
                    guest.hear(bytes(frame))
                    if guest.is_known:
                        patience.reschedule(None)
                    await asyncio.sleep(pace.wait_s())
        except ConnectionClosed:
            pass
        except TimeoutError:
            line.cut("silent")
        except Exception:
            # the root of this connection: the hub goes on, and everybody else with it
            _logger.exception("a connection failed")
            line.cut("failed")


def _document_of(path: str) -> str:
    """Return the document a path of y-websocket's framing names; empty for any other path."""
    before, _, name = path.partition("?")[0].partition(f"{YJS_PATH}/")
    return unquote(name) if not before else ""


def _first_offered(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Echo what a browser's program offers: its token, which a query string would tell to logs."""
    return next(iter(offered), None)


def _quiet() -> logging.Logger:
    """Return a logger that keeps scans and broken handshakes to itself."""
    logger = logging.getLogger("moderator.hub.sockets")
    logger.setLevel(logging.CRITICAL)
    return logger


def _is_ours(said: str, names: Collection[str]) -> bool:
    """Return whether a request names us; a page that rebinds its own name to us does not."""
    name = said.rpartition(":")[0] if said.rpartition(":")[2].isdecimal() else said
    name = name.strip("[]").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names or name.endswith(".local")
    return True
