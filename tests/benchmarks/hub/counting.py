"""A way to a hub on which bytes are counted."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Counted:
    """The bytes that passed, TCP's own left out."""

    def __init__(self) -> None:
        self.up = self.down = 0
        self.port = 0


@contextmanager
def counted(port: int) -> Iterator[Counted]:
    """Yield a port beside that of a hub, and what passes through it."""
    found, loop = Counted(), asyncio.new_event_loop()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hub_reader, hub_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(
            _pass(reader, hub_writer, found, "up"), _pass(hub_reader, writer, found, "down")
        )

    server = loop.run_until_complete(asyncio.start_server(relay, "127.0.0.1", 0))
    found.port = int(server.sockets[0].getsockname()[1])
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _pass(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, found: Counted, way: str
) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            setattr(found, way, getattr(found, way) + len(data))
            writer.write(data)
    writer.close()
