"""Which runs of characters one client wrote into a document, read off the document's own bytes.

pycrdt tells neither where a run begins nor how long it is; an update in Yjs' first encoding does.
Only as much is asked for and read as is needed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from moderator.documents.line_index import utf16

_STEPS = (64, 1_024, 16_384)
"""Units to look back for the beginning of a run, before all of the client's work is read."""

_GC, _SKIP = 0, 10
_DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT = range(1, 7)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive ids that lie together; their characters where they are such and still here."""

    clock: int
    length: int
    text: str = ""


class RunsUnreadable(ValueError):
    """The client wrote something that is no text."""


def held(doc: "Doc[Any]") -> dict[int, int]:
    """Return how many units of each client's work a document holds."""
    read = _Bytes(doc.get_state())
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
        except (RunsUnreadable, IndexError, UnicodeDecodeError):
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
    vector = _vector({**known, client: start})
    read = _Bytes(doc.get_update(vector))
    if not read.number():
        return
    count, writer, clock = read.number(), read.number(), read.number()
    if (writer, clock) != (client, start):
        return
    for _ in range(count):
        if clock >= end:
            return
        run = _run(read, clock)
        yield run
        clock += run.length


def _run(read: "_Bytes", clock: int) -> Run:
    info = read.byte()
    if info in (_GC, _SKIP):
        return Run(clock, read.number())
    if info & 0x80:
        read.numbers(2)
    if info & 0x40:
        read.numbers(2)
    if not info & 0xC0:
        if read.number():
            read.text()
        else:
            read.numbers(2)
        if info & 0x20:
            read.text()
    return _content(read, clock, info & 0x1F)


def _content(read: "_Bytes", clock: int, kind: int) -> Run:
    if kind == _DELETED:
        return Run(clock, read.number())
    if kind == _STRING:
        text = read.text()
        return Run(clock, utf16(text), text)
    if kind in (_EMBED, _BINARY):
        read.skip()
        return Run(clock, 1)
    if kind == _FORMAT:
        read.skip()
        read.skip()
        return Run(clock, 1)
    raise RunsUnreadable(kind)


def _vector(held_units: Mapping[int, int]) -> bytes:
    out = bytearray(_varint(len(held_units)))
    for client, units in held_units.items():
        out += _varint(client) + _varint(units)
    return bytes(out)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


class _Bytes:
    """Reads what pycrdt wrote; raises IndexError where that ends too soon."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def number(self) -> int:
        value = shift = 0
        while (part := self.byte()) > 0x7F:
            value |= (part & 0x7F) << shift
            shift += 7
        return value | part << shift

    def numbers(self, count: int) -> None:
        for _ in range(count):
            self.number()

    def skip(self) -> None:
        length = self.number()
        self._at += length

    def text(self) -> str:
        length = self.number()
        self._at += length
        return self._data[self._at - length : self._at].decode()
