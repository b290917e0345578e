"""Who else runs the forum at this moment, and by which colour each is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from moderator.domain.ids import ItemId

COLOURS = ("#7A3EC8", "#1D62D1", "#B0306F", "#3F7A1C", "#84563C", "#4A6072")
"""What other programs are told; each theme has its own shade of every one."""


@dataclass(frozen=True, slots=True)
class PersonHere:
    """One person, as the list of who is here shows them."""

    key: str
    """The laptop, or the client of another program."""
    name: str
    """May be empty."""
    role: str
    meeting: str
    """The title of the meeting in front of them, where it is another than ours."""
    item: str
    """The title of the agenda item in front of them; empty where that is not known."""
    runs_floor: bool = False
    is_me: bool = False
    last_seen_utc_ms: int | None = None
    """When they were last here; None while they are."""


@dataclass(frozen=True, slots=True)
class Caret:
    """Where somebody else writes, in UTF-16 units of an item's notes."""

    client: int
    name: str
    colour: int
    """An index into ``COLOURS``."""
    item: ItemId
    anchor: int
    head: int
    """Where the caret stands; the selection lies between both."""


def initials(name: str) -> str:
    """Return one or two letters for a name; a question mark where there is none."""
    words = [word for word in name.split() if word[0].isalnum()]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper() or "?"


def free_colour(wanted: int, taken: Iterable[int]) -> int:
    """Return the wanted colour, or the next one nobody has; the wanted one where all are taken."""
    gone = set(taken)
    turn = (wanted % len(COLOURS) + step for step in range(len(COLOURS)))
    return next((n % len(COLOURS) for n in turn if n % len(COLOURS) not in gone), wanted)
