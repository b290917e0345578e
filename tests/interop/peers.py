"""Programs with stock providers, and stock servers, each a process of its own."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.interop import node

PATIENCE_S = 15.0
HOCUSPOCUS, Y_WEBSOCKET = "hocuspocus", "y-websocket"
BOTH = (HOCUSPOCUS, Y_WEBSOCKET)

Told = dict[str, Any]


class Peer:
    """One program with a stock provider."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.told: list[Told] = []
        """What happened, oldest first."""
        self._shown: asyncio.Queue[Told] = asyncio.Queue()
        self._stirred = asyncio.Event()

    async def do(self, what: str, **more: Any) -> None:
        """Have it do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        await self._process.stdin.drain()

    async def show(self) -> Told:
        """Return what its document and those around it are."""
        await self.do("show")
        async with asyncio.timeout(PATIENCE_S):
            return await self._shown.get()

    async def until(self, holds: Callable[[Told], bool]) -> Told:
        """Wait until what it shows is so, and return it."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(shown := await self.show()):
                await asyncio.sleep(0.01)
        return shown

    async def until_told(self, event: str, **more: Any) -> None:
        """Wait until something happened, now or earlier."""
        wanted = {"event": event, **more}
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not any(told.items() >= wanted.items() for told in self.told):
                    self._stirred.clear()
                    await self._stirred.wait()
        except TimeoutError as error:
            raise AssertionError(f"not told of {wanted}, but of {self.told}") from error

    async def read(self) -> None:
        """Read what it says, to the end."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            if "event" in said:
                self.told.append(said)
                self._stirred.set()
            else:
                self._shown.put_nowait(said)


@asynccontextmanager
async def peer(kind: str, url: str, document: str, token: str = "") -> AsyncIterator[Peer]:
    """Run a program with the stock provider of a framing."""
    process = await asyncio.create_subprocess_exec(
        *("node", "peer.mjs", kind, url, document, token),
        cwd=node.prepared(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    made = Peer(process)
    reading = asyncio.create_task(made.read())
    try:
        yield made
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await asyncio.gather(reading, return_exceptions=True)


@contextmanager
def server(kind: str, port: int, folder: Path | None = None) -> Iterator[str]:
    """Run a stock server of a framing; return its address."""
    more = (folder,) if folder else ()
    process = node.start(f"{kind.replace('-', '_')}.mjs", port, *more)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "listens\n"
        yield f"ws://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
