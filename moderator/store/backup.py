"""Backups: on demand, by themselves in turn, and how one is brought back.

Names tell when the database was last written, in UTC, so that no clock but the disk's is asked.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from moderator.domain.errors import BadInput, Reason, StoreFailed
from moderator.files import is_one_of
from moderator.store import copies, driver
from moderator.store.copies import BACKUPS, DATABASE
from moderator.store.driver import DriverError, Raw
from moderator.store.failures import reason_of

RECENT_KEPT = 24
DAYS_KEPT = 30
"""One of each of so many days stays; personal data that was erased must age out here too."""

_BESIDE = ("", "-wal", "-shm", "-journal")


class Why(StrEnum):
    """What an automatic backup is made for."""

    DAY = "day"
    MEETING_CLOSED = "meeting-closed"
    FORUM_REMOVED = "forum-removed"


_AUTOMATIC = re.compile(rf"moderator-(\d{{4}}-\d\d-\d\d)-\d{{6}}-(?:{'|'.join(Why)})(?:-\d+)?\.db")


def on_demand(raw: Raw, folder: Path, file: Path) -> None:
    """Write a backup of the data folder's open database where the user wants it.

    Raises:
        BadInput: it would take the place of a file of the data folder.
        StoreFailed: the disk refuses, or the database is not sound; ``file`` is as it was.
    """
    if is_one_of(file, folder):
        # in the place of the database: what is written from then on would be kept nowhere
        raise BadInput(Reason.FILE_UNWRITABLE, file=str(file))
    copies.write(raw, file)


def automatic(raw: Raw, folder: Path, why: Why) -> Path:
    """Write a backup into the data folder's ``backups``, then drop those beyond their time.

    Raises:
        StoreFailed: the disk refuses; the older backups are all still there.
    """
    file = copies.free_name(folder / DATABASE, why)
    copies.write(raw, file)
    for old in beyond_their_time(automatic_backups(folder)):
        old.unlink(missing_ok=True)
    return file


def daily(raw: Raw, folder: Path) -> Path | None:
    """Write a backup unless one was made on the day of the last change; return it if written.

    Raises:
        StoreFailed: the disk refuses.
    """
    day = f"{copies.last_written(folder / DATABASE):%Y-%m-%d}"
    if day in map(_day, automatic_backups(folder)):
        return None
    return automatic(raw, folder, Why.DAY)


def automatic_backups(folder: Path) -> tuple[Path, ...]:
    """Return the data folder's automatic backups, newest first."""
    found = (f for f in (folder / BACKUPS).glob("*.db") if _AUTOMATIC.fullmatch(f.name))
    return tuple(sorted(found, reverse=True))


def beyond_their_time(files: Iterable[Path]) -> tuple[Path, ...]:
    """Return which automatic backups may go: not among the newest, nor the last of its day."""
    newest_first = sorted(files, reverse=True)
    last_of_day: dict[str, Path] = {}
    for file in newest_first:
        last_of_day.setdefault(_day(file), file)
    kept = {*newest_first[:RECENT_KEPT], *list(last_of_day.values())[:DAYS_KEPT]}
    return tuple(file for file in newest_first if file not in kept)


def verify(file: Path) -> None:
    """Look whether a file is a backup that can be restored.

    Raises:
        BadInput: it is missing or is not a sound backup.
        StoreTooNew: a newer program wrote it.
    """
    driver.check_version()
    copies.verify(file)


def restore(folder: Path, file: Path) -> Path | None:
    """Put a backup in the place of a closed database; return the copy made of that one, if any.

    The caller holds the data folder's lock, and no ``Store`` is open.

    Raises:
        BadInput: the file is missing or is not a sound backup; nothing changed.
        StoreTooNew: a newer program wrote it; nothing changed.
        StoreFailed: the disk refuses; the database is as it was.
    """
    verify(file)
    present = folder / DATABASE
    part = folder / f"{DATABASE}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copies.fetch(file, part)
        safe = _put_aside(present) if present.exists() else None
        copies.put_in_place(part, present)
    except (DriverError, OSError) as error:
        raise StoreFailed(reason_of(error) or Reason.DISK_FAILED, file=str(present)) from error
    finally:
        part.unlink(missing_ok=True)
    return safe


def _put_aside(present: Path) -> Path:
    """Copy a database that is about to be replaced, and leave no log beside it.

    A log left behind would be taken for the new file's own.
    """
    safe = copies.free_name(present, "before-restore")
    try:
        raw = driver.connect(present)
        try:
            copies.write(raw, safe)
            raw.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            raw.close()
    except (StoreFailed, DriverError) as error:
        reason = error.reason if isinstance(error, StoreFailed) else reason_of(error)
        if reason is not Reason.DATABASE_BROKEN:
            raise
        safe = copies.free_name(present, "damaged")
        _move(present, safe)
    return safe


def _move(present: Path, aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    for end in _BESIDE:
        part = present.with_name(present.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))


def _day(file: Path) -> str:
    found = _AUTOMATIC.fullmatch(file.name)
    return found[1] if found else ""
