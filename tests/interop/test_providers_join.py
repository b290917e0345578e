"""Stock providers of both framings join our hub, unchanged: a real process, real sockets."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.app.command_line import Line
from tests.app.hubs import hub_process
from tests.hub.kit import Laptop, until
from tests.interop.peers import BOTH, HOCUSPOCUS, PATIENCE_S, Y_WEBSOCKET, Peer, free_port, peer

pytestmark = pytest.mark.interop

NAME = "forum/recommendations"


class Hub:
    """A hub process, asked on the command line."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.folder = folder
        self._line = line
        self.said = self.invite("chair")

    def invite(self, role: str, name: str = "") -> Any:
        return self.ask("invite", "--role", role, "--name", name)

    def ask(self, *words: str) -> Any:
        return json.loads(self._line.ok("hub", *words, "--data", str(self.folder), "--json"))

    def peer(self, kind: str, said: Any, document: str = NAME) -> AbstractAsyncContextManager[Peer]:
        """Run a program with an invitation."""
        url = said["url"] if kind == HOCUSPOCUS else said["yjs_url"]
        return peer(kind, url, document, said["token"])

    async def begin(self) -> None:
        """Bring a forum, which only a chair may."""
        async with self.peer(HOCUSPOCUS, self.said, "forum/people") as chair:
            await chair.do("put", key="begun", value="yes")
            async with asyncio.timeout(PATIENCE_S):
                while not await asyncio.to_thread(self.ask, "forums"):
                    pass

    def laptop(self) -> Laptop:
        """Return a laptop of ours."""
        return Laptop(self.said["url"], self.said["token"], (NAME,))


@pytest.fixture
def hub(tmp_path: Path, line: Line) -> Iterator[Hub]:
    folder = tmp_path / "hub"
    with hub_process(folder):
        yield Hub(folder, line)


def play(story: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await story()

    asyncio.run(whole())


@pytest.mark.parametrize("kind", BOTH)
def test_a_stock_provider_and_a_laptop_write_to_each_other(hub: Hub, kind: str) -> None:
    async def story() -> None:
        laptop = hub.laptop()
        laptop.put("before", "ерте")
        laptop.go_online()
        await laptop.settle()
        async with hub.peer(kind, hub.invite("note-taker")) as other:
            await other.until(lambda shown: shown["map"] == {"before": "ерте"})
            await other.do("put", key="there", value="Сәлем 🐎")
            await until(lambda: laptop.get("there") == "Сәлем 🐎")
            laptop.put("here", "жауап")
            await other.until(lambda shown: shown["map"].get("here") == "жауап")
        await laptop.go_offline()

    play(story)


def test_providers_of_both_framings_type_into_one_text_and_see_each_other(hub: Hub) -> None:
    async def story() -> None:
        await hub.begin()
        async with (
            hub.peer(HOCUSPOCUS, hub.said) as a,
            hub.peer(Y_WEBSOCKET, hub.invite("note-taker", "Boris")) as b,
        ):
            for each in (a, b):
                await each.until_told("synced")
            for n in range(20):
                await a.do("insert", at=0, text=f"ә{n} ")
                await b.do("insert", at=0, text=f"🙂{n} ")
            done = await a.until(lambda shown: len(shown["text"].split()) == 40)
            await b.until(lambda shown: shown["text"] == done["text"])
            await a.do("be", state={"user": {"name": "Anna"}, "at": 1})
            await b.do("be", state={"user": {"name": "not Boris"}, "at": 2})
            for each in (a, b):
                await each.until(lambda shown: {s.get("at") for s in shown["around"]} == {1, 2})
            names = {s["user"]["name"] for s in (await a.show())["around"]}
            assert names == {"Anna", "Boris"}
            await a.do("leave")
            await b.until(lambda shown: {s.get("at") for s in shown["around"]} == {2})

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_what_was_written_apart_is_there_after_a_provider_comes_back(hub: Hub, kind: str) -> None:
    async def story() -> None:
        laptop = hub.laptop()
        laptop.go_online()
        await laptop.settle()
        async with hub.peer(kind, hub.said) as other:
            await other.do("put", key="first", value="1")
            await until(lambda: laptop.get("first") == "1")
            await other.do("leave")
            await other.until_told("disconnected")
            await other.do("put", key="apart", value="yes")
            laptop.put("meanwhile", "too")
            await laptop.settle()
            await other.do("return")
            await until(lambda: laptop.get("apart") == "yes")
            await other.until(lambda shown: shown["map"].get("meanwhile") == "too")
        await laptop.go_offline()

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_viewers_writes_are_refused(hub: Hub, kind: str) -> None:
    name = "forum/programme"

    async def story() -> None:
        await hub.begin()
        async with (
            hub.peer(kind, hub.said, name) as chair,
            hub.peer(kind, hub.invite("viewer"), name) as viewer,
        ):
            await chair.do("put", key="title", value="Forum")
            await viewer.until(lambda shown: shown["map"] == {"title": "Forum"})
            await viewer.do("put", key="title", value="mine")
            await viewer.do("put", key="more", value="mine")
            if kind == Y_WEBSOCKET:
                await viewer.until_told("warned")
            await chair.do("put", key="last", value="yes")
            await viewer.until(lambda shown: shown["map"].get("last") == "yes")
            shown = await chair.show()
            assert shown["map"] == {"title": "Forum", "last": "yes"}

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_token_taken_back_ends_a_providers_connection(hub: Hub, kind: str) -> None:
    async def story() -> None:
        await hub.begin()
        said = hub.invite("note-taker")
        async with hub.peer(kind, hub.said) as chair, hub.peer(kind, said) as other:
            await other.until_told("synced")
            await chair.until_told("synced")
            await asyncio.to_thread(hub.ask, "revoke", said["id"])
            if kind == HOCUSPOCUS:
                await other.until_told("denied")
            else:
                await other.until_told("closed", code=4401)
            await other.do("put", key="late", value="too")
            await chair.do("put", key="last", value="yes")
            assert "late" not in (await chair.show())["map"]

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_provider_comes_back_to_a_hub_that_was_killed(
    tmp_path: Path, line: Line, kind: str
) -> None:
    folder, port = tmp_path / "hub", str(free_port())

    async def story() -> None:
        with hub_process(folder, port=port) as process:
            hub = Hub(folder, line)
            async with hub.peer(kind, hub.said) as other:
                await other.do("put", key="first", value="1")
                laptop = hub.laptop()
                laptop.go_online()
                await until(lambda: laptop.get("first") == "1")
                process.kill()
                await other.until_told("disconnected")
                await other.do("put", key="apart", value="yes")
                with hub_process(folder, port=port):
                    await until(lambda: laptop.get("apart") == "yes")
                    await laptop.go_offline()

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_provider_gets_a_document_larger_than_a_frame(hub: Hub, kind: str) -> None:
    async def story() -> None:
        laptop = hub.laptop()
        for n in range(600):
            laptop.put(f"k{n}", "Қазақша жазба " * 400)
        laptop.go_online()
        await laptop.settle()
        async with hub.peer(kind, hub.said) as other:
            await other.until_told("synced")
            assert len((await other.show())["map"]) == 600
            await other.do("put", key="there", value="🐎")
            await until(lambda: laptop.get("there") == "🐎")
        await laptop.go_offline()

    play(story)
