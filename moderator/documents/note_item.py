"""The notes of one agenda item: a shared text in the Quill convention, and its lines.

What a line carries sits on its newline; on other characters it means nothing. Each change is made
in the text and followed in the index; changes made elsewhere come as deltas and are followed only.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pycrdt import Doc, Text

from moderator.documents.document import weakly
from moderator.documents.line_index import (
    EMBED,
    Edit,
    LineIndex,
    Replacement,
    Row,
    cut8,
    cut16,
    shown,
    utf8,
    utf16,
)
from moderator.documents.places import Place, Places
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import Line, Mark, with_breaks

BEGAN = "began"
"""UTC milliseconds as decimal text: pycrdt would return a number as a float."""
MARK = "mark"
MARK_ID = "mark_id"
SPEECH = "speech"

_PREFIX = "item:"
_PLAIN: Mapping[str, Any] = {}
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c]")
_UNFIT = re.compile("[\x00\x1a\ud800-\udfff]")


def root_name(item: ItemId) -> str:
    """Return the name of the root text of an agenda item."""
    return _PREFIX + item


def item_of(root: str) -> ItemId | None:
    """Return which agenda item's notes a root text holds; None for other roots."""
    return ItemId(root[len(_PREFIX) :]) if root.startswith(_PREFIX) else None


def line_of(row: Row) -> Line:
    """Return a line as the domain knows it; attributes that cannot be read count as not set."""
    values = row.attributes
    mark = values.get(MARK)
    return Line(
        text=row.text,
        began_utc_ms=_began(values.get(BEGAN)),
        mark=Mark(mark) if isinstance(mark, str) and mark in set(Mark) else None,
        mark_id=_text(values.get(MARK_ID)),
        speech=RequestId(_text(values.get(SPEECH))),
    )


