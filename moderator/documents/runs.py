"""Which runs of characters one client wrote into a document, read off the document's own bytes.

pycrdt tells neither where a run begins nor how long it is; an update in Yjs' first encoding does.
Only as much is asked for and read as is needed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from moderator.documents.update_reader import Unreadable, UpdateReader, number, text_of

_STEPS = (64, 1_024, 16_384)
"""Units to look back for the beginning of a run, before all of the client's work is read."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive ids that lie together; their characters where they are such and still here."""

    clock: int
    length: int
    text: str = ""


def held(doc: "Doc[Any]") -> dict[int, int]:
    """Return how many units of each client's work a document holds."""
    read = UpdateReader(doc.get_state())
    return {read.number(): read.number() for _ in range(read.number())}


def run_at(doc: "Doc[Any]", client: int, clock: int, known: Mapping[int, int]) -> Run | None:
    """Return the run that holds an id; None where it is not here or no text.

    ``known`` is what the document holds.
    """
    for run in runs_before(doc, client, clock, known):
        if run.clock <= clock < run.clock + run.length:
            return run
    return None


def runs_before(
    doc: "Doc[Any]", client: int, clock: int, known: Mapping[int, int]
) -> Iterator[Run]:
    """Return the runs that begin at or before an id, nearest first, in ever longer steps."""
    end = clock + 1
    for back in (*_STEPS, clock):
        start = max(0, clock - back)
        try:
            found = list(_from(doc, client, start, end, known))
        except (Unreadable, IndexError):
            return
        # unless all was read, the first may have begun earlier than it seems
        whole = found if start == 0 else found[1:]
        yield from reversed(whole)
        if start == 0:
            return
        if whole:
            end = whole[0].clock


def _from(
    doc: "Doc[Any]", client: int, start: int, end: int, known: Mapping[int, int]
) -> Iterator[Run]:
    """Return the runs from about ``start`` on that begin before ``end``."""
    runs = _runs(doc, client, start, end, known)
    if start == 0:
        return runs
    # asked for the second half of a surrogate pair, pycrdt begins behind it and does not say so
    first = next(iter(_runs(doc, client, start, start + 1, known)), None)
    before = next(iter(_runs(doc, client, start - 1, start, known)), None)
    if first and before and first.text != before.text and before.text[:1] >= "\U00010000":
        return _runs(doc, client, start - 1, end, known)
    return runs


def _runs(
    doc: "Doc[Any]", client: int, start: int, end: int, known: Mapping[int, int]
) -> Iterator[Run]:
    update = doc.get_update(_vector({**known, client: start}))
    read = UpdateReader(update)
    if not read.number():
        return
    count, writer, clock = read.number(), read.number(), read.number()
    if (writer, clock) != (client, start):
        return
    for _ in range(count):
        if clock >= end:
            return
        part = read.part(client)
        text = text_of(update, part)
        yield Run(clock, part.length, text.letters.decode() if text is not None else "")
        clock += part.length


def _vector(held_units: Mapping[int, int]) -> bytes:
    pairs = (number(client) + number(units) for client, units in held_units.items())
    return number(len(held_units)) + b"".join(pairs)
