"""The host falls silent, a stand-by takes over, the others move by themselves, nobody seizes."""

import asyncio
import json
from pathlib import Path

import pytest

from moderator.app import standing_by
from moderator.documents.rights import Role
from moderator.domain.errors import Reason, Refused
from moderator.domain.link import HostState
from moderator.sync import address
from tests.app.gathered import Console, console, free_port, kill_hub, near
from tests.desk.kit import items, names
from tests.hub.kit import until


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the host be silent sooner."""
    monkeypatch.setattr(standing_by, "SILENT_MS", 500)


async def join(console: Console, host: Console, role: Role, name: str) -> None:
    made = await host.hosting.invite(role, name)
    await console.membership.join(address.parse(made.link))


def test_a_stand_by_takes_over_with_everybodys_access_and_the_old_host_follows(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with console(tmp_path / "b", "Boris") as b, console(tmp_path / "c", "Dana") as c:
            async with console(tmp_path / "a", "Aida", crashes=True) as a:
                floor = a.desk.room.floor
                floor.open_meeting()
                floor.open_item(items(a.desk.room)[0])
                floor.call(floor.add("Anna"))
                floor.add("Vera")
                await a.hosting.start_at(near())
                await join(b, a, Role.CHAIR, "Boris")
                await join(c, a, Role.NOTE_TAKER, "Dana")
                await b.standing_by.begin(near(free_port()))
                with pytest.raises(Refused) as refused:
                    await b.standing_by.take_over()
                assert refused.value.reason is Reason.HOST_IS_THERE
                file = tmp_path / "b" / "hub" / "access.json"
                await until(lambda: file.exists() and len(json.loads(file.read_text())) >= 3)
                await until(lambda: len(c.desk.programme.stand_bys) == 1)
                await until(lambda: bool(c.membership._now and c.membership._now.stand_bys))
                await until(lambda: b.state is HostState.STAND_BY)
                await until(lambda: b.is_live and c.is_live and a.is_live)
            kill_hub(tmp_path / "a")
            await until(lambda: b.state is HostState.OFFERED)
            await b.standing_by.take_over()
            await until(lambda: b.state is HostState.RUNNING)
            b.desk.room.floor.call_next()
            await until(lambda: c.is_live)
            current = b.desk.room.session.state.current
            assert current is not None
            await until(lambda: c.desk.room.session.state.current == current)
            c.desk.room.notes.add(items(c.desk.room)[0], "After the crash", None)
            await until(lambda: c.is_live and c.desk.link is not None and not c.desk.link.waiting)
            async with console(tmp_path / "a", "Aida") as a:
                await until(lambda: a.is_live and a.state is None)
                await until(lambda: a.desk.room.session.state.current == current)
                gavel = a.desk.room.floor_view().gavel
                assert gavel is not None
                assert (gavel.name, gavel.is_mine) == ("Boris", False)
                a.desk.room.notes.add(items(a.desk.room)[0], "From who came back", None)
                await until(lambda: len(c.desk.room.notes.lines(items(c.desk.room)[0])) == 2)
                assert names(c.desk.room) == names(a.desk.room)
                await until(lambda: b.state is HostState.RUNNING)

    asyncio.run(story())


def test_only_who_joined_as_a_chair_can_stand_by(tmp_path: Path) -> None:
    async def story() -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "c") as c:
            with pytest.raises(Refused) as refused:
                await c.standing_by.begin()
            assert refused.value.reason is Reason.STAND_BY_CHAIRS
            await a.hosting.start_at(near())
            with pytest.raises(Refused):
                await a.standing_by.begin()
            await join(c, a, Role.TIMEKEEPER, "Dana")
            with pytest.raises(Refused):
                await c.standing_by.begin()
            for act in (c.standing_by.end, c.standing_by.take_over):
                with pytest.raises(Refused) as refused:
                    await act()
                assert refused.value.reason is Reason.NOT_STAND_BY

    asyncio.run(story())


def test_who_stands_down_is_no_longer_named(tmp_path: Path) -> None:
    async def story() -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            await a.hosting.start_at(near())
            await join(b, a, Role.CHAIR, "Boris")
            await b.standing_by.begin(near(free_port()))
            await until(lambda: bool(a.membership._now and a.membership._now.stand_bys))
            await b.standing_by.end()
            await until(lambda: not (a.membership._now and a.membership._now.stand_bys))
            await until(lambda: not a.desk.programme.stand_bys)
            assert b.state is None

    asyncio.run(story())
