"""A laptop that missed 10,000 edits and comes back: missed URL TOKEN EDITS."""

import asyncio
import sys
import time

from moderator.sync.address import Invitation
from moderator.sync.sockets import open_socket
from moderator.sync.transport import Transport
from tests.benchmarks.children import tell
from tests.hub.kit import Laptop


async def _miss(url: str, token: str, edits: int) -> float:
    up: list[float] = []

    async def connect() -> Transport:
        transport = await open_socket(Invitation(url, token))
        up.append(time.perf_counter())
        return transport

    writer, reader = Laptop(url, token), Laptop(url, token, connect=connect)
    for laptop in (writer, reader):
        laptop.go_online()
        await laptop.settle()
    await reader.go_offline()
    for n in range(edits):
        writer.put(f"{n}", "Қабылданды")
    await writer.settle()
    reader.go_online()
    await reader.settle()
    took_s = time.perf_counter() - up[-1]
    if len(reader.all()) != edits:
        raise RuntimeError("not everything came")
    for laptop in (writer, reader):
        await laptop.go_offline()
    return took_s


def main() -> None:
    url, token, edits = sys.argv[1:]
    tell(took_s=asyncio.run(_miss(url, token, int(edits))))


if __name__ == "__main__":
    main()
