"""Who was invited: the role of each can be changed, and the invitation taken back, at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from moderator.console.look.current import look
from moderator.console.widgets.flow import FlowLayout
from moderator.desk.company_words import role_title
from moderator.words import tr

_ROLES = ("chair", "timekeeper", "note-taker", "viewer")
_GUEST = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One laptop that was let in, or may come."""

    id: str
    name: str
    role: str
    is_here: bool = False
    is_own: bool = False

    @property
    def words(self) -> str:
        """The row in words."""
        here = tr("here") if self.is_here else ""
        name = tr("This laptop") if self.is_own else self.name or tr("No name")
        return " · ".join(filter(None, (name, role_title(self.role), here)))


class GuestRows(QWidget):
    """A list, and what can be done with the one chosen.

    Signals:
        role_asked: a guest's id and the new role.
        revoke_asked: a guest's id.
    """

    role_asked = Signal(str, str)
    revoke_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GuestRow, ...] = ()
        self._list = QListWidget()
        self._list.setObjectName("guests")
        self._list.setAccessibleName(tr("Invited"))
        self._list.setMaximumHeight(look().px(120))
        self._list.currentItemChanged.connect(self._enable)
        self._change = QPushButton(tr("Change the role"))
        self._change.setAutoDefault(False)
        self._menu = QMenu(self)
        for role in _ROLES:
            self._menu.addAction(role_title(role)).setData(role)
        self._menu.triggered.connect(self._role_chosen)
        self._change.setMenu(self._menu)
        self._revoke = QPushButton(tr("Take the invitation back"))
        self._revoke.setAutoDefault(False)
        self._revoke.clicked.connect(self._revoke_pressed)
        aside = QWidget()
        row = FlowLayout(aside)
        row.addWidget(self._change)
        row.addWidget(self._revoke)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        column.addWidget(aside)
        self._enable()

    def show_rows(self, rows: Sequence[GuestRow]) -> None:
        """Show exactly these; the one chosen stays so."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        chosen = self._chosen
        self._list.clear()
        for guest in rows:
            row = QListWidgetItem(guest.words)
            row.setData(_GUEST, guest)
            self._list.addItem(row)
            if chosen is not None and guest.id == chosen.id:
                self._list.setCurrentItem(row)
        self._enable()

    @property
    def _chosen(self) -> GuestRow | None:
        if self._list.currentRow() < 0:
            return None
        guest: GuestRow = self._list.currentItem().data(_GUEST)
        return guest

    @Slot()
    def _enable(self) -> None:
        chosen = self._chosen
        for button in (self._change, self._revoke):
            button.setEnabled(chosen is not None and not chosen.is_own)

    @Slot(QAction)
    def _role_chosen(self, action: QAction) -> None:
        if self._chosen is not None:
            self.role_asked.emit(self._chosen.id, action.data())

    @Slot()
    def _revoke_pressed(self) -> None:
        if self._chosen is not None:
            self.revoke_asked.emit(self._chosen.id)
