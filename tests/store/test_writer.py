"""One commit for all that waits; a failed one is kept, told once and tried until it holds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderator.domain.errors import Reason
from moderator.store import driver, engine, migrate
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.driver import Raw, scalar
from moderator.store.tables import Tables
from moderator.store.writer import Writer
from moderator.store.writes import Outcome, Update, Write
from tests.store.kit import NOTES, PATIENCE_S


@contextmanager
def writing(
    folder: Path, deliver: Callable[[Callable[[], None]], None]
) -> Iterator[tuple[Writer, Raw]]:
    """Yield a writer and the connection it writes over."""
    file = folder / DATABASE
    with engine.writing_engine(file).connect() as connection:
        migrate.bring_up_to_date(connection, file)
    raw = driver.open_writing(file)
    driver.set_journal(raw)
    writer = Writer(lambda: Tables(raw, file), deliver)
    writer.begin()
    yield writer, raw
    writer.close(PATIENCE_S)


def update(body: bytes, done: Callable[[Outcome], None] | None = None) -> Write:
    """Return a write of one update."""
    return Write((Update(NOTES, body, True, 1),), done=done)


def test_what_arrives_during_a_commit_goes_into_the_next_one(tmp_path: Path) -> None:
    deliveries: list[int] = []
    reached, go_on = threading.Event(), threading.Event()

    def deliver(told: Callable[[], None]) -> None:
        deliveries.append(1)
        told()

    def hold(_outcome: Outcome) -> None:
        reached.set()
        go_on.wait(PATIENCE_S)

    order: list[int] = []
    with writing(tmp_path, deliver) as (writer, raw):
        writer.put(update(b"first", hold))
        assert reached.wait(PATIENCE_S)
        for n in range(20):

            def done(_outcome: Outcome, n: int = n) -> None:
                order.append(n)

            writer.put(update(b"%d" % n, done))
        go_on.set()
        assert writer.flush(PATIENCE_S)
        assert scalar(raw, "SELECT count(*) FROM doc_update") == 21
    assert len(deliveries) == 2
    assert order == list(range(20))


def test_a_full_disk_is_told_once_and_nothing_is_lost(tmp_path: Path) -> None:
    outcomes: list[tuple[str, Reason | None]] = []
    failed = threading.Event()

    def teller(name: str) -> Callable[[Outcome], None]:
        def done(outcome: Outcome) -> None:
            outcomes.append((name, outcome.failed.reason if outcome.failed else None))
            if outcome.failed:
                failed.set()

        return done

    with writing(tmp_path, _at_once) as (writer, raw):
        pages = scalar(raw, "PRAGMA page_count")
        raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        writer.put(update(bytes(200_000), teller("big")))
        assert failed.wait(PATIENCE_S)
        trouble = writer.trouble
        assert trouble is not None
        assert trouble.reason is Reason.DISK_FULL
        writer.put(update(b"later", teller("later")))
        assert not writer.flush(0.0)
        raw.execute("PRAGMA max_page_count = 1000000").fetchall()
        assert writer.flush(PATIENCE_S)
        assert writer.trouble is None
        assert scalar(raw, "SELECT group_concat(length(body)) FROM doc_update") == "200000,5"
    assert outcomes[0] == ("big", Reason.DISK_FULL)
    assert outcomes[-2:] == [("big", None), ("later", None)]
    assert outcomes.count(("big", Reason.DISK_FULL)) == 1
    assert ("later", Reason.DISK_FULL) not in outcomes


def test_closing_on_a_full_disk_says_that_not_all_is_kept(tmp_path: Path) -> None:
    with writing(tmp_path, _at_once) as (writer, raw):
        pages = scalar(raw, "PRAGMA page_count")
        raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        writer.put(update(bytes(200_000)))
        assert not writer.close(PATIENCE_S)


def test_nobody_waits_for_a_disk_that_goes_on_failing(tmp_path: Path) -> None:
    with writing(tmp_path, _at_once) as (writer, raw):
        pages = scalar(raw, "PRAGMA page_count")
        raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        writer.put(update(bytes(200_000)))
        begun = time.monotonic()
        for _ in range(6):  # the pauses between its own tries would be 20 s by now
            assert not writer.flush(threading.TIMEOUT_MAX)
        assert time.monotonic() - begun < PATIENCE_S / 2


def test_nothing_is_taken_in_silence_after_closing(tmp_path: Path) -> None:
    with writing(tmp_path, _at_once) as (writer, _raw):
        writer.put(update(b"one"))
        assert writer.close(PATIENCE_S)
        with pytest.raises(RuntimeError):
            writer.put(update(b"two"))


@pytest.mark.log_expected
def test_a_listener_that_fails_does_not_stop_the_writing(tmp_path: Path) -> None:
    def fail(_outcome: Outcome) -> None:
        raise RuntimeError("a bug elsewhere")

    with writing(tmp_path, _at_once) as (writer, raw):
        writer.put(update(b"one", fail))
        assert writer.flush(PATIENCE_S)
        writer.put(update(b"two"))
        assert writer.flush(PATIENCE_S)
        assert scalar(raw, "SELECT count(*) FROM doc_update") == 2


def test_the_writing_connection_synchronises_every_commit(tmp_path: Path) -> None:
    raw = driver.open_writing(tmp_path / DATABASE)
    assert scalar(raw, "PRAGMA synchronous") == 2
    assert scalar(raw, "PRAGMA foreign_keys") == 1
    assert scalar(raw, "PRAGMA busy_timeout") == 5_000
    raw.close()


def _at_once(told: Callable[[], None]) -> None:
    told()


def test_waiting_a_moment_tells_whether_all_is_committed(tmp_path: Path) -> None:
    store = Store.open(tmp_path, writes_later=True)
    store.write(update(b"a letter"))
    assert not store.wait(PATIENCE_S), "nobody writes yet, so nothing is waited for"
    store.begin_writing()
    assert store.wait(PATIENCE_S)
    assert store.load(NOTES) == (b"a letter",)
    store.close()


def test_nothing_is_written_before_writing_begins(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    store = Store.open(tmp_path, writes_later=True)
    told = threading.Event()
    store.write(update(b"early", lambda _outcome: told.set()))
    assert store.load(NOTES) == ()
    assert store.begin_writing()
    assert told.wait(PATIENCE_S)
    assert store.load(NOTES) == (b"early",)
    assert not store.begin_writing()
    store.close()
