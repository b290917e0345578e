"""Calling one speaker after the other, with console and stage shown: calling FOLDER CALLS."""

import sys
import time
from typing import Any

from moderator.app.actions import Do
from moderator.app.desktop import Program
from tests.benchmarks.whole import Clicks, perform, rest_of

PACE_S = 1.2
"""A second call within a second would be refused."""


async def _call(program: Program) -> dict[str, Any]:
    screens = program.screens
    screens.show_stage()
    assert screens.stage is not None
    action = screens.actions[Do.CALL_NEXT]
    await rest_of(PACE_S, time.perf_counter())
    clicks = Clicks(screens.window, screens.stage)
    took = []
    for _ in range(int(sys.argv[2])):
        before = len(screens.desk.room.session.state.past)
        begun = time.perf_counter()
        took.append(await clicks.time_ms(action.trigger))
        assert len(screens.desk.room.session.state.past) == before + bool(took[1:])
        await rest_of(PACE_S, begun)
    return {"painted_ms": took}


if __name__ == "__main__":
    perform(_call)
