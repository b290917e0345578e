"""A meeting hosted on a laptop: by commands, as processes, over crashes of hub and console."""

import asyncio
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.app import door
from moderator.app.hosting import Reach
from moderator.app.hub_child import HubChild
from moderator.documents.rights import Role
from moderator.domain.errors import ModeratorError, Reason, Refused
from moderator.domain.link import HostState
from moderator.store.lock import FolderLock
from moderator.sync import address
from tests.app.command_line import Line
from tests.app.gathered import console, free_port, hub_process_of, kill_hub
from tests.hub.kit import until


@pytest.fixture
def a(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Line]:
    """Return the chair's laptop; whatever it hosts ends with the test."""
    line = Line(tmp_path / "a", capsys)
    yield line
    asyncio.run(HubChild(line.folder).stop())


def test_the_hosts_own_console_joins_over_loopback_and_a_crashed_hub_is_a_lost_link(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with console(tmp_path / "a") as a, console(tmp_path / "b") as b:
            await a.hosting.start_at(Reach(port=0))
            await until(lambda: a.is_live)
            assert a.state is HostState.RUNNING
            made = await a.hosting.invite(Role.NOTE_TAKER, "Dana")
            await b.membership.join(address.parse(made.link))
            await until(lambda: bool(a.hosting.view and a.hosting.view.others == ("Dana",)))
            kill_hub(tmp_path / "a")
            await until(lambda: not a.is_live)
            await until(lambda: a.is_live and b.is_live)
            assert a.state is HostState.RUNNING
            with pytest.raises(Refused) as refused:
                await b.hosting.start()
            assert refused.value.reason is Reason.HOST_ELSEWHERE

    asyncio.run(story())


def test_a_console_that_crashed_finds_the_hub_it_left_running(tmp_path: Path) -> None:
    async def story() -> None:
        folder = tmp_path / "a"
        async with console(folder, crashes=True) as a:
            await a.hosting.start_at(Reach(port=0))
            before = json.loads((folder / "hub" / door.FILE).read_text())
        async with console(folder) as a:
            await until(lambda: a.is_live and a.state is HostState.RUNNING)
            assert json.loads((folder / "hub" / door.FILE).read_text()) == before
            await a.hosting.stop()
            assert a.hosting.view is None
            assert a.membership.view is None
        with FolderLock(folder / "hub"):
            pass

    asyncio.run(story())


def test_who_hosted_when_the_program_ended_hosts_again_when_it_starts(tmp_path: Path) -> None:
    async def story() -> None:
        async with console(tmp_path / "a") as a:
            await a.hosting.start_at(Reach(port=0))
        async with console(tmp_path / "a") as a:
            await until(lambda: a.is_live and a.state is HostState.RUNNING)

    asyncio.run(story())


def test_nothing_is_hosted_where_the_hub_cannot_run(tmp_path: Path) -> None:
    async def story() -> None:
        async with console(tmp_path / "a") as a:
            (tmp_path / "a" / "hub").mkdir()
            (tmp_path / "a" / "hub" / "moderator.db").write_bytes(b"nothing of ours" * 1_000)
            with pytest.raises(ModeratorError) as failed:
                await a.hosting.start_at(Reach(port=0))
            assert failed.value.reason is Reason.HOST_FAILED
            assert "damaged" in str(failed.value.facts["why"])
            assert a.hosting.view is None
            with pytest.raises(Refused):
                await a.hosting.stop()
            with pytest.raises(Refused):
                await a.hosting.invite(Role.VIEWER)

    asyncio.run(story())


def test_hosting_from_the_command_line_and_joining_by_code(
    tmp_path: Path, a: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    b = Line(tmp_path / "b", capsys)
    a.ok("new", "Own forum", "--date", "2026-11-23")
    a.ok("meeting", "add", "Morning", "--date", "2026-11-23")
    a.ok("meeting", "item", "Reports")
    assert "for this laptop only" in a.ok("host", "--port", "0")
    a.ok("note", "add", "By the host")
    a.ok("sync", "--once")
    made = a.value("host", "invite", "--role", "note-taker")
    assert made["address"].startswith("127.0.0.1:")
    b.ok("join", made["code"], "--at", made["address"])
    lines = [row["text"] for item in b.value("show", "notes")["notes"] for row in item["lines"]]
    assert lines == ["By the host"]
    assert a.value("host", "status")["is_on_network"] is False
    assert "Hosted no longer" in a.ok("host", "stop")
    assert "host one first" in a.refused("host", "stop")
    assert "not joined" in a.refused("sync", "--once")


def test_a_hub_beside_a_console_does_not_end_with_the_consoles_keys(
    tmp_path: Path, a: Line
) -> None:
    a.ok("host", "--port", "0")
    assert os.getpgrp() != os.getpgid(hub_process_of(a.folder))
    os.kill(hub_process_of(a.folder), signal.SIGTERM)


def test_a_stand_by_takes_over_by_commands_alone(
    tmp_path: Path, a: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    b = Line(tmp_path / "b", capsys)
    try:
        a.ok("host", "--port", "0")
        made = a.value("host", "invite", "--role", "chair")
        assert "with the chair's role" in b.refused("stand-by")
        b.ok("join", made["link"])
        b.ok("stand-by", "--address", "127.0.0.1", "--port", str(free_port()))
        assert json.loads((b.folder / "hub" / "access.json").read_text())
        assert "nobody need take over" in b.refused("host", "take-over")
        kill_hub(a.folder)
        assert "others can join" in b.ok("host", "take-over")
        assert "does not stand by" in b.refused("host", "take-over")
        b.ok("note", "add", "From the stand-by")
        b.ok("sync", "--once")
        assert b.value("host", "status")["is_on_network"]
    finally:
        asyncio.run(HubChild(b.folder).stop())
