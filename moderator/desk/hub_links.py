"""The link of whichever forum is open to the hub it was joined at, and what is told of it."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

from moderator.desk import known_hubs
from moderator.desk.desk import Desk
from moderator.desk.joined import Joined
from moderator.desk.shared import Shared
from moderator.desk.tokens import Tokens
from moderator.desk.way import Connect, Way, elsewhere
from moderator.documents import rights
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.domain.errors import LinkFailed, Reason, Refused
from moderator.domain.ids import ForumId
from moderator.domain.link import LinkView
from moderator.sync.address import Invitation
from moderator.sync.followed import Documents
from moderator.sync.link import Link, reach
from moderator.sync.transport import Connect as ConnectAny
from moderator.sync.transport import LinkRefused, Transport

_ANSWER_S = 15.0
_EXCHANGE_S = 120.0
_SAME_MS = 10
"""Clocks that differ by no more are left alone."""


class HubLinks:
    """The hubs that this laptop's forums were joined at; belongs to the desk's event loop."""

    def __init__(self, desk: Desk, connect: Connect | None = None) -> None:
        """``connect`` opens a connection; by default a WebSocket."""
        self._desk = desk
        self._connect = connect or _open_socket
        self._tokens = Tokens(desk.store.folder)
        self._now: Joined | None = None
        self._is_staying = False
        self._shown: LinkView | None = None
        self.stand_by: dict[ForumId, str] = {}
        """The fingerprint under which this laptop stands by at a forum's hub."""
        self.told_access: Callable[[Joined], None] = _unheard
        """Hears whenever a stand-by may have been told whom the hub lets in."""

    # staying joined

    def stay(self) -> None:
        """Keep the link of whichever forum is open up from now on; needs a running loop."""
        self._is_staying = True
        self._desk.listen(self._changed)
        self._follow_open_forum()

    async def close(self) -> None:
        """Let the link go; what the hub does not have yet stays here."""
        if self._is_staying:
            self._desk.forget(self._changed)
        self._is_staying = False
        running = self._end()
        if running is not None:
            await asyncio.gather(running, return_exceptions=True)
        await self._tokens.close()

    @property
    def view(self) -> LinkView | None:
        """What people are told; None where the open forum was not joined anywhere."""
        return self._now.view if self._now is not None else None

    # one link

    def _link(
        self, invitation: Invitation, documents: Documents, connect: ConnectAny | None = None
    ) -> Link:
        connect = connect or partial(self._connect, invitation)
        return Link(
            documents, connect, invitation.token, self._link_moved, random.random, self._desk.clock
        )

    def _begin(self, forum: ForumId, invitation: Invitation, role: Role) -> Joined:
        joined = self._now = self._make(forum, invitation, role)
        joined.run()
        return joined

    def _make(self, forum: ForumId, invitation: Invitation, role: Role) -> Joined:
        shared = Shared(self._desk, forum, self._made_here)
        way = Way(invitation, self._connect, partial(self._elsewhere, forum))
        link = self._link(invitation, shared, way.connect)
        link.talk.stand_by = self.stand_by.get(forum, "")
        return Joined(forum, invitation, role, shared, link, self._show, way)

    def _elsewhere(self, forum: ForumId) -> tuple[Invitation, ...]:
        """Return where a forum's hub may be if it is silent where it was."""
        if (joined := self._now) is None or joined.forum != forum or joined.is_own:
            return ()
        programme = joined.shared.open_forum.programme.programme
        return elsewhere(programme, joined.stand_bys, joined.invitation)

    def _end(self) -> "asyncio.Task[None] | None":
        """Stop the present link; return the task that is ending."""
        joined, self._now = self._now, None
        if joined is None:
            return None
        self._note_kept(joined)
        joined.end()
        return joined.running

    async def _rest(self) -> None:
        """End the link again where it is not to stay."""
        if self._is_staying:
            self._follow_open_forum()
            return
        running = self._end()
        if running is not None:
            await asyncio.gather(running, return_exceptions=True)

    async def _exchange(self, joined: Joined) -> None:
        """Exchange what belongs to the forum, and then, its programme being here, to its meetings.

        Raises:
            LinkFailed: the hub is not reached, or will not take or give something.
        """
        await in_time(reach(joined.link), _ANSWER_S, Reason.HUB_SILENT)
        wanted: list[str] = []
        while wanted != (now := joined.shared.names(joined.role)):
            wanted = now
            joined.link.want(wanted)
            await in_time(joined.link.settle(), _EXCHANGE_S, Reason.HUB_SLOW)
        denied = joined.link.denied
        if Reason.HUB_OTHER_HISTORY.value in denied.values() or "other-history" in denied.values():
            raise Refused(Reason.HUB_OTHER_HISTORY)
        for document, why in denied.items():
            raise LinkFailed(Reason.HUB_DENIED, document=document, why=why)
        await asyncio.to_thread(self._desk.commit)
        joined.all_there(self._desk.clock.read().utc_ms)

    # being told

    def _changed(self, changes: Changes) -> None:
        if changes.forum:
            self._follow_open_forum()
        elif changes.programme and self._now is not None and self._is_open(self._now.forum):
            self._now.link.want(self._now.shared.names(self._now.role))

    def _follow_open_forum(self) -> None:
        """Have the link be that of the open forum, where it was joined somewhere."""
        forum = self._desk.forum.id if self._desk.has_forum else None
        if not self._is_staying or (self._now is not None and self._now.forum == forum):
            return
        self._end()
        joined = self._known(forum) if forum else None
        self._now = joined
        if joined is not None:
            joined.link.want(joined.shared.names(joined.role))
            joined.run()
        self._show()

    def _made_here(self, document: str, update: bytes) -> None:
        if (joined := self._now) is not None and rights.may_write(joined.role, document):
            joined.kept_here += 1
            joined.link.changed(document, update)
            self._show()

    def _link_moved(self) -> None:
        if (joined := self._now) is None:
            return
        if joined.look(self._desk.clock.read().utc_ms):
            self._note_kept(joined)
        _take_time(joined, self._desk.clock)
        self._take_role(joined)
        if joined.follow_hub():
            self._note_kept(joined)
        self.told_access(joined)
        self._show()

    def _take_role(self, joined: Joined) -> None:
        said = joined.link.facts.get("role")
        if said in set(Role) and said != joined.role.value:
            joined.role = Role(str(said))
            self._note_kept(joined)
            joined.link.want(joined.shared.names(joined.role))
            self._desk.standing.take(joined.forum, joined.role)

    def _show(self) -> None:
        """Tell those who paint it, but only of what they would paint otherwise."""
        view = self.view
        if view != self._shown:
            self._shown = self._desk.link = view
            self._desk.standing.hear_loss(view.lost_utc_ms if view else None)
            with self._desk.keeper.batch():
                self._desk.keeper.note(Changes(link=True))
        self._desk.company.follow(*(self._now.around if self._now else (None, "")))

    # what is remembered

    def _is_open(self, forum: ForumId) -> bool:
        return self._desk.has_forum and self._desk.forum.id == forum

    def _known(self, forum: ForumId) -> Joined | None:
        token = self._tokens.at_hand(forum)
        hub = known_hubs.known(self._desk.store, forum, token or "")
        if hub is None:
            return None
        if token is None:
            self._tokens.begin_to_read(forum, self._follow_open_forum)
            return None
        joined = self._make(forum, hub.invitation, hub.role)
        joined.is_own, joined.term, joined.stand_bys = hub.is_own, hub.term, hub.stand_bys
        joined.at_hub_utc_ms = hub.at_hub_utc_ms
        joined.lost_utc_ms, joined.is_missed = self._desk.clock.read().utc_ms, True
        made = self._desk.store.local_updates(forum, joined.at_hub_utc_ms or 0)
        joined.kept_here = sum(n for d, n in made.items() if rights.may_write(hub.role, d))
        return joined

    def _note_kept(self, joined: Joined) -> None:
        if known_hubs.known(self._desk.store, joined.forum):
            self._remember(joined)

    def _remember(self, joined: Joined) -> None:
        known_hubs.remember(self._desk.store, joined.forum, joined.known)
        self._desk.standing.take(joined.forum, joined.role)


def _unheard(_joined: Joined) -> None:
    """Nobody stands by here."""


def _take_time(joined: Joined, clock: Clock) -> None:
    """Go by the hub's time, so that all screens show the same digits."""
    offset, now = joined.link.offset, clock.read()
    if offset is None:
        return
    correction_ms = offset.correction_ms(now)
    is_other = abs(correction_ms - now.correction_ms) > max(_SAME_MS, offset.doubt_ms)
    if is_other or not joined.goes_by_hub:
        joined.goes_by_hub = True
        clock.correct(correction_ms)


async def in_time(work: Awaitable[None], wait_s: float, reason: Reason) -> None:
    """Wait for the hub, but not for ever.

    Raises:
        LinkFailed: it took too long, or the hub will not have us.
    """
    try:
        async with asyncio.timeout(wait_s):
            await work
    except TimeoutError as error:
        raise LinkFailed(reason) from error
    except LinkRefused as error:
        is_stranger = str(error) == "certificate"
        raise LinkFailed(Reason.HUB_STRANGER if is_stranger else Reason.HUB_REFUSED) from error


async def _open_socket(invitation: Invitation) -> Transport:
    # loaded where there is a hub, which most starts do without
    from moderator.sync.opening import open_hub

    return await open_hub(invitation)
