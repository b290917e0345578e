"""A transport made of requests, for where a proxy eats WebSockets though it lets HTTP through.

From time to time it tries a WebSocket, and makes room for one as soon as that works again.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from moderator.sync import batch
from moderator.sync.address import Invitation
from moderator.sync.lib0 import Malformed
from moderator.sync.requests import Requests
from moderator.sync.transport import LinkLost, LinkRefused, Transport
from moderator.sync.worked import Worked

_RETURN_S = 60.0
_NAME_BYTES = 18

OpenSocket = Callable[[Invitation], Awaitable[Transport]]


async def open_polled(
    invitation: Invitation, open_socket: OpenSocket, return_s: float = _RETURN_S
) -> Transport:
    """Talk with the hub of an invitation by requests, if it answers those.

    Raises:
        LinkLost: it does not.
        LinkRefused: its certificate is not the one of the invitation.
    """
    requests = Requests(invitation)
    try:
        answer = await requests.ask("GET", "/healthz")
    finally:
        requests.close()
    if (answer.status, answer.body) != (HTTPStatus.OK, b"ok\n"):
        raise LinkLost("no hub answers")
    return _Polled(invitation, open_socket, return_s)


class _Polled(Worked):
    def __init__(self, invitation: Invitation, open_socket: OpenSocket, return_s: float) -> None:
        super().__init__()
        self._invitation = invitation
        self._open_socket = open_socket
        self._return_s = return_s
        self._path = f"{batch.PATH}{secrets.token_urlsafe(_NAME_BYTES)}"
        self._out: deque[bytes] = deque()
        self._has_out, self._has_begun = asyncio.Event(), asyncio.Event()
        for work in (self._sending, self._fetching, self._returning):
            self._run(work())

    async def send(self, frame: bytes) -> None:
        """Hand over one frame."""
        self._out.append(frame)
        self._has_out.set()

    async def _sending(self) -> None:
        requests = Requests(self._invitation)
        try:
            while True:
                await self._has_out.wait()
                self._has_out.clear()
                while self._out:
                    answer = await requests.ask("POST", self._path, batch.encode(self._some()))
                    if answer.status == HTTPStatus.UNAUTHORIZED:
                        raise LinkRefused("token")
                    if answer.status != HTTPStatus.NO_CONTENT:
                        raise LinkLost(f"answered with {answer.status}")
                    self._has_begun.set()
        finally:
            requests.close()

    def _some(self) -> list[bytes]:
        """Return what fits into one request of what is to be sent."""
        found: list[bytes] = []
        room = batch.MOST_BODY
        while self._out and (not found or batch.size(self._out[0]) <= room):
            room -= batch.size(self._out[0])
            found.append(self._out.popleft())
        return found

    async def _fetching(self) -> None:
        requests = Requests(self._invitation)
        try:
            await self._has_begun.wait()
            while True:
                answer = await requests.ask("GET", self._path)
                if answer.status != HTTPStatus.OK:
                    raise LinkLost(f"answered with {answer.status}")
                for frame in batch.decode(answer.body):
                    self._in.put_nowait(frame)
        except Malformed as error:
            raise LinkLost("no hub answers") from error
        finally:
            requests.close()

    async def _returning(self) -> None:
        """End this as soon as a WebSocket can be opened again."""
        while True:
            await asyncio.sleep(self._return_s)
            try:
                socket = await self._open_socket(self._invitation)
            except LinkLost:
                continue
            await socket.close()
            raise LinkLost("a WebSocket works again")
