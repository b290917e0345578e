"""What hubs on one database notify each other of: JSON texts of less than 8,000 bytes each.

``u`` tells of committed updates by their numbers, ``t`` of changed tokens, ``m`` carries a piece of
a message between hubs that nobody keeps, ``b`` wakes who listens.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PIECE = 7_000
"""Letters; with what is around them less than the server's 8,000 bytes."""
MOST_MESSAGE = 512 * 1024


@dataclass(frozen=True, slots=True)
class Appended:
    """Another hub or this one committed the updates ``first`` to ``last`` of a document."""

    hub: str
    document: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TokensChanged:
    """Somebody changed what lets laptops in."""


@dataclass(frozen=True, slots=True)
class Said:
    """A whole message of a hub to all others."""

    hub: str
    message: bytes


Note = Appended | TokensChanged | Said


def pieces(hub: str, message: bytes) -> list[tuple[str, str, int, str]]:
    """Return what carries a message, in the order in which it must be sent."""
    text = base64.b64encode(message).decode()
    cut = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)] or [""]
    return [("m", hub, len(cut) - 1 - n, piece) for n, piece in enumerate(cut)]


class Hearing:
    """Puts notes together again; what cannot be understood is not heard."""

    def __init__(self, hub: str) -> None:
        """``hub`` is this process, which does not hear its own messages."""
        self._hub = hub
        self._begun: dict[str, list[str]] = {}

    def forget(self) -> None:
        """Begin anew: pieces may have been lost."""
        self._begun.clear()

    def read(self, payloads: Iterable[str]) -> list[Note]:
        """Return the notes that are whole, in their order."""
        return [note for text in payloads if (note := self._note(text)) is not None]

    def _note(self, text: str) -> Note | None:
        try:
            match json.loads(text):
                case ["u", str(hub), str(document), int(first), int(last)]:
                    return Appended(hub, document, first, last)
                case ["t", *_]:
                    return TokensChanged()
                case ["m", str(hub), int(left), str(piece)] if hub != self._hub:
                    return self._said(hub, left, piece)
        except ValueError:
            pass  # somebody else's
        return None

    def _said(self, hub: str, left: int, piece: str) -> Said | None:
        begun = self._begun.setdefault(hub, [])
        begun.append(piece)
        if left and len(begun) * _PIECE < 2 * MOST_MESSAGE:
            return None
        del self._begun[hub]
        return None if left else Said(hub, base64.b64decode("".join(begun)))


def wake(hub: str) -> tuple[Any, ...]:
    """Return a note that says nothing."""
    return ("b", hub)
