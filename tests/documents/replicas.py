"""Laptops that write notes apart and meet again, checked against plain Python at each step."""

import random
from dataclasses import dataclass, field

from moderator.documents.line_index import LineIndex, utf16
from moderator.documents.note_item import fresh_rows
from moderator.documents.notes import Edit, NoteChange, NotesDocument
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import Line, Mark

ITEMS = (ItemId("i"), ItemId("j"))
NAME = "forum/notes/meeting"
PIECES = (
    "a",
    "б",
    "қ",
    "Ә",
    "😀",
    "👩‍💻",
    " ",
    "\n",
    "\n",
    "ж\n",
    "x\ny\nз",
    "бір\nекі\n\nүш\n",
    "e\u0301",
    "\U00020000",
)


def replaced(text: str, edit: Edit) -> str:
    """Return the text after an edit, computed in UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * edit.position, 2 * (edit.position + edit.removed)
    whole = units[:start] + edit.inserted.encode("utf-16-le", "surrogatepass") + units[end:]
    return whole.decode("utf-16-le", "surrogatepass")


@dataclass
class Shown:
    """What a pane and a table would hold that only follow the changes they are told."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)


class Laptop:
    """One writer of notes."""

    def __init__(self) -> None:
        self.notes = NotesDocument(NAME)
        self.notes.prepare(ITEMS)
        self.shown = {item: Shown() for item in ITEMS}
        self.sent: list[bytes] = []
        self.notes.on_change(self._follow)
        self.notes.on_update(self._send)

    def _send(self, update: bytes, local: bool) -> None:
        if local:
            self.sent.append(update)

    def _follow(self, change: NoteChange) -> None:
        shown = self.shown[change.item]
        for edit in change.text_edits:
            shown.text = replaced(shown.text, edit)
        end = change.first_line + change.removed_lines
        shown.lines[change.first_line : end] = change.lines

    def check(self) -> None:
        """Compare index, listeners and a fresh reading of the document."""
        for item in ITEMS:
            found = self.notes._item(item)
            fresh = fresh_rows(found.text)
            assert list(found.index) == fresh
            assert found.index.size8 == sum(row.size8 for row in fresh)
            assert found.index.size16 == sum(row.size16 for row in fresh)
            assert self.shown[item].text == self.notes.text(item)
            assert tuple(self.shown[item].lines) == self.notes.lines(item)
            places = [found.index.place(n) for n in range(found.index.count)]
            assert all(
                found.index.at8(p.start8) == p == found.index.at16(p.start16) for p in places
            )

    def act(self, draw: random.Random, now_ms: int) -> None:
        """Do one random thing, and check typing against plain Python."""
        item, chance = draw.choice(ITEMS), draw.random()
        if chance < 0.7:
            text = self.notes.text(item)
            edit = random_edit(draw, text)
            if self.notes.edit(item, edit, now_ms):
                assert self.notes.text(item) == replaced(text, edit)
        elif chance < 0.78:
            mark = draw.choice([None, *Mark])
            self.notes.set_mark(item, draw.randint(0, 5), mark, f"mark{now_ms}")
        elif chance < 0.84:
            self.notes.set_speech(item, draw.randint(0, 5), RequestId(draw.choice(["", "speech"])))
        elif chance < 0.94:
            self.notes.undo()
        else:
            self.notes.redo()


def random_edit(draw: random.Random, text: str) -> Edit:
    """Return an edit anywhere in a text, often a single key."""
    length = utf16(text)
    position = draw.randint(0, length)
    removed = draw.choice([0, 0, 0, 1, 2, draw.randint(0, length)])
    inserted = "".join(draw.choice(PIECES) for _ in range(draw.choice([0, 1, 1, 1, 3])))
    return Edit(position, min(removed, length - position), inserted)


def exchange(laptops: list[Laptop]) -> None:
    """Let every laptop give every other what it lacks, as after a connection came back."""
    for one in laptops:
        for other in laptops:
            if one is not other:
                one.notes.apply(other.notes.missing(one.notes.state_vector()))
                one.check()


def index_of(text: str) -> LineIndex:
    """Return the index of a text without attributes."""
    index = LineIndex()
    index.splice(0, 0, text, {})
    index.take()
    return index
