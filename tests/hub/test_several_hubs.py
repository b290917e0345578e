"""Several hubs on one database: whoever is at any of them works with all the others."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect

from moderator.documents.rights import Role
from moderator.domain.link import LinkState
from moderator.sync import presence, wire
from moderator.sync.presence import Here
from moderator.sync.wire import Presence, Token
from tests.hub.kit import FORUM, NAME, PATIENCE_S, Laptop, RunningHub, running_hub, until
from tests.store.postgres.server import running_server

pytestmark = pytest.mark.interop

_CHAIR, _NOTES = Role.CHAIR, Role.NOTE_TAKER

Story = Callable[[RunningHub, RunningHub], Awaitable[None]]


def play(folder: Path, database: str, story: Story) -> None:
    """Run a story at two hubs on one database."""

    async def whole() -> None:
        async with AsyncExitStack() as stack:
            one, two = [
                await stack.enter_async_context(running_hub(folder / name, database))
                for name in ("one", "two")
            ]
            await story(one, two)

    asyncio.run(whole())


@asynccontextmanager
async def laptop_at(hub: RunningHub, role: Role = _NOTES) -> AsyncIterator[Laptop]:
    """Run a laptop that is on line at a hub."""
    laptop = Laptop(hub.url, hub.invite(role))
    laptop.go_online()
    try:
        await laptop.settle()
        yield laptop
    finally:
        await laptop.go_offline()


def test_what_is_typed_at_one_hub_is_seen_at_the_other(tmp_path: Path, database: str) -> None:
    async def story(one: RunningHub, two: RunningHub) -> None:
        async with laptop_at(one, _CHAIR) as a, laptop_at(two) as b, laptop_at(two) as c:
            for n in range(60):
                a.put(f"a{n}", "қ" * n)
                b.put(f"b{n}", str(n))
                await asyncio.sleep(0)
            await until(lambda: len(a.all()) == len(b.all()) == len(c.all()) == 120)
            assert a.all() == b.all() == c.all()
            for laptop in (a, b, c):
                await laptop.settle()
        await until(lambda: not one.house.open_rooms)
        async with laptop_at(one) as late:
            assert len(late.all()) == 120

    play(tmp_path, database, story)


def test_an_invitation_of_one_hub_is_good_at_all_and_taken_back_at_all(
    tmp_path: Path, database: str
) -> None:
    async def story(one: RunningHub, two: RunningHub) -> None:
        token, kept = one.house.access.invite(_CHAIR, FORUM)
        await until(lambda: two.house.access.good(kept.hash) is not None)
        laptop = Laptop(two.url, token)
        laptop.go_online()
        await laptop.settle()
        one.house.access.change_role(kept.hash, Role.VIEWER)
        await until(lambda: laptop.link.facts.get("role") == "viewer")
        one.house.access.revoke(kept.hash)
        await until(lambda: laptop.link.state is LinkState.REFUSED)
        await laptop.go_offline()

    play(tmp_path, database, story)


def test_of_two_laptops_with_one_invitation_at_two_hubs_one_is_let_in(
    tmp_path: Path, database: str
) -> None:
    async def story(one: RunningHub, two: RunningHub) -> None:
        _, kept = one.house.access.invite(_NOTES, FORUM)
        await until(lambda: two.house.access.invited(kept.hash) is not None)
        for hub, laptop in ((one, "first"), (two, "second")):
            hub.house.access.exchange(kept.hash, f"hash of {laptop}", laptop)

        def agreed() -> bool:
            found = [hub.house.access.invited(kept.hash) for hub in (one, two)]
            return found[0] == found[1]

        await until(agreed)
        for hub in (one, two):
            good = [hub.house.access.good(f"hash of {name}") for name in ("first", "second")]
            assert len([token for token in good if token is not None]) == 1

    play(tmp_path, database, story)


async def _enter(socket: ClientConnection, token: str) -> None:
    await socket.send(wire.encode(NAME, Token(token)))
    await _heard(socket, lambda message: isinstance(message, wire.Granted))


async def _heard(socket: ClientConnection, wanted: Callable[[wire.Message], bool]) -> wire.Message:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            _, message = wire.decode(bytes(await socket.recv(decode=False)))
            if wanted(message):
                return message


def _says(client: int, is_here: bool = True) -> Callable[[wire.Message], bool]:
    def fits(message: wire.Message) -> bool:
        states = presence.decode(message.body) if isinstance(message, Presence) else ()
        return [(h.client, h.state is not None) for h in states] == [(client, is_here)]

    return fits


def test_who_is_at_one_hub_is_seen_at_the_other_with_a_long_state_too(
    tmp_path: Path, database: str
) -> None:
    cursor = {"cursor": "x" * 12_000}

    async def story(one: RunningHub, two: RunningHub) -> None:
        async with connect(one.url) as a, connect(two.url) as b:
            await _enter(a, one.invite(_NOTES, name="Анна"))
            await a.send(wire.encode(NAME, Presence(presence.encode([Here(1, 1, cursor)]))))
            token, kept = two.house.access.invite(_NOTES, FORUM)
            await until(lambda: one.house.access.good(kept.hash) is not None)
            await _enter(b, token)
            message = await _heard(b, _says(1))
            assert isinstance(message, Presence)
            (said,) = presence.decode(message.body)
            assert said.state["cursor"] == cursor["cursor"]
            assert said.state["user"] == {"name": "Анна", "role": "note-taker"}
            await b.send(wire.encode(NAME, Presence(presence.encode([Here(2, 1, {})]))))
            await _heard(a, _says(2))
            await a.close()
            await _heard(b, _says(1, is_here=False))

    play(tmp_path, database, story)


@pytest.mark.log_expected
def test_hubs_go_on_when_the_database_was_away_and_nothing_is_missing(tmp_path: Path) -> None:
    async def story(one: RunningHub, two: RunningHub) -> None:
        async with laptop_at(one, _CHAIR) as a, laptop_at(two) as b:
            a.put("before", "1")
            await until(lambda: b.get("before") == "1")
            await asyncio.to_thread(server.kill)
            a.put("meanwhile", "2")
            b.put("meanwhile there", "3")
            await until(lambda: one.house.store.trouble is not None)
            assert a.link.unanswered
            assert b.get("meanwhile") is None
            await asyncio.to_thread(server.start)
            await until(lambda: len(a.all()) == len(b.all()) == 3)
            assert a.all() == b.all()
            for laptop in (a, b):
                await laptop.settle()

    with running_server() as server:
        play(tmp_path, server.new_database(), story)


def _break_one(database: str) -> None:
    """End one of the connections that hubs have to the database, whichever it is."""
    wanted = """SELECT pg_terminate_backend(pid) FROM (
        SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND starts_with(application_name, 'moderator-hub') ORDER BY random() LIMIT 1) AS one"""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(wanted)


@pytest.mark.log_expected
@pytest.mark.parametrize("seed", range(5))
def test_laptops_agree_whichever_connections_of_their_hubs_break(
    tmp_path: Path, database: str, seed: int
) -> None:
    chance = random.Random(seed)

    def change(laptop: Laptop, n: int) -> None:
        key = f"k{chance.randrange(30)}"
        if chance.random() < 0.3 and laptop.get(key) is not None:
            document = laptop.documents[NAME]
            with document.transaction():
                del document._meta[key]
        else:
            laptop.put(key, f"{n}")

    async def story(one: RunningHub, two: RunningHub) -> None:
        async with AsyncExitStack() as stack:
            made = [
                await stack.enter_async_context(laptop_at(hub, _CHAIR))
                for hub in (one, two, one, two)
            ]
            for n in range(240):
                change(chance.choice(made), n)
                await asyncio.sleep(0.002)
                if n % 40 == 20:
                    await asyncio.to_thread(_break_one, database)
            for laptop in made:
                await laptop.settle()
            await until(lambda: all(laptop.all() == made[0].all() for laptop in made))
            late = await stack.enter_async_context(laptop_at(two))
            assert late.all() == made[0].all()
            numbers = [number for number, _ in one.house.store.since(NAME, 0)]
            assert numbers == list(range(1, len(numbers) + 1))

    play(tmp_path, database, story)
