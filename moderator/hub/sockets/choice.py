"""Which of the implementations of sockets is used: compiled where its package is, else the other.

``picows`` has packages for every system and processor this program is made for; elsewhere pip
would have to compile it, so it is not asked for there, and ``websockets`` does the same, slower.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from moderator.hub.sockets import Welcome, by_websockets

Adopt = Callable[[asyncio.Transport, bytes, Welcome], None]
"""Takes over a transport, the bytes read of it and who is to listen."""

Listen = Callable[..., Awaitable[asyncio.Server]]
"""Called as ``loop.create_server`` is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Who speaks WebSocket."""

    name: str
    adopt: Adopt
    listen: Listen


async def _listen(*arguments: Any, **options: Any) -> asyncio.Server:
    server: asyncio.Server = await asyncio.get_running_loop().create_server(*arguments, **options)
    return server


WEBSOCKETS = Kind("websockets", by_websockets.adopt, _listen)


def _picows() -> Kind | None:
    try:
        from moderator.hub.sockets import by_picows
    except ImportError:
        return None
    return Kind("picows", by_picows.adopt, by_picows.listen)


PICOWS = _picows()


def best() -> Kind:
    """Return the fastest there is."""
    return PICOWS or WEBSOCKETS
