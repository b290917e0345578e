"""Transports that tasks of their own fill with frames; the first that fails ends the transport."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from moderator.sync.transport import LinkLost, LinkRefused


class Worked:
    """What a transport made of tasks hears, and how it ends."""

    def __init__(self) -> None:
        self._in: asyncio.Queue[bytes | LinkLost | LinkRefused] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self) -> bytes:
        """Wait for the next frame."""
        frame = await self._in.get()
        if not isinstance(frame, bytes):
            raise frame
        return frame

    async def close(self) -> None:
        """Let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(self._rooted(work)))

    async def _rooted(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (LinkLost, LinkRefused) as error:
            self._in.put_nowait(error)
