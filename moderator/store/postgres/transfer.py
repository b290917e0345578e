"""Between PostgreSQL and a backup, which is the same SQLite file that a hub alone writes.

So a backup moves a hub from one kind of database to the other, in both directions.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text
from sqlalchemy.engine import URL

from moderator.domain.errors import BadInput, FolderBusy, Reason, StoreFailed
from moderator.store import backup, copies, driver, failures
from moderator.store import schema as local
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.driver import DriverError, Raw
from moderator.store.postgres import engine as engines
from moderator.store.postgres import schema

_AT_ONCE = 1_000
_PAIRS: tuple[tuple[Table, Table], ...] = (
    (schema.document, local.document),
    (schema.doc_update, local.doc_update),
    (schema.doc_snapshot, local.doc_snapshot),
    (schema.hub_token, local.hub_token),
    (schema.state, local.local_state),
)
"""In an order in which what others refer to comes first."""
_MADE_UP: dict[str, Any] = {"local": False}
"""What a hub's own tables leave out: nothing at a hub was made there."""
_OWN = frozenset({"revision"})
"""Facts about the tables themselves."""


def write(engine: Engine, place: str, file: Path) -> None:
    """Write everything committed as of one moment into a verified backup.

    Raises:
        StoreFailed: the disk or the database refuses; ``file`` is as it was.
    """
    with TemporaryDirectory(prefix="moderator-") as folder:
        Store.open(Path(folder)).close()
        try:
            with closing(driver.open_writing(Path(folder) / DATABASE)) as raw:
                with engines.told(place), engine.connect() as connection:
                    one_moment = connection.execution_options(isolation_level="REPEATABLE READ")
                    _copy_out(one_moment, raw)
                copies.write(raw, file)
        except (DriverError, OSError) as error:
            reason = failures.reason_of(error) or Reason.DISK_FAILED
            raise StoreFailed(reason, file=str(file)) from error


def restore(url: URL, file: Path) -> None:
    """Put a backup in the place of everything in a database that no hub uses.

    Raises:
        BadInput: the file is missing or is not a sound backup; nothing changed.
        FolderBusy: a hub uses the database; nothing changed.
        StoreTooNew: a newer program wrote it; nothing changed.
        StoreFailed: the disk or the database refuses; nothing changed.
    """
    place = engines.shown(url)
    with TemporaryDirectory(prefix="moderator-") as folder:
        # a backup that an older program wrote is brought up to date on the way
        backup.restore(Path(folder), file)
        Store.open(Path(folder)).close()
        engine = engines.engine_for(url, "moderator")
        try:
            engines.bring_up_to_date(engine, place)
            with (
                closing(driver.open_reading(Path(folder) / DATABASE)) as raw,
                engines.told(place),
                engine.begin() as connection,
            ):
                if not engines.take_alone(connection):
                    raise FolderBusy(Reason.DATABASE_BUSY)
                _copy_in(raw, connection)
        except DriverError as error:
            raise BadInput(Reason.NOT_A_BACKUP, file=str(file)) from error
        finally:
            engine.dispose()


def _copy_out(connection: Connection, raw: Raw) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for source, target in _PAIRS:
        names = [column.name for column in target.c]
        shared = [source.c[name] for name in names if name in source.c]
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(*shared))
        for part in rows.mappings().partitions():
            values = [
                tuple(row[name] if name in row else _MADE_UP[name] for name in names)
                for row in part
                if row.get("key") not in _OWN
            ]
            raw.executemany(_insert(target.name, names), values)
    raw.execute("COMMIT")


def _insert(table: str, names: Sequence[str]) -> str:
    marks = ", ".join("?" * len(names))
    return f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})"


def _copy_in(raw: Raw, connection: Connection) -> None:
    for target, _ in reversed(_PAIRS):
        kept = target.c.key.not_in(_OWN) if target is schema.state else None
        gone = target.delete() if kept is None else target.delete().where(kept)
        connection.execute(gone)
    for target, source in _PAIRS:
        names = [column.name for column in source.c if column.name in target.c]
        cursor = raw.execute(f"SELECT {', '.join(names)} FROM {source.name}")
        for part in _parts(cursor):
            rows = [dict(zip(names, row, strict=True)) for row in part]
            connection.execute(target.insert(), [r for r in rows if r.get("key") not in _OWN])
    _count_on(connection)


def _parts(rows: Iterable[tuple[Any, ...]]) -> Iterable[Sequence[tuple[Any, ...]]]:
    part: list[tuple[Any, ...]] = []
    for row in rows:
        part.append(row)
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _count_on(connection: Connection) -> None:
    """Let ids and numbers go on after those that were copied."""
    last = select(func.max(schema.doc_update.c.number)).where(
        schema.doc_update.c.document == schema.document.c.id
    )
    reach = select(func.max(schema.doc_snapshot.c.upto)).where(
        schema.doc_snapshot.c.document == schema.document.c.id
    )
    end = func.greatest(last.scalar_subquery(), reach.scalar_subquery(), 0)
    connection.execute(schema.document.update().values(number=end))
    name = f"{schema.SCHEMA}.document"
    connection.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"
            f" (SELECT greatest(max(id), 1) FROM {name}))"
        )
    )
