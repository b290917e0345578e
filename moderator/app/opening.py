"""Opening the data folder: database, desk and the forum that was open last."""

from collections.abc import Callable
from pathlib import Path

from moderator.desk.clock import SystemClock
from moderator.desk.desk import Desk
from moderator.domain.clock import Clock
from moderator.settings import Settings
from moderator.store.backup import Why
from moderator.store.copies import DATABASE
from moderator.store.database import Store

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
    desk = load_desk(folder, settings, deliver, clock)
    begin_keeping(desk)
    return desk


def load_desk(
    folder: Path, settings: Settings, deliver: Deliver, clock: Clock | None = None
) -> Desk:
    """Return the desk as ``open_desk`` does, but commit nothing before ``begin_keeping``."""
    is_new = not (folder / DATABASE).exists()
    store = Store.open(folder, deliver, writes_later=True)
    try:
        desk = Desk(store, settings, clock or SystemClock())
        if not desk.library.open_last() and not desk.library.was_used():
            desk.library.copy_sample()
    except BaseException:
        store.close()
        raise
    if is_new:
        desk.store.begin_writing()  # there is nothing yet to make a backup of
    return desk


def begin_keeping(desk: Desk) -> None:
    """Let commits begin, after a backup of what a day before this one left."""
    if desk.store.begin_writing():
        desk.store.backup_soon(Why.DAY)
