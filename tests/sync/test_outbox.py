"""What is to be sent goes at once where that can be, and always in its order."""

import asyncio

from moderator.sync.outbox import Outbox


class _Wire:
    """A connection whose network may be full."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.is_full = False
        self.has_room = asyncio.Event()

    def push(self, frame: bytes) -> bool:
        if not self.is_full:
            self.sent.append(frame)
        return not self.is_full

    async def send(self, frame: bytes) -> None:
        if self.is_full:
            await self.has_room.wait()
        self.sent.append(frame)

    async def receive(self) -> bytes:
        raise AssertionError

    async def close(self) -> None:
        pass


def test_nothing_is_sent_before_the_connection_stands_and_then_all_in_order() -> None:
    async def story() -> None:
        outbox, wire = Outbox(), _Wire()
        outbox.put(b"too early")
        outbox.is_open = True
        outbox.put(b"1")
        outbox.put(b"2")
        assert wire.sent == []
        pumping = asyncio.create_task(outbox.pump(wire))
        await asyncio.sleep(0)
        outbox.put(b"3")
        assert wire.sent == [b"1", b"2", b"3"], "the last without waiting for anybody"
        pumping.cancel()

    asyncio.run(story())


def test_what_the_network_does_not_take_waits_and_nothing_overtakes_it() -> None:
    async def story() -> None:
        outbox, wire = Outbox(), _Wire()
        outbox.is_open = True
        pumping = asyncio.create_task(outbox.pump(wire))
        await asyncio.sleep(0)
        wire.is_full = True
        outbox.put(b"1")
        await asyncio.sleep(0)
        wire.is_full = False
        outbox.put(b"2")
        assert wire.sent == []
        wire.has_room.set()
        async with asyncio.timeout(5):
            while wire.sent != [b"1", b"2"]:
                await asyncio.sleep(0)
        pumping.cancel()

    asyncio.run(story())
