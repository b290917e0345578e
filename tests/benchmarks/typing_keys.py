"""Typing into a note of 30,000 characters: in ours, and in a bare QPlainTextEdit.

typing_keys FOLDER KEYS        ours; also when each key is on the disk
typing_keys --bare KEYS
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import qasync
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QWidget

from moderator.app.desktop import Program
from tests.benchmarks.children import tell
from tests.benchmarks.full_forum import NOTE_CHARACTERS
from tests.benchmarks.whole import Clicks, perform, press, rest_of

PACE_S = 0.04
_LETTERS = "\rAsks for one calendar of all tenders, in all regions, a month ahead."
"""Return begins a line, as people do before it grows too long."""

_LINE = "Asks for one calendar of public tenders, in all regions, a month ahead.\n"


class _Keys:
    """Presses keys, and knows when the last one began."""

    def __init__(self, target: QWidget, painted: QWidget) -> None:
        self._target = target
        self._clicks = Clicks(painted)
        self._letter = ""
        self.began_ns = 0

    async def type(self, keys: int) -> list[float]:
        took = []
        for self._letter in itertools.islice(itertools.cycle(_LETTERS), keys):
            begun = time.perf_counter()
            took.append(await self._clicks.time_ms(self._press))
            await rest_of(PACE_S, begun)
        return took

    def _press(self) -> None:
        self.began_ns = time.perf_counter_ns()
        press(self._target, self._letter)


async def _ours(program: Program) -> dict[str, Any]:
    notes, desk = program.screens.window.notes, program.screens.desk
    notes.show_item(desk.room.notes.items()[0].id)
    notes.setFocus()
    keys = _Keys(notes.editor, notes.editor.viewport())
    durable: list[float] = []
    loop = asyncio.get_running_loop()
    deliver = loop.call_soon_threadsafe

    def delivered(told: Callable[..., object], *args: Any) -> Any:
        # the writer's thread, as soon as the commit is done
        durable.append((time.perf_counter_ns() - keys.began_ns) / 1e6)
        return deliver(told, *args)

    with mock.patch.object(loop, "call_soon_threadsafe", delivered):
        painted = await keys.type(int(sys.argv[2]))
        desk.commit()
    return {"painted_ms": painted, "durable_ms": durable}


async def _bare(editor: QPlainTextEdit, keys: int) -> list[float]:
    await asyncio.sleep(1)
    return await _Keys(editor, editor.viewport()).type(keys)


def _run_bare(keys: int) -> None:
    application = QApplication([])
    window = QMainWindow()
    editor = QPlainTextEdit((_LINE * (NOTE_CHARACTERS // len(_LINE) + 1))[:NOTE_CHARACTERS])
    window.setCentralWidget(editor)
    window.resize(400, 800)
    window.show()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    tell(painted_ms=qasync.run(_bare(editor, keys)))
    del application


if __name__ == "__main__":
    if sys.argv[1] == "--bare":
        _run_bare(int(sys.argv[2]))
    else:
        perform(_ours)
