"""Shows the agenda of the meeting in front; a long one has a turn of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from moderator.console.window import MainWindow
from moderator.desk.views import AgendaView

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.desk.desk import Desk

MANY_ITEMS = 500
"""Items that take longer to show than the rest of the window may wait."""

LATER_MS = 15
"""How long they let the rest of the window go first."""


class AgendaShowing(QObject):
    """Keeps the agenda's pane and the header's times as the desk has them."""

    def __init__(self, desk: "Desk", window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._view: AgendaView | None = None
        """What is to be shown in the next turn."""
        # what else waited for as long has its turn before
        self._next_turn = QTimer(self)
        self._next_turn.setObjectName("agenda now")
        self._next_turn.setSingleShot(True)
        self._timer = QTimer(self)
        self._timer.setObjectName("agenda later")
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATER_MS)
        self._timer.timeout.connect(self._next_turn.start)
        self._next_turn.timeout.connect(self._go_on)

    def refresh(self) -> None:
        """Show what the agenda is now, or in a moment."""
        room = self._desk.room
        self._view = None
        if len(self._desk.programme.agenda(room.id)) <= MANY_ITEMS:
            self.rest()
            self._show(room.agenda())
        elif not (self._timer.isActive() or self._next_turn.isActive()):
            if self._window.agenda.meeting != room.id:
                self._window.agenda.show_agenda(None)
            self._timer.start()

    def rest(self) -> None:
        """Show nothing more."""
        self._timer.stop()
        self._next_turn.stop()

    def _go_on(self) -> None:
        """Work a long agenda out in one turn and show it in the next."""
        if not self._desk.has_room:
            return
        view, self._view = self._view, None
        if view is None or view.meeting != self._desk.room.id:
            self._view = self._desk.room.agenda()
            self._next_turn.start()
        else:
            self._show(view)

    def _show(self, view: AgendaView) -> None:
        self._window.agenda.show_agenda(view)
        self._window.header.show_agenda(view)
        shown = self._desk.room.shown_item
        if shown is not None:
            self._window.agenda.select(shown)
