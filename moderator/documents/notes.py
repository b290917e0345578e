"""The notes of one meeting: a text per agenda item, edited in UTF-16 units, with undo.

``NotesDocument`` is the only place where screen positions become document positions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from pycrdt import UndoManager

from moderator.documents.document import ORIGIN, Document
from moderator.documents.line_index import Edit, Replacement, utf16
from moderator.documents.note_item import (
    MARK,
    MARK_ID,
    SPEECH,
    NoteItem,
    item_of,
    line_of,
)
from moderator.documents.places import Place
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import Line, Mark

__all__ = ["Edit", "NoteChange", "NotesDocument"]

_ASIDE = "aside"
"""The origin of what is written here without being typed here."""

_PAUSE_MS = 1_000
"""Typing that pauses for longer is undone in two steps."""
_CAPTURE_MS = 500


@dataclass(frozen=True, slots=True)
class NoteChange:
    """How one item's notes changed in one transaction."""

    item: ItemId
    local: bool
    """Made in this process, by whichever of its windows or commands."""
    origin: str
    """What the caller of ``edit`` said; else "mark", "undo", "redo" or "remote"."""
    text_edits: tuple[Edit, ...]
    """In their order, each on the shown text that the one before left."""
    first_line: int
    removed_lines: int
    lines: tuple[Line, ...]
    """What stands in place of the removed lines."""


class _Steps:
    """The clock by which the undo manager groups: it stands still within a step."""

    def __init__(self) -> None:
        self._now_ms = _CAPTURE_MS

    def begin(self) -> None:
        """Let what follows be a step of its own."""
        self._now_ms += 2 * _CAPTURE_MS

    def read(self) -> int:
        return self._now_ms


@dataclass(frozen=True, slots=True)
class _Typing:
    """The last step of typing, which the next key may continue."""

    item: ItemId
    position: int
    deleting: bool
    after_space: bool
    at_utc_ms: int


