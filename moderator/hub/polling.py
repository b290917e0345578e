"""Sockets made of requests, for those whose proxy eats real ones: same frames, same checks.

Each conversation has a random name, made up by the laptop, and is of one token, which every request
shows. Frames are sent by POST and fetched by GET, which waits a moment for something to fetch. What
was fetched and did not arrive is lost, as is the conversation: the laptop begins another one.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from http import HTTPStatus

from moderator.hub.routes import BYTES, Answer, Request, said
from moderator.hub.sockets import CLOSE_S, Ear
from moderator.sync import batch
from moderator.sync.lib0 import Malformed

_MOST = 1_000
"""Conversations at the same time."""
_MOST_NAME, _LEAST_NAME = 64, 20
_BEARER = "Bearer "
_MOST_CLOGGED = 256 * 1024
"""Bytes that may wait to be fetched before it counts as a reader that does not keep up."""

_OVER = said("This conversation is over.", HTTPStatus.GONE)
_WRONG = said("This is not understood.", HTTPStatus.BAD_REQUEST)
_STRANGER = said("Who is this?", HTTPStatus.UNAUTHORIZED)
_FULL = said("Too many are here.", HTTPStatus.SERVICE_UNAVAILABLE)


class _Polled:
    """One conversation, as a socket."""

    def __init__(self, token: str, ear: Ear, forget: Callable[[], None]) -> None:
        self.token = token
        self._ear = ear
        self._forget = forget
        self._out: deque[bytes] = deque()
        self._waiting = 0
        self._stirs = asyncio.Event()
        self._may_speak = asyncio.Event()
        self._may_speak.set()
        self._is_over = False
        ear.opened(self)

    # what the hub says

    def send(self, frame: bytes) -> None:
        """Keep a frame until it is fetched."""
        self._out.append(frame)
        self._waiting += len(frame)
        self._stirs.set()
        if self._waiting > _MOST_CLOGGED:
            self._ear.clogged(True)

    def ping(self) -> None:
        """Do nothing: whoever is there asks by itself."""

    def close(self, code: int, why: str) -> None:
        """Let what waits be fetched, for a moment."""
        self._stirs.set()
        wait_s = batch.HOLD_S + CLOSE_S if self._out else 0.0
        asyncio.get_running_loop().call_later(wait_s, self.abort)

    def abort(self) -> None:
        """Let go at once."""
        if not self._is_over:
            self._is_over = True
            self._stirs.set()
            self._may_speak.set()
            self._forget()
            self._ear.closed()

    def pause(self) -> None:
        """Answer no more for now to those who send."""
        self._may_speak.clear()

    def resume(self) -> None:
        """Answer again."""
        self._may_speak.set()

    @property
    def waiting_bytes(self) -> int:
        """How much waits to be fetched."""
        return self._waiting

    # what is asked

    async def hear(self, body: bytes) -> Answer:
        """Take in what was sent."""
        self._ear.stirred()
        try:
            frames = batch.decode(body)
        except Malformed:
            self.abort()
            return _WRONG
        for frame in frames:
            await self._may_speak.wait()
            if self._is_over:
                return _OVER
            self._ear.heard(frame)
        return Answer(HTTPStatus.NO_CONTENT)

    async def tell(self) -> Answer:
        """Return what there is to fetch, or nothing after a while."""
        self._ear.stirred()
        if not self._out and not self._is_over:
            self._stirs.clear()
            try:
                async with asyncio.timeout(batch.HOLD_S):
                    await self._stirs.wait()
            except TimeoutError:
                return Answer(kind=BYTES)
        if not self._out:
            self.abort()
            return _OVER
        return Answer(body=batch.encode(self._fetched()), kind=BYTES)

    def _fetched(self) -> list[bytes]:
        found: list[bytes] = []
        room = batch.MOST_BODY
        while self._out and (not found or batch.size(self._out[0]) <= room):
            frame = self._out.popleft()
            found.append(frame)
            room -= batch.size(frame)
            self._waiting -= len(frame)
        if self._waiting <= _MOST_CLOGGED:
            self._ear.clogged(False)
        return found


class Polling:
    """All such conversations."""

    def __init__(self, knows: Callable[[str], str], listen: Callable[[], Ear]) -> None:
        """``knows`` returns the name of a good token, else nothing; ``listen`` makes an ear."""
        self._knows = knows
        self._listen = listen
        self._polled: dict[str, _Polled] = {}

    async def post(self, request: Request) -> Answer:
        """Take in frames; the first begin the conversation."""
        found = self._find(request)
        if found is None:
            found = self._begin(request)
        return found if isinstance(found, Answer) else await found.hear(request.body)

    async def get(self, request: Request) -> Answer:
        """Give out frames."""
        found = self._find(request)
        if found is None:
            return _OVER
        return found if isinstance(found, Answer) else await found.tell()

    def _find(self, request: Request) -> _Polled | Answer | None:
        token = self._token(request)
        found = self._polled.get(_name(request))
        if not token or (found is not None and found.token != token):
            return _STRANGER
        return found

    def _begin(self, request: Request) -> _Polled | Answer:
        name = _name(request)
        if not _LEAST_NAME <= len(name) <= _MOST_NAME:
            return _WRONG
        if len(self._polled) >= _MOST:
            return _FULL

        def forget() -> None:
            self._polled.pop(name, None)

        made = self._polled[name] = _Polled(self._token(request), self._listen(), forget)
        return made

    def _token(self, request: Request) -> str:
        shown = request.headers.get("authorization", "")
        return self._knows(shown.removeprefix(_BEARER)) if shown.startswith(_BEARER) else ""


def _name(request: Request) -> str:
    return request.path.removeprefix(batch.PATH)
