"""Processes that hold a data folder, as a window does, for the tests of those that ask."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moderator.app import commands
from moderator.app.alone import alone
from moderator.app.door import Answer, Door
from moderator.settings import Settings

PATIENCE_S = 20.0


@contextmanager
def door_with(folder: Path, answer: Answer) -> Iterator[Door]:
    """Open a door on an event loop of its own that answers as told."""
    with _loop_running(folder, answer) as door:
        yield door


@contextmanager
def holder(folder: Path, heard: list[str] | None = None) -> Iterator[None]:
    """Hold a folder as a window does: lock, desk and door on one thread."""

    async def answer(command: str, args: Mapping[str, Any]) -> Any:
        if heard is not None:
            heard.append(command)
        return await commands.run(host, command, args)

    with alone(folder, Settings(language="kk")) as host:
        assert host.desk.has_forum
        with _loop_running(folder, answer):
            yield


@contextmanager
def _loop_running(folder: Path, answer: Answer) -> Iterator[Door]:
    ready = threading.Event()
    made: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, Door]] = []

    async def live() -> None:
        ended = asyncio.Event()
        door = Door(folder, answer)
        await door.open()
        made.append((asyncio.get_running_loop(), ended, door))
        ready.set()
        await ended.wait()
        await door.close()

    thread = threading.Thread(target=lambda: asyncio.run(live()), name="holder")
    thread.start()
    assert ready.wait(PATIENCE_S)
    loop, ended, door = made[0]
    try:
        yield door
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
