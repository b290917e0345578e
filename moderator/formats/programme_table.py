"""A programme from a table: one row an agenda item, a meeting for each room or session and day."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from moderator.domain.errors import BadInput, Reason
from moderator.domain.programme import LocalText
from moderator.formats.cells import (
    Cell,
    between_ms,
    date_of,
    length_ms,
    month_comes_first,
    text_of,
    times_of,
)
from moderator.formats.headings import Column, Header, Heading
from moderator.formats.people_table import cell_text
from moderator.formats.values import (
    Gathered,
    Imported,
    ImportedItem,
    ImportedMeeting,
    ImportedPerson,
    in_order,
    item_key,
    local_text,
    normal,
    person_key,
)
from moderator.formats.words import kind_named, likely_kind

_DASH = re.compile(r"\s+[—–-]\s+|,\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """The rows under one row of headings."""

    header: Header
    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]
    """For each row its line in the file, from 1."""
    day: dt.date | None = None
    """The date that stands above the headings or names the sheet."""


def lone_date(row: Sequence[Cell], month_first: bool = False) -> dt.date | None:
    """Return the date that is all a row holds, or None."""
    filled = [cell for cell in row if text_of(cell)]
    return date_of(filled[0], month_first) if len(filled) == 1 else None


@dataclass(slots=True)
class ProgrammeReader:
    """Reads the rows of one file's programme tables into meetings and items."""

    file: str
    whole: str
    """What a meeting is called where the table has neither room nor meeting column."""
    gathered: Gathered = field(default_factory=Gathered)
    meetings: dict[str, ImportedMeeting] = field(default_factory=dict)
    items: dict[str, ImportedItem] = field(default_factory=dict)
    _day: dt.date | None = None
    _session: str = ""

    def imported(self) -> Imported:
        """Return everything read so far."""
        return Imported(
            meetings=tuple(self.meetings.values()),
            items=in_order(self.items.values()),
            organisations=tuple(self.gathered.organisations.values()),
            persons=tuple(self.gathered.persons.values()),
        )

    def read(self, section: Section) -> None:
        """Take the rows under a header.

        Raises:
            BadInput: a row's date or time cannot be used; says which.
        """
        header = section.header
        self._day = section.day
        self._session = ""
        dates = [cell_text(h, row) for h in header.all(Column.DATE) for row in section.rows]
        month_first = month_comes_first(dates)
        for row, line in zip(section.rows, section.lines, strict=True):
            if day := lone_date(row, month_first):  # a line that names the day for those below
                self._day = day
            else:
                self._read_row(_Row(header, row, line, self.file, month_first))

    def _read_row(self, row: "_Row") -> None:
        title = row.title()
        if title == LocalText():
            return
        start, end = row.times()
        length = row.length()
        if start is None and length is None:
            return  # a heading between the items
        self._day = row.day() or self._day
        if length is None and start and end:
            length = between_ms(start, end)
            if length is None:
                raise row.bad(Column.END)
        self._session = row.text(Column.MEETING) or self._session
        meeting = self._meeting(row, start)
        presenters = row.presenters(self.gathered)
        known = row.text(Column.ID)
        if known and f"id:{known}" in self.items:
            raise row.bad(Column.ID)
        key = f"id:{known}" if known else self._key(meeting, start, title)
        kind_word = row.text(Column.KIND)
        self.items[key] = ImportedItem(
            key=key,
            meeting=meeting.key,
            title=title,
            starts=start,
            planned_ms=length,
            kind=kind_named(kind_word) if kind_word else None,
            likely=likely_kind(title, bool(presenters)),
            presenters=presenters,
        )

    def _key(self, meeting: ImportedMeeting, start: dt.time | None, title: LocalText) -> str:
        room = meeting.place or self._session
        key = item_key(meeting.day, start, room, title.best(""))
        if start is None:  # a second "Break" without a time is another one
            count = sum(1 for known in self.items if known.startswith(key))
            return f"{key}|{count + 1}" if count else key
        return key

    def _meeting(self, row: "_Row", start: dt.time | None) -> ImportedMeeting:
        day, session, room = self._day, self._session, row.text(Column.ROOM)
        if day is None:
            raise row.bad(Column.DATE)
        key = f"{day.isoformat()}|{normal(session)}|{normal(room)}"
        known = self.meetings.get(key)
        earliest = known.starts if known else start
        if earliest is None:
            raise row.bad(Column.START)
        starts = min(earliest, start or earliest)
        title = local_text(session) if session else None
        if not session and not room:
            title = local_text(self.whole)
        self.meetings[key] = ImportedMeeting(key, day, starts, title, room or None)
        return self.meetings[key]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row under its header."""

    header: Header
    cells: Sequence[Cell]
    line: int
    file: str
    month_first: bool

    def cell(self, heading: Heading | None) -> Cell:
        """Return what stands under a heading, or empty text."""
        if heading is None or heading.place >= len(self.cells):
            return ""
        return self.cells[heading.place]

    def text(self, column: Column) -> str:
        """Return the clean text of a column's first filled cell."""
        texts = (cell_text(h, self.cells) for h in self.header.all(column))
        return next((t for t in texts if t), "")

    def bad(self, column: Column) -> BadInput:
        """Return the error that this row's cell cannot be used."""
        heading = self.header.first(column)
        return BadInput(
            Reason.FILE_BAD_LINE,
            file=self.file,
            line=self.line,
            column=heading.label if heading else column.value,
            value=cell_text(heading, self.cells)[:60],
            place=f"{self.line} · {heading.label if heading else column.value}",
        )

    def title(self) -> LocalText:
        """Return the title in the languages its columns name, else by its letters."""
        found = LocalText()
        for heading in self.header.all(Column.TITLE):
            text = cell_text(heading, self.cells)
            one = local_text(text, heading.language) if text else LocalText()
            found = LocalText(found.kk or one.kk, found.ru or one.ru, found.en or one.en)
        return found

    def day(self) -> dt.date | None:
        """Return the row's date; None where the cell is empty and the one above holds."""
        for heading in self.header.all(Column.DATE):
            if cell_text(heading, self.cells):
                found = date_of(self.cell(heading), self.month_first)
                if found is None:
                    raise self.bad(Column.DATE)
                return found
        start = self.cell(self.header.first(Column.START))
        return None if isinstance(start, float | int) else date_of(start, self.month_first)

    def times(self) -> tuple[dt.time | None, dt.time | None]:
        """Return start and end, each None where the row does not say."""
        start = self._time(Column.START)
        end = self._time(Column.END)
        first = start[0] if start else None
        if end:
            return first, end[-1]
        return first, start[1] if len(start) > 1 else None

    def _time(self, column: Column) -> tuple[dt.time, ...]:
        heading = self.header.first(column)
        if not cell_text(heading, self.cells):
            return ()
        found = times_of(self.cell(heading))
        if found is None:
            raise self.bad(column)
        return found

    def length(self) -> int | None:
        """Return the planned length in milliseconds; None where the row does not say."""
        heading = self.header.first(Column.LENGTH)
        if not cell_text(heading, self.cells):
            return None
        found = length_ms(self.cell(heading))
        if found is None:
            raise self.bad(Column.LENGTH)
        return found

    def presenters(self, gathered: Gathered) -> tuple[str, ...] | None:
        """Return the keys of the row's speakers; None where the table has no such column."""
        headings = self.header.all(Column.SPEAKERS)
        if not headings:
            return None
        keys: list[str] = []
        for heading in headings:
            raw = text_of(self.cell(heading))
            for entry in re.split(r"[;\n\r|]+", raw):
                name, _, office = _split_once(" ".join(entry.split()))
                if name:
                    person = ImportedPerson(person_key(name), name, office or None)
                    keys.append(gathered.person(person))
        return tuple(dict.fromkeys(keys))


def _split_once(entry: str) -> tuple[str, str, str]:
    """Return name, divider and what stands behind it, as in "Name, office" or "Name — office"."""
    found = _DASH.search(entry)
    if not found:
        return entry, "", ""
    return entry[: found.start()].strip(), found[0], entry[found.end() :].strip()
