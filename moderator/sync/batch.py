"""Frames in the body of a request or an answer, where a proxy lets nothing else through."""

from collections.abc import Iterable

from moderator.sync.lib0 import Reader, Writer
from moderator.sync.wire import MOST_BYTES

PATH = "/poll/"
"""Before a conversation's name: where frames are sent by POST and fetched by GET."""

MOST_BODY = MOST_BYTES
HOLD_S = 4.0
"""How long an answer waits for something to say; proxies have patience for less than a minute."""

_ROOM = 8
"""Bytes before a frame, at most."""


def encode(frames: Iterable[bytes]) -> bytes:
    """Return frames as a body."""
    out = Writer()
    for frame in frames:
        out.data(frame)
    return out.done()


def decode(body: bytes) -> tuple[bytes, ...]:
    """Return the frames of a body.

    Raises:
        Malformed: they are none.
    """
    read = Reader(body)
    found = []
    while not read.is_at_end:
        found.append(read.data(MOST_BYTES))
    return tuple(found)


def size(frame: bytes) -> int:
    """Return how much of a body a frame takes, at most."""
    return len(frame) + _ROOM
