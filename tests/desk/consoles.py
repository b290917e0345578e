"""Desks that stay joined at one hub, as windows have them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from moderator.desk.desk import Desk
from moderator.desk.membership import Membership
from moderator.documents.rights import Role
from moderator.domain.ids import ForumId
from moderator.domain.link import LinkState
from moderator.settings import Settings
from moderator.store.check import check
from moderator.sync.address import Invitation
from tests.desk.kit import desk_over, items, small_forum
from tests.hub.kit import RunningHub, play

_UNBOUND = ForumId("")


class Console:
    """A desk with its membership, as a window has them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.membership = Membership(desk)

    async def join(self, hub: RunningHub, role: Role, name: str = "") -> None:
        """Join with a fresh invitation, which may be somebody's by name."""
        forums = hub.house.forums()
        token = hub.invite(role, forums[0] if forums else _UNBOUND, name)
        await self.membership.join(Invitation(hub.url, token))

    def notes(self) -> list[str]:
        """Return all lines of the meeting in front."""
        return [
            line.text for item in items(self.desk.room) for line in self.desk.room.notes.lines(item)
        ]

    @property
    def state(self) -> LinkState | None:
        """How far the link is."""
        view = self.membership.view
        return view.state if view else None


@asynccontextmanager
async def console(folder: Path, settings: Settings | None = None) -> AsyncIterator[Console]:
    """Run a desk that stays joined."""
    loop = asyncio.get_running_loop()

    def deliver(told: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(told)

    with desk_over(folder, settings=settings, deliver=deliver) as desk:
        made = Console(desk)
        made.membership.stay()
        try:
            yield made
        finally:
            await made.membership.close()
            await asyncio.to_thread(desk.commit)


Story = Callable[[RunningHub, Console, Console], Awaitable[None]]


def play_two(tmp_path: Path, story: Story) -> None:
    """Run a story of a chair with a small forum and a note-taker, both joined."""

    async def whole(hub: RunningHub) -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            small_forum(a.desk)
            await a.join(hub, Role.CHAIR)
            await b.join(hub, Role.NOTE_TAKER)
            await story(hub, a, b)
            for each in (a, b):
                await asyncio.to_thread(each.desk.commit)
                assert check(each.desk.store) == ()

    play(tmp_path / "hub", whole)
