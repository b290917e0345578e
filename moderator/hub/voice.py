"""What is said to one connection, in the framing that it understands."""

from typing import Protocol

from moderator.sync.framing import Framing
from moderator.sync.wire import Closed, Denied, Message


class Line(Protocol):
    """What the hub needs of a connection."""

    def send(self, frame: bytes) -> None:
        """Queue a frame; a connection that takes none is cut by its owner."""
        ...

    def cut(self, why: str) -> None:
        """End the connection."""
        ...


def say(line: Line, framing: Framing, address: str, message: Message) -> None:
    """Send a message; a connection that carries nothing but what it is about ends with it."""
    frame = framing.encode(address, message)
    if frame:
        line.send(frame)
    if framing.is_for_one and isinstance(message, Denied | Closed):
        line.cut(message.reason)
