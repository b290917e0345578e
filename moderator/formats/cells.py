"""Dates, times and lengths as people write them in tables, in Kazakh, Russian and English."""

import datetime as dt
import re
from contextlib import suppress

from moderator.domain.programme import FIRST_DATE, LAST_DATE

Cell = str | float | int | bool | dt.date | dt.time | dt.datetime | dt.timedelta

DAY_MS = 24 * 60 * 60 * 1000

_MONTHS = {
    1: ("jan", "янв", "қаң"),
    2: ("feb", "фев", "ақп"),
    3: ("mar", "мар", "нау"),
    4: ("apr", "апр", "сәу"),
    5: ("may", "май", "мая", "мам"),
    6: ("jun", "июн", "мау"),
    7: ("jul", "июл", "шіл"),
    8: ("aug", "авг", "там"),
    9: ("sep", "сен", "қыр"),
    10: ("oct", "окт", "қаз"),
    11: ("nov", "ноя", "қар"),
    12: ("dec", "дек", "жел"),
}
_NUMBERED = re.compile(r"(?<!\d)(\d{4}|\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*([ap])?\.?m?\.?(?![\d.])", re.I
)
_STAMP = re.compile(r"\s*\d{4}-\d{2}-\d{2}[T ]")
_OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:h|ч|сағ)", re.I)
_MINUTES = re.compile(r"(\d+)\s*(?:m|м)", re.I)


def text_of(cell: Cell) -> str:
    """Return a cell as it is read aloud; a whole number has no decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes")
    return str(cell).strip()


def month_comes_first(texts: list[str]) -> bool:
    """Return whether dates like 11/22/2021 in a column can only be meant month first."""
    parts = [m for m in map(_NUMBERED.search, texts) if m and len(m[1]) <= 2]
    return any(int(m[3]) > 12 for m in parts) and all(int(m[1]) <= 12 for m in parts)


def date_of(cell: Cell, month_first: bool = False) -> dt.date | None:
    """Return the date in a cell, or None; two-digit years are of this century."""
    found: dt.date | None = None
    if isinstance(cell, dt.datetime):
        found = cell.date()
    elif isinstance(cell, dt.date):
        found = cell
    elif isinstance(cell, str):
        with suppress(ValueError):
            found = _date_in(cell, month_first)
    return found if found and FIRST_DATE <= found <= LAST_DATE else None


def _date_in(text: str, month_first: bool) -> dt.date | None:
    if found := _NUMBERED.search(text):
        one, two, three = (int(part) for part in found.group(1, 3, 4))
        if len(found[1]) == 4:
            return dt.date(one, two, three)
        year = three + 2000 if three < 100 else three
        return dt.date(year, one, two) if month_first else dt.date(year, two, one)
    if (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        return dt.date(int(found[3]), month, int(found[1]))
    if (found := _MONTH_FIRST.search(text)) and (month := _month(found[1])):
        return dt.date(int(found[3]), month, int(found[2]))
    return None


def _month(word: str) -> int:
    start = word.casefold()[:3]
    return next((n for n, names in _MONTHS.items() if start in names), 0)


def times_of(cell: Cell) -> tuple[dt.time, ...] | None:
    """Return the time or the times (from, to) in a cell, or None when it holds none."""
    match cell:
        case dt.datetime():
            return (cell.time().replace(second=0, microsecond=0, tzinfo=None),)
        case dt.time():
            return (cell.replace(second=0, microsecond=0, tzinfo=None),)
        case dt.timedelta():
            return (_time_at(cell.total_seconds() / 60),)
        case float() if 0 <= cell < 1:
            return (_time_at(cell * 24 * 60),)
        case str():
            return _times_in(cell)
    return None


def _time_at(minutes: float) -> dt.time:
    whole = round(minutes) % (24 * 60)
    return dt.time(whole // 60, whole % 60)


def _times_in(text: str) -> tuple[dt.time, ...] | None:
    if stamp := _STAMP.match(text):
        text = _OFFSET.sub("", text[stamp.end() :])
    text = _NUMBERED.sub("", text)
    found: list[dt.time] = []
    for part in _CLOCK.finditer(text):
        hour, minute, half = int(part[1]), int(part[2]), (part[3] or "").casefold()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour > 23 or minute > 59:
            return None
        found.append(dt.time(hour, minute))
    return tuple(found[:2]) or None


def length_ms(cell: Cell) -> int | None:
    """Return how long a cell says, in milliseconds, or None; a bare number is minutes."""
    minutes: float | None = None
    match cell:
        case bool():
            return None
        case dt.datetime():
            return None
        case dt.time():
            minutes = cell.hour * 60 + cell.minute
        case dt.timedelta():
            minutes = cell.total_seconds() / 60
        case int() | float():
            minutes = cell if cell >= 1 else cell * 24 * 60
        case str():
            minutes = _minutes_in(cell)
    if minutes is None or not 0 < minutes <= 24 * 60:
        return None
    return round(minutes) * 60_000


def _minutes_in(text: str) -> float | None:
    text = text.strip()
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text):
        return int(found[1]) * 60 + int(found[2])
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    hours, minutes = _HOURS.search(text), _MINUTES.search(text)
    if not hours and not minutes:
        return None
    whole = float(hours[1].replace(",", ".")) * 60 if hours else 0.0
    return whole + (int(minutes[1]) if minutes else 0)


def between_ms(start: dt.time, end: dt.time) -> int | None:
    """Return the milliseconds from ``start`` to ``end``, past midnight if need be.

    None when that would be nothing or more than twelve hours: a slip rather than a plan.
    """
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    minutes %= 24 * 60
    return minutes * 60_000 if 0 < minutes <= 12 * 60 else None
