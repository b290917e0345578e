"""Bring a database to this program's tables before anything else is done with it.

A fresh one is made at once; Alembic is imported only for one that an older program wrote, and only
after a copy of it was made. One from a newer program is refused and stays as it is.
"""

from pathlib import Path

from sqlalchemy import Connection, text

from moderator.store import copies, identity, schema
from moderator.store.driver import scalar
from moderator.store.engine import raw_of

_MIGRATIONS = Path(__file__).parent / "migrations"

# as Alembic itself would make it
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def bring_up_to_date(connection: Connection, file: Path) -> None:
    """Make or migrate the tables of an open database, each in one transaction.

    Raises:
        StoreTooNew: a newer program wrote it.
        StoreFailed: it is another program's database, or the copy could not be written.
    """
    raw = raw_of(connection)
    if not scalar(raw, "SELECT count(*) FROM sqlite_schema"):
        _create(connection)
        return
    found = copies.revision_of(raw, file)
    if found == identity.REVISION:
        return
    copies.write(raw, copies.free_name(file, "before-update"))
    upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a revision, all in one transaction."""
    from alembic import command  # a fifth of a second that an up-to-date database need not wait
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _create(connection: Connection) -> None:
    with connection.begin():
        connection.exec_driver_sql(f"PRAGMA application_id = {identity.APPLICATION_ID}")
        schema.metadata.create_all(connection, checkfirst=False)
        connection.exec_driver_sql(_VERSION_TABLE)
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": identity.REVISION}
        )
