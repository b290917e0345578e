"""The lines of one shared text with their places, kept up to date from edits alone.

Positions in the shared text are UTF-8 bytes (pycrdt), positions on the screen UTF-16 units (Qt).
This index knows both for every line, so that a key press reads one line and never the whole text.
What is *shown* is the text without its final newline.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

_CHUNK = 64  # rows; a look-up steps over chunks, then over rows
_SIZE8: Callable[["Row | _Chunk"], int] = attrgetter("size8")
_SIZE16: Callable[["Row | _Chunk"], int] = attrgetter("size16")
EMBED = "\x1a"
"""Stands for something embedded that is no text; one byte, as pycrdt counts it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it lies in the shared text."""

    text: str
    attributes: Mapping[str, object] = field(default_factory=dict)
    """Those of its newline."""
    ended: bool = True
    """Only the last line may lack its newline."""
    size8: int = field(init=False, compare=False)
    """Bytes, newline counted."""
    size16: int = field(init=False, compare=False)
    """UTF-16 units, newline counted."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "size8", utf8(self.text) + self.ended)
        object.__setattr__(self, "size16", utf16(self.text) + self.ended)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line begins."""

    line: int
    start8: int
    start16: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in the shown text; positions are UTF-16 units."""

    position: int
    removed: int
    inserted: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """Which lines were replaced since the last look, and how the shown text came to change."""

    first: int
    removed: int
    added: int
    edits: tuple[Edit, ...]


