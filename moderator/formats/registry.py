"""One way in for every format: what a file is is told by its content first, then by its name."""

from pathlib import Path

from moderator.domain.errors import BadInput, Reason
from moderator.formats import codec, forum_json, sheets
from moderator.formats.cells import date_of
from moderator.formats.headings import TableKind, headers
from moderator.formats.people_table import read_person
from moderator.formats.programme_table import ProgrammeReader, Section, lone_date
from moderator.formats.schedule_json import is_schedule, read_schedule
from moderator.formats.sound import check_lengths
from moderator.formats.values import MAX_BYTES, Imported

SUFFIXES = (".json", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
"""What a file dialog offers."""


def read(path: Path) -> Imported:
    """Return what a file brings.

    Meant for a process of its own (``moderator.formats.safely``): a hostile file may take all the
    time and memory there is.

    Raises:
        BadInput: the file cannot be used; the reason and its facts say what is wrong and where.
    """
    data = load(path)
    file = path.name
    if sheets.is_workbook(data):
        imported = _read_tables(sheets.workbook(data, file), path)
    elif _looks_like_json(data, path):
        imported = _read_json(data, file)
    else:
        imported = _read_tables(sheets.delimited(data, file), path)
    if not imported.items and not imported.persons and imported.forum is None:
        raise BadInput(Reason.FILE_EMPTY, file=file)
    check_lengths(imported, file)
    return imported


def load(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        BadInput: it is missing, unreadable, empty or too large.
    """
    try:
        if path.is_dir():
            raise BadInput(Reason.FILE_KIND, file=path.name)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput(Reason.FILE_MISSING, file=path.name) from error
    except (OSError, ValueError) as error:
        raise BadInput(Reason.FILE_UNREADABLE, file=path.name) from error
    if len(data) > MAX_BYTES:
        raise BadInput(Reason.FILE_TOO_LARGE, file=path.name, limit=f"{MAX_BYTES // 1024**2} MB")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BadInput(Reason.FILE_EMPTY, file=path.name)
    return data


def _looks_like_json(data: bytes, path: Path) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") or path.suffix.casefold() == ".json"


def _read_json(data: bytes, file: str) -> Imported:
    try:
        value = codec.parse(data.decode("utf-8-sig"))
    except (codec.NotThis, UnicodeDecodeError) as error:
        raise BadInput(Reason.FILE_BROKEN, file=file) from error
    if forum_json.is_forum(value):
        return Imported(forum=forum_json.forum_of(value, file))
    if not is_schedule(value):
        raise BadInput(Reason.FILE_KIND, file=file)
    return read_schedule(value, file)


def _read_tables(tables: list[sheets.Sheet], path: Path) -> Imported:
    """Return what the tables under all headings bring, of the kind that has more rows."""
    sections = [section for sheet in tables for section in _sections(sheet)]
    if not sections:
        known = path.suffix.casefold() in SUFFIXES
        raise BadInput(Reason.FILE_NO_COLUMNS if known else Reason.FILE_KIND, file=path.name)
    kind = max(
        TableKind,
        key=lambda k: sum(len(s.rows) for s in sections if s.header.kind is k),
    )
    reader = ProgrammeReader(path.name, path.stem)
    for section in sections:
        if section.header.kind is not kind:
            continue
        if kind is TableKind.PROGRAMME:
            reader.read(section)
        else:
            for row in section.rows:
                read_person(section.header, row, reader.gathered)
    return reader.imported()


def _sections(sheet: sheets.Sheet) -> list[Section]:
    """Return the rows under each row of headings; titles between two sections belong to none."""
    found = headers(sheet.rows)
    sections: list[Section] = []
    before = 0
    for number, header in enumerate(found):
        begin = header.row + 1
        end = found[number + 1].row if number + 1 < len(found) else len(sheet.rows)
        if end < len(sheet.rows):
            while end > begin and sum(1 for c in sheet.rows[end - 1] if c != "") <= 1:
                end -= 1
        day = date_of(sheet.name)
        for row in sheet.rows[before : header.row]:
            day = lone_date(row) or day
        sections.append(Section(header, sheet.rows[begin:end], sheet.lines[begin:end], day))
        before = end
    return sections
