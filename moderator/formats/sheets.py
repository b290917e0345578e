"""From bytes to rows of cells: delimited text in any usual encoding, and workbooks."""

import codecs
import csv
import io
import itertools
import re
import zipfile
from dataclasses import dataclass

import python_calamine as calamine

from moderator.domain.errors import BadInput, Reason
from moderator.formats.cells import Cell
from moderator.formats.headings import headers
from moderator.formats.values import (
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
)

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE_RATIO_BYTES = 1024 * 1024
"""Below this a workbook may be as empty, and so as well packed, as it likes."""
_FORMULA_TEXT = re.compile(r'="(.*)"', re.S)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells."""

    name: str
    rows: list[list[Cell]]
    lines: list[int]
    """For each row its line in the file, from 1."""


def is_workbook(data: bytes) -> bool:
    """Return whether these bytes are a packed (XLSX, ODS) or old (XLS) workbook of some kind."""
    return data.startswith((b"PK\x03\x04", _OLD_WORKBOOK))


def workbook(data: bytes, file: str) -> list[Sheet]:
    """Return the visible sheets of a workbook; merged cells repeat their value downwards.

    Raises:
        BadInput: it is no workbook, is damaged or locked, or would unpack to too much.
    """
    if not data.startswith(_OLD_WORKBOOK):
        _check_package(data, file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            s.name
            for s in book.sheets_metadata
            if s.visible is calamine.SheetVisibleEnum.Visible
            and s.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = [_sheet(book.get_sheet_by_name(name), file) for name in names]
    except calamine.PasswordError as error:
        raise BadInput(Reason.FILE_UNREADABLE, file=file) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise BadInput(Reason.FILE_BROKEN, file=file) from error
    if sum(len(s.rows) for s in sheets) > MAX_ROWS:
        raise _too_many_cells(file)
    return sheets


def _check_package(data: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {p.filename for p in parts}
            mime = b""
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                mime = package.read("mimetype")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise BadInput(Reason.FILE_BROKEN, file=file) from error
    is_excel = any(name.casefold().startswith("xl/workbook") for name in names)
    if not is_excel and b"opendocument.spreadsheet" not in mime:
        raise BadInput(Reason.FILE_KIND, file=file)
    unpacked = sum(p.file_size for p in parts)
    packed = max(1, sum(p.compress_size for p in parts))
    swollen = unpacked > _FREE_RATIO_BYTES and unpacked / packed > MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or swollen:
        limit = f"{MAX_UNPACKED_BYTES // 1024**2} MB"
        raise BadInput(Reason.FILE_TOO_LARGE, file=file, limit=limit)


def _sheet(sheet: calamine.CalamineSheet, file: str) -> Sheet:
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise _too_many_cells(file)
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        if top < len(rows) and left < len(rows[top]):
            for place in range(top + 1, min(bottom + 1, len(rows))):
                rows[place][left] = rows[top][left]
    return Sheet(sheet.name, rows, list(range(1, len(rows) + 1)))


def delimited(data: bytes, file: str) -> list[Sheet]:
    """Return delimited text as one sheet; the delimiter is the one that gives headings.

    Raises:
        BadInput: it is no text, or has more rows or columns than any forum's table.
    """
    text = decode(data, file)
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"\s*\"?sep=.\"?\s*", first):  # Excel's own note on the delimiter
        text = rest
    return [_split(text, _delimiter(text), file)]


def _delimiter(text: str) -> str:
    """Return the delimiter that makes most known headings, then most columns, of the first rows."""

    def promise(delimiter: str) -> tuple[int, int]:
        rows: list[list[Cell]] = []
        try:
            reader = csv.reader(io.StringIO(text), delimiter=delimiter)
            rows.extend([*row] for row in itertools.islice(reader, 60))
        except csv.Error:
            return 0, 0
        known = max((len(h.headings) for h in headers(rows)), default=0)
        return known, sum(len(row) for row in rows)

    return max((";", ",", "\t"), key=promise)


def _split(text: str, delimiter: str, file: str) -> Sheet:
    rows: list[list[Cell]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            while row and not row[-1].strip():
                row.pop()
            rows.append([_unwrapped(cell) for cell in row])
            lines.append(reader.line_num)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise _too_many_cells(file)
    except csv.Error as error:
        raise BadInput(Reason.FILE_BROKEN, file=file, line=reader.line_num) from error
    return Sheet("", rows, lines)


def _unwrapped(cell: str) -> str:
    """Return a cell without the formula that some tools put around text for Excel's sake."""
    found = _FORMULA_TEXT.fullmatch(cell.strip())
    return found[1].replace('""', '"').strip('"') if found else cell.strip()


def decode(data: bytes, file: str) -> str:
    """Return text from bytes: by its mark, else UTF-8, UTF-16, or the likeliest 8-bit code.

    Raises:
        BadInput: these bytes are no text.
    """
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        raise BadInput(Reason.FILE_KIND, file=file) from error
    strange = sum(1 for c in text[:4000] if c < " " and c not in "\t\r\n\f\0")
    if strange > len(text[:4000]) // 100:
        raise BadInput(Reason.FILE_KIND, file=file)
    return text.replace("\0", "")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    head = data[:4000]
    for codec, zeros, others in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        # ASCII letters, digits and delimiters leave every second byte zero
        if zeros.count(0) > len(zeros) // 10 and others.count(0) * 8 < zeros.count(0):
            return data.decode(codec)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_eight_bit(data))


def _eight_bit(data: bytes) -> str:
    """Return the 8-bit code these bytes are most likely in.

    KZ-1048 and CP1251 differ only where CP1251 has letters that no Russian text uses, so one such
    letter beside others decides for Kazakh. High bytes that stand alone among Latin letters are
    accents of a Western text.
    """
    lone = len(re.findall(rb"(?<=[A-Za-z])[\xc0-\xff](?=[a-z])", data))
    high = len(re.findall(rb"[\xc0-\xff]", data))
    if lone * 2 > high:
        return "cp1252"
    kazakh = rb"[\x8d\x8e\x9d\x9e\xa1\xa2\xa3\xa5\xaa\xaf\xb4\xba\xbc\xbd\xbe\xbf]"
    beside = rb"(?<=[\xc0-\xff])" + kazakh + rb"|" + kazakh + rb"(?=[\xc0-\xff])"
    return "kz1048" if re.search(beside, data) else "cp1251"


def _too_many_cells(file: str) -> BadInput:
    return BadInput(Reason.FILE_TOO_LARGE, file=file, limit=f"{MAX_ROWS} × {MAX_COLUMNS}")
