"""Where a hub keeps what it has: a file in its data folder, or PostgreSQL by an address.

The address may hold a password, so it is never printed, logged or handed to another process; from
an environment variable or a file it is not seen in the list of processes either.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderator.domain.errors import BadInput, Reason, Refused, StoreFailed
from moderator.store import backup
from moderator.store.database import Store, at_once
from moderator.store.hub_store import HubStore
from moderator.store.writer import Deliver

VARIABLE, FILE_VARIABLE = "MODERATOR_DATABASE", "MODERATOR_DATABASE_FILE"
_MARK = "postgresql"
"""A file in the data folder of a hub that keeps nothing else there."""
_MOST_ADDRESS = 4_096

ARGUMENTS = frozenset({"database", "database_file"})
"""What of the command line stays in this process."""


def named(args: Mapping[str, Any]) -> str:
    """Return the address of a database as given; empty for the file in the data folder.

    Raises:
        BadInput: a file that should hold it cannot be read.
    """
    given = str(args.get("database") or "")
    file = str(args.get("database_file") or "")
    if given or file:
        return given or _read(Path(file))
    given, file = os.environ.get(VARIABLE, ""), os.environ.get(FILE_VARIABLE, "")
    return given or (_read(Path(file)) if file else "")


def open_store(folder: Path, database: str, deliver: Deliver = at_once) -> HubStore:
    """Open a hub's storage; the caller holds the data folder's lock.

    Raises:
        Refused: the hub of this folder is in PostgreSQL, and no address was given.
        ModeratorError: it cannot be opened.
    """
    if not database:
        if (folder / _MARK).exists():
            raise Refused(Reason.DATABASE_UNNAMED)
        return Store.open(folder, deliver)
    # the driver is loaded only where it is used
    from moderator.store.postgres import engine
    from moderator.store.postgres.store import PostgresStore

    store = PostgresStore(engine.address(database), deliver)
    try:
        _mark(folder)
    except BaseException:
        store.close()
        raise
    return store


def restore(folder: Path, database: str, file: Path) -> None:
    """Put a backup in the place of everything a hub keeps; the caller holds the folder's lock.

    Raises:
        ModeratorError: it cannot be done; nothing changed.
    """
    if not database:
        if (folder / _MARK).exists():
            raise Refused(Reason.DATABASE_UNNAMED)
        backup.restore(folder, file)
        return
    # the same
    from moderator.store.postgres import engine, transfer

    transfer.restore(engine.address(database), file)
    _mark(folder)


def _mark(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MARK).touch()
    except OSError as error:
        raise StoreFailed(Reason.DISK_READ_ONLY, file=str(folder)) from error


def _read(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as text:
            return text.read(_MOST_ADDRESS).strip()
    except (OSError, ValueError) as error:
        raise BadInput(Reason.FILE_UNREADABLE, file=str(file)) from error
