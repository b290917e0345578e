"""A typist whose every key goes into a store, as the desk would do it."""

from collections.abc import Callable
from pathlib import Path

from moderator.documents.document import notes_name
from moderator.documents.line_index import Edit
from moderator.documents.notes import NoteChange, NotesDocument
from moderator.domain.ids import ForumId, ItemId, MeetingId
from moderator.domain.notes import Line
from moderator.domain.programme import LocalText
from moderator.store import driver
from moderator.store.database import Store
from moderator.store.driver import Raw
from moderator.store.rows import ForumRow, NoteRows, StoredForum
from moderator.store.writes import Outcome, Update, Write

FORUM = ForumId("forum")
MEETING = MeetingId("meeting")
ITEM = ItemId("item")
NOTES = notes_name(FORUM, MEETING)
PATIENCE_S = 20.0


class Typist:
    """Types at the end of one item's notes; each key is one write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._done: Callable[[Outcome], None] | None = None
        self._rows: list[NoteRows] = []
        self.notes = NotesDocument(NOTES)
        self.notes.load(store.load(NOTES))
        self.notes.prepare((ITEM,))
        self.notes.on_change(self._changed)
        self.notes.on_update(self._updated)

    def type(self, text: str, done: Callable[[Outcome], None] | None = None) -> None:
        """Type a text as one key press."""
        self._done = done
        end = len(self.notes.text(ITEM))
        self.notes.edit(ITEM, Edit(end, 0, text), 1_000)

    def _changed(self, change: NoteChange) -> None:
        first, removed = change.first_line, change.removed_lines
        self._rows.append(NoteRows(FORUM, MEETING, change.item, first, removed, change.lines))

    def _updated(self, body: bytes, local: bool) -> None:
        rows, self._rows = tuple(self._rows), []
        self._store.write(Write((Update(NOTES, body, local, 1_000),), rows, self._done))


def text_of(store: Store) -> str:
    """Return the item's text as loaded afresh."""
    notes = NotesDocument(NOTES)
    notes.load(store.load(NOTES))
    return notes.text(ITEM)


def lines_of(store: Store) -> list[str]:
    """Return the item's lines as projected."""
    return [row.line.text for row in store.notes(FORUM, MEETING)]


def line(text: str) -> Line:
    """Return an unmarked line."""
    return Line(text, 1_000)


def forum_row(title: str = "Forum") -> ForumRow:
    """Return the entry of the forum that the typist writes in."""
    return ForumRow(StoredForum(FORUM, LocalText(en=title), False, 1, 2))


def change(file: Path, sql: str, *arguments: object) -> None:
    """Run a statement on a closed database, as some accident would."""
    raw = driver.connect(file)
    raw.execute(sql, arguments)
    raw.close()


def value(raw: Raw, sql: str) -> object:
    """Return the first column of the first row."""
    return driver.scalar(raw, sql)
