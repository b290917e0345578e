"""One command in a process of its own, where no window holds the data folder."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator.app import door
from moderator.app.gathering import Gathering
from moderator.app.opening import open_desk
from moderator.desk.desk import Desk
from moderator.settings import Settings
from moderator.store import backup
from moderator.store.lock import FolderLock


class Alone:
    """The host of commands in a process without a window; the desk is opened when needed."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._desk: Desk | None = None
        self._gathering: Gathering | None = None
        self.has_kept_all = True
        """Whether everything was on the disk when it was closed."""

    @property
    def desk(self) -> Desk:
        """The desk.

        Raises:
            Known: the database cannot be opened.
        """
        if self._desk is None:
            self._desk = open_desk(self._folder, self._settings)
        return self._desk

    @property
    def gathering(self) -> Gathering:
        """What brings this laptop together with others, for one command at a time."""
        if self._gathering is None:
            self._gathering = Gathering.over(self.desk)
        return self._gathering

    def come_forward(self) -> None:
        """There is no window to show."""

    async def restore(self, file: Path) -> None:
        """Put a backup in the place of the database, which is not open.

        Raises:
            BadInput: the file is no sound backup; nothing was changed.
        """
        await asyncio.to_thread(backup.restore, self._folder, file)

    def close(self) -> None:
        """Leave everything on the disk."""
        if self._gathering is not None:
            self._gathering.hosting.leave_running()
        if self._desk is not None:
            self.has_kept_all = self._desk.close()


@contextmanager
def alone(folder: Path, settings: Settings) -> Iterator[Alone]:
    """Hold the data folder, and close what was opened meanwhile.

    Raises:
        FolderBusy: another process holds it.
    """
    with FolderLock(folder):
        door.forget(folder)
        host = Alone(folder, settings)
        try:
            yield host
        finally:
            host.close()
