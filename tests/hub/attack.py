"""Those who send broken bytes to a hub, and those who vanish without a word."""

import random

from websockets.asyncio.client import connect

from moderator.sync import wire
from moderator.sync.wire import HUB, Change, Message, Status, Token
from tests.hub.kit import NAME


def mutated(chance: random.Random, update: bytes) -> bytes:
    changed = bytearray(update)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randint(1, len(changed))] if chance.random() < 0.2 else changed)


async def attack(url: str, token: str, updates: list[bytes]) -> None:
    """Send updates one by one, on a new connection wherever the hub hung up."""
    waiting = list(updates)
    while waiting:
        async with connect(url, compression=None) as socket:
            await socket.send(wire.encode(NAME, Token(token)))
            while waiting:
                await socket.send(wire.encode(NAME, Change(waiting.pop())))
                answer: Message | None = None
                while not isinstance(answer, Status):
                    answer = wire.decode(bytes(await socket.recv(decode=False)))[1]
                if answer == Status(is_kept=False):
                    break


async def drop(url: str, token: str) -> None:
    """Join and vanish without a word."""
    socket = await connect(url, compression=None)
    await socket.send(wire.encode(HUB, Token(token)))
    await socket.send(wire.encode(NAME, Token(token)))
    await socket.recv()
    socket.transport.abort()
    await socket.wait_closed()
