"""The menu on a row of a list: each wish for that row is an entry."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


class RowMenu(QMenu):
    """Emits its owner's signals with the row's id first; deletes itself when closed."""

    def __init__(self, name: str, row_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._row_id = row_id
        self._asks: dict[QAction, tuple[Any, tuple[object, ...]]] = {}
        self.triggered.connect(self._ask)

    def offer(
        self, words: str, asked: Any, *more: object, key: str = "", within: QMenu | None = None
    ) -> None:
        """Add an entry that emits the signal ``asked`` with the row's id and ``more``.

        ``key`` is told, not set: a second shortcut would make both ambiguous. ``within`` is a
        submenu of this one.
        """
        text = f"{words}\t{key}" if key else words
        self._asks[(within or self).addAction(text)] = (asked, more)

    @Slot(QAction)
    def _ask(self, action: QAction) -> None:
        if action in self._asks:
            asked, more = self._asks[action]
            asked.emit(self._row_id, *more)
