"""One page of notes in a Qt document: which lines are whose agenda item's, and what was changed.

The page holds nothing but lines; headings are painted above an item's first line, so they cannot
be edited. The line end before each item is a wall: Qt may remove it, as with a selection across
items, and the page puts it back. What Qt reports as changed is compared with what was there.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtGui import QTextCursor, QTextDocument

from moderator.console.note_diff import character_index, difference, utf16_length
from moderator.console.note_gutter import BLANK, Dress
from moderator.desk.views import NoteItem, NoteLineView

WALL = "\0"
"""Stands for a removed wall where old and new text are compared; no line can hold it."""


class ItemEdit(NamedTuple):
    """One edit within one item, in UTF-16 units of its text."""

    which: int
    """Which item of the page."""
    position: int
    removed: int
    inserted: str


class Place(NamedTuple):
    """Where a position of the page lies."""

    which: int
    """Which item of the page."""
    line: int
    """Line within the item."""
    offset: int
    """UTF-16 units from the item's start."""


@dataclass(slots=True)
class PageLine:
    """One line as last seen, with what stands beside it."""

    text: str
    view: NoteLineView = BLANK
    dress: Dress | None = None
    due: bool = False
    """Whether the notes are to be asked again what stands beside it."""


class Breach(NamedTuple):
    """Walls that fell, and where they belong."""

    position: int
    walls: range


@dataclass(slots=True)
class PageChange:
    """What a change of the document means for the notes."""

    edits: list[ItemEdit] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    first: int = 0
    """The first line touched; the last one counts from the page's end, as that is stable."""
    after: int = 0
    """How many untouched lines follow."""
    reshaped: bool = False
    """Whether there are more or fewer lines than before, or walls fell."""


