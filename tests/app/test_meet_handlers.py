"""Hosting, inviting, joining and leaving by the menu, over a hub that only says it is one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from moderator.app.actions import Do
from moderator.app.hosting import Hosting
from moderator.app.meet_handlers import KEEP, STAY, STOP, understood
from moderator.app.standing_by import StandingBy
from moderator.console.dialogs.host import HostDialog
from moderator.console.dialogs.join import JoinDialog
from moderator.console.notices import STAND_IN
from moderator.desk.desk import Desk
from moderator.desk.membership import Membership
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.errors import LinkFailed, Reason
from moderator.domain.link import HostState, HostView, Invited
from moderator.sync.address import Invitation
from tests.hub.kit import until
from tests.rig import Rig

_LINK = "wss://10.0.0.7:8440/sync#token=abcdefgh&sha256=" + "0f" * 32


class FakeHub:
    """Plays the hosting and the membership of a window."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.done: list[tuple[str, ...]] = []
        self.fails: Reason | None = None

    def show(self, view: HostView | None) -> None:
        self._desk.host = view
        with self._desk.keeper.batch():
            self._desk.keeper.note(Changes(link=True))

    async def start(self, *, on_network: bool = False) -> None:
        self.show(HostView(HostState.RUNNING, on_network, "10.0.0.7:8440", ("Dana",)))

    async def stop(self) -> None:
        self.show(None)

    async def invite(self, role: Role, name: str = "") -> Invited:
        self.done.append(("invite", role.value, name))
        return Invited("ABCE-KMOX", _LINK, "10.0.0.7:8440", role.value, "2026-12-01")

    async def guests(self) -> list[dict[str, Any]]:
        row = {"id": "1", "name": "Dana", "role": "note-taker", "is_here": True, "is_own": False}
        return [row | {"expires": "2026-12-01", "revoked": False}]

    async def revoke(self, invitation: str) -> None:
        self.done.append(("revoke", invitation))

    async def change_role(self, invitation: str, role: str) -> None:
        self.done.append(("role", invitation, role))

    async def join(self, invitation: Invitation) -> dict[str, Any]:
        return await self._joined("join", invitation.url)

    async def join_by_code(self, code: str, address: str) -> dict[str, Any]:
        return await self._joined("code", code, address)

    async def leave(self) -> None:
        self.done.append(("leave",))

    async def begin(self) -> None:
        self.done.append(("begin",))

    async def end(self) -> None:
        self.done.append(("end",))

    async def take_over(self) -> None:
        self.done.append(("take-over",))

    async def _joined(self, *what: str) -> dict[str, Any]:
        if self.fails is not None:
            raise LinkFailed(self.fails)
        self.done.append(what)
        return {"title": self._desk.programme.forum.title}


def _play(folder: Path, story: Callable[[Rig, FakeHub], Awaitable[None]]) -> None:
    async def whole() -> None:
        rig = Rig(folder)
        hub = FakeHub(rig.desk)
        rig.screens.hosting = cast(Hosting, hub)
        rig.screens.membership = cast(Membership, hub)
        rig.show()
        try:
            await story(rig, hub)
        finally:
            rig.close()

    asyncio.run(whole())


def _dialog(rig: Rig, kind: type[QDialog]) -> Any:
    (found,) = rig.screens.window.findChildren(kind)
    return found


def test_a_meeting_is_hosted_and_others_are_invited_in_one_form(tmp_path: Path) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        rig.do(Do.HOST)
        dialog = _dialog(rig, HostDialog)
        dialog.accept_button.click()
        await until(lambda: dialog.accept_button.text() == "Invite")
        dialog.accept_button.click()
        await until(lambda: dialog.findChild(QLabel, "short_code").text() == "ABCE-KMOX")
        assert hub.done == [("invite", "note-taker", "")]
        dialog.role_asked.emit("1", "viewer")
        dialog.revoke_asked.emit("1")
        await until(lambda: hub.done[1:] == [("role", "1", "viewer"), ("revoke", "1")])
        dialog.stop_asked.emit()
        await until(lambda: dialog.accept_button.text() == "Start hosting")
        dialog.close()
        hub.show(None)  # nobody listens any more

    _play(tmp_path, story)


def test_joining_by_code_or_link_tells_what_went_wrong_in_the_form(tmp_path: Path) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        rig.do(Do.JOIN)
        dialog = _dialog(rig, JoinDialog)
        typed, address = (dialog.findChild(QLineEdit, n) for n in ("code_or_link", "address"))
        hub.fails = Reason.CODE_WRONG
        typed.setText("abce kmox")
        address.setText("10.0.0.7:8440")
        dialog.accept_button.click()
        await until(lambda: bool(dialog.findChild(QLabel, "wrong").text()))
        assert dialog.accept_button.isEnabled()
        hub.fails = None
        dialog.accept_button.click()
        await until(lambda: hub.done == [("code", "ABCEKMOX", "10.0.0.7:8440")])
        await until(lambda: not dialog.isVisible())
        rig.settle()
        rig.do(Do.JOIN)
        dialog = _dialog(rig, JoinDialog)
        dialog.findChild(QLineEdit, "code_or_link").setText(_LINK)
        dialog.accept_button.click()
        await until(lambda: hub.done[1:] == [("join", "wss://10.0.0.7:8440/sync")])
        rig.do(Do.LEAVE_HUB)
        await until(lambda: hub.done[-1] == ("leave",))

    _play(tmp_path, story)


def test_one_stands_by_no_longer_or_takes_a_silent_hosts_place(tmp_path: Path) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        rig.screens.standing_by = cast(StandingBy, hub)
        rig.do(Do.STAND_BY)
        await until(lambda: hub.done == [("begin",)])
        hub.show(HostView(HostState.OFFERED))
        rig.screens.window.banner.chosen.emit(STAND_IN)
        await until(lambda: hub.done[1:] == [("take-over",)])
        hub.show(HostView(HostState.STAND_BY))
        rig.do(Do.STAND_BY)
        await until(lambda: hub.done[2:] == [("end",)])

    _play(tmp_path, story)


def test_what_is_typed_is_said_back(tmp_path: Path) -> None:
    assert "ABCE-KMOX" in understood("abce kmox")
    assert "10.0.0.7:8440" in understood(_LINK)
    assert understood("hello") == understood("") == ""


@pytest.mark.parametrize(("choice", "keeps"), [(KEEP, True), (STOP, False)])
def test_closing_while_others_are_joined_asks_once(
    tmp_path: Path, choice: str, keeps: bool
) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        await hub.start()
        rig.screens.window.close()
        assert rig.asked_to_leave == 0
        banner = rig.screens.window.banner
        assert banner.notice is not None
        assert [c.name for c in banner.notice.choices] == [KEEP, STOP, STAY]
        banner.chosen.emit(STAY)
        assert rig.asked_to_leave == 0
        rig.screens.window.close()
        banner.chosen.emit(choice)
        assert rig.asked_to_leave == 1
        assert rig.screens.keeps_hosting is keeps

    _play(tmp_path, story)


def test_closing_twice_without_an_answer_interrupts_nobody(tmp_path: Path) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        await hub.start()
        rig.do(Do.QUIT)
        rig.do(Do.QUIT)
        assert rig.asked_to_leave == 1
        assert rig.screens.keeps_hosting

    _play(tmp_path, story)


def test_a_laptop_that_is_alone_closes_without_a_question(tmp_path: Path) -> None:
    async def story(rig: Rig, hub: FakeHub) -> None:
        rig.do(Do.QUIT)
        assert rig.asked_to_leave == 1
        assert QApplication.activeModalWidget() is None

    _play(tmp_path, story)
