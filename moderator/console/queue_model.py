"""The list of speakers as a Qt model: each row's place, person, waiting time and own time."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from moderator.console.widgets.rows import RowModel
from moderator.desk.phrases import kind_name
from moderator.desk.views import SpeakerView
from moderator.domain.kinds import Kind
from moderator.domain.timer import spent_text
from moderator.words import tr, tr_n

MINUTE_MS = 60_000


class Role(IntEnum):
    """What a row can be asked for beside Qt's own roles."""

    SPEAKER = Qt.ItemDataRole.UserRole + 1
    """The ``SpeakerView``."""
    NUMBER = Qt.ItemDataRole.UserRole + 2
    """Its place among the numbered, from 1; 0 for a point of order, which has none."""
    WAITS = Qt.ItemDataRole.UserRole + 3
    """How long it has waited, in words."""


class QueueModel(RowModel[SpeakerView]):
    """Those who wait, in order; how long they wait is counted from the time told last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_utc_ms = 0

    def id_of(self, row: SpeakerView) -> str:
        """Return the request."""
        return row.request

    def show(self, rows: Sequence[SpeakerView]) -> None:
        """Show these rows; their numbers change with the order."""
        before = self.ids()
        super().show(rows)
        if self.rows and before != self.ids():
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def set_now(self, now_utc_ms: int) -> None:
        """Take the time from which waiting is counted."""
        before, self._now_utc_ms = self._now_utc_ms, now_utc_ms
        changed = [at for at, r in enumerate(self.rows) if _minutes(r, before) != self._waited(r)]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def cell(self, at: int, role: int) -> Any:
        """See ``RowModel``."""
        row = self.rows[at]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(at)
            case Qt.ItemDataRole.ToolTipRole:
                return " · ".join(part for part in (row.name, row.detail) if part)
            case Role.SPEAKER:
                return row
            case Role.NUMBER:
                return self._number(at)
            case Role.WAITS:
                return self._waits(row)
            case _:
                return None

    def _number(self, at: int) -> int:
        """Return a place among the numbered, from 1; 0 for a point of order."""
        if self.rows[at].kind is Kind.POINT_OF_ORDER:
            return 0
        return sum(row.kind is not Kind.POINT_OF_ORDER for row in self.rows[: at + 1])

    def _waited(self, row: SpeakerView) -> int:
        return _minutes(row, self._now_utc_ms)

    def _waits(self, row: SpeakerView) -> str:
        waited = self._waited(row)
        return tr_n("waits {n} min", "waits {n} min", waited) if waited else tr("just now")

    def _spoken(self, at: int) -> str:
        row, number = self.rows[at], self._number(at)
        parts = (
            str(number) if number else "",
            row.name,
            row.detail,
            row.sector_name,
            "" if row.kind is Kind.CONTRIBUTION else kind_name(row.kind),
            self._waits(row),
            tr("gets {time}").format(time=spent_text(row.allotted_ms)),
        )
        return ", ".join(part for part in parts if part)


def _minutes(row: SpeakerView, now_utc_ms: int) -> int:
    return max(0, now_utc_ms - row.requested_utc_ms) // MINUTE_MS
