"""How the database is opened: settings that decide whether what was acknowledged survives."""

import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from moderator.store import driver
from moderator.store.driver import Raw


def writing_engine(file: Path) -> Engine:
    """Return an engine whose transactions begin by taking the write lock; it keeps no pool.

    The journal is set apart, by ``set_journal``: a database that must not be touched is opened too.
    """
    engine = _engine(file, NullPool)
    event.listen(engine, "connect", _set_writing)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(file: Path) -> Engine:
    """Return an engine whose connections cannot write; each transaction sees one moment."""
    engine = _engine(file, QueuePool)
    event.listen(engine, "connect", _set_reading)
    event.listen(engine, "begin", _begin)
    return engine


def raw_of(connection: Connection) -> Raw:
    """Return the library's own connection below SQLAlchemy's."""
    raw: Raw | None = connection.connection.driver_connection
    assert raw is not None
    return raw


def set_journal(raw: Raw) -> str:
    """Choose the write-ahead log, or a truncated journal where there can be none; return which.

    Never DELETE: removing the journal is not synchronised, so a power cut can undo the last commit.
    """
    mode = driver.scalar(raw, "PRAGMA journal_mode = WAL")
    if mode != "wal":
        mode = driver.scalar(raw, "PRAGMA journal_mode = TRUNCATE")
    # the writer runs checkpoints itself, after it has told that a commit is done
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    return str(mode)


def _engine(file: Path, pool: type[Pool]) -> Engine:
    def creator() -> Raw:
        return driver.connect(file)

    return create_engine(
        "sqlite+pysqlite://",
        module=driver.module,
        creator=creator,
        poolclass=pool,
    )


def _set_writing(raw: Raw, _entry: ConnectionPoolEntry) -> None:
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    if sys.platform == "darwin":
        # plain fsync leaves the data in the drive's cache there
        raw.execute("PRAGMA fullfsync = ON")
        raw.execute("PRAGMA checkpoint_fullfsync = ON")


def _set_reading(raw: Raw, _entry: ConnectionPoolEntry) -> None:
    raw.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
