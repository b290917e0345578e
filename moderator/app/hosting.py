"""Hosting a meeting: the hub beside this console, kept running, and this console joined to it.

A hub that crashes is started again, a little later each time. What a person wished lies in the
store, so that the next start finds the hub that a crashed console left running, or starts it.
"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from moderator import words
from moderator.app.host_board import HostBoard
from moderator.app.hub_child import HubChild
from moderator.desk import known_hubs
from moderator.desk.desk import Desk
from moderator.desk.membership import Membership
from moderator.documents.rights import Role
from moderator.domain.errors import Known, ModeratorError, Reason, Refused
from moderator.domain.ids import ForumId
from moderator.domain.link import HostState, HostView, Invited
from moderator.sync.address import Invitation

_WISH = "hosting"
"""Where the store keeps which forum is hosted, and for whom."""

_LOOK_S = 1.0
_OTHERS_EACH = 5
"""Looks at the own hub for each look whether another took over."""
_FIRST_WAIT_S, _LAST_WAIT_S = 0.3, 30.0
_HERE, _EVERYWHERE = "127.0.0.1", "0.0.0.0"
_DAYS = 30


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can reach a hosted meeting, and where."""

    on_network: bool = False
    address: str = ""
    """Which of this laptop's addresses, on the network; empty: all of them."""
    port: int | None = None
    """None: as last time."""


FAR = Reach(on_network=True)


