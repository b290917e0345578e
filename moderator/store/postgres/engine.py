"""Connections to PostgreSQL: an address that never shows its password, settings, and failures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from moderator.domain.errors import BadInput, Known, Reason, StoreFailed, StoreTooNew
from moderator.store.postgres import schema

NEEDED = 130_000
"""PostgreSQL 13, as the server says it."""

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_DRIVER = "postgresql+psycopg"
_CONNECT_S = 5
_POOL = 4
_KEEP_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # a server that vanished is noticed, whatever waits to be sent to it
    "tcp_user_timeout": 10_000,
}

_SETTINGS = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    # the server notices just as soon that a hub's computer is gone, and with it who is there
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}

_LOCK = 0x4D4F4452
"""The advisory lock that every hub shares and whoever replaces all tables has alone."""

_READ_ONLY, _DISK_FULL = "25006", "53100"


def address(given: str) -> URL:
    """Return a database's address.

    Raises:
        BadInput: it is none of a PostgreSQL database; what was given is not repeated.
    """
    try:
        url = make_url(given.strip())
    except (ArgumentError, ValueError) as error:
        raise BadInput(Reason.DATABASE_URL) from error
    if url.drivername not in SCHEMES or not url.database:
        raise BadInput(Reason.DATABASE_URL)
    return url.set(drivername=_DRIVER)


def shown(url: URL) -> str:
    """Return an address as people may see it: no password, and no options, which may hold one."""
    host = f"{url.host or ''}{f':{url.port}' if url.port else ''}"
    return f"postgresql://{f'{url.username}@' if url.username else ''}{host}/{url.database}"


def engine_for(url: URL, name: str) -> Engine:
    """Return an engine whose connections go by this name at the server.

    Raises:
        Known: the driver is not installed.
    """
    more: dict[str, Any] = {"connect_timeout": _CONNECT_S, "application_name": name, **_KEEP_ALIVE}
    try:
        engine = create_engine(
            url,
            connect_args=more,
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_timeout=_CONNECT_S,
            pool_pre_ping=True,
            hide_parameters=True,  # tokens' hashes and people's words stay out of every log
        )
    except ImportError as error:
        raise Known(Reason.POSTGRESQL_MISSING) from error
    event.listen(engine, "connect", _set)
    return engine


def _set(raw: Any, _entry: ConnectionPoolEntry) -> None:
    calls = [f"set_config('{name}', '{value}', false)" for name, value in _SETTINGS.items()]
    # an acknowledged update is a committed one, whatever the server's usual is
    calls.append(
        "CASE WHEN current_setting('synchronous_commit') = 'off'"
        " THEN set_config('synchronous_commit', 'on', false) END"
    )
    before, raw.autocommit = raw.autocommit, True
    raw.execute(f"SELECT {', '.join(calls)}")
    raw.autocommit = before


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what the driver and the server raise into what people can act on."""
    try:
        yield
    except SQLAlchemyError as error:
        raise failure(error, place) from error


def failure(error: BaseException, place: str) -> StoreFailed:
    """Return why the database refused."""
    orig = error.orig if isinstance(error, DBAPIError) else None
    state = getattr(orig, "sqlstate", None)
    reasons = {_READ_ONLY: Reason.DISK_READ_ONLY, _DISK_FULL: Reason.DISK_FULL}
    return StoreFailed(reasons.get(str(state), Reason.DATABASE_SILENT), file=place)


def share(connection: Connection) -> None:
    """Say, for as long as a connection stands, that these tables are in use."""
    connection.execute(text("SELECT pg_advisory_lock_shared(:key)"), {"key": _LOCK})


def take_alone(connection: Connection) -> bool:
    """Keep every hub away until the transaction ends; return False where one is there."""
    taken = text("SELECT pg_try_advisory_xact_lock(:key)")
    return bool(connection.scalar(taken, {"key": _LOCK}))


def bring_up_to_date(engine: Engine, place: str) -> None:
    """Make the tables of a database that has none yet.

    Raises:
        StoreTooNew: a newer program made them.
        StoreFailed: the database refuses.
        Known: the server is too old, or its texts cannot hold every letter.
    """
    with told(place), engine.begin() as connection:
        _check_server(connection)
        # two hubs that start at once
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK + 1})
        made = connection.scalar(
            text("SELECT to_regclass(:name)"), {"name": f"{schema.SCHEMA}.state"}
        )
        if made is None:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema.SCHEMA}"))
            schema.metadata.create_all(connection)
            row = {"key": "revision", "value": str(schema.REVISION)}
            connection.execute(schema.state.insert().values(row))
            return
        found = connection.scalar(
            schema.state.select()
            .with_only_columns(schema.state.c.value)
            .where(schema.state.c.key == "revision")
        )
        if int(found or 0) > schema.REVISION:
            raise StoreTooNew(Reason.DATABASE_TOO_NEW, file=place)


def _check_server(connection: Connection) -> None:
    version = int(connection.scalar(text("SHOW server_version_num")) or 0)
    letters = connection.scalar(text("SHOW server_encoding"))
    if version < NEEDED or letters != "UTF8":
        raise Known(Reason.POSTGRESQL_UNFIT, found=f"{version // 10_000}, {letters}")
