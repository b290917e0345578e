"""From the driver's errors to reasons people can act on."""

import sqlite3

from moderator.domain.errors import Reason

_REASONS = {
    sqlite3.SQLITE_FULL: Reason.DISK_FULL,
    sqlite3.SQLITE_READONLY: Reason.DISK_READ_ONLY,
    sqlite3.SQLITE_PERM: Reason.DISK_READ_ONLY,
    sqlite3.SQLITE_AUTH: Reason.DISK_READ_ONLY,
    sqlite3.SQLITE_IOERR: Reason.DISK_FAILED,
    sqlite3.SQLITE_CANTOPEN: Reason.DISK_FAILED,
    sqlite3.SQLITE_BUSY: Reason.DISK_FAILED,
    sqlite3.SQLITE_LOCKED: Reason.DISK_FAILED,
    sqlite3.SQLITE_PROTOCOL: Reason.DISK_FAILED,
    sqlite3.SQLITE_NOMEM: Reason.DISK_FAILED,
    sqlite3.SQLITE_CORRUPT: Reason.DATABASE_BROKEN,
    sqlite3.SQLITE_NOTADB: Reason.DATABASE_BROKEN,
}

_WORDS = {
    "database or disk is full": Reason.DISK_FULL,
    "attempt to write a readonly database": Reason.DISK_READ_ONLY,
    "file is not a database": Reason.DATABASE_BROKEN,
    "database disk image is malformed": Reason.DATABASE_BROKEN,
    "disk I/O error": Reason.DISK_FAILED,
    "database is locked": Reason.DISK_FAILED,
}
"""The driver's backup tells no code, only SQLite's own words for it, which never change."""


def reason_of(error: BaseException) -> Reason | None:
    """Return why the disk or the file refused, or None when the statement itself was wrong."""
    if isinstance(error, OSError):
        return Reason.DISK_FAILED
    code = getattr(error, "sqlite_errorcode", None)
    # the low byte is the primary code; the rest says which of its kinds
    return _REASONS.get(code & 0xFF) if isinstance(code, int) else _WORDS.get(str(error))
