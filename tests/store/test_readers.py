"""Connections that only read: lent, kept, and let go of."""

from pathlib import Path

import pytest

from moderator.store import driver
from moderator.store.driver import DriverError, scalar
from moderator.store.readers import Readers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.db"
    raw = driver.open_writing(made)
    raw.execute("CREATE TABLE t (x)")
    raw.close()
    return made


def test_a_connection_that_came_back_is_lent_again(file: Path) -> None:
    readers = Readers(file)
    with readers.lend() as first:
        pass
    with readers.lend() as again, readers.lend() as another:
        assert again is first
        assert another is not first
    readers.dispose()


def test_nothing_can_be_written_over_it(file: Path) -> None:
    readers = Readers(file)
    with pytest.raises(DriverError), readers.lend() as raw:
        raw.execute("INSERT INTO t VALUES (1)")
    readers.dispose()


def test_a_transaction_left_open_is_over_when_it_comes_back(file: Path) -> None:
    readers = Readers(file)
    with readers.lend() as raw:
        raw.execute("BEGIN")
        assert scalar(raw, "SELECT count(*) FROM t") == 0
    assert not raw.in_transaction
    readers.dispose()


def test_one_lent_while_all_are_let_go_is_closed_when_it_comes_back(file: Path) -> None:
    readers = Readers(file)
    with readers.lend() as raw:
        readers.dispose()
        assert scalar(raw, "SELECT count(*) FROM t") == 0
    with pytest.raises(DriverError):
        raw.execute("SELECT 1")
