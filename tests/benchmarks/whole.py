"""The whole program over a data folder, with something done to it: what other children share."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from moderator import paths
from moderator import settings as user_settings
from moderator.app.desktop import Program
from moderator.app.window_first import make_application
from tests.benchmarks.children import tell
from tests.benchmarks.painted import Painted

Scenario = Callable[[Program], Awaitable[dict[str, Any]]]

_STEP_S = 0.02
_REST_S = 2.0
_PATIENCE_S = 30.0


def perform(scenario: Scenario) -> None:
    """Open the program over the folder of the first argument, run the scenario and tell."""
    config = paths.config_folder()
    application = make_application(user_settings.load(config)[0])
    found: dict[str, Any] = {}

    async def run() -> None:
        program = Program(application, Path(sys.argv[1]), config)
        life = asyncio.get_running_loop().create_task(program.live())
        while program.screens.binding is None and not life.done():
            await asyncio.sleep(_STEP_S)
        await asyncio.sleep(_REST_S)
        found.update(await scenario(program))
        program.screens.leave()
        await life

    qasync.run(run())
    tell(**found)


class Clicks:
    """How long it takes from doing something until all of some widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        self._widgets = widgets
        self._waiting: set[int] = set()
        self._done = asyncio.Event()
        self._ended_ns = 0
        self._probes = [Painted(w, self._teller(n)) for n, w in enumerate(widgets)]

    def _teller(self, number: int) -> Callable[[], None]:
        def told() -> None:
            self._waiting.discard(number)
            if not self._waiting and not self._done.is_set():
                self._ended_ns = time.perf_counter_ns()
                self._done.set()

        return told

    async def time_ms(self, act: Callable[[], object]) -> float:
        """Do it, wait for the pictures, and return the milliseconds in between."""
        self._waiting = set(range(len(self._widgets)))
        self._done.clear()
        begun = time.perf_counter_ns()
        act()
        async with asyncio.timeout(_PATIENCE_S):
            await self._done.wait()
        return (self._ended_ns - begun) / 1e6


async def rest_of(pace_s: float, begun: float) -> None:
    """Wait until ``pace_s`` after ``begun``, as ``time.perf_counter`` told it."""
    await asyncio.sleep(max(0.0, begun + pace_s - time.perf_counter()))


def press(target: QWidget, letter: str) -> None:
    """Press and release a key; a carriage return is Return."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        none = Qt.KeyboardModifier.NoModifier
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_unknown
        QApplication.sendEvent(target, QKeyEvent(kind, key, none, letter))
