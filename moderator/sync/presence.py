"""Yjs' awareness: who is here, one JSON state for each client id, gone where it is null."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moderator.sync.lib0 import Malformed, Reader, Writer

_MOST_STATES = 1_000
_MOST_STATE = 16 * 1024


@dataclass(frozen=True, slots=True)
class Here:
    """What one client says of itself."""

    client: int
    clock: int
    """Counts up with everything the client says; what is older than known is not heard."""
    state: Any
    """What JSON holds; None for a client that left."""


def encode(states: Iterable[Here]) -> bytes:
    """Return the body of an awareness message."""
    listed = tuple(states)
    out = Writer().number(len(listed))
    for here in listed:
        text = json.dumps(here.state, separators=(",", ":"))  # escaped: half a letter may be in it
        out.number(here.client).number(here.clock).text(text)
    return out.done()


def decode(body: bytes) -> tuple[Here, ...]:
    """Return what the body of an awareness message says.

    Raises:
        Malformed: it is none, or holds too much.
    """
    read = Reader(body)
    count = read.number()
    if count > _MOST_STATES:
        raise Malformed("too many are here")
    found = tuple(_here(read) for _ in range(count))
    read.end()
    return found


def _here(read: Reader) -> Here:
    client, clock, text = read.number(), read.number(), read.text(_MOST_STATE)
    try:
        return Here(client, clock, json.loads(text, parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        raise Malformed("a state is no JSON") from error


def _no_number(word: str) -> float:
    """Refuse what Python would read as a number and no browser does."""
    raise ValueError(word)
