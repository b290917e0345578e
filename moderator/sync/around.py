"""Who else is here and what they say of themselves: Yjs' awareness, seen from one laptop.

One's own state goes out when it changes, at most ten times a second, and once in a quarter of a
minute as the protocol wants it; nothing else is sent. Who is not heard of for half a minute is
gone, and so is everybody a moment after the connection. Our own hub sees for itself who is gone,
and says so; there nothing is said twice unless it asks, for those who know the protocol only.
"""

import asyncio
import math
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from moderator.sync import presence
from moderator.sync.lib0 import Malformed
from moderator.sync.presence import Here
from moderator.sync.wire import Message, Presence

_THROTTLE_S = 0.1
_RENEW_S, _GONE_S = 15.0, 30.0
"""As y-protocols has them; every peer goes by them."""
_LOOK_S = 3.0
_LOST_S = 1.5
"""A connection that comes back sooner was never gone, as far as people are told."""
_GREETED_S = 4.0
"""How long those known before a new connection have to be there again."""

State = dict[str, Any]


@dataclass(slots=True)
class _Room:
    """One document's people."""

    own: State | None = None
    clock: int = 0
    said: State | None = None
    """What the others were told of us last, on this connection."""
    said_s: float = 0.0
    is_open: bool = False
    others: dict[int, tuple[Here, float]] = field(default_factory=dict)
    """By client, with when they were heard of last."""


class Around:
    """The people around one laptop; belongs to the event loop its link runs on."""

    def __init__(self, say: Callable[[str, Message], None], told: Callable[[], None]) -> None:
        """Call ``told`` whenever somebody came, moved or left."""
        self.client = secrets.randbelow(2**32 - 1) + 1
        """By what the others tell us from anybody else, in every document."""
        self._say = say
        self._told = told
        self._rooms: dict[str, _Room] = {}
        self.is_vouched_for = False
        """The hub tells, without being told again, who is here."""
        self._later: asyncio.TimerHandle | None = None
        self._emptying: asyncio.TimerHandle | None = None

    # what we say

    def show(self, document: str, state: State | None) -> None:
        """Let the others who follow a document know this of us; None: we are not there."""
        room = self._room(document)
        if room.own == state:
            return
        room.own = state
        if room.is_open and self._later is None:
            wait_s = max(0.0, room.said_s + _THROTTLE_S - _now_s())
            self._later = asyncio.get_running_loop().call_later(wait_s, self._catch_up)

    def others(self, document: str) -> tuple[Here, ...]:
        """Return everybody else who follows a document, by client."""
        room = self._rooms.get(document)
        found = (here for here, _ in room.others.values()) if room else ()
        return tuple(sorted(found, key=lambda here: here.client))

    # what the link tells

    def let_in(self, document: str) -> None:
        """Say where we are: the hub lets us follow a document from now on."""
        room = self._room(document)
        self._forget_emptying()
        room.is_open = True
        room.said = None
        room.clock += 2  # the hub may have told that we left
        latest = _now_s() - _GONE_S + _GREETED_S
        room.others = {c: (here, min(at, latest)) for c, (here, at) in room.others.items()}
        self._send(document, room)

    def renew(self, document: str) -> None:
        """Say again that we are here."""
        room = self._room(document)
        if room.is_open and room.said is not None:
            room.said = None
            self._send(document, room)

    def shut_out(self, document: str) -> None:
        """Forget who follows a document: we may not any more."""
        room = self._room(document)
        room.is_open = False
        room.said = None
        if room.others:
            room.others = {}
            self._told()

    def hear(self, document: str, body: bytes) -> None:
        """Take in what somebody says of themselves; what nobody can read is not heard."""
        try:
            said = presence.decode(body)
        except Malformed:
            return
        room = self._room(document)
        heard = [self._take(document, room, here) for here in said]
        if any(heard):
            self._told()

    def lost(self) -> None:
        """Note that the connection is gone."""
        self.is_vouched_for = False
        for room in self._rooms.values():
            room.is_open, room.said = False, None
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._forget_emptying()
        self._emptying = asyncio.get_running_loop().call_later(_LOST_S, self._empty)

    def end(self) -> None:
        """Do nothing any more."""
        for handle in (self._later, self._emptying):
            if handle is not None:
                handle.cancel()

    async def keep(self) -> None:
        """Renew what the others know, and see who is gone, for as long as a connection stands."""
        while True:
            await asyncio.sleep(_LOOK_S)
            now_s, is_less = _now_s(), False
            for document, room in self._rooms.items():
                is_due = not self.is_vouched_for and now_s - room.said_s >= _RENEW_S
                if room.said is not None and is_due:
                    room.said = None
                    self._send(document, room)
                here = {c: o for c, o in room.others.items() if now_s - o[1] < _GONE_S}
                is_less = is_less or len(here) < len(room.others)
                room.others = here
            if is_less:
                self._told()

    # inside

    def _room(self, document: str) -> _Room:
        return self._rooms.setdefault(document, _Room())

    def _take(self, document: str, room: _Room, here: Here) -> bool:
        """Return whether something is new."""
        if here.client == self.client:
            self._insist(document, room, here)
            return False
        known = room.others[here.client][0] if here.client in room.others else None
        if here.state is None:
            if known is None or here.clock < known.clock:
                return False
            del room.others[here.client]
            return True
        if known is None or here.clock >= known.clock:
            # said again word by word, as in the greeting of a new connection, it counts as news
            room.others[here.client] = (here, math.inf if self.is_vouched_for else _now_s())
        return known is None or (here.clock > known.clock and here.state != known.state)

    def _insist(self, document: str, room: _Room, here: Here) -> None:
        """Speak again where somebody said that we are gone."""
        if here.clock >= room.clock and here.state is None and room.is_open:
            room.clock, room.said = here.clock, None
            self._send(document, room)

    def _catch_up(self) -> None:
        self._later = None
        for document, room in self._rooms.items():
            if room.is_open and room.said != room.own:
                self._send(document, room)

    def _send(self, document: str, room: _Room) -> None:
        if room.own is None and room.said is None:
            return
        room.clock += 1
        room.said, room.said_s = room.own, _now_s()
        self._say(document, _message((Here(self.client, room.clock, room.own),)))

    def _empty(self) -> None:
        self._emptying = None
        was_company = any(room.others for room in self._rooms.values())
        for room in self._rooms.values():
            room.others = {}
        if was_company:
            self._told()

    def _forget_emptying(self) -> None:
        if self._emptying is not None:
            self._emptying.cancel()
            self._emptying = None


def _now_s() -> float:
    return asyncio.get_running_loop().time()


def _message(states: Iterable[Here]) -> Presence:
    return Presence(presence.encode(states))
