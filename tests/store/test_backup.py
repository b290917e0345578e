"""A backup is a sound database with all that was acknowledged, and comes back whole."""

import threading
from pathlib import Path

import pytest

from moderator.domain.errors import BadInput, Reason, StoreTooNew
from moderator.store import backup, copies
from moderator.store.backup import Why
from moderator.store.copies import BACKUPS, DATABASE
from moderator.store.database import Store
from moderator.store.driver import connect, scalar
from moderator.store.writes import Outcome, Update, Write
from tests.store.kit import NOTES, PATIENCE_S, Typist, change, text_of


def typed(folder: Path, text: str) -> None:
    """Add text to the notes in a folder, and close everything."""
    store = Store.open(folder)
    Typist(store).type(text)
    assert store.close()


def test_a_backup_made_while_typing_has_all_that_was_acknowledged_before(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    acknowledged = [0]
    going = threading.Event()
    stop = threading.Event()

    def done(_outcome: Outcome) -> None:
        acknowledged[0] += 1
        if acknowledged[0] >= 20:
            going.set()

    def type_on() -> None:
        while not stop.is_set():
            store.write(Write((Update(NOTES, bytes(500), True, 1),), done=done))
            store.flush(PATIENCE_S)

    typing = threading.Thread(target=type_on)
    typing.start()
    assert going.wait(PATIENCE_S)
    for n in range(10):
        before = acknowledged[0]
        store.backup_to(tmp_path / f"{n}.db")
        raw = connect(tmp_path / f"{n}.db", immutable=True)
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert scalar(raw, "SELECT count(*) FROM doc_update") >= before
        raw.close()
    stop.set()
    typing.join()
    store.close()
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_is_one_file_and_restores_what_was_there(tmp_path: Path) -> None:
    folder, kept = tmp_path / "data", tmp_path / "usb" / "kept.db"
    store = Store.open(folder)
    typist = Typist(store)
    typist.type("kept")
    store.flush(PATIENCE_S)
    store.backup_to(kept)
    assert [f.name for f in kept.parent.iterdir()] == ["kept.db"]
    typist.type(" and later")
    store.close()
    safe = backup.restore(folder, kept)
    again = Store.open(folder)
    assert text_of(again) == "kept"
    again.close()
    assert safe is not None
    backup.restore(folder, safe)
    again = Store.open(folder)
    assert text_of(again) == "kept and later"
    again.close()


def test_restoring_into_an_empty_folder_needs_no_copy(tmp_path: Path) -> None:
    typed(tmp_path / "data", "word")
    assert backup.restore(tmp_path / "new" / "data", tmp_path / "data" / DATABASE) is None
    store = Store.open(tmp_path / "new" / "data")
    assert text_of(store) == "word"
    store.close()


def test_a_log_left_by_a_killed_program_is_not_taken_for_the_restored_ones(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    typed(folder, "old")
    kept = tmp_path / "kept.db"
    kept.write_bytes((folder / DATABASE).read_bytes())
    # a connection that is never closed leaves its log, as a killed program does
    raw = connect(folder / DATABASE)
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    raw.execute("UPDATE doc_update SET made_utc_ms = 99")
    (tmp_path / "wal").write_bytes((folder / f"{DATABASE}-wal").read_bytes())
    raw.close()
    (folder / DATABASE).write_bytes(kept.read_bytes())
    (folder / f"{DATABASE}-wal").write_bytes((tmp_path / "wal").read_bytes())
    safe = backup.restore(folder, kept)
    store = Store.open(folder)
    assert store.last_change_utc_ms((NOTES,)) == 1_000
    store.close()
    assert safe is not None
    raw = connect(safe, immutable=True)
    assert scalar(raw, "SELECT made_utc_ms FROM doc_update") == 99
    raw.close()


def test_a_damaged_database_is_moved_aside_and_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    typed(folder, "kept")
    kept = tmp_path / "kept.db"
    kept.write_bytes((folder / DATABASE).read_bytes())
    (folder / DATABASE).write_bytes(b"damaged" * 999)
    safe = backup.restore(folder, kept)
    assert safe is not None
    assert safe.read_bytes() == b"damaged" * 999
    store = Store.open(folder)
    assert text_of(store) == "kept"
    store.close()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(8_000)])
def test_garbage_is_no_backup_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    folder, garbage = tmp_path / "data", tmp_path / "garbage.db"
    typed(folder, "kept")
    before = (folder / DATABASE).read_bytes()
    garbage.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        backup.restore(folder, garbage)
    assert refused.value.reason is Reason.NOT_A_BACKUP
    assert (folder / DATABASE).read_bytes() == before
    assert not (folder / BACKUPS).exists()


def test_another_programs_database_is_no_backup(tmp_path: Path) -> None:
    change(tmp_path / "other.db", "CREATE TABLE document (id INTEGER)")
    with pytest.raises(BadInput) as refused:
        backup.restore(tmp_path / "data", tmp_path / "other.db")
    assert refused.value.reason is Reason.NOT_A_BACKUP


def test_a_damaged_backup_is_no_backup(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    typed(folder, "word " * 4_000)
    broken = bytearray((folder / DATABASE).read_bytes())
    broken[8_192:40_960] = bytes(32_768)
    (tmp_path / "broken.db").write_bytes(broken)
    with pytest.raises(BadInput) as refused:
        backup.restore(folder, tmp_path / "broken.db")
    assert refused.value.reason is Reason.NOT_A_BACKUP


def test_a_missing_backup_is_told_as_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        backup.restore(tmp_path, tmp_path / "nowhere.db")
    assert refused.value.reason is Reason.FILE_MISSING


def test_a_newer_programs_backup_is_refused(tmp_path: Path) -> None:
    typed(tmp_path, "word")
    change(tmp_path / DATABASE, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew):
        backup.restore(tmp_path / "data", tmp_path / DATABASE)


def test_backups_of_the_same_moment_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.put_state("fact", "x" * 200_000)
    for _ in range(6):
        store.backup_soon()
    assert store.close()
    files = list((tmp_path / "backups").iterdir())
    assert len(files) == 6
    for file in files:
        copies.verify(file)


def test_automatic_backups_hold_what_was_written_just_before(store: Store) -> None:
    Typist(store).type("word")
    file = store.backup_now()
    assert file is not None
    copies.verify(file)
    store.backup_soon()
    Typist(store).type("later")
    store.close()
    assert len(backup.automatic_backups(store.folder)) == 2


def test_a_day_gets_one_backup_of_its_own(store: Store) -> None:
    assert store.backup_now(Why.DAY) is not None
    assert store.backup_now(Why.DAY) is None


def test_the_newest_backups_and_the_last_of_each_day_stay() -> None:
    of_today = [Path(f"moderator-2026-11-24-12{n:02}00-day.db") for n in range(30)]
    of_days = [
        Path(f"moderator-2026-{month:02}-{day:02}-{hour:02}0000-meeting-closed.db")
        for month in (9, 10)
        for day in range(1, 29)
        for hour in (9, 18)
    ]
    gone = set(backup.beyond_their_time([*of_days, *of_today]))
    kept = [file for file in (*of_days, *of_today) if file not in gone]
    assert [f for f in of_today if f not in gone] == of_today[-24:]
    assert sum("-18" in f.name for f in kept) == 29
    assert not any("-090000" in f.name for f in kept)
    assert min(f.name for f in kept).startswith("moderator-2026-09-28")
