"""Sound copies of a database file: made while it is written, and looked at before they are used.

SQLite's own backup copies, never the file system: a live file is not whole without its log.
"""

import datetime as dt
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moderator.domain.errors import BadInput, Reason, StoreFailed, StoreTooNew
from moderator.store import driver, identity
from moderator.store.driver import DriverError, Raw, scalar
from moderator.store.failures import reason_of

DATABASE = "moderator.db"
BACKUPS = "backups"

_TABLES = frozenset({"document", "doc_update", "doc_snapshot", "alembic_version"})


def write(raw: Raw, file: Path) -> None:
    """Write a verified copy of an open database as one file, in place only when complete.

    Everything committed before the call is in it.

    Raises:
        StoreFailed: the disk refuses, or the database is not sound; ``file`` is as it was.
    """
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _copy(raw, part)
        if not _is_whole(part):
            raise StoreFailed(Reason.DATABASE_BROKEN, file=str(file))
        put_in_place(part, file)
    except (DriverError, OSError) as error:
        raise StoreFailed(reason_of(error) or Reason.DISK_FAILED, file=str(file)) from error
    finally:
        with suppress(OSError):  # what kept it from being written may keep it from being removed
            part.unlink(missing_ok=True)


def verify(file: Path) -> None:
    """Look whether a file is a sound database of ours that this program can use.

    Raises:
        BadInput: it is missing, or not a sound backup.
        StoreTooNew: a newer program wrote it.
    """
    if not file.is_file():
        raise BadInput(Reason.FILE_MISSING, file=str(file))
    try:
        sound = _is_whole(file) and _is_ours(file)
    except (DriverError, StoreFailed) as error:
        raise BadInput(Reason.NOT_A_BACKUP, file=str(file)) from error
    if not sound:
        raise BadInput(Reason.NOT_A_BACKUP, file=str(file))


def revision_of(raw: Raw, file: Path) -> str:
    """Return the revision of one of our databases; empty for one before the first migration.

    Raises:
        StoreTooNew: this program does not know the revision.
        StoreFailed: the file is not one of our databases.
    """
    if scalar(raw, "PRAGMA application_id") != identity.APPLICATION_ID:
        raise StoreFailed(Reason.DATABASE_BROKEN, file=str(file))
    found = str(scalar(raw, "SELECT version_num FROM alembic_version") or "")
    known = found == "" or (found.isdecimal() and int(found) <= int(identity.REVISION))
    if not known:
        raise StoreTooNew(Reason.DATABASE_TOO_NEW, file=str(file))
    return found


def is_of_today(raw: Raw, file: Path) -> bool:
    """Return whether a database has this program's tables; a fresh one has none yet.

    Raises:
        StoreTooNew: this program does not know the revision.
        StoreFailed: the file is not one of our databases.
    """
    made = scalar(raw, "SELECT count(*) FROM sqlite_schema")
    return bool(made) and revision_of(raw, file) == identity.REVISION


def last_written(database: Path) -> dt.datetime:
    """Return when a database was last written, by the disk's clock (UTC)."""
    beside = (database, database.with_name(f"{database.name}-wal"))
    written_s = max(f.stat().st_mtime for f in beside if f.exists())
    return dt.datetime.fromtimestamp(written_s, dt.UTC)


def free_name(database: Path, why: str) -> Path:
    """Return a name nobody has yet, among its backups, for a copy of a database."""
    stem = f"moderator-{last_written(database):%Y-%m-%d-%H%M%S}-{why}"
    stems = itertools.chain((stem,), (f"{stem}-{n}" for n in itertools.count(2)))
    files = (database.parent / BACKUPS / f"{name}.db" for name in stems)
    return next(file for file in files if not file.exists())


def put_in_place(part: Path, file: Path) -> None:
    """Give a complete file its name, so that a power cut leaves the old or the new one.

    Raises:
        OSError: the disk refuses.
    """
    _sync(part)
    part.replace(file)
    _sync(file.parent)


def fetch(source: Path, part: Path) -> None:
    """Copy a closed database file to a new one and verify the copy.

    Raises:
        BadInput: the copy is not a sound backup.
        DriverError: the disk refuses.
    """
    with _looking_at(source) as raw:
        _copy(raw, part)
    verify(part)


def _copy(raw: Raw, part: Path) -> None:
    part.unlink(missing_ok=True)
    copy = driver.connect(part)
    try:
        raw.backup(copy)
        # the copied header asks for a write-ahead log; a backup is one file and nothing beside it
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        copy.close()


def _is_whole(file: Path) -> bool:
    with _looking_at(file) as raw:
        return bool(raw.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)])


def _is_ours(file: Path) -> bool:
    with _looking_at(file) as raw:
        names = {name for (name,) in raw.execute("SELECT name FROM sqlite_schema")}
        return names >= _TABLES and revision_of(raw, file) != ""


@contextmanager
def _looking_at(file: Path) -> Iterator[Raw]:
    raw = driver.connect(file, immutable=True)
    try:
        raw.execute("PRAGMA trusted_schema = OFF")  # the file may come from anywhere
        yield raw
    finally:
        raw.close()


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders; its file system journals names itself
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
