"""The first minutes of the sample meeting, played off-screen where there is no display.

Everything goes through the real window: the table's actions and key presses; nothing here knows
how they work. What the window then shows is printed, and pictures of the windows are saved.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from moderator import settings as user_settings
from moderator import words
from moderator.app import pictures, printing
from moderator.app.actions import Do
from moderator.app.desktop import Program
from moderator.app.window_first import make_application
from moderator.words import tr

_PICTURES = Path("build") / "run"
_OPEN_S = 60.0
_BREATH_S = 0.05


def main() -> int:
    """Play, print and save; return the exit code."""
    target = _PICTURES.absolute()
    with tempfile.TemporaryDirectory(prefix="moderator-") as scratch:
        config = Path(scratch) / "config"
        language = words.system_language()
        user_settings.save(user_settings.Settings(language=language), config)
        app = make_application(user_settings.load(config)[0])
        program = Program(app, Path(scratch), config)
        qasync.run(_Play(program, target).perform())
    print(tr("There is no display here, so the sample meeting was played off-screen."))
    print(tr("Pictures of the windows: {folder}").format(folder=target))
    return 0


class _Play:
    """One performance."""

    def __init__(self, program: Program, target: Path) -> None:
        self._program = program
        self._screens = program.screens
        self._target = target

    async def perform(self) -> None:
        """Open, run the first speeches, type notes, and leave."""
        self._target.mkdir(parents=True, exist_ok=True)
        life = asyncio.get_running_loop().create_task(self._program.live())
        try:
            await self._opened(life)
            await self._first_minutes()
            await asyncio.get_running_loop().run_in_executor(None, self._screens.desk.commit)
            self._print()
        finally:
            self._screens.leave()
            await life

    async def _opened(self, life: "asyncio.Task[None]") -> None:
        async with asyncio.timeout(_OPEN_S):
            while self._screens.binding is None and not life.done():
                await asyncio.sleep(_BREATH_S)
        self._screens.window.resize(1440, 900)
        await self._save("1-before")

    async def _first_minutes(self) -> None:
        await self._do(Do.OPEN_MEETING)
        await self._do(Do.CALL_NEXT)
        await self._type(tr("Asks for one calendar of school meals tenders in all regions."))
        await self._press(Qt.Key.Key_Return)
        await asyncio.sleep(2)
        await self._do(Do.MORE)
        await self._do(Do.TOGGLE)
        await asyncio.sleep(1)
        await self._do(Do.TOGGLE)
        await self._do(Do.STAGE)
        await self._do(Do.STRIP)
        await asyncio.sleep(1)
        await self._do(Do.CALL_NEXT)
        await self._type("/rec")
        await self._press(Qt.Key.Key_Return)
        await self._type(tr("Open school spending data monthly, in one format."))
        await asyncio.sleep(1)
        await self._save("2-running")

    async def _do(self, do: Do) -> None:
        self._screens.actions[do].trigger()
        await asyncio.sleep(_BREATH_S)

    async def _type(self, text: str) -> None:
        self._screens.window.notes.setFocus()
        for letter in text:
            self._send(Qt.Key.Key_unknown, letter)
            await asyncio.sleep(0)

    async def _press(self, key: Qt.Key) -> None:
        self._send(key, "\r" if key == Qt.Key.Key_Return else "")
        await asyncio.sleep(_BREATH_S)

    def _send(self, key: Qt.Key, text: str) -> None:
        editor = self._screens.window.notes.editor
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(editor, event)

    async def _save(self, name: str) -> None:
        await asyncio.sleep(_BREATH_S)
        windows: dict[str, QWidget | None] = {
            "console": self._screens.window,
            "stage": self._screens.stage,
            "strip": self._screens.strip,
        }
        for what, window in windows.items():
            if window is not None:
                window.grab().save(str(self._target / f"{name}-{what}.png"))

    def _print(self) -> None:
        room, language = self._screens.desk.room, words.language()
        value = {
            "meeting": pictures.meeting(room, language),
            "agenda": pictures.agenda(room, language),
            **pictures.queue(room, room.shown_item, language),
            "notes": pictures.notes(room, None, language),
        }
        print(printing.show(value))
        print()


if __name__ == "__main__":
    sys.exit(main())
