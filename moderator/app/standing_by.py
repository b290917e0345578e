"""Standing by: this laptop is ready to host if the host falls silent, and takes over when told to.

Ready means: its certificate is made, the programme says where it would be, and the hub has told it
whom to let in. What it was told lies in a file of the user's own beside the hub's database.
"""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from moderator.app.host_board import HostBoard
from moderator.app.hosting import FAR, Hosting, Reach
from moderator.app.hub_child import HubChild
from moderator.desk import known_hubs
from moderator.desk.desk import Desk
from moderator.desk.joined import Joined
from moderator.desk.membership import Membership
from moderator.documents.rights import Role
from moderator.domain.errors import LinkFailed, Reason, Refused
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import ForumId, LaptopId
from moderator.domain.link import HostState, HostView
from moderator.domain.programme import StandBy
from moderator.files import write_whole

SILENT_MS = 10_000
"""How long the host must be silent before this laptop offers to take over."""

_WISH = "stand-by"
_FILE = "access.json"
_PORT = 8440
_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class _Post:
    """Where this laptop would host which forum."""

    forum: ForumId
    address: str
    port: int
    sha256: str
    listens_at: str = ""
    """Empty: at all addresses of this laptop."""


class StandingBy:
    """One laptop's readiness; belongs to the desk's event loop."""

    def __init__(self, desk: Desk, membership: Membership, hosting: Hosting) -> None:
        self._desk = desk
        self._membership = membership
        self._hosting = hosting
        self._hub = HubChild(desk.store.folder)
        self._board = HostBoard(desk)
        self._kept: dict[str, Any] = {}
        self._attending: asyncio.Task[None] | None = None

    async def begin(self, reach: Reach = FAR) -> None:
        """Stand by for the open forum's host.

        Raises:
            Refused: this laptop did not join with the chair's role, or hosts itself.
            LinkFailed: its certificate cannot be made.
        """
        forum = self._desk.forum.id
        known = known_hubs.known(self._desk.store, forum)
        if known is None or known.is_own or known.role is not Role.CHAIR:
            raise Refused(Reason.STAND_BY_CHAIRS)
        # cryptography, only for whoever stands by
        from moderator.hub import certificate

        now = self._desk.clock.read().utc_ms
        made = await asyncio.to_thread(certificate.own, self._hub.folder, now)
        addresses = [reach.address] if reach.address else await asyncio.to_thread(_addresses)
        if not addresses:
            raise LinkFailed(Reason.CODE_NO_HOST)
        port = _PORT if reach.port is None else reach.port
        post = _Post(forum, addresses[0], port, made.sha256, reach.address)
        stand_by = StandBy(
            self._laptop, self._membership.laptop, f"{post.address}:{post.port}", post.sha256
        )
        with self._desk.keeper.batch():
            self._desk.forum.programme.put_stand_by(stand_by)
        self._desk.store.put_state(_WISH, asdict(post))
        self.resume()

    async def end(self) -> None:
        """Stand by no longer.

        Raises:
            Refused: this laptop does not.
        """
        post = self._post
        if post is None:
            raise Refused(Reason.NOT_STAND_BY)
        self._forget(post)
        if self._desk.has_forum and self._desk.forum.id == post.forum:
            with self._desk.keeper.batch():
                self._desk.forum.programme.remove_stand_by(self._laptop)

    def resume(self) -> None:
        """Go on standing by, as before the program ended."""
        post = self._post
        if post is None or self._attending is not None:
            return
        self._membership.told_access = self._take_access
        self._membership.stands_at(post.forum, post.sha256)
        self._attending = asyncio.create_task(self._attend(post), name="stand-by")

    async def close(self) -> None:
        """Let go, as the program ends."""
        attending, self._attending = self._attending, None
        if attending is not None:
            attending.cancel()
            await asyncio.gather(attending, return_exceptions=True)

    async def take_over(self) -> None:
        """Host in the place of the host, with everybody's access, and run the floor.

        Raises:
            Refused: this laptop does not stand by, or the host is there.
            Known: the hub does not come up.
        """
        post = self._post
        if post is None:
            raise Refused(Reason.NOT_STAND_BY)
        if await self._membership.is_heard(post.forum):
            raise Refused(Reason.HOST_IS_THERE)
        rows = list((await asyncio.to_thread(self._read)).values())
        known = known_hubs.known(self._desk.store, post.forum)
        term = (known.term if known else 0) + 1
        await self.close()
        try:
            await self._hosting.take_place(Reach(True, post.listens_at, post.port), term, rows)
        except BaseException:
            self.resume()
            raise
        self._forget(post)
        if self._desk.has_room and self._desk.room.session.state.phase is MeetingPhase.OPEN:
            self._desk.room.session.take_gavel(self._desk.clock.read())

    # inside

    @property
    def _laptop(self) -> LaptopId:
        return LaptopId(str(self._desk.store.state("laptop")))

    @property
    def _post(self) -> _Post | None:
        wish = self._desk.store.state(_WISH)
        return _Post(**wish) if isinstance(wish, dict) else None

    def _forget(self, post: _Post) -> None:
        self._desk.store.put_state(_WISH, None)
        self._membership.stands_at(post.forum, "")
        if self._attending is not None:
            self._attending.cancel()
            self._attending = None
        if self._desk.host is not None and self._desk.host.state in _NOT_HOSTING:
            self._board.show(None)

    async def _attend(self, post: _Post) -> None:
        """Watch whether the host is heard, and offer to take over where it is not."""
        while True:
            is_silent = self._membership.silent_ms(post.forum) >= SILENT_MS
            state = HostState.OFFERED if is_silent else HostState.STAND_BY
            self._board.show(HostView(state, address=f"{post.address}:{post.port}"))
            await asyncio.sleep(_LOOK_S)

    def _take_access(self, joined: Joined) -> None:
        post = self._post
        if post is not None and joined.forum == post.forum and joined.link.talk.access:
            access = dict(joined.link.talk.access)
            if access != self._kept:
                self._kept = access
                asyncio.get_running_loop().run_in_executor(None, self._write, access)

    def _write(self, access: dict[str, Any]) -> None:
        write_whole(self._file, json.dumps(access), private=True)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        return self._kept or (kept if isinstance(kept, dict) else {})

    @property
    def _file(self) -> Path:
        return self._hub.folder / _FILE


_NOT_HOSTING = (HostState.STAND_BY, HostState.OFFERED)


def _addresses() -> list[str]:
    from moderator.sync import lan

    return list(lan.addresses())