def utf8(text: str) -> int:
    """Return the length in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut8(text: str, bytes8: int) -> int:
    """Return how many characters lie before a place given in bytes."""
    if text.isascii():
        return bytes8
    return len(text.encode()[:bytes8].decode(errors="replace"))


def cut16(text: str, units: int, up: bool) -> int:
    """Return how many characters lie before a place given in UTF-16 units.

    A place inside a surrogate pair becomes its end (``up``) or its beginning.
    """
    if utf16(text) == len(text):
        return units
    seen = 0
    for number, character in enumerate(text):
        if seen >= units:
            return number
        seen += 2 if character >= "\U00010000" else 1
        if seen > units:
            return number + up
    return len(text)


@dataclass(slots=True)
class _Chunk:
    rows: list[Row]
    size8: int = 0
    size16: int = 0


class LineIndex:
    """All lines of one text."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._chunks: list[_Chunk] = []
        self.count = 0
        self.size8 = 0
        self.size16 = 0
        self._dirty: tuple[int, int, int] | None = None  # first, removed, added
        self._edits: list[Edit] = []
        self._near: Place | None = None
        """A line that exists, as found last: a key asks for it again and again."""
        self._put(0, 0, tuple(rows))

    def __iter__(self) -> Iterator[Row]:
        return (row for chunk in self._chunks for row in chunk.rows)

    def row(self, line: int) -> Row:
        """Return a line; raises IndexError beyond the last."""
        chunk, place = self._chunk_of(line)
        return self._chunks[chunk].rows[place]

    def rows(self, first: int, count: int) -> list[Row]:
        """Return some lines."""
        chunk, place = self._chunk_of(first)
        found: list[Row] = []
        while len(found) < count:
            found += self._chunks[chunk].rows[place : place + count - len(found)]
            chunk, place = chunk + 1, 0
        return found

    @property
    def shown16(self) -> int:
        """The length of the shown text."""
        return self.size16 - self._ends()

    def place(self, line: int) -> Place:
        """Return where a line begins; the number of lines gives the end of the text."""
        if self._near is not None and self._near.line == line:
            return self._near
        at = start8 = start16 = 0
        for chunk in self._chunks:
            if at + len(chunk.rows) <= line:
                at += len(chunk.rows)
                start8, start16 = start8 + chunk.size8, start16 + chunk.size16
                continue
            for row in chunk.rows[: line - at]:
                start8, start16 = start8 + row.size8, start16 + row.size16
            break
        return Place(line, start8, start16)

    def at8(self, position: int) -> Place:
        """Return the line that holds a byte; at the end, the unended line or the end itself."""
        near = self._near
        if near is not None and 0 <= position - near.start8 < self.row(near.line).size8:
            return near
        return self._at(position, _SIZE8)

    def at16(self, position: int) -> Place:
        """Return the line that holds a UTF-16 unit; at the end as ``at8``."""
        near = self._near
        if near is not None and 0 <= position - near.start16 < self.row(near.line).size16:
            return near
        return self._at(position, _SIZE16)

    def _at(self, position: int, size: "Callable[[Row | _Chunk], int]") -> Place:
        line = start8 = start16 = 0
        for chunk in self._chunks:
            if size(chunk) <= position:
                line += len(chunk.rows)
                start8, start16 = start8 + chunk.size8, start16 + chunk.size16
                position -= size(chunk)
                continue
            for row in chunk.rows:
                if size(row) > position:
                    self._near = Place(line, start8, start16)
                    return self._near
                line += 1
                start8, start16 = start8 + row.size8, start16 + row.size16
                position -= size(row)
        return self._or_unended(Place(line, start8, start16))

    # what was done to the text

    def splice(
        self, position8: int, removed8: int, inserted: str, attributes: Mapping[str, object]
    ) -> None:
        """Follow a replacement in the text; ``attributes`` are those of inserted newlines."""
        a, b = self.at8(position8), self.at8(position8 + removed8)
        none = Row("", {}, ended=False)
        first = self.row(a.line) if a.line < self.count else none
        last = self.row(b.line) if b.line < self.count else none
        head = first.text[: cut8(first.text, position8 - a.start8)]
        gone = last.text[: cut8(last.text, position8 + removed8 - b.start8)]
        parts = inserted.split("\n")
        parts[0] = head + parts[0]
        parts[-1] += last.text[len(gone) :]
        rows = [Row(part, attributes) for part in parts[:-1]]
        if parts[-1] or last.ended:
            rows.append(Row(parts[-1], last.attributes, last.ended))
        start16 = a.start16 + utf16(head)
        end16 = b.start16 + utf16(gone)
        size16, ends = self.size16, self._ends()
        self._replace(a.line, min(b.line + 1, self.count) - a.line, rows)
        if end16 == size16:
            self._show_at_end(start16, size16 - ends, inserted)
        else:
            self._show(Edit(start16, end16 - start16, inserted))

    def format(self, position8: int, length8: int, attributes: Mapping[str, object]) -> None:
        """Follow a change of attributes; None removes one. Only those of newlines are kept."""
        place = self.at8(position8)
        line, newline8 = place.line, place.start8
        while line < self.count:
            row = self.row(line)
            newline8 += row.size8
            if newline8 > position8 + length8 or not row.ended:
                return
            both = {**row.attributes, **attributes}
            merged = {key: value for key, value in both.items() if value is not None}
            if merged != row.attributes:
                self._replace(line, 1, [Row(row.text, merged)])
            line += 1

    def restate(self, rows: Sequence[Row]) -> None:
        """Replace everything by a fresh reading of the text."""
        shown16 = self.shown16
        self._replace(0, self.count, rows)
        self._edits = [Edit(0, shown16, shown(self))]

    def take(self) -> Replacement | None:
        """Return what changed since the last call; None when nothing did."""
        if self._dirty is None:
            return None
        change = Replacement(*self._dirty, tuple(self._edits))
        self._dirty, self._edits = None, []
        return change

    # private

    def _ends(self) -> bool:
        return bool(self._chunks) and self._chunks[-1].rows[-1].ended

    def _or_unended(self, end: Place) -> Place:
        if not self._chunks or self._ends():
            return end
        last = self._chunks[-1].rows[-1]
        return Place(end.line - 1, end.start8 - last.size8, end.start16 - last.size16)

    def _show(self, edit: Edit) -> None:
        if edit.removed or edit.inserted:
            self._edits.append(edit)

    def _show_at_end(self, start16: int, shown16: int, inserted: str) -> None:
        """Tell of a replacement that reaches the end, where the final newline is not shown."""
        position = min(start16, shown16, self.shown16)
        tail = "\n" * (start16 - position) + inserted
        if self._ends():
            tail = tail[:-1]
        self._show(Edit(position, shown16 - position, tail))

    def _replace(self, first: int, removed: int, rows: Sequence[Row]) -> None:
        self._put(first, removed, rows)
        if self._dirty is None:
            self._dirty = (first, removed, len(rows))
            return
        start, before, after = self._dirty
        # both regions become one, with the untouched lines between them
        missed = max(start + after, first + removed) - min(start, first) - after
        self._dirty = (min(start, first), before + missed, after + missed - removed + len(rows))

    def _chunk_of(self, line: int) -> tuple[int, int]:
        at = 0
        for number, chunk in enumerate(self._chunks):
            if line < at + len(chunk.rows):
                return number, line - at
            at += len(chunk.rows)
        if line == self.count:
            return len(self._chunks), 0
        raise IndexError(line)

    def _put(self, first: int, removed: int, rows: Sequence[Row]) -> None:
        chunk, place = self._chunk_of(first)
        self.count += len(rows) - removed
        if self._near is not None and self._near.line >= first + bool(rows):
            self._near = None  # it moved, or is no more
        if not self._chunks:
            self._chunks.append(_Chunk([]))
        if chunk == len(self._chunks):
            chunk, place = chunk - 1, len(self._chunks[-1].rows)
        start, fresh = chunk, list(rows)
        while True:
            held = self._chunks[chunk]
            gone = held.rows[place : place + removed]
            held.rows[place : place + len(gone)] = fresh
            grown8 = sum([r.size8 for r in fresh]) - sum([r.size8 for r in gone])
            grown16 = sum([r.size16 for r in fresh]) - sum([r.size16 for r in gone])
            held.size8, self.size8 = held.size8 + grown8, self.size8 + grown8
            held.size16, self.size16 = held.size16 + grown16, self.size16 + grown16
            removed, fresh, place = removed - len(gone), [], 0
            if not removed:
                break
            chunk += 1
        self._level(start, chunk + 1)

    def _level(self, first: int, end: int) -> None:
        """Keep chunks near their size, so that a look-up stays short."""
        count = sum([len(chunk.rows) for chunk in self._chunks[first:end]])
        if end - first == 1 and _CHUNK // 4 <= count <= 2 * _CHUNK:
            return
        if count < _CHUNK // 4 and first:
            first -= 1
        touched = self._chunks[first:end]
        rows = [row for chunk in touched for row in chunk.rows]
        parts = [rows[n : n + _CHUNK] for n in range(0, len(rows), _CHUNK)]
        self._chunks[first:end] = [
            _Chunk(part, sum([r.size8 for r in part]), sum([r.size16 for r in part]))
            for part in parts
        ]


def shown(rows: Iterable[Row]) -> str:
    """Return the shown text of some lines."""
    return "\n".join([row.text for row in rows])
