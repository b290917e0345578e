"""What the program costs while nobody touches it: share of a core, and memory.

resting running FOLDER SECONDS   a timer runs, console and stage are shown
resting idle FOLDER SECONDS      nothing runs
resting label SECONDS            a bare window that paints one label four times a second
resting bare                     a bare window; its memory
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPlainTextEdit

from moderator.app.actions import Do
from moderator.app.desktop import Program
from tests.benchmarks.children import tell
from tests.benchmarks.whole import perform

_SETTLE_S = 3.0
_MIB = 1024.0
_ROLLUP = Path("/proc/self/smaps_rollup")


async def _share_percent(seconds: float) -> float:
    """Return the processor time of this process over some seconds, in percent of a core."""
    used, begun = time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    return (time.process_time() - used) / (time.perf_counter() - begun) * 100


def _memory_mib() -> dict[str, float]:
    """Return what this process holds: its resident pages, and its share where pages are shared."""
    if not _ROLLUP.exists():
        return {}
    fields = (line.split() for line in _ROLLUP.read_text(encoding="ascii").splitlines()[1:])
    kib = {name.rstrip(":").lower(): int(value) for name, value, *_ in fields}
    return {"rss_mib": kib["rss"] / _MIB, "pss_mib": kib["pss"] / _MIB}


async def _running(program: Program) -> dict[str, Any]:
    screens = program.screens
    screens.show_stage()
    screens.actions[Do.CALL_NEXT].trigger()
    await asyncio.sleep(_SETTLE_S)
    assert screens.desk.room.reading().until_change_ms is not None
    return {"cpu_percent": await _share_percent(float(sys.argv[2])), **_memory_mib()}


async def _idle(program: Program) -> dict[str, Any]:
    program.screens.show_stage()
    await asyncio.sleep(_SETTLE_S)
    return {"cpu_percent": await _share_percent(float(sys.argv[2])), **_memory_mib()}


class _Counter(QObject):
    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self._label = label
        self._count = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._count_up)
        self._timer.start(250)

    def _count_up(self) -> None:
        self._count += 1
        self._label.setText(str(self._count))


async def _rest(seconds: float) -> dict[str, Any]:
    await asyncio.sleep(_SETTLE_S)
    return {"cpu_percent": await _share_percent(seconds), **_memory_mib()}


def _bare(counts: bool, seconds: float) -> None:
    application = QApplication([])
    window = QMainWindow()
    label = QLabel("0")
    window.setCentralWidget(label if counts else QPlainTextEdit())
    window.resize(1440, 900)
    window.show()
    counter = _Counter(label) if counts else None
    tell(**qasync.run(_rest(seconds)))
    del application, counter


def main() -> None:
    what = sys.argv.pop(1)
    if what == "running":
        perform(_running)
    elif what == "idle":
        perform(_idle)
    else:
        _bare(what == "label", float(sys.argv[1]) if what == "label" else 0.0)


if __name__ == "__main__":
    main()
