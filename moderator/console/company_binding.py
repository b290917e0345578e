"""Between the desk and the window: who else is here, and what the staff say to each other."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from moderator.console.window import MainWindow
from moderator.domain.ids import ItemId

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.desk.desk import Desk


class CompanyBinding(QObject):
    """Keeps what is shown of others in step with the desk; idle on a laptop that is alone."""

    def __init__(self, desk: "Desk", window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._editor = window.notes.editor
        self._editor.others.asked.connect(self._show_carets)
        self._editor.own_caret.moved.connect(self._caret_moved)
        self._editor.own_caret.gone.connect(desk.company.take_caret_away)

    def release(self) -> None:
        """Let go of the desk."""
        self._editor.own_caret.set_watched(False)
        self._editor.own_caret.gone.disconnect(self._desk.company.take_caret_away)

    def refresh(self) -> None:
        """Show who is here now."""
        is_company = self._desk.company.is_company
        self._editor.others.set_company(is_company)
        self._editor.own_caret.set_watched(is_company)
        self._show_carets()

    @Slot()
    def _show_carets(self) -> None:
        self._editor.others.show(self._desk.company.carets())

    @Slot(str, int, int)
    def _caret_moved(self, item: str, anchor: int, head: int) -> None:
        self._desk.company.put_caret(ItemId(item), anchor, head)
