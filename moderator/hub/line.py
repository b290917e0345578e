"""One socket at the hub with its limits: how fast it may speak, and how much may wait for it."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from moderator.hub.guest import Guest
from moderator.hub.pace import Pace
from moderator.hub.sockets import POLICY, Socket

_TOKEN_S = 10.0
_MOST_WAITING = 24 * 1024 * 1024
"""Bytes, a largest document and half of one: a reader that is behind by more is dropped."""
_FOR_GOOD = {"token": 4401, "role": 4403}
"""Browsers' programs do not come back after such a code."""

_logger = logging.getLogger(__name__)


class Line:
    """An ear that hears with patience, and a mouth that is never waited for."""

    def __init__(
        self,
        welcome: "Callable[[Line], Guest]",
        see_off: Callable[[Guest], None],
        lines: "set[Line]",
    ) -> None:
        """``lines`` are those that are open; this one puts itself in and takes itself out."""
        self._welcome = welcome
        self._see_off = see_off
        self._lines = lines
        self._is_cut = False
        self._has_stirred = self._is_asked = False
        self._late: deque[bytes] = deque()
        """What was read before reading stopped."""
        self._rest: asyncio.TimerHandle | None = None
        self.send: Callable[[bytes], None] = _to_nobody
        """Sends a frame, by the shortest way there is; too many of them end the connection."""
        self._pace = Pace(asyncio.get_running_loop().time)
        self._socket: Socket
        self._guest: Guest
        self._patience: asyncio.TimerHandle

    # what the socket tells

    def opened(self, socket: Socket) -> None:
        """Begin to listen."""
        self._socket = socket
        self.send = socket.send
        self._guest = self._welcome(self)
        self._lines.add(self)
        self._patience = asyncio.get_running_loop().call_later(_TOKEN_S, self._look)

    def heard(self, frame: bytes) -> None:
        """Hand a message on, now or as soon as the pace allows it."""
        if self._is_cut:
            return
        if self._is_resting:
            self._late.append(frame)
            return
        try:
            self._guest.hear(frame)
        except Exception:
            # the root of this connection: the hub goes on, and everybody else with it
            _logger.exception("a connection failed")
            self.cut("failed")
        wait_s = self._pace.wait_s()
        if wait_s:
            self._socket.pause()
            self._rest = asyncio.get_running_loop().call_later(wait_s, self._go_on)

    def stirred(self) -> None:
        """Note that somebody is there."""
        self._has_stirred = True

    def clogged(self, is_clogged: bool) -> None:
        """Look at how much waits for as long as the system takes nothing."""
        if not self._is_cut:
            self.send = self._send_with_care if is_clogged else self._socket.send

    def closed(self) -> None:
        """Let go of everything."""
        self._stop()
        self._late.clear()
        self._patience.cancel()
        if self._rest is not None:
            self._rest.cancel()
        self._lines.discard(self)
        self._see_off(self._guest)

    # what the hub says

    def cut(self, why: str) -> None:
        """End the connection once what was sent is through."""
        self.end(_FOR_GOOD.get(why, POLICY), why)

    def end(self, code: int, why: str) -> None:
        """End the connection in good order."""
        if not self._is_cut:
            self._stop()
            self._socket.close(code, why)

    def ask(self) -> None:
        """Ask whether anybody is there, or let go of one that never answered."""
        if self._has_stirred:
            self._has_stirred = self._is_asked = False
        elif self._is_asked:
            self._socket.abort()
        else:
            self._is_asked = True
            self._socket.ping()

    # inside

    def _stop(self) -> None:
        self._is_cut = True
        self.send = _to_nobody

    def _send_with_care(self, frame: bytes) -> None:
        self._socket.send(frame)
        if self._socket.waiting_bytes > _MOST_WAITING:
            self._stop()
            self._socket.abort()  # no good-bye would get through

    def _look(self) -> None:
        if not self._guest.is_known:
            self.cut("silent")

    def _go_on(self) -> None:
        self._rest = None
        while self._late:
            self.heard(self._late.popleft())
            if self._is_resting:
                return
        if not self._is_cut:
            self._socket.resume()

    @property
    def _is_resting(self) -> bool:
        return self._rest is not None


def _to_nobody(_frame: bytes) -> None:
    """Say nothing: the connection is over, or not there yet."""
