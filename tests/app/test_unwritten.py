"""On a full disk a command through the door is done, told as such, and not done twice."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.unwritten import KEPT_MS, Unwritten
from moderator.domain.changes import Changes
from moderator.store import driver
from moderator.store.tables import Tables
from moderator.store.writes import Write
from tests.app.command_line import Line, waiting
from tests.app.holding import PATIENCE_S, holder
from tests.desk.kit import desk_over
from tests.domain.hall import FakeClock

ADDING = (
    ("note", "add", "The hall is full."),
    ("floor", "add", "Anna"),
    ("meeting", "item", "One more"),
    ("meeting", "add", "Night", "--date", "2026-11-24"),
    ("new", "Another forum"),
)


class Disk:
    """A disk that takes nothing while it is full."""

    def __init__(self) -> None:
        self.full = False
        self.refused = threading.Event()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    made = Disk()
    transact = Tables._transact

    def refuse(tables: Tables, batch: tuple[Write, ...], *, all_rows: bool) -> None:
        if made.full:
            made.refused.set()
            raise driver.module.OperationalError("database or disk is full")
        transact(tables, batch, all_rows=all_rows)

    monkeypatch.setattr(Tables, "_transact", refuse)
    yield made
    made.full = False


def times(line: Line, command: tuple[str, ...]) -> int:
    """Return how often what a command adds is there."""
    if command[0] == "new":
        return line.ok("forums").count(command[1])
    each = 3 if command[0] == "meeting" else 1  # a title stands there in three languages
    return line.ok("export", "json").count(f'"{command[2]}"') // each


@pytest.mark.parametrize("command", ADDING, ids=" ".join)
def test_what_a_full_disk_does_not_take_is_done_once_however_often_it_is_tried(
    own: Line, disk: Disk, command: tuple[str, ...]
) -> None:
    with holder(own.folder):
        disk.full = True
        for _ in range(3):
            code, out, err = own.run("--json", *command)
            assert code == 3
            assert json.loads(out)
            assert "do not repeat" in err
            assert err.count("\n") == 1
        disk.full = False
        code, out, err = own.run("--json", *command)
        assert (code, err) == (0, "")
        assert times(own, command) == 1
        own.ok(*command)
        assert times(own, command) == 2


def test_what_may_be_meant_twice_is_done_twice(own: Line, disk: Disk) -> None:
    own.ok("floor", "add", "Anna")
    own.ok("floor", "add", "Boris")
    with holder(own.folder):
        disk.full = True
        for left in (["Boris"], []):
            assert own.run("floor", "call")[0] == 3
            assert waiting(own) == left
        disk.full = False


@pytest.mark.log_expected
def test_without_a_window_what_the_disk_does_not_take_is_not_done(own: Line, disk: Disk) -> None:
    disk.full = True
    assert "full" in own.refused("note", "add", "Lost")
    disk.full = False
    assert "Lost" not in own.ok("show", "notes")


def test_the_same_words_count_as_new_a_minute_after_they_were_written(tmp_path: Path) -> None:
    clock = FakeClock()
    with desk_over(tmp_path, clock) as desk:
        desk.commit(PATIENCE_S)
        unwritten = Unwritten(desk.keeper)
        unwritten.remember("note.add", {"text": "x", "language": "kk"}, 7)
        clock.wait(10 * KEPT_MS)
        found = unwritten.find("note.add", {"language": "ru", "text": "x"})
        assert found is not None
        assert found.value == 7
        assert unwritten.find("note.add", {"text": "y"}) is None
        unwritten._heard(Changes(saved=True))
        clock.wait(KEPT_MS - 1)
        assert unwritten.find("note.add", {"text": "x"}) is found
        clock.wait(1)
        assert unwritten.find("note.add", {"text": "x"}) is None
