"""People from tables: lists of participants, registrations and attendance reports."""

import re
from collections.abc import Sequence

from moderator.domain.texts import one_line
from moderator.formats.cells import Cell, text_of
from moderator.formats.headings import Column, Header, Heading
from moderator.formats.values import Gathered, ImportedPerson, person_key

_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "na", "none"})
_ORIGINAL = re.compile(r"\s*\([^()]*\)\s*$")


def read_person(header: Header, row: Sequence[Cell], gathered: Gathered) -> str | None:
    """Add the person a row tells of and return the key; None for a row without a name."""
    name = _name(header, row)
    if not name:
        return None
    body = _text(header, row, Column.ORGANISATION)
    sector = _text(header, row, Column.SECTOR)
    organisation = gathered.organisation(body, sector) if body else None
    if organisation and sector == gathered.organisations[organisation].sector:
        sector = None  # already said by the organisation
    known = _text(header, row, Column.ID)
    return gathered.person(
        ImportedPerson(
            key=f"id:{known}" if known else person_key(name, body or ""),
            name=name,
            office=_text(header, row, Column.OFFICE),
            organisation=organisation,
            sector=sector,
            number=_text(header, row, Column.NUMBER),
            email=_text(header, row, Column.EMAIL),
            phone=_text(header, row, Column.PHONE),
        )
    )


def _name(header: Header, row: Sequence[Cell]) -> str:
    parts = [
        _text(header, row, column) or ""
        for column in (Column.FIRST_NAME, Column.MIDDLE_NAME, Column.LAST_NAME)
    ]
    if any(parts):
        return " ".join(part for part in parts if part)
    heading = header.first(Column.NAME)
    name = _text(header, row, Column.NAME) or ""
    if heading and "original name" in heading.label.casefold():
        # reports of video calls add the account's own name to the one chosen for the call
        name = _ORIGINAL.sub("", name) or name
    return name


def _text(header: Header, row: Sequence[Cell], column: Column) -> str | None:
    for heading in header.all(column):
        text = cell_text(heading, row)
        if text.casefold() not in _NOTHING:
            return text
    return None


def cell_text(heading: Heading | None, row: Sequence[Cell]) -> str:
    """Return the clean text under a heading; empty where the row is shorter."""
    if heading is None or heading.place >= len(row):
        return ""
    return one_line(text_of(row[heading.place]))
