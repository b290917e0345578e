"""Our link joins stock servers of both framings, unchanged."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from moderator.domain.link import LinkState
from moderator.sync.address import Invitation, Speaks
from moderator.sync.foreign import open_foreign
from moderator.sync.transport import Transport
from tests.app.command_line import Line
from tests.hub.kit import FORUM, Laptop, pass_a_large_document, until
from tests.interop.peers import BOTH, free_port, peer, server

pytestmark = pytest.mark.interop

NAMES = tuple(f"{FORUM}/{kind}" for kind in ("recommendations", "notes/m"))
NAME = NAMES[0]


def laptop_at(url: str, kind: str) -> Laptop:
    """Return a laptop that follows two documents at a server."""
    invitation = Invitation(url, "", speaks=Speaks(kind), forum=FORUM, role="chair")

    async def connect() -> Transport:
        return await open_foreign(invitation)

    return Laptop(url, "", NAMES, connect)


def play(story: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await story()

    asyncio.run(whole())


@pytest.mark.parametrize("kind", BOTH)
def test_laptops_and_a_stock_provider_meet_at_a_stock_server(kind: str) -> None:
    async def story() -> None:
        with server(kind, free_port()) as url:
            a, b = laptop_at(url, kind), laptop_at(url, kind)
            a.put("before", "ерте")
            a.put("line", "Қазақ", NAMES[1])
            for laptop in (a, b):
                laptop.go_online()
                await laptop.settle()
            assert b.get("before") == "ерте"
            assert b.get("line", NAMES[1]) == "Қазақ"
            async with peer(kind, url, NAME) as other:
                await other.until(lambda shown: shown["map"] == {"before": "ерте"})
                await other.do("put", key="there", value="🐎")
                b.put("here", "жауап")
                await other.until(lambda shown: shown["map"].get("here") == "жауап")
                await until(lambda: a.get("there") == b.get("there") == "🐎")
                await until(lambda: a.link.unanswered == b.link.unanswered == 0)
            with a.documents[NAME].transaction():
                del a.documents[NAME]._meta["before"]
            for laptop in (a, b):
                await laptop.settle()
            assert b.all() == a.all() == {"there": "🐎", "here": "жауап"}
            for laptop in (a, b):
                await laptop.go_offline()

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_laptop_comes_back_to_a_stock_server_that_forgot_everything(kind: str) -> None:
    port = free_port()

    async def story() -> None:
        with server(kind, port) as url:
            laptop = laptop_at(url, kind)
            laptop.put("first", "1")
            laptop.go_online()
            await laptop.settle()
        await until(lambda: laptop.link.state is not LinkState.LIVE)
        laptop.put("apart", "2")
        with server(kind, port) as url:
            other = laptop_at(url, kind)
            other.go_online()
            await until(lambda: other.all() == {"first": "1", "apart": "2"})
            await other.go_offline()
            await laptop.go_offline()

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_thousands_of_changes_reach_a_stock_server(kind: str) -> None:
    async def story() -> None:
        with server(kind, free_port()) as url:
            a, b = laptop_at(url, kind), laptop_at(url, kind)
            for laptop in (a, b):
                laptop.go_online()
                await laptop.settle()
            for n in range(3_000):
                a.put(f"k{n}", str(n))
            await a.settle()
            await until(lambda: len(b.all()) == 3_000)
            for laptop in (a, b):
                await laptop.go_offline()

    play(story)


@pytest.mark.parametrize("kind", BOTH)
def test_a_forum_goes_from_laptop_to_laptop_by_way_of_a_stock_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    a, b = (Line(tmp_path / name, capsys) for name in ("a", "b"))
    a.ok("new", "Own forum", "--date", "2026-11-23")
    a.ok("meeting", "add", "Morning", "--date", "2026-11-23")
    a.ok("meeting", "item", "Reports")
    a.ok("note", "add", "Қазақша жазба")
    kept = tmp_path / "server"  # Hocuspocus forgets what nobody follows, unless it is stored
    kept.mkdir()
    with server(kind, free_port(), kept) as url:
        said = a.ok("join", url, "--speaks", kind)
        assert "no hub of this program, received: Own forum" in said
        link = said.split('moderator join "')[1].split('"')[0]
        assert "Own forum" in b.ok("join", link)
        assert {f["title"] for f in b.value("forums")} >= {"Own forum"}
        b.ok("note", "add", "Жауап")
        for line in (b, a):
            assert "whether it keeps it, it does not say" in line.ok("sync", "--once")
        items = a.value("show", "notes")["notes"]
        texts = [row["text"] for item in items for row in item["lines"]]
        assert texts == ["Қазақша жазба", "Жауап"]


@pytest.mark.parametrize("kind", BOTH)
def test_a_document_larger_than_our_frames_passes_a_stock_server(kind: str) -> None:
    async def story() -> None:
        with server(kind, free_port()) as url:
            await pass_a_large_document(laptop_at(url, kind), laptop_at(url, kind))

    play(story)
