"""The desktop program: window first, everything else on a thread, and an orderly way out."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from moderator import settings as user_settings
from moderator import words
from moderator.app import door, holder
from moderator.app.crash import CrashHandler
from moderator.app.keys import PhysicalKeys
from moderator.app.screens import Screens
from moderator.console.look import style
from moderator.domain.errors import Known
from moderator.settings import Settings
from moderator.words import tr


def run(folder: Path, config: Path) -> int:
    """Show the window over a data folder and return the exit code when it is closed.

    Where another window holds the folder, that one is brought to the front instead.

    Raises:
        Known: the folder cannot be written, or stays busy.
    """
    lock = holder.take_or_show(folder)
    if lock is None:
        return 0
    try:
        app = make_application(user_settings.load(config)[0])
        program = Program(app, folder, config)
        qasync.run(program.live())
    finally:
        lock.release()
    return 0


def make_application(settings: Settings) -> QApplication:
    """Return the application, dressed and speaking as the settings say."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("moderator")
    app.setApplicationDisplayName("Moderator")
    app.setDesktopFileName("moderator")
    app.setQuitOnLastWindowClosed(False)
    dress(app, settings)
    return app


def dress(app: QApplication, settings: Settings) -> None:
    """Put language, theme and text size on; windows made before keep what they had."""
    words.use(settings.language or words.system_language())
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    qt_words = QTranslator(app)
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qt_words.load(f"qtbase_{words.language()}", where):
        app.installTranslator(qt_words)
    style.apply(app, settings.theme, settings.text_size_percent)


class Program:
    """One run of the desktop program."""

    def __init__(self, app: QApplication, folder: Path, config: Path) -> None:
        self._app = app
        self._folder = folder
        self.config = config
        self.settings = user_settings.load(config)[0]
        self._ended = asyncio.Event()
        self._keys = PhysicalKeys(app)
        self.screens = Screens(app, self.settings, self._change_settings, self._ended.set)
        self._door = door.Door(folder, self._answer)
        self.screens.restore = self.restore
        self._crash = CrashHandler(self.screens)
        self.screens.show_window()

    async def live(self) -> None:
        """Open the desk, serve until the window is closed, and leave everything on the disk."""
        self._crash.follow(asyncio.get_running_loop())
        await self._open()
        await self._door.open()
        await self._ended.wait()
        await self._door.close()
        await self._shut()

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            desk = await loop.run_in_executor(None, _load, self._folder, self.settings, loop)
        except Known as error:
            self.screens.tell_failed(error)
            return
        self.screens.open_desk(desk)

    async def _shut(self) -> None:
        desk = self.screens.close_windows()
        if desk is not None:
            await asyncio.get_running_loop().run_in_executor(None, desk.close)

    def _change_settings(self, settings: Settings) -> None:
        """Keep changed settings; another language, theme or size shows at once."""
        before, self.settings = self.settings, settings
        try:
            user_settings.save(settings, self.config)
        except OSError:
            self.screens.tell(tr("The settings could not be saved; they count until you quit."))
        changed = [
            name
            for name in ("language", "theme", "text_size_percent")
            if getattr(before, name) != getattr(settings, name)
        ]
        if changed:
            # after the signal that brought us here: its sender is made anew too
            QTimer.singleShot(0, self._app, partial(self._dress_anew, changed[0]))
        else:
            self.screens.take_settings(settings)

    def _dress_anew(self, changed: str) -> None:
        dress(self._app, self.settings)
        self.screens.rebuild(self.settings)
        self.screens.handlers.files.show_settings(changed)

    async def _answer(self, verb: str, args: Mapping[str, Any]) -> Any:
        """Run what another process asked for, as if it had been done in the window."""
        if verb == holder.SHOW:
            self.screens.raise_window()
            return {}
        return await self._run(verb, args)

    async def _run(self, verb: str, args: Mapping[str, Any]) -> Any:
        # loaded by now: the desk is open
        from moderator.app import commands

        if verb == "restore":
            return await self.restore(Path(str(args["file"])))
        desk = self.screens.desk
        value = commands.command(verb)(desk, args)
        await asyncio.get_running_loop().run_in_executor(None, desk.commit)
        return value

    async def restore(self, file: Path) -> dict[str, str]:
        """Put a backup in the place of everything, and open what it holds."""
        from moderator.store import backup

        loop = asyncio.get_running_loop()
        if self.screens.has_desk:  # there is none over a database that cannot be opened
            desk = self.screens.put_away_desk()
            await loop.run_in_executor(None, desk.close)
        try:
            await loop.run_in_executor(None, backup.restore, self._folder, file)
        finally:
            await self._open()
        return {"file": file.name}


def _load(folder: Path, settings: Settings, loop: asyncio.AbstractEventLoop) -> Any:
    """Import what the desk needs and open it; runs on a thread while the window is up."""
    from moderator.app.opening import open_desk

    def deliver(told: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(told)

    return open_desk(folder, settings, deliver)
