"""The journal where there can be no write-ahead log, and the library that is too old."""

from pathlib import Path

import pytest

from moderator.desk.reasons import sentence
from moderator.domain.errors import Known, Reason
from moderator.store import driver, engine


def test_without_a_write_ahead_log_the_journal_is_truncated_not_deleted(tmp_path: Path) -> None:
    # this way of locking has no shared memory, as on some network folders
    raw = driver.module.connect(f"{(tmp_path / 'a.db').as_uri()}?vfs=unix-dotfile", uri=True)
    assert driver.set_journal(raw) == "truncate"
    raw.close()


def test_a_library_with_the_log_reset_fault_is_refused() -> None:
    with pytest.raises(Known) as refused:
        driver.check_version((3, 51, 2))
    assert refused.value.reason is Reason.SQLITE_TOO_OLD
    assert sentence(refused.value) == "SQLite 3.51.2 is too old; 3.51.3 or newer is needed."
    driver.check_version((3, 51, 3))
    driver.check_version()


def test_a_transaction_takes_the_write_lock_when_it_begins(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with engine.writing_engine(file).connect() as one, engine.writing_engine(file).connect() as two:
        engine.raw_of(two).execute("PRAGMA busy_timeout = 0")
        with one.begin(), pytest.raises(driver.DriverError, match="locked"):
            engine.raw_of(two).execute("BEGIN IMMEDIATE")
