"""This laptop at a hub: joining, staying joined, and what people are told of it.

A forum that was joined stays so until it is left; the link is up whenever that forum is the open
one and the program runs for longer than one command.
"""

import asyncio
import socket
from dataclasses import replace
from typing import Any

from moderator.desk import known_hubs
from moderator.desk.hub_links import HubLinks, in_time
from moderator.desk.joined import Joined
from moderator.desk.way import elsewhere
from moderator.documents.rights import Role
from moderator.domain.errors import LinkFailed, Reason, Refused
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import ForumId
from moderator.sync.address import Invitation, Speaks
from moderator.sync.link import reach

_ANSWER_S = 15.0
_LOOK_S = 3.0


class Membership(HubLinks):
    """What a person can do about hubs; belongs to the desk's event loop."""

    async def join(self, invitation: Invitation) -> dict[str, Any]:
        """Join a hub and open the forum that is there; an empty hub gets the open one.

        Raises:
            LinkFailed: the hub is not reached, or will not have this laptop.
            Refused: the invitation was used by another laptop, the hub is empty and the role may
                not bring a forum, or the histories differ.
        """
        # loaded where there is a hub, which most starts do without
        from moderator.sync import pairing

        if invitation.speaks is not Speaks.HUB:
            return await self._join(invitation)
        secret = await self._tokens.secret()
        return await self._join(await pairing.redeem(invitation, self.laptop, secret))

    async def join_by_code(self, code: str, address: str) -> dict[str, Any]:
        """Join the hub at ``host:port``, both proving that they know a short code.

        Raises:
            LinkFailed: nobody is reached there.
            Refused: the code is wrong or over; or as when joining by an invitation.
        """
        from moderator.sync import pairing

        return await self._join(await pairing.pair(address, code, self.laptop))

    async def join_own(self, invitation: Invitation) -> None:
        """Join the hub that this laptop runs for the open forum.

        Raises:
            LinkFailed: it is not reached.
        """
        is_new = known_hubs.known(self._desk.store, self._desk.forum.id) is None
        await self._begin_at(self._desk.forum.id, invitation, Role.CHAIR, is_own=True)
        if is_new:
            self._go_on_running()

    async def term_at(self, place: Invitation) -> int | None:
        """Return which hub of the meeting answers somewhere; None where none lets us in."""
        try:
            facts = await self._ask(place, _LOOK_S)
        except (LinkFailed, Refused):
            return None
        return int(facts.get("term", 0))

    async def follow(self, forum: ForumId, place: Invitation) -> None:
        """Go on at the hub of another laptop, which took over from this one."""
        known = known_hubs.known(self._desk.store, forum)
        if known is None:
            return
        if self._now is not None and self._now.forum == forum:
            self._end()
        hub = replace(known, invitation=place, is_own=False, stand_bys=())
        known_hubs.remember(self._desk.store, forum, hub)
        self._follow_open_forum()

    async def places(self, forum: ForumId) -> tuple[int, tuple[Invitation, ...]]:
        """Return which hub is known of a forum, and where others may have taken over from it."""
        await self._tokens.read(forum)
        token = self._tokens.at_hand(forum) or ""
        known = known_hubs.known(self._desk.store, forum, token)
        if known is None or not self._is_open(forum):
            return 0, ()
        return known.term, elsewhere(self._desk.programme, known.stand_bys, known.invitation)

    def stands_at(self, forum: ForumId, sha256: str) -> None:
        """Stand by for a forum's hub under a fingerprint; empty: no longer."""
        self.stand_by[forum] = sha256
        if self._now is not None and self._now.forum == forum:
            self._now.link.talk.ask_to_stand_by(sha256)

    def silent_ms(self, forum: ForumId) -> int:
        """Return for how long a forum's hub is not heard; 0 while it is, or has no link here."""
        if (joined := self._now) is None or joined.forum != forum or joined.lost_utc_ms is None:
            return 0
        return max(0, self._desk.clock.read().utc_ms - joined.lost_utc_ms)

    async def is_heard(self, forum: ForumId) -> bool:
        """Return whether a forum's hub answers now."""
        if self.silent_ms(forum):
            return False
        await self._tokens.read(forum)
        known = known_hubs.known(self._desk.store, forum, self._tokens.at_hand(forum) or "")
        return known is not None and await self.term_at(known.invitation) is not None

    async def own_token(self, forum: ForumId) -> str:
        """Return what lets this laptop in at the hub it runs for a forum; empty without one."""
        known = known_hubs.known(self._desk.store, forum)
        if known is None or not known.is_own:
            return ""
        await self._tokens.read(forum)
        return self._tokens.at_hand(forum) or ""

    async def leave_own(self, forum: ForumId) -> None:
        """Leave the hub that this laptop runs for a forum, where it is still that one's."""
        known = known_hubs.known(self._desk.store, forum)
        if known is not None and known.is_own:
            await self._leave(forum)

    @property
    def own_name(self) -> str:
        """How whoever works here wants to be called; empty where they did not say."""
        return self._desk.settings.own_name

    @property
    def laptop(self) -> str:
        """What this laptop is called where it joins."""
        return self._desk.settings.own_name or socket.gethostname()

    async def _join(self, invitation: Invitation) -> dict[str, Any]:
        facts = await self._ask(invitation)
        role = Role(str(facts["role"]))
        is_empty = not facts["forum"]
        if is_empty and role is not Role.CHAIR:
            raise Refused(Reason.HUB_EMPTY)
        forum = self._desk.forum.id if is_empty else ForumId(str(facts["forum"]))
        joined = await self._begin_at(forum, invitation, role)
        if is_empty:
            self._go_on_running()
        title = self._desk.programme.forum.title
        return joined.told | {"title": title, "published": is_empty}

    def _go_on_running(self) -> None:
        """Keep the gavel of a meeting that runs here: others see it from now on."""
        desk = self._desk
        if desk.has_room and desk.room.session.state.phase is MeetingPhase.OPEN:
            desk.room.session.take_gavel(desk.clock.read())

    async def _begin_at(
        self, forum: ForumId, invitation: Invitation, role: Role, *, is_own: bool = False
    ) -> Joined:
        self._end()
        joined = self._begin(forum, invitation, role)
        joined.is_own = is_own
        try:
            await self._exchange(joined)
            if not self._is_open(forum):
                if not joined.shared.open_forum.programme.incarnation:
                    raise Refused(Reason.HUB_EMPTY)
                self._desk.library.adopt(joined.shared.open_forum)
            await self._tokens.keep(forum, invitation.token)
        except BaseException:
            self._end()
            self._follow_open_forum()
            raise
        self._remember(joined)
        await self._rest()
        return joined

    async def sync(self) -> dict[str, Any]:
        """Exchange everything with the open forum's hub, once, until both have all of it.

        Raises:
            Refused: the forum was not joined anywhere.
            LinkFailed: the hub is not reached, or will not take or give something.
        """
        await self._tokens.read(self._desk.forum.id)
        joined = self._now or self._known(self._desk.forum.id)
        if joined is None:
            raise Refused(Reason.NOT_JOINED)
        self._now = joined
        joined.run()
        try:
            await self._exchange(joined)
            self._remember(joined)
            if joined.link.is_outdated:
                raise LinkFailed(Reason.HUB_NEWER)
            for document in joined.link.held_back:
                raise LinkFailed(Reason.HUB_DENIED, document=document, why="role")
        finally:
            await self._rest()
        return joined.told

    async def leave(self) -> dict[str, Any]:
        """Leave the open forum's hub; the forum stays here.

        Raises:
            Refused: the forum was not joined anywhere.
        """
        forum = self._desk.forum.id
        if known_hubs.known(self._desk.store, forum) is None:
            raise Refused(Reason.NOT_JOINED)
        await self._leave(forum)
        return {"forum": forum}

    async def _leave(self, forum: ForumId) -> None:
        if self._now is not None and self._now.forum == forum:
            self._end()
        known_hubs.forget(self._desk.store, forum)
        self._desk.standing.take(forum, None)
        await self._tokens.forget(forum)
        self._show()

    # asking

    async def _ask(self, invitation: Invitation, wait_s: float = _ANSWER_S) -> dict[str, Any]:
        """Return what a hub says of itself and of the token shown to it."""
        link = self._link(invitation, _Nothing())
        running = asyncio.create_task(link.run())
        try:
            await in_time(reach(link), wait_s, Reason.HUB_SILENT)
            facts = dict(link.facts)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        if facts.get("role") not in set(Role) or not isinstance(facts.get("forum"), str):
            raise LinkFailed(Reason.HUB_STRANGER)
        return facts


class _Nothing:
    """No documents at all: for asking a hub who it is."""

    def state_vector(self, document: str) -> bytes:
        """Never asked for."""
        return b"\x00"

    def understands(self, document: str) -> bool:
        """Never asked for."""
        return True

    def renew(self, document: str) -> None:
        """Never asked for."""

    def missing(self, document: str, state_vector: bytes) -> bytes:
        """Never asked for."""
        return b"\x00\x00"

    async def prepare(self, document: str, update: bytes) -> None:
        """Do nothing."""

    def take(self, document: str, update: bytes) -> bool:
        """Take nothing."""
        return True
