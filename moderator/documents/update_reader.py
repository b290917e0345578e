"""Yjs' updates, format 1, read as far as to where each of their parts begins and ends."""

from collections.abc import Iterator
from typing import NamedTuple

_ORIGIN, _RIGHT_ORIGIN, _KEY = 0x80, 0x40, 0x20
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_NAMED_TYPES = frozenset({3, 5})
"""Elements and hooks of XML carry a name."""
_KNOWN_TYPES = 7
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 122: 8, 121: 0, 120: 0}
"""Bytes after the tag of a value whose size does not depend on it."""
_VARINT, _TEXT, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116


class Unreadable(ValueError):
    """The bytes are no update, or hold what this program does not know."""


class Part(NamedTuple):
    """One part of an update: what a writer did in one go."""

    length: int
    """In the writer's clock."""
    start: int
    end: int
    needs: tuple[tuple[int, int], ...]
    """Other writers' work that must be there before: client and clock."""
    body: bytes | None = None
    """Its bytes, where they are not those from ``start`` to ``end``."""


class CutText(NamedTuple):
    """A part that inserts a text, taken apart."""

    head: bytes
    letters: bytes
    """In UTF-8."""
    info: int
    right_origin: bytes

    def continued(self, client: int, clock: int) -> bytes:
        """Return the head of a part that goes on after this letter."""
        head = bytes([self.info | _ORIGIN]) + number(client) + number(clock)
        return head + self.right_origin


def number(value: int) -> bytes:
    """Return a whole number as updates have it."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


class UpdateReader:
    """Reads one update from its begin to its end, once.

    Every method raises ``Unreadable`` or ``IndexError`` where it holds something else.
    """

    def __init__(self, update: bytes, at: int = 0) -> None:
        self._update = update
        self.at = at

    def writers(self) -> Iterator[tuple[int, int, list[Part]]]:
        """Read each writer: client, first clock, and its parts."""
        for _ in range(self.number()):
            count, client, clock = self.number(), self.number(), self.number()
            yield client, clock, [self.part(client) for _ in range(count)]

    def deletions(self) -> list[tuple[int, list[tuple[int, int]]]]:
        """Read, after all writers, what was deleted of each: first clock and length."""
        found = []
        for _ in range(self.number()):
            client, count = self.number(), self.number()
            found.append((client, [(self.number(), self.number()) for _ in range(count)]))
        return found

    def number(self) -> int:
        """Read a whole number."""
        update, at = self._update, self.at
        byte = update[at]
        value, shift = byte & 0x7F, 7
        while byte > 0x7F:
            at += 1
            byte = update[at]
            value |= (byte & 0x7F) << shift
            shift += 7
        self.at = at + 1
        return value

    def data(self) -> None:
        """Pass over bytes with their length before them."""
        length = self.number()
        self.at += length
        if self.at > len(self._update):
            raise Unreadable

    def place(self) -> tuple[int, int]:
        """Read a place: client and clock."""
        return self.number(), self.number()

    def head(self, client: int) -> tuple[int, tuple[tuple[int, int], ...]]:
        """Read what comes before an item's content: its kind, and what it needs of others."""
        info = self._update[self.at]
        self.at += 1
        if info & 0x1F in (_GC, _SKIP):
            return info, ()
        needs = [self.place() for bit in (_ORIGIN, _RIGHT_ORIGIN) if info & bit]
        if not info & (_ORIGIN | _RIGHT_ORIGIN):
            if self.number():
                self.data()
            else:
                needs.append(self.place())
            if info & _KEY:
                self.data()
        return info, tuple(need for need in needs if need[0] != client)

    def part(self, client: int) -> Part:
        """Read one part of a writer."""
        start = self.at
        info, needs = self.head(client)
        length = self._content(info & 0x1F)
        return Part(length, start, self.at, needs)

    def _content(self, kind: int) -> int:
        """Pass over a content; return its length."""
        if kind in (_GC, _DELETED, _SKIP):
            return self.number()
        if kind == _STRING:
            end = self.number() + self.at
            letters, self.at = self._update[self.at : end], end
            return _utf16(letters)
        if kind in (_JSON, _ANY):
            count = self.number()
            for _ in range(count):
                if kind == _JSON:
                    self.data()
                else:
                    self.value()
            return count
        self._single(kind)
        return 1

    def _single(self, kind: int) -> None:
        if kind in (_BINARY, _EMBED):
            self.data()
        elif kind == _FORMAT:
            self.data()
            self.data()
        elif kind == _TYPE:
            of = self.number()
            if of in _NAMED_TYPES:
                self.data()
            elif of >= _KNOWN_TYPES:
                raise Unreadable
        elif kind == _DOC:
            self.data()
            self.value()
        else:
            raise Unreadable

    def value(self) -> None:
        """Pass over any value."""
        kind = self._update[self.at]
        self.at += 1
        if kind in _FIXED:
            self.at += _FIXED[kind]
        elif kind == _VARINT:
            self.number()  # its sign lies in the first byte, and its length is the same
        elif kind in (_TEXT, _BYTES):
            self.data()
        elif kind in (_OBJECT, _ARRAY):
            for _ in range(self.number()):
                if kind == _OBJECT:
                    self.data()
                self.value()
        else:
            raise Unreadable


def text_of(update: bytes, part: Part) -> CutText | None:
    """Take apart a part that inserts a text; None for any other."""
    reader = UpdateReader(update, part.start)
    info, _ = reader.head(0)
    if info & 0x1F != _STRING:
        return None
    head = update[part.start : reader.at]
    length = reader.number()
    letters = update[reader.at : reader.at + length]
    right = b""
    if info & _RIGHT_ORIGIN:
        again = UpdateReader(update, part.start + 1)
        if info & _ORIGIN:
            again.place()
        begin = again.at
        again.place()
        right = update[begin : again.at]
    return CutText(head, letters, info, right)


def _utf16(letters: bytes) -> int:
    if letters.isascii():
        return len(letters)
    try:
        return len(letters.decode("utf-8").encode("utf-16-le")) // 2
    except UnicodeDecodeError as error:
        raise Unreadable from error


def only_writer(update: bytes) -> int | None:
    """Return the one client that an update has something new of; None for none or several."""
    try:
        reader = UpdateReader(update)
        if reader.number() != 1:
            return None
        reader.number()
        return reader.number()
    except IndexError:
        return None
