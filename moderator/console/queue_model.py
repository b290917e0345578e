"""The list of speakers as a Qt model. It holds no rule: it repeats what it was given."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from moderator.desk.phrases import kind_name
from moderator.desk.views import SpeakerView
from moderator.domain.ids import RequestId
from moderator.domain.kinds import Kind
from moderator.domain.timer import spent_text
from moderator.words import tr, tr_n

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()

MINUTE_MS = 60_000


class Role(IntEnum):
    """What a row can be asked for beside Qt's own roles."""

    SPEAKER = Qt.ItemDataRole.UserRole + 1
    """The ``SpeakerView``."""
    NUMBER = Qt.ItemDataRole.UserRole + 2
    """Its place among the numbered, from 1; 0 for a point of order, which has none."""
    WAITS = Qt.ItemDataRole.UserRole + 3
    """How long it waits, in words."""


class QueueModel(QAbstractListModel):
    """Shows speakers in order, changing row by row so that selection and focus stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SpeakerView] = []
        self._numbers: list[int] = []
        self._now_utc_ms = 0

    def show(self, rows: Sequence[SpeakerView]) -> None:
        """Show these rows by the fewest removals, moves and insertions that are easily found."""
        before = [row.request for row in self._rows]
        wanted = [row.request for row in rows]
        places = {request: place for place, request in enumerate(wanted)}
        for at in reversed(range(len(self._rows))):
            if self._rows[at].request not in places:
                self._remove(at)
        for at, row in enumerate(rows):
            self._settle(at, row, places)
        if before != wanted and self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_now(self, now_utc_ms: int) -> None:
        """Take the time from which waiting is counted."""
        before, self._now_utc_ms = self._now_utc_ms, now_utc_ms
        changed = [at for at, r in enumerate(self._rows) if _minutes(r, before) != self._waited(r)]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def request_at(self, at: int) -> RequestId | None:
        """Return which request a row shows; None outside the list."""
        return self._rows[at].request if 0 <= at < len(self._rows) else None

    def row_of(self, request: str) -> int:
        """Return which row shows a request; -1 when none does."""
        return next((at for at, row in enumerate(self._rows) if row.request == request), -1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """See Qt."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """See Qt."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return " · ".join(part for part in (row.name, row.detail) if part)
            case Role.SPEAKER:
                return row
            case Role.NUMBER:
                return self._numbers[index.row()]
            case Role.WAITS:
                return self._waits(row)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See Qt: rows can be dragged, and dropped between others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """See Qt."""
        return Qt.DropAction.MoveAction

    def _settle(self, at: int, row: SpeakerView, places: dict[RequestId, int]) -> None:
        """Bring ``row`` to place ``at``; the places before are settled."""
        if at < len(self._rows) and self._rows[at].request != row.request:
            follows = at + 1 < len(self._rows) and self._rows[at + 1].request == row.request
            home = places[self._rows[at].request]
            if follows and home < len(self._rows):
                self._move(at, home)
        if at >= len(self._rows) or self._rows[at].request != row.request:
            found = self.row_of(row.request)
            if found < 0:
                self._insert(at, row)
            else:
                self._move(found, at)
        if self._rows[at] != row:
            self._rows[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def _remove(self, at: int) -> None:
        self.beginRemoveRows(NO_INDEX, at, at)
        del self._rows[at]
        self._count()
        self.endRemoveRows()

    def _insert(self, at: int, row: SpeakerView) -> None:
        self.beginInsertRows(NO_INDEX, at, at)
        self._rows.insert(at, row)
        self._count()
        self.endInsertRows()

    def _move(self, source: int, target: int) -> None:
        before = target + 1 if target > source else target
        self.beginMoveRows(NO_INDEX, source, source, NO_INDEX, before)
        self._rows.insert(target, self._rows.pop(source))
        self._count()
        self.endMoveRows()

    def _count(self) -> None:
        number = 0
        self._numbers = []
        for row in self._rows:
            number += row.kind is not Kind.POINT_OF_ORDER
            self._numbers.append(0 if row.kind is Kind.POINT_OF_ORDER else number)

    def _waited(self, row: SpeakerView) -> int:
        return _minutes(row, self._now_utc_ms)

    def _waits(self, row: SpeakerView) -> str:
        return tr_n("waits {n} min", "waits {n} min", self._waited(row))

    def _spoken(self, at: int) -> str:
        row, number = self._rows[at], self._numbers[at]
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
