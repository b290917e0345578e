"""The agenda as a Qt model: what each row says."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt

from moderator.console.widgets.rows import Index, RowModel
from moderator.desk.phrases import (
    differs,
    hour_text,
    item_kind_name,
    item_state_name,
    length_text,
    used_text,
)
from moderator.desk.views import AgendaView, ItemView
from moderator.domain.agenda import ItemTimes
from moderator.domain.floor import ItemState
from moderator.domain.ids import ItemId
from moderator.domain.programme import ItemKind, Visibility
from moderator.words import tr, tr_n


class Role(IntEnum):
    """What a row can be asked for beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The ``AgendaRow``."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item as shown; two rows that look the same are equal."""

    item: ItemId
    title: str
    planned: str
    """Planned start, hours and minutes of the forum's zone."""
    expected: str
    """Start as things go or went; empty where it is as planned."""
    below: str
    """The quiet line below the title."""
    state: ItemState
    kind: ItemKind
    hundredths: int
    """How much of an open item's time is gone, 0 to 100."""


def rows_of(view: AgendaView, *, notes: bool = False) -> tuple[AgendaRow, ...]:
    """Return what the agenda's rows say: of time and list, or to note-takers of their notes."""
    pairs = zip(view.items, view.schedule.rows, strict=True)
    below: dict[tuple[object, ...], str] = {}
    """What many of thousands of items have in common is put into words once."""
    rows: list[AgendaRow] = []
    for item, times in pairs:
        told = (item.notes,) if notes else _told(item, times)
        if told not in below:
            below[told] = _notes(item) if notes else _below(item, times)
        rows.append(_row(item, times, view.zone, below[told]))
    return tuple(rows)


def _row(item: ItemView, times: ItemTimes, zone: str, below: str) -> AgendaRow:
    planned, expected = times.planned_start_utc_ms, times.expected_start_utc_ms
    told = item.state is not ItemState.SKIPPED and differs(planned, expected)
    return AgendaRow(
        item=item.id,
        title=item.title,
        planned=hour_text(planned, zone),
        expected=hour_text(expected, zone) if told else "",
        below=below,
        state=item.state,
        kind=item.kind,
        hundredths=round(times.progress * 100) if item.state is ItemState.OPEN else 0,
    )


def _told(item: ItemView, times: ItemTimes) -> tuple[object, ...]:
    """Return all that ``_below`` goes by."""
    shown = (item.state, item.kind, item.visibility, item.heard, item.waiting)
    return (*shown, times.planned_ms, times.spent_ms)


def _below(item: ItemView, times: ItemTimes) -> str:
    planned = length_text(times.planned_ms)
    parts: list[str] = []
    match item.state:
        case ItemState.DONE:
            parts += [
                tr("planned {length}").format(length=planned),
                tr("took {length}").format(length=length_text(times.spent_ms)),
            ]
        case ItemState.OPEN:
            parts.append(used_text(times.spent_ms, times.planned_ms))
        case ItemState.SKIPPED:
            parts += [item_state_name(item.state), planned]
        case ItemState.AHEAD:
            parts += [planned, *_kind_word(item)]
    parts += _people(item)
    if item.visibility is Visibility.INTERNAL:
        parts.append(tr("internal"))
    return " · ".join(parts)


def _notes(item: ItemView) -> str:
    return tr_n("{n} note", "{n} notes", item.notes) if item.notes else ""


def _kind_word(item: ItemView) -> list[str]:
    telling = item.kind not in (ItemKind.OTHER, ItemKind.BREAK) and not item.waiting
    return [item_kind_name(item.kind)] if telling else []


def _people(item: ItemView) -> list[str]:
    """Return how many wait, else how many were heard."""
    if item.waiting and item.state in (ItemState.AHEAD, ItemState.OPEN):
        return [tr_n("{n} waiting", "{n} waiting", item.waiting)]
    told = item.heard and item.state is not ItemState.SKIPPED
    return [tr("{n} heard").format(n=item.heard)] if told else []


class AgendaModel(RowModel[AgendaRow]):
    """The items in order."""

    def id_of(self, row: AgendaRow) -> str:
        """Return the item."""
        return row.item

    def cell(self, at: int, role: int) -> Any:
        """See ``RowModel``."""
        row = self.rows[at]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (row.title, row.below) if part)
            case Role.ROW:
                return row
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See Qt: rows can be renamed, too."""
        able = super().flags(index)
        return able | Qt.ItemFlag.ItemIsEditable if index.isValid() else able


def spoken(row: AgendaRow) -> str:
    """Return a row as a screen reader says it."""
    expected = tr("expected {time}").format(time=row.expected) if row.expected else ""
    state = item_state_name(row.state) if row.state is not ItemState.AHEAD else ""
    parts = (row.planned, expected, row.title, state, row.below)
    return ", ".join(part for part in parts if part)
