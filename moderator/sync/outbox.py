"""What waits to be sent on a connection."""

import asyncio
from collections import deque

from moderator.documents.pieces import Unsplittable, pieces
from moderator.sync import wire
from moderator.sync.transport import Prompt, Transport
from moderator.sync.wire import MOST_UPDATE, Change, Step2


class Outbox:
    """Frames in their order; nothing, before and after the connection stands."""

    def __init__(self) -> None:
        self.is_open = False
        self._prompt: Prompt | None = None
        """What sends at once, while nothing waits."""
        self._frames: deque[bytes] = deque()
        self._has_any = asyncio.Event()

    def put(self, frame: bytes) -> None:
        """Send a frame at once where that can be, for what follows may take long; else queue it."""
        if self.is_open and not (self._prompt is not None and self._prompt.push(frame)):
            self._prompt = None
            self._frames.append(frame)
            self._has_any.set()

    def put_update(self, name: str, update: bytes, kind: type[Change | Step2]) -> tuple[int, str]:
        """Queue an update in as many frames as it takes; return how many, or why not, in a word."""
        try:
            parts = pieces(update, MOST_UPDATE) if update else []
        except Unsplittable:
            return 0, "too-large"
        for part in parts:
            self.put(wire.encode(name, kind(part)))
        return len(parts), "" if parts else "broken"

    async def pump(self, transport: Transport) -> None:
        """Send what is queued, for as long as the connection stands."""
        while True:
            while self._frames:
                await transport.send(self._frames.popleft())
            self._prompt = transport if isinstance(transport, Prompt) else None
            self._has_any.clear()
            await self._has_any.wait()