class NoteItem:
    """One item's text and lines."""

    def __init__(
        self, item: ItemId, doc: "Doc[Any]", changed: Callable[["NoteItem"], bool]
    ) -> None:
        """Call ``changed(self)`` at each change; it says whether the change is to be followed."""
        self.item = item
        self.text = Text()
        doc[root_name(item)] = self.text
        self._places = Places(doc, root_name(item), self.text)
        self.index = LineIndex(fresh_rows(self.text))
        self._changed = changed  # one's own changes are followed as they are made
        self._deltas: list[Any] = []
        # pycrdt's own observe() reads every delta at once, whose cost grows with the text
        self._watch = self.text.integrated.observe(weakly(self._came))
        self.index.take()

    def reread(self) -> None:
        """Read the whole text afresh."""
        self._deltas.clear()
        self.index = LineIndex(fresh_rows(self.text))
        self.index.take()

    def close(self) -> None:
        """Follow the text no more."""
        self._watch.drop()

    def shown(self) -> str:
        """Return the text as shown: without its final newline."""
        return shown(self.index)

    def place(self, position: int) -> Place | None:
        """Return what keeps a position of the shown text, in UTF-16 units, while others write."""
        index = self.index
        at = index.at16(min(max(position, 0), index.shown16))
        if at.line >= index.count:
            return self._places.place(index.size8)
        row = index.row(at.line)
        head = row.text[: cut16(row.text, position - at.start16, up=False)]
        return self._places.place(at.start8 + utf8(head))

    def position(self, place: object) -> int | None:
        """Return where in the shown text a place is now; None where it is not here."""
        at8 = self._places.find(place)
        if at8 is None:
            return None
        at = self.index.at8(at8)
        if at.line >= self.index.count:
            return self.index.shown16
        head = self.index.row(at.line).text
        here = at.start16 + utf16(head[: cut8(head, at8 - at.start8)])
        return min(here, self.index.shown16)

    def absorb(self) -> Replacement | None:
        """Return what the transaction just ended changed, after following what came in it."""
        for delta in self._deltas:
            self._follow(delta)
        self._deltas.clear()
        change = self.index.take()
        if change is not None and len(self.text) != self.index.size8:
            self.index.restate(fresh_rows(self.text))
            change = self.index.take()
        return change

    # one's own changes, each inside a transaction

    def edit(self, edit: Edit, began_utc_ms: int) -> Edit:
        """Replace a range of the shown text; return the edit that was really made.

        Line ends become newlines, halves of surrogate pairs are replaced, what is too long for a
        word is broken, and a range that would split a pair is widened by its other half.
        """
        text = _fit(edit.inserted)
        index = self.index
        start = min(max(edit.position, 0), index.shown16)
        end = min(max(start, edit.position + edit.removed), index.shown16)
        if not index.count:
            self._write_lines(0, text.split("\n") if text else [], began_utc_ms)
            return Edit(start, 0, text)
        a, b = index.at16(start), index.at16(end)
        unended = not index.row(b.line).ended
        if unended:
            self._put(index.size8, "\n", _PLAIN)
        first, last = index.row(a.line), index.row(b.line)
        head = cut16(first.text, start - a.start16, up=False)
        tail = head if start == end else cut16(last.text, end - b.start16, up=True)
        start = a.start16 + utf16(first.text[:head])
        end = b.start16 + utf16(last.text[:tail])
        if start != end:
            self._delete((a.line, head), (b.line, tail))
        if text:
            if unended and text.strip("\n") and BEGAN not in self.index.row(a.line).attributes:
                self.attribute(a.line, _stamp(began_utc_ms))
            self._insert((a.line, head), text, began_utc_ms, begins=not first.text)
        return Edit(start, end - start, text)

    def attribute(self, line: int, values: Mapping[str, str | None]) -> None:
        """Set or (None) remove attributes of a line; a line that is gone by now is let be."""
        if not 0 <= line < max(self.index.count, 1):
            return
        if line == self.index.count or not self.index.row(line).ended:
            self._put(self.index.size8, "\n", {k: v for k, v in values.items() if v is not None})
            return
        row = self.index.row(line)
        changed = {key: v for key, v in values.items() if row.attributes.get(key) != v}
        if changed:
            newline8 = self.index.place(line).start8 + row.size8 - 1
            self.text.format(newline8, newline8 + 1, changed)
            self.index.format(newline8, 1, changed)

    def append(self, lines: Iterable[Line]) -> None:
        """Write whole lines below the text."""
        if self.index.count and not self.index.row(self.index.count - 1).ended:
            self._put(self.index.size8, "\n", _PLAIN)
        for line in lines:
            values = {
                BEGAN: "" if line.began_utc_ms is None else str(line.began_utc_ms),
                MARK: line.mark.value if line.mark else "",
                MARK_ID: line.mark_id,
                SPEECH: line.speech,
            }
            end8 = self._put(self.index.size8, _fit(line.text).replace("\n", " "), _PLAIN)
            self._put(end8, "\n", {key: value for key, value in values.items() if value})

    # private

    def _came(self, event: Any) -> None:
        if self._changed(self):
            self._deltas.append(event.delta)

    def _follow(self, delta: Sequence[Mapping[str, Any]]) -> None:
        position8 = 0
        for step in delta:
            if "retain" in step:
                length8 = int(step["retain"])
                if "attributes" in step:
                    self.index.format(position8, length8, step["attributes"])
                position8 += length8
            elif "delete" in step:
                self.index.splice(position8, int(step["delete"]), "", _PLAIN)
            else:
                inserted = step["insert"] if isinstance(step["insert"], str) else EMBED
                self.index.splice(position8, 0, inserted, step.get("attributes", _PLAIN))
                position8 += utf8(inserted)

    def _put(self, position8: int, text: str, attributes: Mapping[str, Any]) -> int:
        """Insert text; attributes are always said, else a newline's would leak (DESIGN.md §4.7)."""
        if text:
            self.text.insert(position8, text, dict(attributes))
            self.index.splice(position8, 0, text, attributes)
        return position8 + utf8(text)

    def _cut(self, start8: int, end8: int) -> None:
        if end8 > start8:
            del self.text[start8:end8]
            self.index.splice(start8, end8 - start8, "", _PLAIN)

    def _at(self, line: int, characters: int) -> int:
        row = self.index.row(line)
        return self.index.place(line).start8 + utf8(row.text[:characters])

    def _delete(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Delete between two places (line, characters); the first line's stamp stays."""
        (a, head), (b, tail) = start, end
        first, last = self.index.row(a), self.index.row(b)
        start8, end8 = self._at(a, head), self._at(b, tail)
        if a == b:
            self._cut(start8, end8)
        elif tail == len(last.text) and last.ended and (head or tail):
            # what is left is the first line's: its own newline stays, the last one's goes
            newline8 = self._at(a, len(first.text))
            self._cut(newline8 + 1, end8 + 1)
            self._cut(start8, newline8)
        else:
            self._cut(start8, end8)
            if head:
                joined = {MARK: None, MARK_ID: None, SPEECH: None, BEGAN: None} | {
                    key: _text(value) or None for key, value in first.attributes.items()
                }
                if joined[MARK] is None:
                    joined |= {key: _text(last.attributes.get(key)) or None for key in _MARKS}
                self.attribute(a, joined)

    def _insert(self, place: tuple[int, int], text: str, began_utc_ms: int, begins: bool) -> None:
        """Insert at a place (line, characters), stamping lines that get their first character."""
        line, at = place
        parts = text.split("\n")
        row = self.index.row(line)
        position8 = self._at(line, at)
        if len(parts) == 1 or at == len(row.text):
            self._put(position8, parts[0], _PLAIN)
            if begins and parts[0] and not row.text:
                self.attribute(line, _stamp(began_utc_ms))
            if len(parts) > 1:
                after8 = position8 + utf8(parts[0]) + 1
                self._write_lines(after8, parts[1:], began_utc_ms)
            return
        if at:
            # both halves keep the stamp, the first one the mark
            position8 = self._put(position8, parts[0], _PLAIN)
            position8 = self._put(position8, "\n", row.attributes)
            self.attribute(line + 1, dict.fromkeys(_MARKS))
            parts = parts[1:]
        position8 = self._write_lines(position8, parts[:-1], began_utc_ms)
        self._put(position8, parts[-1], _PLAIN)

    def _write_lines(self, position8: int, texts: Sequence[str], began_utc_ms: int) -> int:
        """Write whole lines, as few insertions as can be: each walks all the text before it.

        So the stamp lies on the lines' characters too, which nobody reads there.
        """
        groups = groupby(texts, bool)
        blocks = [(stamped, "\n".join([*lines, ""])) for stamped, lines in groups]
        if len(blocks) > _MOST_BLOCKS:
            blocks = [(True, "\n".join([*texts, ""]))]
        for stamped, block in blocks:
            stamp = _stamp(began_utc_ms if stamped else None)
            position8 = self._put(position8, block, stamp)
        return position8


_MARKS = (MARK, MARK_ID)
_MOST_BLOCKS = 200
"""Of lines written together that may be told apart by whether they are blank."""


def _fit(text: str) -> str:
    if len(text) == 1 and text.isprintable():
        return text  # as nearly every key is
    return with_breaks(_UNFIT.sub("\ufffd", _LINE_ENDS.sub("\n", text)))


def _stamp(began_utc_ms: int | None) -> dict[str, str]:
    return {} if began_utc_ms is None else {BEGAN: str(began_utc_ms)}


def fresh_rows(text: Text) -> list[Row]:
    """Return all lines of a text by reading the whole of it."""
    rows: list[Row] = []
    open_line = ""
    for chunk, attributes in text.diff():
        *ended, rest = (chunk if isinstance(chunk, str) else EMBED).split("\n")
        for part in ended:
            rows.append(Row(open_line + part, attributes or {}))
            open_line = ""
        open_line += rest
    if open_line:
        rows.append(Row(open_line, {}, ended=False))
    return rows


def _began(value: object) -> int | None:
    text = str(int(value)) if isinstance(value, float) and abs(value) < 2**53 else value
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 16 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
