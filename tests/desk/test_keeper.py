"""What changes reaches the disk once, in one piece, and is seen before it is there."""

import asyncio
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from moderator.desk.desk import Desk
from moderator.desk.room import Room
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, StoreFailed
from moderator.store.driver import connect, scalar
from moderator.store.writes import Outcome, Write
from tests.desk.kit import add_meeting, desk_over, items, names, small_forum, speaks
from tests.domain.hall import SECOND, FakeClock


class HeldUp:
    """Stands between keeper and store: hands writes over only when told to."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.writes: list[Write] = []
        self._write: Callable[[Write], None] = desk.store.write
        monkeypatch.setattr(desk.store, "write", self.writes.append)

    def fail(self, reason: Reason) -> None:
        outcome = Outcome(StoreFailed(reason, file="moderator.db"))
        for write in self.writes:
            if write.done:
                write.done(outcome)

    def let_go(self) -> None:
        while self.writes:
            self._write(self.writes.pop(0))


def test_a_meeting_entered_again_shows_what_the_disk_has_not_taken_yet(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_meeting(desk, "Other")
    desk.commit()
    held_up = HeldUp(desk, monkeypatch)
    room.floor.add("Anna")
    room.notes.edit(items(room)[0], 0, 0, "typed")
    meeting = room.id
    desk.select_meeting(other)
    desk.select_meeting(meeting)
    assert names(desk.room) == ["Anna"]
    desk.room.notes.edit(items(desk.room)[0], 5, 0, " on")
    held_up.let_go()
    desk.commit()
    assert desk.room.notes.text(items(desk.room)[0]) == "typed on"
    assert desk.store.check() == ()


def test_a_failing_disk_is_told_until_it_works_and_nothing_is_lost(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.commit()
    assert desk.saved.pending == 0
    told: list[Changes] = []
    desk.listen(told.append)
    held_up = HeldUp(desk, monkeypatch)
    room.floor.add("Anna")
    room.floor.add("Boris")
    assert desk.saved.pending == 2
    held_up.fail(Reason.DISK_FULL)
    held_up.fail(Reason.DISK_FAILED)
    assert desk.saved.pending == 2
    assert "moderator.db" in desk.saved.failed
    assert "kept in memory" in desk.saved.failed
    assert "Boris" in asyncio.run(desk.export())  # to another disk, say
    held_up.let_go()
    desk.commit()
    assert desk.saved.pending == 0
    assert desk.saved.failed == ""
    assert told[-1] == Changes(saved=True)


def test_one_command_is_one_commit_and_told_once(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.commit()
    held_up = HeldUp(desk, monkeypatch)
    told: list[Changes] = []
    desk.listen(told.append)
    room.floor.point_of_order("Anna", now=True)
    assert [w for w in held_up.writes if w.updates] == [held_up.writes[-1]]
    assert told == [Changes(floor=True)]
    held_up.let_go()


def test_a_document_whose_snapshot_is_bad_is_read_from_its_whole_log(tmp_path: Path) -> None:
    with desk_over(tmp_path) as desk:
        room = small_forum(desk)
        for n in range(250):  # enough for a snapshot at closing
            room.notes.edit(items(room)[0], n, 0, "x")
        document = room.session.notes.name
    spoil_snapshots(tmp_path / "moderator.db")
    with desk_over(tmp_path) as desk:
        assert desk.room.notes.text(items(desk.room)[0]) == "x" * 250
        assert desk.room.session.notes.name == document


def spoil_snapshots(file: Path) -> None:
    """Put bytes that are no update, with a checksum that fits, in the place of every snapshot."""
    body = b"\xff\xff\xff"
    raw = connect(file)
    raw.execute("UPDATE doc_snapshot SET body = ?, sha256 = ?", (body, sha256(body).digest()))
    assert scalar(raw, "SELECT count(*) FROM doc_snapshot") > 0
    raw.close()


def test_a_name_corrected_elsewhere_reaches_the_record_of_speeches(
    desk: Desk, room: Room, clock: FakeClock
) -> None:
    anna = speaks(room, "Ana")
    clock.wait(SECOND)
    room.floor.end()
    with room.session.batch():
        room.session.floor.append((), {anna: "Anna"})
    desk.commit()
    (row,) = desk.store.speeches(desk.forum.id, room.id)
    assert row.speech.name == "Anna"
    with room.session.batch():
        room.session.floor.erase_names([anna])
    desk.commit()
    (row,) = desk.store.speeches(desk.forum.id, room.id)
    assert row.speech.name == ""
    assert desk.store.check() == ()


def test_the_days_backup_is_made_once_and_not_of_an_empty_folder(tmp_path: Path) -> None:
    def backups() -> list[str]:
        return sorted(f.name for f in (tmp_path / "backups").glob("*.db"))

    with desk_over(tmp_path):
        pass
    assert backups() == []
    for _ in range(2):
        with desk_over(tmp_path):
            pass
    assert len(backups()) == 1
    assert backups()[0].endswith("-day.db")


def test_closing_a_meeting_makes_a_backup_with_the_closing_in_it(
    tmp_path: Path, clock: FakeClock
) -> None:
    with desk_over(tmp_path, clock) as desk:
        room = small_forum(desk)
        speaks(room)
        room.floor.close_meeting()
        last = room.session.fold.events[-1].id
    (file,) = (tmp_path / "backups").glob("*-meeting-closed.db")
    assert last.encode() in file.read_bytes()
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)
