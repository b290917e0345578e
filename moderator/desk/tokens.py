"""The tokens of this laptop at hand: read once each, beside the window's thread."""

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from moderator.domain.ids import ForumId
from moderator.store.token_box import TokenBox

_LAPTOP = "laptop"
_SECRET_BYTES = 32


class Tokens:
    """What lets this laptop in at the hubs of its forums; belongs to the desk's event loop."""

    def __init__(self, folder: Path) -> None:
        self._box = TokenBox(folder)
        self._at_hand: dict[ForumId, str] = {}
        self._reading: dict[ForumId, asyncio.Task[None]] = {}

    def at_hand(self, forum: ForumId) -> str | None:
        """Return a forum's token where it was read; empty where it cannot be."""
        return self._at_hand.get(forum)

    async def read(self, forum: ForumId) -> None:
        """Have a forum's token at hand."""
        if forum not in self._at_hand:
            found = await asyncio.to_thread(self._box.get, forum)
            self._at_hand[forum] = found or ""

    def begin_to_read(self, forum: ForumId, then: Callable[[], None]) -> None:
        """Have a forum's token at hand soon, and call ``then``."""
        if forum not in self._reading:
            task = self._reading[forum] = asyncio.create_task(self._read_then(forum, then))
            task.add_done_callback(lambda _task: self._reading.pop(forum, None))

    async def _read_then(self, forum: ForumId, then: Callable[[], None]) -> None:
        await self.read(forum)
        then()

    async def keep(self, forum: ForumId, token: str) -> None:
        """Keep a forum's token.

        Raises:
            StoreFailed: nothing takes it.
        """
        if self._at_hand.get(forum) != token:
            await asyncio.to_thread(self._box.keep, forum, token)
            self._at_hand[forum] = token

    async def forget(self, forum: ForumId) -> None:
        """Forget a forum's token."""
        self._at_hand.pop(forum, None)
        await asyncio.to_thread(self._box.forget, forum)

    async def secret(self) -> bytes:
        """Return what only this laptop knows, and makes its tokens with."""
        kept = await asyncio.to_thread(self._box.get, _LAPTOP)
        if not kept:
            kept = secrets.token_hex(_SECRET_BYTES)
            await asyncio.to_thread(self._box.keep, _LAPTOP, kept)
        return bytes.fromhex(kept)

    async def close(self) -> None:
        """Wait for what is being read."""
        reading = tuple(self._reading.values())
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
