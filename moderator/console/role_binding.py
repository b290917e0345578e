"""Between the desk and the window: who runs the floor, and what this laptop's role allows."""

from PySide6.QtCore import QObject, Slot

from moderator.console import notices
from moderator.console.dialogs.apart import ApartDialog
from moderator.console.messages import Messages
from moderator.console.wishes import Wishes
from moderator.desk.views import FloorView, LineView
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.link import LinkState


class RoleBinding(QObject):
    """Idle on a laptop that is alone."""

    def __init__(self, wishes: Wishes, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._wishes = wishes
        self._desk = wishes.desk
        self._window = wishes.window
        self._messages = messages
        self._shown: tuple[str, str] | None = None
        """The forum and the role shown last."""
        self._told: set[str] = set()
        """The lines run apart that were told of."""
        self._is_refused = False
        self._window.floor.gavel.take_asked.connect(self.ask_to_take)
        self._window.banner.chosen.connect(self._chosen)

    def refresh(self, changes: Changes, view: FloorView | None) -> None:
        """Show what changed about roles and gavels."""
        if changes.forum or changes.meeting or changes.role:
            self._show_role()
        if changes.link or changes.forum:
            self._tell_refusal()
        if changes.forum or changes.meeting:
            self._told.clear()
        for line in view.lines if view else ():
            self._tell_line(line, view)
        self._refresh_dialog(view)

    # ---- the role

    def _show_role(self) -> None:
        if not self._desk.has_forum:
            self._window.notes.bar("")
            return
        forum = self._desk.forum.id
        role = self._desk.standing.role(forum)
        now, before = (forum, role.value if role else ""), self._shown
        self._shown = now
        self._window.notes.bar(self._desk.standing.why_no_notes(forum))
        if before is None or before[1] == now[1]:
            return
        if "note-taker" in (before[1], now[1]):
            self._window.set_notes_mode(now[1] == "note-taker")
        is_as_alone = before[1] == "" and role is Role.CHAIR
        if before[0] == forum and role is not None and not is_as_alone:
            self._messages.tell(notices.role(role.value))

    def _tell_refusal(self) -> None:
        link = self._desk.link
        refused = link is not None and link.state is LinkState.REFUSED
        if refused and not self._is_refused:
            self._messages.tell(notices.refused_by_hub())
        self._is_refused = refused

    # ---- the gavel

    @Slot()
    def ask_to_take(self) -> None:
        """Ask once whether to take the floor over: no stray key does."""
        if not self._desk.has_room or not self._wishes.attempt(self._may_take):
            return
        gavel = self._desk.room.floor_view().gavel
        if gavel is None or gavel.is_mine or not gavel.name:
            self._wishes.attempt(self._desk.room.running.take)
        else:
            self._messages.tell(notices.take_over(gavel))

    def _may_take(self) -> None:
        self._desk.standing.need(self._desk.room.session.floor.name)

    @Slot(str)
    def _chosen(self, choice: str) -> None:
        what, _, tenure = choice.partition(":")
        if choice == notices.TAKE:
            self._wishes.attempt(self._desk.room.running.take)
        elif what == notices.ADOPT:
            self._adopt(tenure, "")
        elif what == notices.SETTLE:
            self._settle(tenure)
        elif what == notices.COMPARE:
            self._compare(tenure)

    def _tell_line(self, line: LineView, view: FloorView | None) -> None:
        gavel = view.gavel if view else None
        may = gavel is None or not gavel.why_not
        if line.tenure not in self._told and (may or line.is_mine):
            self._told.add(line.tenure)
            self._messages.tell(notices.apart(line, gavel, may))

    @Slot()
    def compare(self) -> None:
        """Show the first line nobody has decided about, or say that there is none."""
        if not self._desk.has_room:
            return
        lines = self._desk.room.floor_view().lines
        if lines:
            self._compare(lines[0].tenure)
        else:
            self._wishes.attempt(self._desk.room.running.need_line)

    def _compare(self, tenure: str) -> None:
        view = self._desk.room.floor_view()
        line = next((line for line in view.lines if line.tenure == tenure), None)
        if line is None:
            self._wishes.attempt(self._desk.room.running.need_line)
            return
        dialog = self._dialog or ApartDialog(self._window)
        if not dialog.isVisible():
            dialog.adopt_asked.connect(self._adopt)
            dialog.settle_asked.connect(self._settle)
        dialog.show_line(line, view.gavel.why_not if view.gavel else "")
        dialog.show()
        dialog.raise_()

    @property
    def _dialog(self) -> ApartDialog | None:
        return self._window.findChild(ApartDialog)

    def _refresh_dialog(self, view: FloorView | None) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        lines = view.lines if view else ()
        line = next((line for line in lines if line.tenure == dialog.tenure), None)
        if line is None:
            dialog.close()
        else:
            dialog.show_line(line, view.gavel.why_not if view and view.gavel else "")

    @Slot(str, str)
    def _adopt(self, tenure: str, called: str) -> None:
        self._wishes.attempt(self._desk.room.running.adopt, tenure, called)

    @Slot(str)
    def _settle(self, tenure: str) -> None:
        self._wishes.attempt(self._desk.room.running.settle, tenure)
