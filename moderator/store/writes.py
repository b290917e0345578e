"""What the store is asked to keep, as one value, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from moderator.domain.errors import StoreFailed
from moderator.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Update:
    """One update of a document, byte for byte as it was made or received."""

    document: str
    """Its full name, which begins with the forum's id and a slash."""
    body: bytes
    local: bool
    made_utc_ms: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a write; ``failed`` means it is kept in memory and tried again."""

    failed: StoreFailed | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Updates and rows that are committed together or not at all.

    ``done`` hears of the commit, and before it at most once of each change of what hinders it.
    """

    updates: tuple[Update, ...] = ()
    rows: tuple[Rows, ...] = ()
    done: Callable[[Outcome], None] | None = None
