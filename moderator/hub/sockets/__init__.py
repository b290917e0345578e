"""WebSockets as the hub uses them: a small interface, and who speaks the protocol behind it.

Sockets and pages share one address and one port. A spike settled how. ``picows`` answers nothing
but GET, ``websockets`` nothing but upgrades, and neither lets a request with a body through; the
first bytes of the raw connection tell nothing under TLS. So ``moderator.hub.front`` reads the first
request itself, above TLS where there is any, and either goes on in HTTP (``h11``) or hands the open
transport, and the bytes it read, to one of two modules here, which answer the handshake. With
``picows`` 2.3.1 and ``aiofastnet`` 1.2.0 that works in the clear and under TLS, on aiofastnet's
transports and on asyncio's own; its protocol class is not public, which is why the version is
pinned. ``websockets`` offers its protocol without any input or output for exactly this. Neither
needs a task, a queue or an event for each connection, and what is sent goes to the system in the
same call.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from moderator.sync.wire import MOST_BYTES

GOING_AWAY, POLICY, TOO_BIG = 1001, 1008, 1009

CLOSE_S = 1.0
"""How long the other side has to say good-bye, too."""


class Socket(Protocol):
    """An open WebSocket. Nothing here waits, and nothing fails once it is closed."""

    def send(self, frame: bytes) -> None:
        """Hand over one message; what the system does not take yet waits in memory."""
        ...

    def ping(self) -> None:
        """Ask whether anybody is there; an answer is heard as ``Ear.stirred``."""
        ...

    def close(self, code: int, why: str) -> None:
        """Say good-bye after what was sent, and wait a moment for the answer."""
        ...

    def abort(self) -> None:
        """Let go at once, of what waits, too."""
        ...

    def pause(self) -> None:
        """Read no more for now; some of what was read already may still be heard."""
        ...

    def resume(self) -> None:
        """Read again."""
        ...

    @property
    def waiting_bytes(self) -> int:
        """How much was sent that the system has not taken yet."""
        ...


class Ear(Protocol):
    """Who listens to a socket."""

    def opened(self, socket: Socket) -> None:
        """The handshake is done."""
        ...

    def heard(self, frame: bytes) -> None:
        """A message came, binary or text."""
        ...

    def stirred(self) -> None:
        """Something came, be it an answer to a ping only."""
        ...

    def clogged(self, is_clogged: bool) -> None:
        """The system takes no more for now, or takes it again."""
        ...

    def closed(self) -> None:
        """The connection is over; comes once, and only after ``opened``."""
        ...


@dataclass(frozen=True, slots=True)
class Welcome:
    """How a socket is let in."""

    ear: Ear
    subprotocol: str = ""
    """One of those that were offered, to be echoed."""


class OverTransport(ABC):
    """What a socket does alike whoever speaks its protocol."""

    def __init__(self, transport: asyncio.Transport, welcome: Welcome) -> None:
        self._transport = transport
        self._ear = welcome.ear
        self._pieces = Pieces(MOST_BYTES)

    def _take(self, piece: bytes, *, is_last: bool) -> None:
        try:
            whole = self._pieces.add(piece, is_last=is_last)
        except TooBig:
            self.close(TOO_BIG, "too large")
            return
        if whole is not None:
            self._ear.heard(whole)

    def close(self, code: int, why: str) -> None:
        """Say good-bye, and wait a moment for the answer."""
        self._say_goodbye(code, why)
        self._end_soon()

    @abstractmethod
    def _say_goodbye(self, code: int, why: str) -> None:
        """Send it, where that is possible still."""

    def _end_soon(self) -> None:
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


Adopt = Callable[[asyncio.Transport, bytes, Welcome], None]
"""Takes over a transport, the bytes read of it and who is to listen."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Who speaks WebSocket."""

    name: str
    adopt: Adopt
    listen: Callable[..., Awaitable[asyncio.Server]]
    """Called as ``loop.create_server`` is."""


class TooBig(Exception):
    """A message in pieces grew over the limit."""


class Pieces:
    """Puts a message together that comes in several frames."""

    def __init__(self, most: int) -> None:
        """``most`` is in bytes, of a whole message."""
        self._most = most
        self._held = bytearray()

    def add(self, piece: bytes, *, is_last: bool) -> bytes | None:
        """Return the whole message, if it is.

        Raises:
            TooBig: it is too large.
        """
        if is_last and not self._held:
            return piece
        if len(self._held) + len(piece) > self._most:
            raise TooBig
        self._held += piece
        if not is_last:
            return None
        whole = bytes(self._held)
        self._held.clear()
        return whole