class NotesDocument(Document):
    """The notes of all agenda items of a meeting."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._items: dict[ItemId, NoteItem] = {}
        self._unscoped: list[NoteItem] = []
        self._touched: dict[ItemId, NoteItem] = {}
        """What the present transaction changes: of thousands of texts it is one or two."""
        self._listeners: list[Callable[[NoteChange], None]] = []
        self._origin = ""
        self._typing: _Typing | None = None
        self._steps = _Steps()
        self._undo = UndoManager(capture_timeout_millis=_CAPTURE_MS, timestamp=self._steps.read)
        self._undo.include_origin(ORIGIN)

    # reading

    @property
    def items(self) -> tuple[ItemId, ...]:
        """The agenda items that have a text here, in no order."""
        self._find_items()
        return tuple(self._items)

    def text(self, item: ItemId) -> str:
        """Return an item's text as shown: lines joined by newlines, without the final one."""
        return found.shown() if (found := self._items.get(item)) else ""

    def lines(self, item: ItemId, first: int = 0, count: int | None = None) -> tuple[Line, ...]:
        """Return ``count`` lines from ``first`` on, by default all; none where nothing was typed.

        Asking for a few costs no more than those few.
        """
        found = self._items.get(item)
        if found is None:
            return ()
        index = found.index
        rest = max(index.count - first, 0)
        rows = index.rows(first, rest if count is None else min(count, rest)) if rest else []
        return tuple(line_of(row) for row in rows)

    def line_count(self, item: ItemId) -> int:
        """Return how many lines an item has."""
        found = self._items.get(item)
        return found.index.count if found else 0

    def place(self, item: ItemId, position: int) -> Place | None:
        """Return what keeps a position of the shown text, in UTF-16 units, while others write.

        It is Yjs' relative position, ready for JSON; None where the text cannot tell.
        """
        return self._item(item).place(position)

    def position(self, item: ItemId, place: object) -> int | None:
        """Return where in the shown text a place of anybody is now; None where it is not here."""
        return self._item(item).position(place)

    # writing

    def prepare(self, items: Iterable[ItemId]) -> None:
        """Make sure that every item has its text.

        What is written to an item made only inside a transaction cannot be undone.
        """
        for item in items:
            self._item(item)

    def edit(self, item: ItemId, edit: Edit, began_utc_ms: int, origin: str = "edit") -> bool:
        """Replace a range of an item's shown text.

        Args:
            item: whose notes.
            edit: the range in UTF-16 units and its new text.
            began_utc_ms: now; the stamp of lines that are begun by this edit.
            origin: given back in ``NoteChange``, so that an editor knows its own edits.

        Returns:
            Whether it was made exactly so: a range is widened where it would split a character,
            and what cannot stand in a text is replaced.
        """
        found = self._own(item)
        self._group(item, edit, began_utc_ms)
        with self._writing(origin):
            return found.edit(edit, began_utc_ms) == edit

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make all changes inside one update that undo leaves alone: they were not typed here."""
        with self.transaction(_ASIDE):
            yield
        self._typing = None

    def append_lines(self, item: ItemId, lines: Iterable[Line]) -> None:
        """Write whole lines, stamps and marks and all, below an item's text, as out of a file."""
        found = self._own(item)
        self._typing = None
        self._steps.begin()
        with self._writing("edit"):
            found.append(lines)

    def set_mark(self, item: ItemId, line: int, mark: Mark | None, mark_id: str = "") -> None:
        """Mark a line, or (None) take its mark away; a line that is gone by now is let be."""
        values = {
            MARK: mark.value if mark else None,
            MARK_ID: mark_id if mark and mark_id else None,
        }
        self._attribute(item, line, values)

    def set_speech(self, item: ItemId, line: int, speech: RequestId) -> None:
        """Say by hand which speech a line belongs to; empty leaves it to the time again."""
        self._attribute(item, line, {SPEECH: speech or None})

    def undo(self) -> bool:
        """Take back one's own last step; return whether anything changed."""
        return self._step("undo", self._undo.undo)

    def redo(self) -> bool:
        """Do again what was taken back last; return whether anything changed."""
        return self._step("redo", self._undo.redo)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step of one's own to take back."""
        return self._undo.can_undo()

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return self._undo.can_redo()

    def on_change(self, told: Callable[[NoteChange], None]) -> None:
        """Call ``told`` for every item that a transaction changed, wherever it was made."""
        self._listeners.append(told)

    def forget(self, told: Callable[[NoteChange], None]) -> None:
        """Stop calling ``told``; after ``close`` nobody is called anyway."""
        if told in self._listeners:
            self._listeners.remove(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        super().close()
        self._listeners.clear()
        for item in self._items.values():
            item.close()

    # private

    def _loaded(self) -> None:
        for item in self._items.values():
            item.reread()
        self._find_items()

    def _item(self, item: ItemId) -> NoteItem:
        found = self._items.get(item)
        if found is None:
            self._need_whole()
            found = self._items[item] = NoteItem(item, self._doc, self._follow)
            self._unscoped.append(found)
            if not self._is_own():
                self._scope()
        return found

    def _own(self, item: ItemId) -> NoteItem:
        """Return an item's text, which one's own command is about to change."""
        found = self._touched[item] = self._item(item)
        return found

    def _follow(self, item: NoteItem) -> bool:
        """Hear that a text changed; return whether its delta is needed to follow it."""
        self._touched[item.item] = item
        return not self._is_own()

    def _scope(self) -> None:
        """Let undo know of new texts; pycrdt panics when told inside a transaction."""
        for item in self._unscoped:
            self._undo.expand_scope(item.text)
        self._unscoped.clear()

    def _find_items(self) -> list[NoteItem]:
        """Take up the texts that others made; return those."""
        names = [item_of(root) for root in tuple(self._doc.keys())]
        return [self._item(n) for n in names if n is not None and n not in self._items]

    def _settled(self, local: bool) -> None:
        self._scope()
        moved, self._touched = self._touched, {}
        for item in moved.values():
            change = item.absorb()
            if change is not None:
                self._tell(item, change, local)
        if not local:
            self._typing = None
            for item in self._find_items() if self._pending else ():
                edits = (Edit(0, 0, item.shown()),)
                self._tell(item, Replacement(0, 0, item.index.count, edits), local)

    def _tell(self, item: NoteItem, change: Replacement, local: bool) -> None:
        rows = item.index.rows(change.first, change.added)
        note = NoteChange(
            item=item.item,
            local=local,
            origin=self._origin if local else "remote",
            text_edits=change.edits,
            first_line=change.first,
            removed_lines=change.removed,
            lines=tuple(line_of(row) for row in rows),
        )
        for told in self._listeners:
            self._later(partial(told, note))

    @contextmanager
    def _writing(self, origin: str) -> Iterator[None]:
        self._origin = origin
        with self.transaction():
            yield

    def _attribute(self, item: ItemId, line: int, values: Mapping[str, str | None]) -> None:
        found = self._own(item)
        self._typing = None
        self._steps.begin()
        with self._writing("mark"):
            found.attribute(line, values)

    def _step(self, origin: str, step: Callable[[], bool]) -> bool:
        self._need_whole()
        self._typing = None
        with self._settling(local=True), self._guarded():
            self._origin = origin
            return step()

    def _group(self, item: ItemId, edit: Edit, now_utc_ms: int) -> None:
        """Let a key that goes on with a word belong to its undo step, any other begin one."""
        last, typed = self._typing, edit.inserted
        deleting = not typed
        end = edit.position + edit.removed
        joins = (
            last is not None
            and last.item == item
            and last.deleting == deleting
            and 0 <= now_utc_ms - last.at_utc_ms <= _PAUSE_MS
            and last.position in ((edit.position, end) if deleting else (end,))
            and not (typed and edit.removed)
            and not (last.after_space and not typed[:1].isspace())
        )
        if not joins:
            self._steps.begin()
        position = edit.position + utf16(typed)
        space = typed[-1:].isspace()
        self._typing = _Typing(item, position, deleting, space, now_utc_ms)
