"""A console that was joined to a hub: one that does something, or one that shows it.

console calls|types FOLDER TIMES     does it so often; tells when each time began
console watches FOLDER WIDGET       until its input ends; tells what was on the screen when

Both tell times of the same clock, which all processes of a machine share.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from moderator.app.actions import Do
from moderator.app.desktop import Program
from moderator.domain.link import LinkState
from tests.benchmarks.painted import Painted
from tests.benchmarks.whole import perform, press, rest_of

_CALL_S, _KEY_S = 1.2, 0.15
_LETTERS = "Ұсынады: one calendar of all tenders. "
_PATIENCE_S = 60.0
_LAST_S = 2.0


async def _joined(program: Program) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            link = program.screens.desk.link
            if link is not None and link.state is LinkState.LIVE:
                break
            await asyncio.sleep(0.05)
    desk = program.screens.desk
    desk.select_meeting(desk.programme.meetings[0].id)
    program.screens.window.notes.show_item(desk.room.notes.items()[0].id)
    await asyncio.sleep(_LAST_S)
    print("ready", flush=True)


async def _calls(program: Program) -> dict[str, Any]:
    await _joined(program)
    action = program.screens.actions[Do.CALL_NEXT]
    return await _repeat(action.trigger, _CALL_S, lambda: _past(program))


async def _types(program: Program) -> dict[str, Any]:
    await _joined(program)
    notes = program.screens.window.notes
    notes.setFocus()
    letters = itertools.cycle(_LETTERS)

    def one() -> None:
        press(notes.editor, next(letters))

    return await _repeat(one, _KEY_S, lambda: _length(program))


async def _repeat(
    act: Callable[[], None], pace_s: float, size: Callable[[], int]
) -> dict[str, Any]:
    began: list[tuple[int, int]] = []
    await asyncio.sleep(pace_s)
    for _ in range(int(sys.argv[2])):
        begun_ns, begun = time.perf_counter_ns(), time.perf_counter()
        act()
        began.append((begun_ns, size()))
        await rest_of(pace_s, begun)
    await asyncio.sleep(_LAST_S)
    return {"began": began}


def _past(program: Program) -> int:
    return len(program.screens.desk.room.session.state.past)


def _length(program: Program) -> int:
    return program.screens.window.notes.editor.document().characterCount()


async def _watches(program: Program) -> dict[str, Any]:
    await _joined(program)
    is_text = sys.argv[2] == "notes"
    window = program.screens.window
    widget: QWidget = window.notes.editor.viewport() if is_text else window
    size = _length if is_text else _past
    seen: list[tuple[int, int]] = []
    probe = Painted(widget, lambda: seen.append((time.perf_counter_ns(), size(program))))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    del probe
    return {"seen": seen}


if __name__ == "__main__":
    perform({"calls": _calls, "types": _types, "watches": _watches}[sys.argv.pop(1)])
