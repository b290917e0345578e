"""Actions that bring laptops together: hosting, inviting, joining, leaving, and the way out."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from moderator.app.actions import Do
from moderator.app.form_work import FormWork
from moderator.console.widgets.banner import Choice, Notice
from moderator.console.widgets.tone import Tone
from moderator.domain.changes import Changes
from moderator.domain.errors import Known, ModeratorError, Reason
from moderator.words import language, tr, tr_n

if TYPE_CHECKING:
    # loaded when first shown
    # loaded on a thread while the window is up
    from moderator.app.hosting import Hosting
    from moderator.app.screens import Screens
    from moderator.console.dialogs.form import FormDialog
    from moderator.console.dialogs.host import HostDialog
    from moderator.console.dialogs.join import JoinDialog
    from moderator.desk.membership import Membership
    from moderator.sync.finding import Finder

KEEP, STOP, STAY = "hosting:keep", "hosting:stop", "hosting:stay"
"""What the banner calls the ways out while others are joined."""


class MeetHandlers(FormWork):
    """Each form does its work while it stays open, and tells in itself what went wrong."""

    def __init__(self, screens: "Screens", parent: QObject) -> None:
        super().__init__(screens, parent)
        self._host: HostDialog | None = None
        self._join: JoinDialog | None = None
        self._finder: Finder | None = None
        self._was_asked = False

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action here."""
        return {
            Do.HOST: self.host,
            Do.INVITE: self.host,
            Do.JOIN: self.join,
            Do.LEAVE_HUB: self.leave_others,
        }

    # ---- hosting and inviting

    @Slot()
    def host(self) -> None:
        """Show how this meeting is hosted, and let others in."""
        from moderator.console.dialogs.host import HostDialog

        if self._screens.hosting is None or not self._screens.desk.has_forum:
            return
        dialog = HostDialog(self._screens.window)
        dialog.start_asked.connect(self._start)
        dialog.network_asked.connect(self._start)
        dialog.stop_asked.connect(self._stop)
        dialog.invite_asked.connect(self._invite)
        dialog.role_asked.connect(self._change_role)
        dialog.revoke_asked.connect(self._revoke)
        dialog.finished.connect(self._host_closed)
        dialog.show_host(self._screens.desk.host)
        dialog.open()
        if dialog.isVisible():
            self._host = dialog
            self._screens.desk.listen(self._changed)
            self._do(self._show_guests(), dialog)

    @Slot()
    def _host_closed(self) -> None:
        self._host = None
        if self._screens.has_desk:
            self._screens.desk.forget(self._changed)

    def _changed(self, changes: Changes) -> None:
        if changes.link and self._host is not None:
            self._host.show_host(self._screens.desk.host)
            self._do(self._show_guests(), self._host)

    @Slot(bool)
    def _start(self, on_network: bool) -> None:
        self._do(self._begin(on_network), self._host)

    async def _begin(self, on_network: bool) -> None:
        dialog = self._host
        if dialog is not None:
            dialog.set_busy(True)
        try:
            await self._hosting.start(on_network=on_network)
        finally:
            if dialog is not None and dialog is self._host:
                dialog.set_busy(False)

    @Slot()
    def _stop(self) -> None:
        self._do(self._hosting.stop(), self._host)

    @Slot(str, str)
    def _invite(self, role: str, name: str) -> None:
        self._do(self._make_invitation(role, name), self._host)

    async def _make_invitation(self, role: str, name: str) -> None:
        # loaded by now: the desk is open
        from moderator.console.dialogs.host import Invitation
        from moderator.documents.rights import Role
        from moderator.sync import qr

        made = await self._hosting.invite(Role(role), name)
        if self._host is not None:
            squares = qr.squares(made.link)
            self._host.show_invitation(Invitation(made.code, made.link, squares, made.role))
        await self._show_guests()

    @Slot(str, str)
    def _change_role(self, guest: str, role: str) -> None:
        self._do(self._change(self._hosting.change_role(guest, role)), self._host)

    @Slot(str)
    def _revoke(self, guest: str) -> None:
        self._do(self._change(self._hosting.revoke(guest)), self._host)

    async def _change(self, work: Coroutine[Any, Any, None]) -> None:
        await work
        await self._show_guests()

    async def _show_guests(self) -> None:
        from moderator.console.dialogs.guests import GuestRow

        if self._screens.desk.host is None:
            return
        keys = ("id", "name", "role", "is_here", "is_own")
        rows = await self._hosting.guests()
        if self._host is not None:
            self._host.show_guests([GuestRow(**{key: row[key] for key in keys}) for row in rows])

    # ---- joining and leaving

    @Slot()
    def join(self) -> None:
        """Ask for a code or a link."""
        from moderator.console.dialogs.join import JoinDialog

        if self._screens.membership is None:
            return
        dialog = JoinDialog(understood, self._screens.window)
        dialog.join_asked.connect(self._join_asked)
        dialog.closed.connect(self._join_closed)
        dialog.open()
        if dialog.isVisible():
            self._join = dialog
            self._do(self._look_for_hosts(), dialog)

    async def _look_for_hosts(self) -> None:
        # zeroconf is loaded only where somebody looks for hosts
        from moderator.sync.finding import Finder

        finder = self._finder = Finder(self._hosts_found)
        await finder.open()
        if self._finder is not finder:
            await finder.close()

    def _hosts_found(self) -> None:
        if self._join is not None and self._finder is not None:
            self._join.show_hosts([(hub.name, hub.address) for hub in self._finder.found])

    @Slot()
    def _join_closed(self) -> None:
        self._join = None
        finder, self._finder = self._finder, None
        if finder is not None:
            self._do(finder.close(), None)

    @Slot(str, str)
    def _join_asked(self, typed: str, address: str) -> None:
        if self._join is not None:
            self._join.set_busy(True)
            self._do(self._join_at(self._join, typed, address), self._join)

    async def _join_at(self, dialog: "JoinDialog", typed: str, at: str) -> None:
        from moderator.sync import address, code, finding

        try:
            letters = code.read(typed)
            if letters:
                host = at or await finding.the_only()
                joined = await self._membership.join_by_code(letters, host)
            else:
                joined = await self._membership.join(address.parse(typed))
        finally:
            if self._join is dialog:
                dialog.set_busy(False)
        if self._join is dialog:
            dialog.close()
        self._say(tr("Joined; now open: {title}").format(title=joined["title"].best(language())))

    @Slot()
    def leave_others(self) -> None:
        """Leave the hub of the open forum, or host it no longer; the forum stays here."""
        if self._screens.membership is not None:
            self._do(self._leave_others(), None)

    async def _leave_others(self) -> None:
        if self._screens.desk.host is not None:
            await self._hosting.stop()
        else:
            await self._membership.leave()
        self._say(tr("You left the others; the forum stays on this laptop."))

    # ---- the way out

    @Slot()
    def leave(self) -> None:
        """Close the program; where others are joined here, ask once what becomes of them."""
        desk = self._screens.desk if self._screens.has_desk else None
        others = desk.host.others if desk is not None and desk.host is not None else ()
        if not others or self._was_asked:
            # who closes twice without an answer interrupts nobody
            self._screens.keeps_hosting = self._screens.keeps_hosting or bool(others)
            self._screens.leave()
            return
        self._was_asked = True
        if self._host is not None:
            self._host.close()  # the question would lie below it
        self._screens.raise_window()
        text = tr_n("{n} other is joined here.", "{n} others are joined here.", len(others))
        choices = (
            Choice(KEEP, tr("Close, the meeting goes on")),
            Choice(STOP, tr("Close and stop hosting")),
            Choice(STAY, tr("Do not close")),
        )
        notice = Notice(text, choices, Tone.WARN, "users", can_dismiss=False, urgent=True)
        self._screens.tell(notice)

    @Slot(str)
    def answer(self, choice: str) -> None:
        """Do what was chosen of the ways out."""
        if choice == STAY:
            self._was_asked = False
        elif choice in (KEEP, STOP):
            self._screens.keeps_hosting = choice == KEEP
            self._screens.leave()

    # ---- inside

    def is_shown(self, form: "FormDialog") -> bool:
        """Return whether a form is still there to tell something in."""
        return any(form is shown for shown in (self._host, self._join))

    @property
    def _hosting(self) -> "Hosting":
        if self._screens.hosting is None:
            raise Known(Reason.WINDOW_SILENT)
        return self._screens.hosting

    @property
    def _membership(self) -> "Membership":
        if self._screens.membership is None:
            raise Known(Reason.WINDOW_SILENT)
        return self._screens.membership


def understood(typed: str) -> str:
    """Return in a few words what was typed: a code, a link, or nothing yet."""
    # loaded by now: the desk is open
    from moderator.sync import address, code

    letters = code.read(typed)
    if letters:
        return tr("Code {code}").format(code=code.shown(letters))
    try:
        url = address.parse(typed.strip()).url
    except ModeratorError:
        return ""
    return tr("Link to {host}").format(host=url.partition("://")[2].partition("/")[0])
