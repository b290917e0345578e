"""Opening the data folder: lock, database, desk and the forum that was open last."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator import words
from moderator.app import door
from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.domain.clock import Clock
from moderator.settings import Settings
from moderator.store import backup
from moderator.store.backup import Why
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.lock import FolderLock

Deliver = Callable[[Callable[[], None]], None]


def _at_once(call: Callable[[], None]) -> None:
    call()


def open_desk(
    folder: Path, settings: Settings, deliver: Deliver = _at_once, clock: Clock | None = None
) -> Desk:
    """Return the desk over a folder whose lock the caller holds; at first run with the sample.

    ``deliver`` brings what the writer thread has to tell to the desk's own thread.

    Raises:
        Known: the database cannot be opened; nothing was changed.
    """
    is_new = not (folder / DATABASE).exists()
    store = Store.open(folder, deliver)
    try:
        desk = Desk(store, settings, clock or SystemClock(), words.language())
        if not desk.library.open_last() and not desk.library.was_used():
            desk.library.copy_sample()
    except BaseException:
        store.close()
        raise
    if not is_new:
        store.backup_soon(Why.DAY)
    return desk


@contextmanager
def opened(folder: Path, settings: Settings) -> Iterator[Desk]:
    """Hold the folder and yield its desk, for one command.

    Raises:
        FolderBusy: another process holds the folder.
        Known: the database cannot be opened.
    """
    with FolderLock(folder):
        door.forget(folder)
        desk = open_desk(folder, settings)
        try:
            yield desk
        finally:
            desk.close()


def restored(folder: Path, file: Path) -> dict[str, str]:
    """Put a backup in the place of the database, after a copy of the present one.

    Raises:
        FolderBusy: another process holds the folder.
        BadInput: the file is no sound backup; nothing was changed.
    """
    with FolderLock(folder):
        door.forget(folder)
        backup.restore(folder, file)
    return {"file": file.name}
