"""What is said to one connection, in the framing that it understands."""

from collections.abc import Iterable
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


class Member(Protocol):
    """What is needed of one who follows a document."""

    line: Line
    framing: Framing
    address: str


def relay(members: Iterable[Member], message: Message, but: Member | None = None) -> int:
    """Send a message to many, made into a frame once for each way of saying it; return to how many.

    It is where a hub spends its time: nothing is looked up for one who is like the one before.
    """
    frames: dict[tuple[Framing, str], bytes] = {}
    framing, address, frame, count = None, "", b"", 0
    for member in members:
        if member is but:
            continue
        if member.address is not address or member.framing is not framing:
            framing, address = member.framing, member.address
            frame = frames.get((framing, address), b"")
            if not frame:
                frame = frames[framing, address] = framing.encode(address, message)
        member.line.send(frame)
        count += 1
    return count


def say(line: Line, framing: Framing, address: str, message: Message) -> None:
    """Send a message; a connection that carries nothing but what it is about ends with it."""
    frame = framing.encode(address, message)
    if frame:
        line.send(frame)
    if framing.is_for_one and isinstance(message, Denied | Closed):
        line.cut(message.reason)
