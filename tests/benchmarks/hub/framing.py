"""The two framings, as far as a benchmark needs them: one document, frames told apart by bytes."""

from dataclasses import dataclass

from moderator.sync.lib0 import Reader, Writer

STEP1, STEP2, CHANGE = range(3)
_SYNC, _AUTH, _STATUS = 0, 2, 8
NOTHING = b"\x00"
"""The state vector of an empty document."""


@dataclass(frozen=True, slots=True)
class Framing:
    """How one document is spoken about on a socket."""

    name: str
    document: str
    token: str = ""

    @property
    def is_named(self) -> bool:
        """Whether each frame names its document, as Hocuspocus does."""
        return self.name == "hocuspocus"

    @property
    def prefix(self) -> bytes:
        """What each frame begins with."""
        return Writer().text(self.document).done() if self.is_named else b""

    def greeting(self) -> tuple[bytes, ...]:
        """Return what to say to be let in."""
        if not self.is_named:
            return ()
        said = Writer().number(_AUTH).number(0).text(self.token).text("4.7.0")
        return (self.prefix + said.done(),)

    def sync(self, step: int, body: bytes) -> bytes:
        """Return a frame of one step of the exchange, or of a change."""
        return self.prefix + Writer().number(_SYNC).number(step).data(body).done()

    def is_sync(self, frame: bytes, step: int) -> bool:
        """Return whether a frame is of that step."""
        head = self.prefix + bytes((_SYNC, step))
        return frame.startswith(head)

    def is_acknowledgement(self, frame: bytes) -> bool:
        """Return whether a frame says that something was kept."""
        return self.is_named and frame.startswith(self.prefix + bytes((_STATUS, 1)))

    def is_welcome(self, frame: bytes) -> bool:
        """Return whether a frame lets its receiver in."""
        if self.is_named:
            return frame.startswith(self.prefix + bytes((_AUTH, 2)))
        return self.is_sync(frame, STEP1)

    def body(self, frame: bytes) -> bytes:
        """Return the update of a frame of the exchange."""
        return Reader(frame[len(self.prefix) + 2 :]).data(len(frame))
