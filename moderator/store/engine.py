"""The database as SQLAlchemy opens it; a start goes to the driver itself and does without."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from moderator.store import driver
from moderator.store.driver import Raw


def writing_engine(file: Path) -> Engine:
    """Return an engine whose transactions begin by taking the write lock; it keeps no pool.

    The journal is set apart, by ``driver.set_journal``: what must not be touched is opened too.
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


@contextmanager
def unwrapped() -> Iterator[None]:
    """Raise the driver's own errors in place of SQLAlchemy's around them."""
    try:
        yield
    except DBAPIError as error:
        if error.orig is None:
            raise
        raise error.orig from error


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
    driver.prepare_writing(raw)


def _set_reading(raw: Raw, _entry: ConnectionPoolEntry) -> None:
    driver.prepare_reading(raw)


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
