"""The one way to say by a name which of several things is meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from moderator.domain.errors import Reason, Refused

_LONG_ID = 6
"""Characters of an id that are enough to mean it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may be meant."""

    id: str
    names: tuple[str, ...]
    number: int = 0
    """What people count it by, from 1; 0 where nobody counts."""


def fold(text: str) -> str:
    """Return text as compared: case and the difference of ё and е ignored, spaces single."""
    return " ".join(text.casefold().replace("ё", "е").split())


def pick(wanted: str, choices: Iterable[Choice], unknown: Reason) -> str:
    """Return the id of the one thing with this number, name or id, else with a start of them.

    Raises:
        Refused: none fits (``unknown``), or several do.
    """
    key = fold(wanted)
    known = [(c.id, str(c.number), [fold(name) for name in c.names if name]) for c in choices]
    same = [ident for ident, number, names in known if key in (ident, number, *names)]
    starts = [
        ident
        for ident, _, names in known
        if any(name.startswith(key) for name in names)
        or (len(key) >= _LONG_ID and ident.startswith(key))
    ]
    for found in (same, starts) if key and key != "0" else ():
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(Reason.NOT_UNIQUE, name=wanted)
    raise Refused(unknown, name=wanted)
