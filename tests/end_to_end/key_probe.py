"""The real program, but every action only writes its name down; run as a child by test_layouts.

Commands come as lines on standard input, each is answered by one line of JSON.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from moderator import settings as user_settings
from moderator.app.desktop import Program
from moderator.app.window_first import make_application


class Probe(QObject):
    """Writes down which actions were triggered."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._screens = program.screens
        self._heard: list[str] = []

    def listen(self) -> None:
        """Hear of every action in place of its handler."""
        for action in self._screens.actions.values():
            action.triggered.disconnect()
            action.triggered.connect(self._triggered)
            action.setEnabled(True)

    @Slot()
    def _triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._heard.append(action.objectName())

    def answer(self, command: str) -> Any:
        """Return the answer to one line."""
        window = self._screens.window
        panes = {
            "notes": window.notes.setFocus,
            "list": window.queue.focus_list,
            "agenda": window.agenda.focus_list,
            "add": window.queue.focus_add,
        }
        if command in panes:
            panes[command]()
        elif command == "heard":
            heard, self._heard = self._heard, []
            return heard
        elif command == "text":
            notes = self._screens.desk.room.notes
            return "".join(notes.text(item.id) for item in notes.items())
        return command


async def live(program: Program) -> None:
    """Serve until standard input ends."""
    life = asyncio.get_running_loop().create_task(program.live())
    while not program.screens.has_desk:
        await asyncio.sleep(0.02)
    probe = Probe(program)
    probe.listen()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(probe.answer(line.strip())), flush=True)
    program.screens.leave()
    await life


def main() -> None:
    """Run over the data folder given."""
    folder = Path(sys.argv[1])
    config = folder / "config"
    user_settings.save(user_settings.Settings(language="en"), config)
    program = Program(make_application(user_settings.load(config)[0]), folder, config)
    qasync.run(live(program))


if __name__ == "__main__":
    main()