class Hosting:
    """The meeting hosted on this laptop, if any; belongs to the desk's event loop."""

    def __init__(self, desk: Desk, membership: Membership) -> None:
        self._desk = desk
        self._membership = membership
        self._hub = HubChild(desk.store.folder)
        self._board = HostBoard(desk)
        self._watching: asyncio.Task[None] | None = None
        self._busy = asyncio.Lock()

    @property
    def view(self) -> HostView | None:
        """What people are told; None where nothing is hosted."""
        return self._desk.host

    async def look(self) -> HostView | None:
        """Return what people are told as it is now, whoever runs the hub."""
        found = await self._hub.look() if self._wish is not None else None
        if found is not None:
            self._board.show_found(found)
        return self.view

    # what a person asks for

    async def start(self, *, on_network: bool = False) -> None:
        """Host the open forum, for this laptop only or for the network; where, as last time.

        Raises:
            Refused: the forum is at another hub.
            Known: the hub does not come up, or is not reached.
        """
        await self.start_at(replace(self._reach, on_network=on_network))

    async def start_at(self, reach: Reach) -> None:
        """Host the open forum where others can reach it, or only this laptop.

        Raises:
            Refused: the forum is at another hub.
            Known: the hub does not come up, or is not reached.
        """
        forum = self._desk.forum.id
        known = known_hubs.known(self._desk.store, forum)
        if known is not None and not known.is_own:
            raise Refused(Reason.HOST_ELSEWHERE)
        async with self._busy:
            self._forget_watch()
            before = self.view
            self._board.show(HostView(HostState.STARTING, reach.on_network))
            try:
                await self._come_up(reach)
                await self._join(forum, reach)
            except ModeratorError:
                self._board.show(before if before and before.state is HostState.RUNNING else None)
                raise
            self._go_on_with(forum, reach)

    async def take_place(self, reach: Reach, term: int, tokens: list[Any]) -> None:
        """Host the open forum in the place of another laptop, and let in whom it let in.

        Raises:
            Known: the hub does not come up, or is not reached.
        """
        forum = self._desk.forum.id
        async with self._busy:
            await self._come_up(reach)
            await self._ask("hub.take-place", term=term, tokens=tokens)
            await self._join(forum, reach)
            self._go_on_with(forum, reach)

    def _go_on_with(self, forum: ForumId, reach: Reach) -> None:
        wish = {"forum": forum, "on_network": reach.on_network, "address": reach.address}
        self._desk.store.put_state(_WISH, wish)
        self._begin_to_watch()

    async def stop(self) -> None:
        """Host no longer; the forum stays here, and what is at the hub stays on this laptop.

        Raises:
            Refused: nothing is hosted.
        """
        wish = self._wish
        if wish is None:
            raise Refused(Reason.NOT_HOSTING)
        async with self._busy:
            self._forget_watch()
            self._desk.store.put_state(_WISH, None)
            await self._membership.leave_own(ForumId(wish["forum"]))
            await self._hub.stop()
            self._board.show(None)

    async def invite(self, role: Role, name: str = "", days: int = _DAYS) -> Invited:
        """Return an invitation for one more laptop.

        Raises:
            Refused: nothing is hosted.
        """
        wish = self._wish
        if wish is None:
            raise Refused(Reason.NOT_HOSTING)
        made = await self._ask(
            "hub.invite", role=role.value, name=name, days=days, forum=wish["forum"]
        )
        address = urlsplit(made["url"]).netloc
        return Invited(made["code"], made["link"], address, made["role"], made["expires"])

    async def guests(self) -> list[dict[str, Any]]:
        """Return the invitations that are good: id, name, role, whether here, whether our own.

        Raises:
            Known: the hub does not answer.
        """
        told = await self._ask("hub.status")
        here = {one["id"] for one in told["here"]}
        return [
            row | {"is_here": row["id"] in here}
            for row in told["invitations"]
            if not row["revoked"]
        ]

    async def revoke(self, invitation: str) -> None:
        """Take an invitation back; whoever used it is out at once."""
        await self._ask("hub.revoke", invitation=invitation)

    async def change_role(self, invitation: str, role: str) -> None:
        """Give an invitation another role, which counts at once."""
        await self._ask("hub.role", invitation=invitation, role=role)

    # with the program

    def resume(self) -> None:
        """Go on hosting what was hosted when the program ended, however it did."""
        if self._wish is not None and self._watching is None:
            self._board.show(HostView(HostState.RESTARTING, self._reach.on_network))
            self._begin_to_watch()

    async def close(self, *, keep_running: bool = False) -> None:
        """Let go, as the program ends; the next start goes on hosting."""
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        if self._wish is not None and not keep_running:
            await self._hub.stop()
        self.leave_running()

    def leave_running(self) -> None:
        """Leave the hub to itself: it goes on without this process."""
        self._hub.let_go()

    # inside

    @property
    def _wish(self) -> dict[str, Any] | None:
        wish = self._desk.store.state(_WISH)
        return wish if isinstance(wish, dict) else None

    @property
    def _reach(self) -> Reach:
        wish = self._wish or {}
        return Reach(bool(wish.get("on_network")), str(wish.get("address") or ""))

    def _begin_to_watch(self) -> None:
        self._watching = asyncio.create_task(self._watch(), name="hosting")
        self._watching.add_done_callback(_tell_failure)

    async def _come_up(self, reach: Reach) -> None:
        """Have the hub run as wished, and show how it is reached."""
        found = await self._hub.look()
        if found is not None and bool(found["is_on_network"]) != reach.on_network:
            await self._hub.stop()
            found = None
        if found is None:
            host = (reach.address or _EVERYWHERE) if reach.on_network else _HERE
            found = await self._hub.start(
                host, reach.port, _title(self._desk) if reach.on_network else ""
            )
        self._board.show_found(found)

    async def _join(self, forum: ForumId, reach: Reach) -> None:
        """Join the hub like everybody else, by way of this laptop only."""
        found = await self._ask("hub.look")
        # one that listens at one address only is not reached by any other
        host = reach.address if reach.on_network else ""
        url = f"wss://{host or _HERE}:{found['port']}/sync"
        token = await self._membership.own_token(forum)
        if not token:
            made = await self._ask("hub.admit", forum=forum, name=self._membership.own_name)
            token = made["token"]
        await self._membership.join_own(Invitation(url, token, found["sha256"]))

    async def _rejoin(self) -> None:
        """Follow the hub to another port, where it found its own taken."""
        wish = self._wish
        if wish is not None and self._desk.has_forum and self._desk.forum.id == wish["forum"]:
            found = await self._ask("hub.look")
            known = known_hubs.known(self._desk.store, ForumId(wish["forum"]))
            if known is not None and urlsplit(known.invitation.url).port != found["port"]:
                await self._join(ForumId(wish["forum"]), self._reach)

    async def _give_way(self) -> bool:
        """Follow whoever took over while this hub was silent; never take back by oneself."""
        wish = self._wish
        if wish is None:
            return False
        forum = ForumId(wish["forum"])
        term, places = await self._membership.places(forum)
        for place in places:
            there = await self._membership.term_at(place)
            if there is not None and there > term:
                self._desk.store.put_state(_WISH, None)
                await self._membership.follow(forum, place)
                await self._hub.stop()
                self._board.show(None)
                return True
        return False

    async def _watch(self) -> None:
        """Keep the hub running, and tell who is there."""
        wait_s, turns = _FIRST_WAIT_S, 0
        while True:
            found = await self._hub.look()
            if (found is None or turns % _OTHERS_EACH == 0) and await self._give_way():
                return
            turns += 1
            if found is not None:
                self._board.show_found(found)
                wait_s = _FIRST_WAIT_S
                await asyncio.sleep(_LOOK_S)
                continue
            self._board.show(HostView(HostState.RESTARTING, self._reach.on_network))
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, _LAST_WAIT_S)
            try:
                await self._come_up(self._reach)
                await self._rejoin()
            except ModeratorError:
                self._board.show(HostView(HostState.FAILED, self._reach.on_network))

    async def _ask(self, command: str, **args: Any) -> Any:
        try:
            return await self._hub.ask(command, **args)
        except ConnectionError as error:
            raise Known(Reason.HUB_SILENT) from error

    def _forget_watch(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None


def _title(desk: Desk) -> str:
    """Return what the network is told: the forum's title, and nothing of anybody."""
    return desk.programme.forum.title.best(words.language()) or "Moderator"


def _tell_failure(ended: "asyncio.Task[None]") -> None:
    """Hand a bug to whoever handles bugs; the hub goes on without being watched."""
    if not ended.cancelled() and (error := ended.exception()) is not None:
        context = {"message": "hosting failed", "exception": error, "task": ended}
        ended.get_loop().call_exception_handler(context)
