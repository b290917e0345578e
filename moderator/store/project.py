"""From rows to tables: the writing side of the projections."""

from collections.abc import Sequence
from typing import Any, assert_never

from moderator.domain.ids import ForumId, ItemId, MeetingId
from moderator.domain.notes import Line
from moderator.domain.programme import LocalText, People, Programme
from moderator.store.columns import (
    PLAIN,
    SPEECH_FIELDS,
    TOKEN_FIELDS,
    delete_where,
    insert_into,
    replace_into,
)
from moderator.store.driver import Raw
from moderator.store.rows import (
    ForumGone,
    ForumRow,
    NoteRows,
    PeopleRows,
    ProgrammeRows,
    ProjectionsGone,
    Rows,
    SpeechRows,
    StateRow,
    StoredForum,
    TokenRow,
)


class ProjectionTorn(Exception):
    """Rows do not fit what the projection holds; it has to be made anew."""


class Projector:
    """Writes rows over one connection, inside its caller's transactions."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._pages: dict[tuple[ForumId, MeetingId, ItemId], int] = {}

    def forget(self) -> None:
        """Look everything up again: a transaction was undone."""
        self._pages.clear()

    def apply(self, rows: Rows) -> None:
        """Write rows into their tables.

        Raises:
            ProjectionTorn: note lines that are to be replaced are not there.
        """
        match rows:
            case NoteRows():
                self._notes(rows)
            case SpeechRows():
                self._speeches(rows)
            case StateRow():
                self._raw.execute(replace_into("local_state"), (rows.key, rows.value))
            case TokenRow(token):
                values = tuple(getattr(token, name) for name in TOKEN_FIELDS)
                self._raw.execute(replace_into("hub_token"), values)
            case ProgrammeRows():
                self._programme(rows.programme)
            case PeopleRows():
                self._people(rows.forum, rows.people)
            case ForumRow():
                self._raw.execute(replace_into("forum"), _forum(rows.forum))
            case ForumGone():
                self._forget_forum(rows.forum)
            case ProjectionsGone():
                self._clear(rows.forum)
            case _:
                assert_never(rows)

    # note lines

    def _notes(self, rows: NoteRows) -> None:
        page = self._page(rows)
        end = rows.first_line + rows.removed
        old = self._raw.execute(_LINES, (page, rows.first_line, end)).fetchall()
        if len(old) != rows.removed:
            raise ProjectionTorn(rows.item, rows.first_line, rows.removed)
        kept = min(rows.removed, len(rows.lines))
        for (line_id, text), line in zip(old[:kept], rows.lines[:kept], strict=True):
            self._raw.execute(_SET_LINE, (*line_values(line), line_id))
            if line.text != text:
                self._raw.execute(_SET_TEXT, (line.text, line_id))
        for line_id, _text in old[kept:]:
            self._raw.execute(_DROP_LINE, (line_id,))
            self._raw.execute(_DROP_TEXT, (line_id,))
        by = len(rows.lines) - rows.removed
        if by:
            self._raw.execute(_SHIFT, (by, page, end))
        for number, line in enumerate(rows.lines[kept:], rows.first_line + kept):
            line_id = self._raw.execute(_ADD_LINE, (page, number, *line_values(line))).lastrowid
            self._raw.execute(_ADD_TEXT, (line_id, line.text))

    def known_page(self, rows: NoteRows) -> int | None:
        """Return the page that note lines lie on; None where it was not looked up yet."""
        return self._pages.get((rows.forum, rows.meeting, rows.item))

    def _page(self, rows: NoteRows) -> int:
        key = (rows.forum, rows.meeting, rows.item)
        page = self._pages.get(key)
        if page is None:
            found = self._raw.execute(_PAGE, key).fetchone()
            page = found[0] if found else self._raw.execute(_ADD_PAGE, key).lastrowid
            self._pages[key] = page
        return page

    # speeches, programme, people

    def _speeches(self, rows: SpeechRows) -> None:
        for request in rows.gone:
            self._raw.execute(_DROP_SPEECH, (rows.forum, rows.meeting, request))
        for row in rows.changed:
            values = (getattr(row, name) for name in SPEECH_FIELDS)
            key = (rows.forum, rows.meeting, row.request)
            self._raw.execute(replace_into("speech"), (*key, *values))

    def _programme(self, programme: Programme) -> None:
        forum = programme.forum.id
        sectors = programme.sectors.values()
        days = programme.days
        self._replace("sector", forum, [(s.id, *_text(s.name), s.order) for s in sectors])
        self._replace("day", forum, [(d.id, d.date.isoformat(), *_text(d.title)) for d in days])
        self._replace("meeting", forum, _meetings(programme))
        self._replace("item", forum, _items(programme))
        self._raw.execute(_SET_TITLE, (*_text(programme.forum.title), forum))

    def _people(self, forum: ForumId, people: People) -> None:
        bodies = people.organisations.values()
        persons = people.persons.values()
        self._replace("organisation", forum, [(o.id, *_text(o.name), o.sector) for o in bodies])
        self._replace(
            "person",
            forum,
            [
                (p.id, p.name, p.office, p.organisation, people.sector_of(p.id), p.number)
                for p in persons
            ],
        )

    def _replace(self, table: str, forum: ForumId, rows: Sequence[tuple[Any, ...]]) -> None:
        self._raw.execute(delete_where(table, "forum"), (forum,))
        self._raw.executemany(insert_into(table), [(forum, *row) for row in rows])

    # whole forums

    def _clear(self, forum: ForumId) -> None:
        for sql in (_CLEAR_TEXT, _CLEAR_LINES, delete_where("note_page", "forum")):
            self._raw.execute(sql, (forum,))
        # text whose line an accident took would stand in the way of a new line with its number
        self._raw.execute(_CLEAR_ORPHANS)
        for table in PLAIN:
            self._raw.execute(delete_where(table, "forum"), (forum,))
        self._pages.clear()

    def _forget_forum(self, forum: ForumId) -> None:
        self._clear(forum)
        self._raw.execute(delete_where("document", "forum"), (forum,))
        self._raw.execute(delete_where("forum", "id"), (forum,))


def _text(text: LocalText) -> tuple[str, str, str]:
    return (text.kk, text.ru, text.en)


def line_values(line: Line) -> tuple[Any, ...]:
    """Return a line's columns: text, stamp, mark, the mark's id, speech."""
    mark = line.mark.value if line.mark else ""
    return (line.text, line.began_utc_ms, mark, line.mark_id, line.speech)


def _forum(forum: StoredForum) -> tuple[Any, ...]:
    opened = (forum.sample, forum.made_utc_ms, forum.opened_utc_ms)
    return (forum.id, *_text(forum.title), *opened)


def _meetings(programme: Programme) -> list[tuple[Any, ...]]:
    days = {day.id for day in programme.days}
    rows = []
    for m in programme.meetings:
        starts = programme.starts_utc_ms(m.id) if m.day in days else None
        rows.append((m.id, m.day, m.number, *_text(m.title), starts, m.place))
    return rows


def _items(programme: Programme) -> list[tuple[Any, ...]]:
    return [
        (i.id, i.meeting, place, *_text(i.title), i.kind.value, i.visibility.value, i.planned_ms)
        for items in programme.items.values()
        for place, i in enumerate(items)
    ]


_PAGE = "SELECT id FROM note_page WHERE forum = ? AND meeting = ? AND item = ?"
_ADD_PAGE = "INSERT INTO note_page (forum, meeting, item) VALUES (?, ?, ?)"
_LINES = "SELECT id, text FROM note_line WHERE page = ? AND line >= ? AND line < ? ORDER BY line"
_SET_LINE = (
    "UPDATE note_line SET text = ?, began_utc_ms = ?, mark = ?, mark_id = ?, speech = ?"
    " WHERE id = ?"
)
_ADD_LINE = (
    "INSERT INTO note_line (page, line, text, began_utc_ms, mark, mark_id, speech)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_DROP_LINE = "DELETE FROM note_line WHERE id = ?"
_SHIFT = "UPDATE note_line SET line = line + ? WHERE page = ? AND line >= ?"
_SET_TEXT = "UPDATE note_text SET text = ? WHERE rowid = ?"
_ADD_TEXT = "INSERT INTO note_text (rowid, text) VALUES (?, ?)"
_DROP_TEXT = "DELETE FROM note_text WHERE rowid = ?"
_CLEAR_TEXT = (
    "DELETE FROM note_text WHERE rowid IN (SELECT note_line.id FROM note_line"
    " JOIN note_page ON note_page.id = note_line.page WHERE note_page.forum = ?)"
)
_CLEAR_ORPHANS = "DELETE FROM note_text WHERE rowid NOT IN (SELECT id FROM note_line)"
_CLEAR_LINES = "DELETE FROM note_line WHERE page IN (SELECT id FROM note_page WHERE forum = ?)"
_DROP_SPEECH = delete_where("speech", "forum", "meeting", "request")
_SET_TITLE = "UPDATE forum SET title_kk = ?, title_ru = ?, title_en = ? WHERE id = ?"
