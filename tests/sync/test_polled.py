"""A laptop behind a proxy that eats WebSockets, at the hub's own server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from moderator.documents.rights import Role
from moderator.domain.link import LinkState
from moderator.hub.server import PATH
from moderator.sync import polled
from moderator.sync.address import Invitation
from moderator.sync.opening import open_hub
from moderator.sync.requests import Requests
from moderator.sync.transport import LinkLost, LinkRefused, Transport
from tests.hub.kit import NAME, Laptop, RunningHub, laptops, pass_a_large_document, play, until


class Proxy:
    """Passes on what is said to a hub, but not, while it eats them, WebSockets."""

    def __init__(self, hub: RunningHub) -> None:
        self._hub = hub
        self.eats = True
        self.port = 0
        self.passed = 0
        """How many WebSockets went through."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            is_socket = b"upgrade: websocket" in head.lower()
            if is_socket and self.eats:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                return
            self.passed += is_socket
            there = await asyncio.open_connection("127.0.0.1", self._hub.port)
            there[1].write(head)
            ways = [_pour(reader, there[1]), _pour(there[0], writer)]
            await asyncio.gather(*ways)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy(hub: RunningHub) -> AsyncIterator[Proxy]:
    made = Proxy(hub)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


def laptop_through(made: Proxy, token: str) -> Laptop:
    """Return a laptop whose way to the hub is a proxy."""
    invitation = Invitation(f"ws://127.0.0.1:{made.port}{PATH}", token)

    async def connect() -> Transport:
        return await open_hub(invitation)

    return Laptop("", token, (NAME,), connect)


Through = Callable[[RunningHub, Proxy], Awaitable[None]]


def play_through(folder: Path, story: Through) -> None:
    async def whole(hub: RunningHub) -> None:
        async with proxy(hub) as made:
            await story(hub, made)

    play(folder, whole)


def test_where_websockets_are_eaten_requests_do_the_same(tmp_path: Path) -> None:
    async def story(hub: RunningHub, made: Proxy) -> None:
        async with laptops(hub, Role.CHAIR) as (chair,):
            chair.put("before", "ерте")
            laptop = laptop_through(made, hub.invite(Role.NOTE_TAKER))
            laptop.put("mine", "apart")
            laptop.go_online()
            await laptop.settle()
            assert laptop.link.state is LinkState.LIVE
            assert laptop.get("before") == "ерте"
            for n in range(300):
                laptop.put(f"k{n}", "Қазақша")
                chair.put(f"c{n}", "жауап")
            await laptop.settle()
            await until(lambda: laptop.all() == chair.all())
            assert len(chair.all()) == 602
            assert made.passed == 0
            await laptop.go_offline()

    play_through(tmp_path, story)


def test_a_document_larger_than_a_request_goes_by_requests_too(tmp_path: Path) -> None:
    async def story(hub: RunningHub, made: Proxy) -> None:
        a, b = (laptop_through(made, hub.invite(Role.CHAIR)) for _ in range(2))
        await pass_a_large_document(a, b)

    play_through(tmp_path, story)


def test_a_laptop_goes_back_to_a_websocket_once_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polled.open_polled, "__defaults__", (0.05,))

    async def story(hub: RunningHub, made: Proxy) -> None:
        laptop = laptop_through(made, hub.invite(Role.CHAIR))
        laptop.go_online()
        await laptop.settle()
        made.eats = False
        await until(lambda: made.passed > 1)
        laptop.put("said", "over a socket")
        await laptop.settle()
        await laptop.go_offline()

    play_through(tmp_path, story)


def test_a_token_taken_back_ends_requests_as_well(tmp_path: Path) -> None:
    async def story(hub: RunningHub, made: Proxy) -> None:
        token = hub.invite(Role.CHAIR)
        laptop = laptop_through(made, token)
        laptop.go_online()
        await laptop.settle()
        hub.house.access.revoke(token)
        await until(lambda: laptop.link.state is LinkState.REFUSED)
        await until(lambda: not hub.house.guests)

    play_through(tmp_path, story)


def test_requests_without_a_good_token_are_answered_with_nothing(tmp_path: Path) -> None:
    async def story(hub: RunningHub, made: Proxy) -> None:
        laptop = laptop_through(made, "guessed")
        laptop.go_online()
        with pytest.raises(LinkRefused):
            await laptop.settle()
        other = Requests(Invitation(hub.url, hub.invite(Role.CHAIR)))
        assert (await other.ask("GET", "/poll/" + "x" * 24)).status == 410
        assert (await other.ask("POST", "/poll/short")).status == 400
        assert (await other.ask("POST", "/poll/" + "x" * 24, b"\xff\xff")).status == 400
        other.close()
        assert not hub.house.guests

    play_through(tmp_path, story)


def test_where_nothing_answers_nothing_is_fallen_back_to() -> None:
    async def story() -> None:
        with pytest.raises(LinkLost):
            await open_hub(Invitation("ws://127.0.0.1:9/sync", "token"))

    asyncio.run(story())


def test_a_conversation_that_nobody_fetches_ends(tmp_path: Path) -> None:
    async def story(hub: RunningHub, made: Proxy) -> None:
        laptop = laptop_through(made, hub.invite(Role.CHAIR))
        laptop.go_online()
        await laptop.settle()
        await laptop.go_offline()
        assert len(hub.house.guests) == 1
        for _ in range(3):
            hub.server._ask_all()
        await until(lambda: not hub.house.guests)

    play_through(tmp_path, story)
