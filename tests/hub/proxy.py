"""A line that can be bad, between a laptop and its hub: slow, cut, cut in the middle, or dead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_CHUNK = 4096


class FaultProxy:
    """Passes bytes on, as badly as it is told to."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = 0
        self.delay_s = 0.0
        """How long every piece of what is sent takes, in both ways."""
        self.cut_after: int | None = None
        """Bytes after which a connection is cut, often in the middle of a frame."""
        self._is_dead = False
        self._is_down = False
        self._moves = asyncio.Event()
        self._moves.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    def url(self, path: str) -> str:
        """Return the hub's address by way of this line."""
        return f"ws://127.0.0.1:{self.port}{path}"

    def cut(self, stay_down: bool = False) -> None:
        """End all connections abruptly; with ``stay_down`` nobody gets through any more."""
        self._is_down = stay_down
        for writer in tuple(self._writers):
            writer.transport.abort()

    def die(self) -> None:
        """Go on standing and carry nothing, as a cable pulled behind a switch."""
        self._is_dead = True
        self._moves.clear()

    def mend(self) -> None:
        """Be a good line again."""
        self._is_dead = self._is_down = False
        self.delay_s, self.cut_after = 0.0, None
        self._moves.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if self._is_down:
            writer.transport.abort()
            return
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers |= {writer, there_writer}
        ways = [
            asyncio.create_task(self._carry(reader, there_writer)),
            asyncio.create_task(self._carry(there_reader, writer)),
        ]
        self._tasks.update(ways)
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._tasks.difference_update(ways)
            for each in (writer, there_writer):
                self._writers.discard(each)
                each.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carried = 0
        with suppress(ConnectionError):
            while piece := await reader.read(_CHUNK):
                await asyncio.sleep(self.delay_s)
                await self._moves.wait()
                carried += len(piece)
                if self.cut_after is not None and carried > self.cut_after:
                    writer.write(piece[: len(piece) // 2])
                    return
                writer.write(piece)
                await writer.drain()


@asynccontextmanager
async def fault_proxy(port: int) -> AsyncIterator[FaultProxy]:
    """Stand between a laptop and a hub's port."""
    proxy = FaultProxy(port)
    served: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(proxy.serve(reader, writer))
        served.add(task)
        task.add_done_callback(served.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in tuple(served):
            task.cancel()
        await asyncio.gather(*served, return_exceptions=True)
