"""The desktop program behind its window: opening the desk, serving, and an orderly way out."""

import asyncio
import gc
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from moderator import settings as user_settings
from moderator.app import door
from moderator.app.crash import CrashHandler
from moderator.app.keys import PhysicalKeys
from moderator.app.screens import Screens
from moderator.app.window_first import dress
from moderator.console.window import MainWindow
from moderator.desk.reasons import sentence
from moderator.domain.errors import DoorFailed, Known, Reason, StoreFailed
from moderator.settings import Settings
from moderator.words import tr

if TYPE_CHECKING:
    # loaded on a thread while the window is up
    from moderator.app.gathering import Gathering
    from moderator.desk.desk import Desk

_PICTURE_S = 0.05
"""How long a filled window takes to be painted."""

COMMIT_S = 10.0
"""How long closing waits for the disk before it says so."""


class Program:
    """One run of the desktop program."""

    def __init__(
        self, app: QApplication, folder: Path, config: Path, window: MainWindow | None = None
    ) -> None:
        """Go on with a window that is painted already, or with a new one."""
        self._app = app
        self._folder = folder
        self.config = config
        self.settings = user_settings.load(config)[0]
        self._ended = asyncio.Event()
        self._warned = False
        self._gathering: Gathering | None = None
        self.screens = Screens(
            app, self.settings, self._change_settings, self._ended.set, window or MainWindow()
        )
        self._door = door.Door(folder, self._answer)
        self.screens.restore = self.restore
        self._crash = CrashHandler(self.screens)
        self.screens.show_window()

    async def live(self) -> None:
        """Open the desk, serve until the window is closed, and leave everything on the disk."""
        loop = asyncio.get_running_loop()
        self._crash.follow(loop)
        loading = self._begin_loading()
        # not at the same time: two threads that want Python take longer than one after the other
        await asyncio.wait([loading])
        for _step in self.screens.make():
            await asyncio.sleep(0)
        # painted when it is filled, and not before
        self.screens.window.setUpdatesEnabled(False)
        await asyncio.sleep(0)
        await self._open(loading)
        # hears every event there is, and there are thousands while a window is filled
        PhysicalKeys(self._app)
        gc.freeze()
        gc.enable()
        await self._door.open()
        await self._wait_for_the_end()
        await self._door.close()
        await self._shut()

    async def _wait_for_the_end(self) -> None:
        """Return when the window may go: nothing is under way and everything is on the disk."""
        while True:
            await self._ended.wait()
            await self.screens.beside.finish()
            if await self._all_kept():
                return
            self._ended.clear()

    async def _all_kept(self) -> bool:
        """Return whether everything is committed; who asks to close again goes all the same."""
        if not self.screens.has_desk or self._warned:
            return True
        desk = self.screens.desk
        try:
            await asyncio.get_running_loop().run_in_executor(None, desk.commit, COMMIT_S)
        except StoreFailed as error:
            self._warned = True
            self.screens.warn(sentence(error) + " " + tr("Close again to leave all the same."))
            return False
        return True

    def _begin_loading(self) -> "asyncio.Future[Desk]":
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(None, _load, self._folder, self.settings, loop)

    async def _open(self, loading: "asyncio.Future[Desk]") -> None:
        try:
            desk = await loading
            self.screens.open_desk(desk)
        except Known as error:
            self.screens.tell_failed(error)
            return
        finally:
            self.screens.window.setUpdatesEnabled(True)
        await self._settle(desk)

    async def _settle(self, desk: "Desk") -> None:
        """Do what may wait until the window is painted."""
        # loaded by now: the desk is open
        from moderator.app.opening import begin_keeping

        await asyncio.sleep(_PICTURE_S)
        begin_keeping(desk)
        self.screens.put_icons()
        make = await asyncio.get_running_loop().run_in_executor(None, _load_gathering)
        self._meet(make(desk))

    def _meet(self, gathering: "Gathering") -> None:
        self._gathering = gathering
        self.screens.membership = gathering.membership
        self.screens.hosting = gathering.hosting
        self.screens.standing_by = gathering.standing_by
        gathering.resume()

    async def _leave_hub(self) -> None:
        """End the link to a hub, and the hub here, before their desk is put away."""
        gathering, self._gathering = self._gathering, None
        self.screens.membership = self.screens.hosting = self.screens.standing_by = None
        if gathering is not None:
            await gathering.close(keep_hosting=self.screens.keeps_hosting)

    async def _shut(self) -> None:
        await self._leave_hub()
        desk = self.screens.close_windows()
        if desk is not None:
            await asyncio.get_running_loop().run_in_executor(None, desk.close)

    def _change_settings(self, settings: Settings) -> None:
        """Keep changed settings; another language, theme or size shows at once."""
        before, self.settings = self.settings, settings
        try:
            user_settings.save(settings, self.config)
        except OSError:
            self.screens.warn(tr("The settings could not be saved; they count until you quit."))
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

    async def _answer(self, command: str, args: Mapping[str, Any]) -> Any:
        """Run what another process asked for, as if it had been done in the window."""
        # loaded by now: the desk is open
        from moderator.app import commands

        return await commands.run(self, command, args)

    @property
    def desk(self) -> "Desk":
        """The open desk; raises ``Known`` where it is not open."""
        return self.screens.desk

    @property
    def gathering(self) -> "Gathering":
        """What brings this laptop together with others; raises ``Known`` where no desk is open."""
        if self._gathering is None:  # the window is just being painted, or has no database
            raise DoorFailed(Reason.WINDOW_SILENT)
        return self._gathering

    def come_forward(self) -> None:
        """Bring the window to the front."""
        self.screens.raise_window()

    async def restore(self, file: Path) -> None:
        """Put a backup in the place of everything, and open what it holds."""
        from moderator.store import backup

        loop = asyncio.get_running_loop()
        # a wrong file must not so much as close the forum, in which a meeting may be running
        await loop.run_in_executor(None, backup.verify, file)
        await self._leave_hub()
        if self.screens.has_desk:  # there is none over a database that cannot be opened
            desk = self.screens.put_away_desk()
            await loop.run_in_executor(None, desk.close)
        try:
            await loop.run_in_executor(None, backup.restore, self._folder, file)
        finally:
            await self._open(self._begin_loading())


def _load_gathering() -> "Callable[[Desk], Gathering]":
    """Import what a hub takes; runs on a thread while the window is up."""
    from moderator.app.gathering import Gathering

    return Gathering.over


def _load(folder: Path, settings: Settings, loop: asyncio.AbstractEventLoop) -> "Desk":
    """Import what the desk needs and open it; runs on a thread while the window is up."""
    from moderator.app.opening import load_desk

    def deliver(told: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(told)

    return load_desk(folder, settings, deliver)