class Page:
    """The lines of a meeting's notes, by agenda item."""

    def __init__(self, document: QTextDocument) -> None:
        self.document = document
        self.items: tuple[NoteItem, ...] = ()
        self.lines: list[PageLine] = []
        self.firsts: list[int] = []
        """Each item's first line, by number on the page."""
        self._walls: list[QTextCursor] = []

    def show(self, items: Sequence[NoteItem], texts: Sequence[str]) -> None:
        """Replace the whole page."""
        self._walls.clear()
        self.items = tuple(items)
        self.lines = []
        self.firsts = []
        for text in texts:
            self.firsts.append(len(self.lines))
            self.lines += map(PageLine, text.split("\n"))
        self.document.setPlainText("\n".join(line.text for line in self.lines))
        edit = QTextCursor(self.document)
        edit.beginEditBlock()  # else each wall has all lines before it laid out
        place = line_number = 0
        for first in self.firsts[1:]:
            for line in self.lines[line_number:first]:
                place += utf16_length(line.text) + 1
            self._walls.append(self._wall(place))
            line_number = first
        edit.endEditBlock()

    def index_of_line(self, number: int) -> int:
        """Return which item the page's line ``number`` belongs to."""
        return bisect_right(self.firsts, number) - 1

    def line_range(self, index: int) -> range:
        """Return the numbers of an item's lines."""
        following = self.firsts[index + 1] if index + 1 < len(self.firsts) else len(self.lines)
        return range(self.firsts[index], following)

    def start(self, index: int) -> int:
        """Return the position of an item's first character."""
        return self.document.findBlockByNumber(self.firsts[index]).position()

    def end(self, index: int) -> int:
        """Return the position after an item's last character."""
        block = self.document.findBlockByNumber(self.line_range(index)[-1])
        return block.position() + block.length() - 1

    def place(self, position: int) -> Place:
        """Return which item and line a position lies in."""
        number = self.document.findBlock(position).blockNumber()
        index = self.index_of_line(number)
        return Place(index, number - self.firsts[index], position - self.start(index))

    def replacement(self, selected: QTextCursor, text: str) -> ItemEdit | None:
        """Return what ``text`` in place of a selection means; None where that spans items."""
        if not self.items:
            return None
        start, end = selected.selectionStart(), selected.selectionEnd()
        begin = self.place(start)
        if start != end and self.place(end).which != begin.which:
            return None
        return ItemEdit(begin.which, begin.offset, end - start, text)

    def text(self, index: int) -> str:
        """Return an item's text as it is on the page."""
        return "\n".join(self.lines[number].text for number in self.line_range(index))

    def word_count(self) -> int:
        """Return how many words are on the page."""
        return sum(len(line.text.split()) for line in self.lines)

    def mark_count(self) -> int:
        """Return how many lines are marked, as far as is known what stands beside them."""
        return sum(line.view.mark != "" for line in self.lines)

    def wrote(self, edit: ItemEdit, position: int, removed: int, added: int) -> bool:
        """Take over a change that did just what ``edit`` said; return False where it may not have.

        Only letters within a line: all else is for ``read``, which takes longer.
        """
        text = edit.inserted
        block = self.document.findBlock(position)
        number = block.blockNumber()
        line, at = self.lines[number], position - block.position()
        is_so = (
            (edit.removed, removed, added) == (0, 0, len(text))
            and self.document.blockCount() == len(self.lines)
            and self.start(edit.which) + edit.position == position
            and block.text() == line.text[:at] + text + line.text[at:]
        )
        if is_so:
            line.text = block.text()
        return is_so

    def read(self, position: int, added: int, caret: int) -> PageChange:
        """Return what the document's change means, and take the new lines over.

        Qt may report far more than was changed. After a breach the lines are right again only
        once ``mend`` has been called.
        """
        document = self.document
        first = document.findBlock(position).blockNumber()
        end = min(position + added, document.characterCount() - 1)
        last = document.findBlock(end).blockNumber()
        old_last = last - (document.blockCount() - len(self.lines))
        change = PageChange(first=first, after=len(self.lines) - old_last - 1)
        old_cuts, new_cuts = [first], [first]
        fallen: list[int] = []
        for index in self._begun_in(first, old_last):
            wall = self._walls[index - 1]
            if wall.position() > wall.anchor():
                old_cuts.append(self.firsts[index])
                new_cuts.append(document.findBlock(wall.position()).blockNumber())
            else:
                fallen.append(index)
        old_cuts.append(old_last + 1)
        new_cuts.append(last + 1)
        for part in range(len(old_cuts) - 1):
            old = range(old_cuts[part], old_cuts[part + 1])
            new = range(new_cuts[part], new_cuts[part + 1])
            self._compare(change, old, new, [n for n in fallen if self.firsts[n] in old], caret)
        change.reshaped = last != old_last or bool(change.breaches)
        if not change.breaches:
            self._take_over(first, old_last, self._texts(range(first, last + 1)))
        return change

    def mend(self, change: PageChange) -> None:
        """Put fallen walls back and take the lines over."""
        old_last = len(self.lines) - change.after - 1
        for breach in reversed(change.breaches):
            cursor = QTextCursor(self.document)
            cursor.setPosition(breach.position)
            for index in breach.walls:
                cursor.insertBlock()
                self._walls[index - 1] = self._wall(cursor.position())
        last = self.document.blockCount() - change.after - 1
        self._take_over(change.first, old_last, self._texts(range(change.first, last + 1)))

    def _compare(
        self, change: PageChange, old: range, new: range, fallen: list[int], caret: int
    ) -> None:
        if not fallen and len(old) == len(new) == 1:
            old_text = self.lines[old[0]].text
        else:
            begins = {self.firsts[index] for index in fallen}
            old_text = self.lines[old[0]].text + "".join(
                (WALL if number in begins else "\n") + self.lines[number].text for number in old[1:]
            )
        block = self.document.findBlockByNumber(new[0])
        start = block.position()
        new_text = block.text() if len(new) == 1 else "\n".join(self._texts(new))
        if old_text == new_text:
            return
        near = character_index(new_text, caret - start) if caret >= start else -1
        begin, old_end, new_end = difference(old_text, new_text, near)
        index = self.index_of_line(old[0])
        # This item's start is at or before the change, where the page is as it was.
        item_start = start if self.firsts[index] == old[0] else self.start(index)
        offset = start - item_start + utf16_length(new_text[:begin])
        inserted = new_text[begin:new_end]
        for step, piece in enumerate(old_text[begin:old_end].split(WALL)):
            edit = ItemEdit(index + step, offset, utf16_length(piece), inserted)
            if edit.removed or edit.inserted:
                change.edits.append(edit)
            offset, inserted = 0, ""
        if fallen:
            place = start + utf16_length(new_text[:new_end])
            change.breaches.append(Breach(place, range(fallen[0], fallen[-1] + 1)))

    def _texts(self, numbers: range) -> list[str]:
        block = self.document.findBlockByNumber(numbers[0])
        texts = []
        for _number in numbers:
            texts.append(block.text())
            block = block.next()
        return texts

    def _take_over(self, first: int, old_last: int, texts: list[str]) -> None:
        old = self.lines[first : old_last + 1]
        if len(old) == len(texts):
            # Most keys, and every change of margins, which alters no word.
            for line, text in zip(old, texts, strict=True):
                line.text = text
            return
        alike = list(map(str.__eq__, texts, (line.text for line in old)))
        head = alike.index(False) if False in alike else len(alike)
        new = old[:head] + [PageLine(text) for text in texts[head:]]
        # The notes tell soon what stands beside new lines; until then the ends keep what they had.
        if head < len(new) and head < len(old):
            new[-1].view = old[-1].view
            new[head].view = old[head].view
        begun = self._begun_in(first, old_last)
        self.lines[first : old_last + 1] = new
        for index in begun:
            place = self._walls[index - 1].position()
            self.firsts[index] = self.document.findBlock(place).blockNumber()
        more = len(new) - len(old)
        self.firsts[begun.stop :] = [number + more for number in self.firsts[begun.stop :]]

    def _begun_in(self, first: int, last: int) -> range:
        """Return the items that begin below line ``first`` and not below ``last``."""
        return range(bisect_right(self.firsts, first), bisect_right(self.firsts, last))

    def _wall(self, following: int) -> QTextCursor:
        wall = QTextCursor(self.document)
        wall.setPosition(following - 1)
        wall.setPosition(following, QTextCursor.MoveMode.KeepAnchor)
        # Words typed before the wall move it on, words typed behind it do not: the cursor always
        # selects that one line end. Once it is removed the anchor is never before the position.
        wall.setKeepPositionOnInsert(True)
        return wall
