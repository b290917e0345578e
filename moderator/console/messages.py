"""Which notice the banner shows: a failed save, a question, a message or a late start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from moderator.console import notices
from moderator.console.widgets.banner import Banner, Notice
from moderator.console.wishes import Wishes
from moderator.domain.floor import Plan

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.desk.desk import Desk

FADE_MS = 10_000
"""How long a message stands that asks for nothing."""


class Messages(QObject):
    """Shows the one thing that most needs the chair, and hears what is chosen."""

    def __init__(self, desk: "Desk", banner: Banner, wishes: Wishes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._banner = banner
        self._wishes = wishes
        self._message: Notice | None = None
        self._late_offered = False
        self._fade_timer = QTimer(self)
        self._fade_timer.setObjectName("message")
        self._fade_timer.setSingleShot(True)
        self._fade_timer.timeout.connect(self._forget)
        banner.chosen.connect(self._chosen)
        banner.dismissed.connect(self._dismissed)

    def tell(self, message: Notice) -> None:
        """Show a message until it is answered; one that asks for nothing goes by itself."""
        self._message = message
        self._fade_timer.stop()
        if not (message.choices or message.urgent or message.stays):
            self._fade_timer.start(FADE_MS)
        self.refresh()

    def take_back(self, message: Notice) -> None:
        """Show a message no longer that has become untrue."""
        if self._message == message:
            self._forget()

    def begin_meeting(self) -> None:
        """Ask about a late start again: another meeting is in front."""
        self._late_offered = False

    def rest(self) -> None:
        """Let go of the message."""
        self._fade_timer.stop()

    def refresh(self) -> None:
        """Show what is to be shown now, or nothing."""
        notice = notices.pressing(self._desk) or self._message
        if notice is None and not self._late_offered and self._desk.has_room:
            notice = notices.late_start(self._desk.room)
        if notice is None:
            self._banner.take_away()
        else:
            self._banner.tell(notice)

    @Slot()
    def _forget(self) -> None:
        self._message = None
        self.refresh()

    @Slot()
    def _dismissed(self) -> None:
        """What was waved away does not come back by itself."""
        if self._banner.notice == self._message:
            self._message = None
        else:
            self._late_offered = True
        self.refresh()

    @Slot(str)
    def _chosen(self, choice: str) -> None:
        answer = notices.answer_of(choice)
        if isinstance(answer, Plan):
            self._late_offered = True
            self._wishes.attempt(lambda: self._desk.room.floor.choose_plan(answer))
        elif answer is not None:
            self._wishes.attempt(lambda: self._desk.room.questions.answer(answer))
        else:
            self._message = None
        self.refresh()
