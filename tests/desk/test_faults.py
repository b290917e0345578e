"""Three consoles at one hub over lines that are slow, cut, torn in a frame, and dead."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest

from moderator.desk.room import Room
from moderator.documents.rights import Role
from moderator.domain.errors import Refused
from moderator.domain.ids import ForumId
from moderator.domain.link import LinkState
from moderator.hub.server import PATH
from moderator.settings import Settings
from moderator.store.check import check
from moderator.sync.address import Invitation
from tests.desk.consoles import Console, console
from tests.desk.kit import items, small_forum
from tests.hub.kit import RunningHub, play, until
from tests.hub.proxy import FaultProxy, fault_proxy

Story = Callable[[RunningHub, list[Console], list[FaultProxy]], Awaitable[None]]


def three(tmp_path: Path, story: Story) -> None:
    """Run a story of three consoles, each with a line of its own, until all of them are equal."""

    async def whole(hub: RunningHub) -> None:
        async with AsyncExitStack() as held:
            consoles: list[Console] = []
            lines: list[FaultProxy] = []
            for name, role in (
                ("Aida", Role.CHAIR),
                ("Boris", Role.TIMEKEEPER),
                ("Vera", Role.CHAIR),
            ):
                line = await held.enter_async_context(fault_proxy(hub.port))
                settings = Settings(own_name=name)
                made = await held.enter_async_context(console(tmp_path / name, settings))
                if not consoles:
                    small_forum(made.desk)
                forums = hub.house.forums()
                token = hub.invite(role, *forums[:1]) if forums else hub.invite(role, ForumId(""))
                await made.membership.join(Invitation(line.url(PATH), token))
                consoles.append(made)
                lines.append(line)
            await story(hub, consoles, lines)
            for line in lines:
                line.mend()
            await until(lambda: equal(consoles))
            for each in consoles:
                await asyncio.to_thread(each.desk.commit)
                assert check(each.desk.store) == ()

    play(tmp_path / "hub", whole)


def contents(room: Room) -> tuple[object, ...]:
    """Return what a meeting holds, and what is folded of it."""
    fold = room.session.fold
    notes = tuple(room.notes.lines(item) for item in items(room))
    return (fold.events, fold.state, fold.apart, notes, room.agenda().items)


def equal(consoles: list[Console]) -> bool:
    """Return whether all have the same, and everything of it is at the hub."""
    first, *others = (contents(each.desk.room) for each in consoles)
    live = all(each.state is LinkState.LIVE for each in consoles)
    return live and all(other == first for other in others)


def act(each: Console, draw: random.Random) -> None:
    """Do something that a chair may do; what another's gavel or the floor forbids is not done."""
    room = each.desk.room
    item = items(room)[0]
    doing: tuple[Callable[[], object], ...] = (
        lambda: room.floor.add(f"Speaker {draw.randint(0, 99)}", item=item),
        lambda: room.floor.call_next(guard=False),
        room.floor.end,
        room.floor.undo,
        room.running.take,
        lambda: room.floor.move(room.floor_view(item).queue[-1].request, 0),
        lambda: room.notes.add(item, draw.choice(("Строка", "Жол", "👩‍💻"))),
        lambda: room.notes.edit(item, 0, 0, draw.choice("aқ😀")),
        lambda: room.running.adopt(room.floor_view().lines[0].tenure),
    )
    with suppress(Refused, IndexError):
        draw.choice(doing)()


@pytest.mark.parametrize("seed", range(3))
def test_three_consoles_over_bad_lines_come_together(tmp_path: Path, seed: int) -> None:
    async def story(hub: RunningHub, consoles: list[Console], lines: list[FaultProxy]) -> None:
        draw = random.Random(seed)
        for _ in range(60):
            act(draw.choice(consoles), draw)
            line = draw.choice(lines)
            match draw.choice(("slow", "cut", "torn", "down", "mend", "", "", "")):
                case "slow":
                    line.delay_s = 0.02
                case "cut":
                    line.cut()
                case "torn":
                    line.cut_after = draw.randint(100, 4_000)
                case "down":
                    line.cut(stay_down=True)
                case "mend":
                    line.mend()
            await asyncio.sleep(0)
            if draw.random() < 0.3:
                await asyncio.sleep(0.02)

    three(tmp_path, story)


def test_a_dead_line_is_told_within_ten_seconds_and_a_short_break_never(tmp_path: Path) -> None:
    async def story(hub: RunningHub, consoles: list[Console], lines: list[FaultProxy]) -> None:
        told: list[int | None] = []

        def heard(_changes: object) -> None:
            link = consoles[1].desk.link
            told.append(link.lost_utc_ms if link is not None else None)

        await until(lambda: consoles[1].state is LinkState.LIVE)
        consoles[1].desk.listen(heard)
        lines[1].cut()
        await until(lambda: consoles[1].state is not LinkState.LIVE)
        await until(lambda: consoles[1].state is LinkState.LIVE)
        assert told
        assert set(told) == {None}
        loop = asyncio.get_running_loop()
        begun = loop.time()
        lines[1].die()
        await until(lambda: any(lost is not None for lost in told))
        assert loop.time() - begun <= 10

    three(tmp_path, story)
