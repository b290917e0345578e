"""Between the desk and the window: who else is here, and what the staff say to each other."""

from PySide6.QtCore import QObject, Slot

from moderator.console import notices
from moderator.console.commands import closed
from moderator.console.messages import Messages
from moderator.console.people_list import PeopleList
from moderator.console.staff_panel import StaffLine, StaffPanel
from moderator.console.widgets.banner import Notice
from moderator.console.widgets.spoken import announce
from moderator.console.wishes import Wishes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ItemId
from moderator.domain.link import HostState
from moderator.domain.programme import local
from moderator.domain.staff import StaffMessage
from moderator.words import tr


class CompanyBinding(QObject):
    """Keeps what is shown of others in step with the desk; idle on a laptop that is alone."""

    def __init__(self, wishes: Wishes, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._wishes = wishes
        self._messages = messages
        self._offer: Notice | None = None
        """The question whether to take a silent host's place, while it stands."""
        self._desk = wishes.desk
        self._window = wishes.window
        self._editor = self._window.notes.editor
        self._panel: StaffPanel | None = None
        self._last_heard = ""
        self._editor.others.asked.connect(self._show_carets)
        self._editor.own_caret.moved.connect(self._caret_moved)
        self._editor.own_caret.gone.connect(self._caret_gone)
        self._window.header.company.people_asked.connect(self.toggle_people)
        self._window.header.company.staff_asked.connect(self.toggle_staff)

    def release(self) -> None:
        """Let go of the desk."""
        self._editor.own_caret.set_watched(False)

    def refresh(self) -> None:
        """Show who is here now, and what was said."""
        is_company = self._desk.company.is_company
        self._editor.others.set_company(is_company)
        self._editor.own_caret.set_watched(is_company)
        self._show_carets()
        self._show_offer()
        is_ours = is_company and self._desk.staff.is_ours
        people = self._desk.company.people() if is_ours else ()
        unread = self._desk.staff.unread() if is_ours else 0
        self._window.header.company.tell(people, unread)
        box = self._window.findChild(PeopleList)
        if box is not None:
            box.show_people(people, self._zone)
        if self._panel is not None:
            self._show_lines(self._panel)
        elif is_ours:
            self._announce()

    @property
    def _zone(self) -> str:
        return self._desk.programme.forum.zone if self._desk.has_forum else "UTC"

    def _show_offer(self) -> None:
        """Ask whether to take a silent host's place, for as long as it is silent."""
        host, link = self._desk.host, self._desk.link
        is_offered = host is not None and host.state is HostState.OFFERED
        if is_offered == (self._offer is not None):
            return
        if self._offer is not None:
            self._messages.take_back(self._offer)
            self._offer = None
            return
        lost = link.lost_utc_ms if link is not None else None
        since = f"{local(lost or self._desk.clock.read().utc_ms, self._zone):%H:%M}"
        self._offer = notices.stand_in(since)
        self._messages.tell(self._offer)

    # ---- carets

    @Slot()
    def _show_carets(self) -> None:
        self._editor.others.show(self._desk.company.carets())

    @Slot(str, int, int)
    def _caret_moved(self, item: str, anchor: int, head: int) -> None:
        self._desk.company.put_caret(ItemId(item), anchor, head)

    @Slot()
    def _caret_gone(self) -> None:
        self._desk.company.take_caret_away()

    # ---- who is here

    @Slot()
    def toggle_people(self) -> None:
        """Show who is here, or close that."""
        if closed(self._window, PeopleList):
            return
        people = self._desk.company.people()
        if not people:
            self._window.status.say(tr("This laptop is alone."))
            announce(self._window, tr("This laptop is alone."))
            return
        box = PeopleList(self._window, self._window.header.company.people_button)
        box.show_people(people, self._zone)
        box.open()

    # ---- the staff line

    @Slot()
    def toggle_staff(self) -> None:
        """Open the staff line with the keyboard in it; where that is so already, close it."""
        if self._panel is not None and self._panel.has_keys:
            self._panel.leave()
        else:
            self._wishes.attempt(self._open_staff)

    def _open_staff(self) -> None:
        if not self._desk.has_forum:
            raise Refused(Reason.NO_FORUM)
        self._desk.staff.messages()  # refused to a viewer
        if self._panel is None:
            self._panel = StaffPanel()
            self._panel.said.connect(self._say)
            self._panel.shown.connect(self._read)
            self._window.add_below(self._panel)
        self._show_lines(self._panel)
        self._panel.open()

    @Slot(str)
    def _say(self, text: str) -> None:
        if self._wishes.attempt(self._desk.staff.say, text) and self._panel is not None:
            self._panel.sent()

    @Slot()
    def _read(self) -> None:
        if self._desk.has_forum:
            self._desk.staff.mark_read()

    def _show_lines(self, panel: StaffPanel) -> None:
        if not (self._desk.has_forum and self._desk.staff.is_ours):
            panel.leave()
            return
        self._announce()
        panel.show_lines([self._line(message) for message in self._desk.staff.messages()])

    def _line(self, message: StaffMessage) -> StaffLine:
        is_own = self._desk.staff.is_own(message)
        name = message.name or (tr("you") if is_own else tr("somebody"))
        time = f"{local(message.utc_ms, self._zone):%H:%M}"
        return StaffLine(message.id, time, name, message.text, is_own)

    def _announce(self) -> None:
        """Let a screen reader say what another one wrote."""
        messages = self._desk.staff.messages()
        last = messages[-1] if messages else None
        if last is None or last.id == self._last_heard:
            return
        was_heard, self._last_heard = self._last_heard, last.id
        if was_heard and not self._desk.staff.is_own(last):
            said = tr("Staff line: {words}").format(words=self._line(last).words)
            announce(self._window, said)
