"""The reading side: notes, speeches and search asked of the projections with SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, text
from sqlalchemy.sql.expression import literal_column

from moderator.domain.ids import ForumId, ItemId, MeetingId, PersonId, RequestId
from moderator.domain.notes import Line, Mark
from moderator.store import schema
from moderator.store.rows import SpeechRow


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One line of a meeting's notes."""

    meeting: MeetingId
    item: ItemId
    number: int
    """From 0 within its item."""
    line: Line


@dataclass(frozen=True, slots=True)
class SpeechOf:
    """A speech with the meeting it was held at."""

    meeting: MeetingId
    speech: SpeechRow


def notes(connection: Connection, forum: ForumId, meeting: MeetingId) -> tuple[NoteRow, ...]:
    """Return all note lines of a meeting, item by item in no particular order of items."""
    page, line = schema.note_page, schema.note_line
    wanted = _note_lines().where(page.c.forum == forum, page.c.meeting == meeting)
    return _note_rows(connection, wanted.order_by(page.c.id, line.c.line))


def search(connection: Connection, forum: ForumId, words: str, limit: int) -> tuple[NoteRow, ...]:
    """Return the note lines with words that begin like all the words given, best first."""
    query = match_query(words)
    if not query:
        return ()
    page = schema.note_page
    wanted = (
        _note_lines()
        .join(text("note_text"), literal_column("note_text.rowid") == schema.note_line.c.id)
        .where(page.c.forum == forum, text("note_text MATCH :query").bindparams(query=query))
        .order_by(literal_column("note_text.rank"), schema.note_line.c.id)
        .limit(limit)
    )
    return _note_rows(connection, wanted)


def match_query(words: str) -> str:
    """Return a full-text query for words that begin as given; signs between them mean nothing."""
    kept = "".join(c if c.isalnum() else " " for c in words).split()
    return " ".join(f'"{word}"*' for word in kept)


def speeches(
    connection: Connection, forum: ForumId, meeting: MeetingId | None
) -> tuple[SpeechOf, ...]:
    """Return the speeches of a meeting, or of a whole forum, in the order they were called."""
    table = schema.speech
    wanted = select(table).where(table.c.forum == forum)
    if meeting is not None:
        wanted = wanted.where(table.c.meeting == meeting)
    rows = connection.execute(wanted.order_by(table.c.called_utc_ms, table.c.request))
    return tuple(_speech(row) for row in rows.mappings())


def _note_lines() -> Select[Any]:
    page, line = schema.note_page, schema.note_line
    of_line = (line.c.line, line.c.text, line.c.began_utc_ms, line.c.mark, line.c.mark_id)
    return select(page.c.meeting, page.c.item, *of_line, line.c.speech).join_from(
        line, page, line.c.page == page.c.id
    )


def _note_rows(connection: Connection, wanted: Select[Any]) -> tuple[NoteRow, ...]:
    rows: Sequence[RowMapping] = connection.execute(wanted).mappings().all()
    return tuple(
        NoteRow(
            meeting=MeetingId(row["meeting"]),
            item=ItemId(row["item"]),
            number=row["line"],
            line=Line(
                text=row["text"],
                began_utc_ms=row["began_utc_ms"],
                mark=Mark(row["mark"]) if row["mark"] else None,
                mark_id=row["mark_id"],
                speech=RequestId(row["speech"]),
            ),
        )
        for row in rows
    )


def _speech(row: RowMapping) -> SpeechOf:
    return SpeechOf(
        MeetingId(row["meeting"]),
        SpeechRow(
            request=RequestId(row["request"]),
            item=ItemId(row["item"]),
            kind=row["kind"],
            person=PersonId(row["person"]),
            name=row["name"],
            called_utc_ms=row["called_utc_ms"],
            begun_utc_ms=row["begun_utc_ms"],
            ended_utc_ms=row["ended_utc_ms"],
            allotted_ms=row["allotted_ms"],
            spent_ms=row["spent_ms"],
            paused_ms=row["paused_ms"],
            measure=row["measure"],
        ),
    )
