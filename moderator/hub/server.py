"""The hub's door to the network: one address and port for sockets and pages.

Each connection has limits: how large a frame, how many updates a second (what comes faster is
simply not read yet), how long until it says who it is, and how much may wait for it before it is
dropped. An abrupt end is an ordinary event.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Callable, Collection, Iterable
from http import HTTPStatus
from urllib.parse import unquote

from moderator.domain.errors import LinkFailed, Reason
from moderator.hub import pages
from moderator.hub.front import Front
from moderator.hub.guest import Guest
from moderator.hub.house import House
from moderator.hub.line import Line
from moderator.hub.pairing import PATH as PAIR_PATH
from moderator.hub.pairing import Pairing, PairingEar
from moderator.hub.polling import Polling
from moderator.hub.routes import Answer, Request, Routes, said
from moderator.hub.sockets import CLOSE_S, GOING_AWAY, Kind, Welcome
from moderator.hub.sockets.choice import best
from moderator.sync import batch

PATH = "/sync"
"""Where Hocuspocus' framing is spoken."""
YJS_PATH = "/yjs"
"""Before a document's name: where y-websocket's framing is spoken."""

_HANDSHAKE_S = 10.0
_ASK_S = 10.0
"""Twice that, and a dead line is noticed."""
_SWEEP_S = 30.0
_BACKLOG = 1_024
"""Connections the system may hold that nobody has looked at yet: everybody comes at once."""


class HubServer:
    """The listening side of a hub."""

    def __init__(
        self,
        house: House,
        host: str,
        port: int,
        tls: ssl.SSLContext | None = None,
        names: Iterable[str] = (),
        kind: Kind | None = None,
    ) -> None:
        """``names`` are those, beside addresses and the host, by which people reach the hub.

        ``kind`` is who speaks WebSocket; the fastest there is unless said otherwise.
        """
        self._house = house
        self._names = frozenset(name.lower() for name in (host, "localhost", *names))
        self._host = host
        self._port = port
        self._tls = tls
        self._kind = kind or best()
        self._lines: set[Line] = set()
        self._fronts: set[Front] = set()
        self._pairings: set[PairingEar] = set()
        self._server: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.routes = Routes(self._first_look)
        self.routes.add_page("GET", "/healthz", _alive)
        self.routes.add_page("GET", "/metrics", self._metrics)
        polling = Polling(self._house.access.good_name, self._line)
        self.routes.add_page("POST", batch.PATH, polling.post)
        self.routes.add_page("GET", batch.PATH, polling.get)
        self.routes.add_socket(PATH, self._open)
        self.routes.add_socket(PAIR_PATH, self._open_pairing)
        self.routes.add_socket(f"{YJS_PATH}/", self._open_one)

    async def open(self) -> int:
        """Start listening; return the port, which the system chooses where 0 was asked for.

        Raises:
            LinkFailed: somebody else listens there, or the host is none of ours.
        """
        adopt = self._kind.adopt
        try:
            self._server = await self._kind.listen(
                lambda: Front(self.routes, adopt, self._fronts),
                self._host,
                self._port,
                ssl=self._tls,
                ssl_handshake_timeout=_HANDSHAKE_S if self._tls else None,
                backlog=_BACKLOG,
            )
        except OSError as error:
            raise LinkFailed(Reason.HUB_PORT, port=self._port, host=self._host) from error
        self._tasks = [
            asyncio.create_task(_every(_SWEEP_S, self._house.part_with_expired), name="hub sweep"),
            asyncio.create_task(_every(_ASK_S, self._ask_all), name="hub ask"),
        ]
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Say good-bye to everybody and stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is None:
            return
        self._server.close()
        for front in tuple(self._fronts):
            front.abort()
        for line in tuple(self._lines):
            line.end(GOING_AWAY, "")
        for pairing in tuple(self._pairings):
            pairing.end()
        until = asyncio.get_running_loop().time() + 2 * CLOSE_S
        while self._is_busy and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.01)
        await self._server.wait_closed()

    @property
    def _is_busy(self) -> bool:
        return bool(self._lines or self._fronts or self._pairings)

    def _ask_all(self) -> None:
        self._house.beat()
        for line in tuple(self._lines):
            line.ask()

    def _first_look(self, request: Request) -> Answer | None:
        """Let in what names us, and of what comes from other sites' pages no sockets."""
        host = request.headers.get("host", "")
        if not _is_ours(host, self._names):
            return said("This is not the name of this hub.", HTTPStatus.FORBIDDEN)
        origin = request.headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return said("Pages of other sites may not join.", HTTPStatus.FORBIDDEN)
        return None

    def _open(self, _request: Request) -> Welcome:
        return Welcome(self._line())

    def _line(self) -> Line:
        return Line(self._house.welcome, self._house.see_off, self._lines)

    def _open_pairing(self, _request: Request) -> Welcome:
        house = self._house
        pairing = Pairing(house.access, house.codes, house.sha256)
        return Welcome(PairingEar(pairing, self._pairings))

    def _open_one(self, request: Request) -> Welcome:
        """Let in a socket for one document.

        The token is the subprotocol it offers, and is echoed: a query string would be logged.
        """
        document = unquote(request.path.removeprefix(f"{YJS_PATH}/"))
        token = request.headers.get("sec-websocket-protocol", "").partition(",")[0].strip()

        def welcome(line: Line) -> Guest:
            return self._house.welcome_to(document, token, line)

        return Welcome(Line(welcome, self._house.see_off, self._lines), token)

    def _metrics(self, _request: Request) -> Answer:
        return Answer(body=pages.metrics(self._house).encode(), kind=pages.KIND)


def _alive(_request: Request) -> Answer:
    return said("ok")


async def _every(seconds: float, do: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        do()


def _is_ours(said: str, names: Collection[str]) -> bool:
    """Return whether a request names us; a page that rebinds its own name to us does not."""
    name = said.rpartition(":")[0] if said.rpartition(":")[2].isdecimal() else said
    name = name.strip("[]").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in names or name.endswith(".local")
    return True
