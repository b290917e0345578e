"""Hubs as processes of their own."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator.sync.address import Invitation
from tests.app.command_line import ROOT
from tests.hub.kit import NAME, Laptop, on_line

_PROGRAM = [sys.executable, "-m", "moderator.app.cli"]


class Typist:
    """Types at a steady pace, and knows how much of it the hub has acknowledged."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop
        self.acknowledged = 0

    async def type(self, edits: int, a_second: float) -> None:
        """Make so many edits, numbered from 0."""
        due_s = time.monotonic()
        for n in range(edits):
            self._laptop.put(f"edit {n}", "Қабылданды")
            due_s += 1 / a_second
            await asyncio.sleep(max(0.0, due_s - time.monotonic()))
            # what waits to go as one difference is not counted as sent
            if not self._laptop.link._wanted[NAME].is_behind:
                self.acknowledged = n + 1 - self._laptop.link.unanswered


async def read(link: Invitation) -> set[str]:
    """Return the keys of everything at a hub."""
    laptop = Laptop(link.url, link.token)
    async with on_line(laptop):
        pass
    return set(laptop.all())


@contextmanager
def hub_process(folder: Path, *more: str, port: str = "0") -> Iterator["subprocess.Popen[str]"]:
    """Run a hub until the end of the test, or until it is killed."""
    run = [*_PROGRAM, "hub", "--data", str(folder), "--port", port, *more]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=ROOT) as hub:
        assert hub.stdout is not None
        assert "/sync" in hub.stdout.readline()
        try:
            yield hub
        finally:
            if hub.poll() is None:
                hub.send_signal(signal.SIGTERM)
            hub.wait(20)
