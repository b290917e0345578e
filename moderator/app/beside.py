"""The one piece of long work that may go on beside the window."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Beside:
    """Outlives the windows, which are made anew while it goes on."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._stops = False

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None and not self._task.done()

    def begin(self, work: Coroutine[Any, Any, None], stops: bool) -> None:
        """Begin something; ``stops`` says whether it may be given up half-way."""
        self._stops = stops
        self._task = asyncio.get_running_loop().create_task(work)

    def stop(self) -> None:
        """Give up what is under way, if that does no harm."""
        if self._task is not None and self._stops:
            self._task.cancel()

    async def finish(self) -> None:
        """Wait for what must be finished before the program ends; give up the rest."""
        self.stop()
        if self._task is not None:
            await asyncio.wait([self._task])
