"""How messages become frames: the two ways in which Yjs' peers do it, behind one small face."""

from typing import Protocol

from moderator.sync import wire
from moderator.sync.lib0 import Malformed, Reader, Writer
from moderator.sync.wire import (
    MOST_BYTES,
    Change,
    Closed,
    Denied,
    Kind,
    Message,
    Presence,
    PresenceAsked,
    Status,
    Step1,
    Step2,
)

_READ_ONLY = "readonly"
"""The reason for which y-websocket's framing tells that something was not taken."""

_DENIED = 0
_MOST_REASON = 4_096


class Framing(Protocol):
    """What peers of one kind understand; the same object serves all connections."""

    @property
    def is_for_one(self) -> bool:
        """Whether a connection carries one document only, whose address is empty."""
        ...

    @property
    def beat(self) -> bytes:
        """A frame that says nothing but that somebody is there."""
        ...

    def encode(self, address: str, message: Message) -> bytes:
        """Return the frame of a message; empty where this framing has no word for it."""
        ...

    def decode(self, frame: bytes, most: int = MOST_BYTES) -> tuple[str, Message]:
        """Return the address and the message of a frame of at most so many bytes.

        Raises:
            Malformed: it is not exactly one message this program knows.
        """
        ...


class _Hocuspocus:
    """Many documents on one connection, each frame named."""

    is_for_one = False
    beat = bytes([Kind.PING])

    def encode(self, address: str, message: Message) -> bytes:
        return wire.encode(address, message)

    def decode(self, frame: bytes, most: int = MOST_BYTES) -> tuple[str, Message]:
        return wire.decode(frame, most)


class _YWebsocket:
    """One document on each connection, named by the path it was opened at."""

    is_for_one = True
    beat = bytes([Kind.AWARENESS, 1, 0])

    def encode(self, address: str, message: Message) -> bytes:
        out = Writer()
        match message:
            case Step1() | Step2() | Change():
                wire.write_sync(out.number(Kind.SYNC), message)
            case Presence(body):
                out.number(Kind.AWARENESS).data(body)
            case PresenceAsked():
                out.number(Kind.QUERY_AWARENESS)
            case Denied(reason) | Closed(reason):
                out.number(Kind.AUTH).number(_DENIED).text(reason)
            case Status(is_kept=False):
                out.number(Kind.AUTH).number(_DENIED).text(_READ_ONLY)
        return out.done()

    def decode(self, frame: bytes, most: int = MOST_BYTES) -> tuple[str, Message]:
        if len(frame) > most:
            raise Malformed("the frame is too large")
        read = Reader(frame)
        message = self._body(read)
        read.end()
        return "", message

    def _body(self, read: Reader) -> Message:
        match read.number():
            case Kind.SYNC:
                return wire.read_sync(read, is_reply=False)
            case Kind.AWARENESS:
                return wire.read_presence(read)
            case Kind.QUERY_AWARENESS:
                return PresenceAsked()
            case Kind.AUTH:
                if read.number() == _DENIED:
                    return _denial(read.text(_MOST_REASON))
        raise Malformed("no message has this number")


def _denial(reason: str) -> Message:
    return Status(is_kept=False) if reason == _READ_ONLY else Denied(reason)


HOCUSPOCUS: Framing = _Hocuspocus()
Y_WEBSOCKET: Framing = _YWebsocket()
