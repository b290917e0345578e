"""The protocol's messages in Hocuspocus' framing: one socket, many documents, each frame named.

A frame is the document's address, the kind of message, and its body; the sync and awareness bodies
are Yjs' own. An address is a document's name, or name, NUL and a session's id: who is answered
finds the address they used. Decoding is strict: a frame is one message and nothing else.
"""

from dataclasses import dataclass
from enum import IntEnum

from moderator.sync.lib0 import Malformed, Reader, Writer

MOST_BYTES = 4 * 1024 * 1024
"""Of one frame."""

MOST_DOCUMENT = 16 * 1024 * 1024
"""Of one document."""

MOST_UPDATE = MOST_BYTES - 4 * 1024
"""Of an update in a frame, beside its address."""

HUB = ".hub"
"""The address of the hub itself, for what is about no document; no document is named so."""

EMPTY_UPDATE = b"\x00\x00"
"""An update of nothing: no structs, no deletions."""

_MOST_ADDRESS = 512
_MOST_TOKEN = 4_096
_MOST_TEXT = 64 * 1024


class Kind(IntEnum):
    """What a frame is about."""

    SYNC = 0
    AWARENESS = 1
    AUTH = 2
    QUERY_AWARENESS = 3
    SYNC_REPLY = 4
    STATELESS = 5
    CLOSE = 7
    SYNC_STATUS = 8
    PING = 9
    PONG = 10


@dataclass(frozen=True, slots=True)
class Step1:
    """How much of a document its sender has; answered with what they lack."""

    state_vector: bytes
    is_reply: bool = False
    """Answered with a second step only, never with a first one."""


@dataclass(frozen=True, slots=True)
class Step2:
    """All that the receiver lacked, as one update; may be empty."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One update, as it was made."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is here and where; the body is read by ``moderator.sync.presence``."""

    body: bytes


@dataclass(frozen=True, slots=True)
class PresenceAsked:
    """A wish to hear of everybody who is here."""


@dataclass(frozen=True, slots=True)
class Token:
    """What proves that its sender may use a document."""

    token: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """The document may be read, and perhaps written."""

    may_write: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """The document may not be used; the reason is a word for programs."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stateless:
    """A text that is no part of any document."""

    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The other side lets go of a document."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The answer to a second step or a change: committed, or refused."""

    is_kept: bool


@dataclass(frozen=True, slots=True)
class Ping:
    """Is anybody there?"""


@dataclass(frozen=True, slots=True)
class Pong:
    """Somebody is."""


Message = (
    Step1
    | Step2
    | Change
    | Presence
    | PresenceAsked
    | Token
    | Granted
    | Denied
    | Stateless
    | Closed
    | Status
    | Ping
    | Pong
)

_SCOPES = {"read-write": True, "readonly": False}
_STEP1, _STEP2, _CHANGE = range(3)
_TOKEN, _DENIED, _GRANTED = range(3)
_BARE: dict[int, Message] = {Kind.PING: Ping(), Kind.PONG: Pong()}
"""What is said of the connection itself, without an address."""


def document_of(address: str) -> str:
    """Return the name of the document an address stands for."""
    return address.partition("\0")[0]


def encode(address: str, message: Message) -> bytes:
    """Return the frame of a message."""
    out = Writer().text(address)
    match message:
        case Step1() | Step2() | Change():
            is_reply = isinstance(message, Step1) and message.is_reply
            write_sync(out.number(Kind.SYNC_REPLY if is_reply else Kind.SYNC), message)
        case Presence(body):
            out.number(Kind.AWARENESS).data(body)
        case Token(token, version):
            out.number(Kind.AUTH).number(_TOKEN).text(token).text(version)
        case Denied(reason):
            out.number(Kind.AUTH).number(_DENIED).text(reason)
        case Granted(may_write):
            scope = "read-write" if may_write else "readonly"
            out.number(Kind.AUTH).number(_GRANTED).text(scope)
        case Stateless(text):
            out.number(Kind.STATELESS).text(text)
        case Closed(reason):
            out.number(Kind.CLOSE).text(reason)
        case Status(is_kept):
            out.number(Kind.SYNC_STATUS).number(int(is_kept))
        case PresenceAsked():
            out.number(Kind.QUERY_AWARENESS)
        case Ping():
            out.number(Kind.PING)
        case Pong():
            out.number(Kind.PONG)
    return out.done()


def write_sync(out: Writer, message: Step1 | Step2 | Change) -> None:
    """Append Yjs' own body of a message about a document's content."""
    match message:
        case Step1(state_vector):
            out.number(_STEP1).data(state_vector)
        case Step2(update):
            out.number(_STEP2).data(update)
        case Change(update):
            out.number(_CHANGE).data(update)


def decode(frame: bytes, most: int = MOST_BYTES) -> tuple[str, Message]:
    """Return the address and the message of a frame of at most so many bytes.

    Raises:
        Malformed: it is not exactly one message this program knows.
    """
    if len(frame) > most:
        raise Malformed("the frame is too large")
    if len(frame) == 1 and frame[0] in _BARE:
        return "", _BARE[frame[0]]
    read = Reader(frame)
    address = read.text(_MOST_ADDRESS)
    number = read.number()
    try:
        kind = Kind(number)
    except ValueError as error:
        raise Malformed(f"no message has number {number}") from error
    message = _body(kind, read)
    read.end()
    return address, message


def _body(kind: Kind, read: Reader) -> Message:
    match kind:
        case Kind.SYNC | Kind.SYNC_REPLY:
            return read_sync(read, is_reply=kind is Kind.SYNC_REPLY)
        case Kind.AWARENESS:
            return read_presence(read)
        case Kind.AUTH:
            return _auth(read)
        case Kind.QUERY_AWARENESS:
            return PresenceAsked()
        case Kind.STATELESS:
            return Stateless(read.text(_MOST_TEXT))
        case Kind.CLOSE:
            return Closed(read.text(_MOST_TEXT))
        case Kind.SYNC_STATUS:
            return Status(_flag(read.number()))
        case Kind.PING:
            return Ping()
        case Kind.PONG:
            return Pong()


def read_presence(read: Reader) -> Presence:
    """Return who is here, as read off a frame."""
    return Presence(read.data(_MOST_TEXT))


def read_sync(read: Reader, *, is_reply: bool) -> Message:
    """Return a message about a document's content, as read off a frame."""
    step = read.number()
    body = read.data(MOST_DOCUMENT)
    if step == _STEP1:
        return Step1(body, is_reply)
    if step == _STEP2:
        return Step2(body)
    if step == _CHANGE:
        return Change(body)
    raise Malformed(f"no step has number {step}")


def _auth(read: Reader) -> Message:
    what = read.number()
    text = read.text(_MOST_TOKEN)
    if what == _DENIED:
        return Denied(text)
    if what == _GRANTED and text in _SCOPES:
        return Granted(_SCOPES[text])
    if what == _TOKEN:
        return Token(text, read.text(_MOST_TOKEN))
    raise Malformed("nothing is said about a permission")


def _flag(number: int) -> bool:
    if number > 1:
        raise Malformed("neither yes nor no")
    return number == 1
