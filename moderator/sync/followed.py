"""What the link asks of the laptop's documents, and what it knows of each on a connection."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from moderator.domain.errors import ModeratorError


class Documents(Protocol):
    """What the link needs to know of the laptop's documents. Nothing but ``prepare`` waits."""

    def state_vector(self, document: str) -> bytes:
        """Return how much of a document is here."""
        ...

    def missing(self, document: str, state_vector: bytes) -> bytes:
        """Return all that a document at ``state_vector`` lacks, as one update."""
        ...

    async def prepare(self, document: str, update: bytes) -> None:
        """Do beside the event loop what would make taking a large update long."""
        ...

    def understands(self, document: str) -> bool:
        """Return whether this program may change a document: no newer one wrote it."""
        ...

    def renew(self, document: str) -> None:
        """Write under another client id from now on: somebody else has the present one."""
        ...

    def take(self, document: str, update: bytes) -> bool:
        """Merge and keep what came; return False where something before it is missing.

        Raises:
            ModeratorError: it cannot be used; nothing changed.
        """
        ...


_MOST_UNANSWERED = 100
"""Changes of one document on their way; an import makes thousands, which are one difference."""

_IN_TURN = 5
"""How many rounds go by before a document that did not move is exchanged all the same."""


@dataclass(slots=True)
class Followed:
    """One document on the present connection."""

    may_write: bool = False
    is_open: bool = False
    """The hub has let us in."""
    denied: str = ""
    heard: bool = False
    """What the hub had at the last exchange is here."""
    compared: bool = False
    """The hub has said at the last exchange what it has, and was answered."""
    answered: bool = False
    """What we had at the last exchange was sent."""
    held_back: bool = False
    """Something is here that the hub does not have and that we may not write there."""
    is_outdated: bool = False
    """A newer program wrote the document: what is changed here stays here."""
    unanswered: int = 0
    """Changes sent whose commit the hub has not told yet."""

    is_touched: bool = False
    """Something was sent or came since the last exchange."""

    is_behind: bool = False
    """So much waited for its answer that the rest goes as one difference, once that came."""

    def may_send(self) -> bool:
        """Count a change made here; return whether to send it by itself."""
        self.is_touched = True
        if not (self.answered and self.may_write):
            return False
        if self.unanswered >= _MOST_UNANSWERED:
            self.is_behind = True
        if self.is_behind:
            self.compared = False
            return False
        self.unanswered += 1
        return True

    def look(self, is_understood: bool) -> None:
        """Note whether this program may still change the document."""
        if not is_understood:
            self.may_write, self.is_outdated = False, True

    def lacking(self, documents: Documents, name: str, state_vector: bytes) -> bytes:
        """Note that the hub said what it has; return all it lacks, nothing where that is broken."""
        try:
            lacking = documents.missing(name, state_vector)
        except ModeratorError:
            lacking = b""
        self.compared = True
        self.held_back = not self.may_write and lacking[:1] not in (b"", b"\0")
        return lacking

    def kept(self, is_kept: bool) -> bool:
        """Count an answer of the hub; return whether a whole exchange must follow."""
        self.unanswered = max(0, self.unanswered - 1)
        if not is_kept:
            self.may_write = self.answered = False
        if not self.is_behind or self.unanswered:
            return False
        self.is_behind = self.answered = False  # nothing new may overtake what was left out
        return True

    @property
    def is_settled(self) -> bool:
        """Whether both sides had the same after the last exchange, and have said so."""
        done = self.heard and self.compared and not self.unanswered
        return bool(self.denied) or (self.is_open and done)


def open_ones(followed: Mapping[str, Followed]) -> list[str]:
    """Return the documents that the hub lets us follow."""
    return [name for name, each in followed.items() if each.is_open]


def due(followed: Mapping[str, Followed], turn: int) -> list[str]:
    """Return what is to be exchanged: what moved since the last time, and now and then one more.

    All of them each time would be hundreds of bytes a second for a laptop on which nothing happens.
    """
    names = open_ones(followed)
    in_turn = names[turn // _IN_TURN % len(names)] if names and turn % _IN_TURN == 0 else ""
    return [name for name in names if name == in_turn or followed[name].is_touched]


class Standing:
    """How far all the documents of one link have come."""

    def __init__(self) -> None:
        self._wanted: dict[str, Followed] = {}

    @property
    def denied(self) -> dict[str, str]:
        """The documents that cannot be followed on this connection, and why, in a word."""
        return {name: f.denied for name, f in self._wanted.items() if f.denied}

    @property
    def held_back(self) -> tuple[str, ...]:
        """The documents with something that the hub lacks and this laptop may not write there."""
        return tuple(name for name, f in self._wanted.items() if f.held_back)

    @property
    def is_outdated(self) -> bool:
        """Whether a newer program wrote something, so that this one must not change it."""
        return any(f.is_outdated for f in self._wanted.values())

    @property
    def unanswered(self) -> int:
        """How many messages wait for the hub's word that they are committed."""
        return sum(f.unanswered for f in self._wanted.values())
