"""One command in a process of its own, where no window holds the data folder."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator.app import door
from moderator.app.hosting import Hosting
from moderator.app.opening import open_desk
from moderator.desk.desk import Desk
from moderator.desk.membership import Membership
from moderator.settings import Settings
from moderator.store import backup
from moderator.store.lock import FolderLock


class Alone:
    """The host of commands in a process without a window; the desk is opened when needed."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._desk: Desk | None = None
        self._membership: Membership | None = None
        self._hosting: Hosting | None = None
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
    def membership(self) -> Membership:
        """This laptop's hubs, which are met for one command at a time."""
        if self._membership is None:
            self._membership = Membership(self.desk)
        return self._membership

    @property
    def hosting(self) -> Hosting:
        """The meeting hosted here; its hub goes on when the command is done."""
        if self._hosting is None:
            self._hosting = Hosting(self.desk, self.membership)
        return self._hosting

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
        if self._hosting is not None:
            self._hosting.leave_running()
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
