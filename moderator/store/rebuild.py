"""Projections made anew from the documents, and whether those at hand are what they should be."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from moderator.documents.document import DocumentKind, parse_name
from moderator.documents.floor import FloorDocument
from moderator.documents.notes import NotesDocument
from moderator.documents.people import PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.domain.fold import Fold
from moderator.domain.ids import ForumId, MeetingId
from moderator.store import engine, migrate
from moderator.store.columns import PLAIN
from moderator.store.database import Store
from moderator.store.driver import Raw
from moderator.store.filling import filled
from moderator.store.project import Projector
from moderator.store.rows import (
    NoteRows,
    PeopleRows,
    ProgrammeRows,
    ProjectionsGone,
    Rows,
    SpeechRows,
    StateRow,
    speech_row,
)
from moderator.store.writer import STALE
from moderator.store.writes import Write


def rebuild(store: Store) -> None:
    """Queue the projections of every forum to be made anew, in one transaction.

    Raises:
        DocumentBroken: a document cannot be read; nothing was queued.
        StoreFailed: the disk or the database refuses.
    """
    rows: list[Rows] = []
    for forum in store.known_forums():
        rows.append(ProjectionsGone(forum))
        rows.extend(rows_of(store, forum))
    store.write(Write(rows=(*rows, StateRow(STALE, "false"))))


def rows_of(store: Store, forum: ForumId) -> tuple[Rows, ...]:
    """Return all rows that a forum's committed documents make.

    Raises:
        DocumentBroken: a document cannot be read.
        StoreFailed: the disk or the database refuses.
    """
    rows: list[Rows] = []
    for name in store.documents(forum):
        rows.extend(_rows_of_document(store, name))
    return tuple(rows)


def differing(store: Store, forum: ForumId) -> tuple[str, ...]:
    """Return the projections whose rows are not what the forum's committed documents make.

    Raises:
        DocumentBroken: a document cannot be read.
        StoreFailed: the disk or the database refuses.
    """
    with TemporaryDirectory(prefix="moderator-") as folder:
        file = Path(folder) / "expected.db"
        with engine.writing_engine(file).connect() as connection:
            migrate.bring_up_to_date(connection, file)
            expected = engine.raw_of(connection)
            expected.execute("BEGIN")
            projector = Projector(expected)
            for rows in rows_of(store, forum):
                projector.apply(rows)
            with store.reading() as present:
                return tuple(
                    name
                    for name, sql in _DUMPS.items()
                    if _dump(present, sql, forum) != _dump(expected, sql, forum)
                )


def _rows_of_document(store: Store, name: str) -> tuple[Rows, ...]:
    parsed = parse_name(name)
    if parsed is None:
        return ()
    forum, meeting = parsed.forum, parsed.meeting
    match parsed.kind:
        case DocumentKind.PROGRAMME:
            programme = filled(store, ProgrammeDocument, name)
            return (ProgrammeRows(programme.programme),)
        case DocumentKind.PEOPLE:
            people = filled(store, PeopleDocument, name)
            return (PeopleRows(forum, people.people),)
        case DocumentKind.FLOOR:
            return (_speeches(filled(store, FloorDocument, name), forum, meeting),)
        case DocumentKind.NOTES:
            return _notes(filled(store, NotesDocument, name), forum, meeting)
        case _:
            return ()


def _speeches(floor: FloorDocument, forum: ForumId, meeting: MeetingId) -> SpeechRows:
    state = Fold(floor.events()).state
    rows = (speech_row(s, floor.names.get(s.request, "")) for s in state.speeches())
    return SpeechRows(forum, meeting, tuple(rows))


def _notes(notes: NotesDocument, forum: ForumId, meeting: MeetingId) -> tuple[NoteRows, ...]:
    items = sorted(notes.items)
    return tuple(NoteRows(forum, meeting, i, 0, 0, notes.lines(i)) for i in items)


def _dump(raw: Raw, sql: str, forum: ForumId) -> list[tuple[Any, ...]]:
    return raw.execute(sql, (forum,)).fetchall()


def _in_order(columns: Sequence[str]) -> str:
    return ", ".join(str(number) for number in range(1, len(columns) + 1))


_DUMPS = {
    table: f"SELECT * FROM {table} WHERE forum = ? ORDER BY {_in_order(columns)}"
    for table, columns in PLAIN.items()
} | {
    "note_line": (
        "SELECT meeting, item, line, note_line.text, note_text.text, began_utc_ms, mark, mark_id,"
        " speech FROM note_page JOIN note_line ON note_line.page = note_page.id"
        " LEFT JOIN note_text ON note_text.rowid = note_line.id WHERE forum = ?"
        " ORDER BY meeting, item, line, note_line.id"
    )
}
