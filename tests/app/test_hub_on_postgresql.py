"""Hub processes on one PostgreSQL database, and what is asked of them on the command line."""

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from moderator.domain.link import LinkState
from moderator.sync import presence, wire
from moderator.sync.address import Invitation, parse
from moderator.sync.presence import Here
from tests.app.command_line import Line
from tests.app.hubs import Typist, hub_process, read
from tests.hub.kit import NAME, PATIENCE_S, Laptop, until
from tests.store.postgres.fixtures import database as database
from tests.store.postgres.fixtures import server as server
from tests.store.postgres.server import PostgresServer

pytestmark = pytest.mark.interop

_EDITS, _A_SECOND = 600, 200.0


def asked(line: Line, verb: str, *more: str) -> Any:
    return json.loads(line.ok("hub", verb, *more, "--json"))


def listed(
    line: Line, where: tuple[str, str], invitation: str, fits: Callable[[Any], bool] = bool
) -> Any:
    """Return an invitation as a hub lists it, once it has heard of it from the other one."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        rows = {row["id"]: row for row in asked(line, "status", *where)["invitations"]}
        if invitation in rows and fits(rows[invitation]):
            return rows[invitation]
    raise AssertionError(f"{invitation} is not listed so")


def test_everything_that_is_asked_of_a_hub_works_with_its_database(
    server: PostgresServer, database: str, line: Line, tmp_path: Path
) -> None:
    one, two = (("--data", str(tmp_path / name)) for name in ("one", "two"))
    named = ("--database", database)
    early = asked(line, "invite", *one, *named, "--role", "chair")
    with hub_process(Path(one[1]), *named), hub_process(Path(two[1]), *named):
        line.ok("join", early["link"].replace(early["url"], asked(line, "status", *one)["url"]))
        assert len(asked(line, "forums", *one)) == len(asked(line, "forums", *two)) == 1
        place = f"postgresql://hub@127.0.0.1:{server.port}/{database.rpartition('/')[2]}"
        assert asked(line, "status", *one)["storage"] == place
        said = asked(line, "invite", *two, "--role", "viewer", "--name", "Айгүл")
        listed(line, one, said["id"])
        assert asked(line, "role", *one, said["id"], "note-taker")["role"] == "note-taker"
        assert asked(line, "revoke", *one, said["id"])["revoked"]
        told = listed(line, two, said["id"], lambda row: bool(row["revoked"]))
        assert told["role"] == "note-taker"
        copy = str(tmp_path / "copy.db")
        line.ok("hub", "backup", *one, copy)
        elsewhere = ("--data", str(tmp_path / "elsewhere"))
        refused = line.refused("hub", "restore", *elsewhere, *named, copy)
        assert "A hub is using this database" in refused
    assert "keeps its data in PostgreSQL" in line.refused("hub", "forums", *one)
    file = tmp_path / "address"
    file.write_text(f"{server.new_database()}\n", encoding="utf-8")
    other = ("--data", str(tmp_path / "other"), "--database-file", str(file))
    line.ok("hub", "restore", *other, copy)
    assert len(asked(line, "forums", *other)) == 1
    ids = {row["id"] for row in asked(line, "status", *other)["invitations"]}
    assert ids == {early["id"], said["id"]}


def test_the_address_may_come_from_the_environment_and_its_password_is_never_said(
    database: str, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATOR_DATABASE", database)
    assert asked(line, "forums", "--data", str(tmp_path / "hub")) == []
    monkeypatch.setenv("MODERATOR_DATABASE", database.replace("p%40ss", "wr0ng"))
    said = line.refused("hub", "--data", str(tmp_path / "hub"))
    assert "does not answer or does not let the hub in" in said
    assert "wr0ng" not in said
    monkeypatch.setenv("MODERATOR_DATABASE", "wr0ng")
    assert "wr0ng" not in line.refused("hub", "--data", str(tmp_path / "hub"))


def test_whoever_was_at_a_killed_hub_goes_on_at_another_and_nothing_acknowledged_is_lost(
    database: str, line: Line, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    named = ("--database", database)

    async def write(links: list[Invitation], kill: Any) -> tuple[int, set[str]]:
        laptop, other = (Laptop(link.url, link.token) for link in links)
        for each in (laptop, other):
            each.go_online()
            await each.settle()
        typist = Typist(laptop)
        await typist.type(_EDITS, _A_SECOND)
        kill()
        await until(lambda: laptop.link.state is not LinkState.LIVE)
        await laptop.go_offline()
        await until(lambda: len(other.all()) >= typist.acknowledged)
        seen = set(other.all())
        moved = Laptop(links[1].url, links[1].token)
        moved.documents = laptop.documents
        moved.go_online()
        await moved.settle()
        await until(lambda: len(other.all()) == _EDITS)
        for each in (other, moved):
            await each.go_offline()
        return typist.acknowledged, seen

    with hub_process(folders[0], *named) as first, hub_process(folders[1], *named):
        links = [
            parse(asked(line, "invite", "--data", str(folder), "--role", "chair")["link"])
            for folder in folders
        ]
        acknowledged, seen = asyncio.run(write(links, first.kill))
        assert acknowledged > _EDITS // 4
        assert {f"edit {n}" for n in range(acknowledged)} <= seen
    with hub_process(folders[0], *named):
        again = asked(line, "invite", "--data", str(folders[0]), "--role", "chair")
        assert asyncio.run(read(parse(again["link"]))) == {f"edit {n}" for n in range(_EDITS)}


def test_those_at_a_killed_hub_are_no_longer_here_at_the_others(
    database: str, line: Line, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    named = ("--database", database)

    async def enter(socket: ClientConnection, link: Invitation, client: int) -> None:
        await socket.send(wire.encode(NAME, wire.Token(link.token)))
        body = presence.encode([Here(client, 1, {})])
        await socket.send(wire.encode(NAME, wire.Presence(body)))

    async def is_said(socket: ClientConnection, client: int, is_here: bool) -> None:
        async with asyncio.timeout(20):
            while True:
                _, said = wire.decode(await socket.recv(decode=False))
                states = presence.decode(said.body) if isinstance(said, wire.Presence) else ()
                if (client, is_here) in [(h.client, h.state is not None) for h in states]:
                    return

    async def meet(links: list[Invitation], kill: Any) -> None:
        async with connect(links[0].url) as near, connect(links[1].url) as far:
            await enter(near, links[0], 1)
            await enter(far, links[1], 2)
            await is_said(far, 1, is_here=True)
            await is_said(near, 2, is_here=True)
            kill()
            await is_said(far, 1, is_here=False)

    with hub_process(folders[0], *named) as first, hub_process(folders[1], *named):
        links = [
            parse(asked(line, "invite", "--data", str(folder), "--role", "chair")["link"])
            for folder in folders
        ]
        asyncio.run(meet(links, first.kill))


def test_a_hub_ends_in_good_order_while_its_database_is_away(
    tmp_path: Path, server: PostgresServer, database: str
) -> None:
    with hub_process(tmp_path, "--database", database) as process:
        server.kill()
        try:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            server.start()
