"""The one SQLite library of the program: sqlcipher3's, which brings its own fixed SQLite.

The library inside Python 3.11 still has the WAL-reset corruption race (fixed in SQLite 3.51.3), so
the version is asserted before a database is touched.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from sqlcipher3 import dbapi2

from moderator.domain.errors import Known, Reason

NEEDED = (3, 51, 3)
BUSY_MS = 5_000

module: Any = dbapi2
"""The DBAPI module, for SQLAlchemy."""

DriverError: type[Exception] = dbapi2.Error
"""What every failure of the library derives from."""


class Cursor(Protocol):
    """The rows of one statement."""

    lastrowid: int

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows left."""
        ...

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...


class Raw(Protocol):
    """A connection of the library itself, for paths where SQLAlchemy's own cost is felt."""

    in_transaction: bool

    def execute(self, sql: str, arguments: Sequence[Any] = ()) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Cursor:
        """Run one statement for each row."""
        ...

    def backup(self, target: "Raw") -> None:
        """Copy the whole database into another connection's, as of one moment."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def check_version(found: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Refuse a SQLite that may corrupt a database.

    Raises:
        Known: it is older than 3.51.3.
    """
    if found < NEEDED:
        raise Known(
            Reason.SQLITE_TOO_OLD,
            found=".".join(map(str, found)),
            wanted=".".join(map(str, NEEDED)),
        )


def connect(file: Path, *, immutable: bool = False) -> Raw:
    """Open a database file without any settings; transactions are begun by hand.

    One that nobody writes (``immutable``) is only read, and no file appears beside it; it must
    exist.
    """
    raw = dbapi2.connect(
        f"{file.absolute().as_uri()}?immutable=1" if immutable else str(file),
        isolation_level=None,  # else the library begins transactions itself, and never around DDL
        check_same_thread=False,  # one thread at a time uses it, not always the one that opened it
        timeout=BUSY_MS / 1000,
        uri=immutable,
    )
    return cast(Raw, raw)


def scalar(raw: Raw, sql: str, arguments: Sequence[Any] = ()) -> Any:
    """Return the first column of the first row, or None."""
    row = raw.execute(sql, arguments).fetchone()
    return row[0] if row else None


def open_writing(file: Path) -> Raw:
    """Open a database to write; the journal is set apart, by ``set_journal``."""
    raw = connect(file)
    prepare_writing(raw)
    return raw


def open_reading(file: Path) -> Raw:
    """Open a database that cannot be written over this connection."""
    raw = connect(file)
    prepare_reading(raw)
    return raw


def prepare_writing(raw: Raw) -> None:
    """Choose what decides whether an acknowledged commit survives."""
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    if sys.platform == "darwin":
        # plain fsync leaves the data in the drive's cache there
        raw.execute("PRAGMA fullfsync = ON")
        raw.execute("PRAGMA checkpoint_fullfsync = ON")


def prepare_reading(raw: Raw) -> None:
    """Let nothing be written."""
    raw.execute("PRAGMA query_only = ON")


def set_journal(raw: Raw) -> str:
    """Choose the write-ahead log, or a truncated journal where there can be none; return which.

    Never DELETE: removing the journal is not synchronised, so a power cut can undo the last commit.
    """
    mode = scalar(raw, "PRAGMA journal_mode = WAL")
    if mode != "wal":
        mode = scalar(raw, "PRAGMA journal_mode = TRUNCATE")
    # the writer runs checkpoints itself, after it has told that a commit is done
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    return str(mode)
