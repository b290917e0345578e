"""Who runs a command: the process that holds the folder, else the one that asks."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from moderator.store.lock import FolderLock
from tests.app.command_line import FILES, ROOT, Line, process, waiting
from tests.app.holding import holder


def test_a_held_folder_is_told_after_the_wait(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moderator.app.holder.WAIT_S", 0.1)
    with FolderLock(line.folder):
        assert line.refused("show").startswith("Another Moderator is using")


# ---- beside a holder


def test_while_somebody_holds_the_folder_commands_go_through_the_door(own: Line) -> None:
    heard: list[str] = []
    with holder(own.folder, heard):
        own.ok("floor", "add", "Anna")
        own.ok("note", "add", "through the door")
        assert waiting(own) == ["Anna"]
        assert own.refused("floor", "pause") == "Nobody has the floor; call a speaker first."
        assert own.value("import", str(FILES / "people.csv"))["added"] > 0
        assert own.value("import", str(FILES / "people.csv"))["added"] == 0
        exported = own.ok("export", "json")
        assert own.ok("check") == "All is well.\n"
        # the holder speaks Kazakh; whoever asks need not
        sample = ("show", "agenda", "--forum", "9th", "--language", "en")
        assert own.value(*sample)["agenda"]["items"][0]["title"] == "Opening of the forum"
    assert heard[:4] == ["floor.add", "note.add", "show", "floor.pause"]
    assert own.ok("export", "json") == exported
    assert waiting(own) == ["Anna"]


def at_once(count: int, act: Callable[[int], "subprocess.CompletedProcess[str]"]) -> None:
    with ThreadPoolExecutor(count) as pool:
        for done in pool.map(act, range(count)):
            assert (done.returncode, done.stderr) == (0, "")


def test_ten_processes_at_once_each_add_their_speaker_once(own: Line) -> None:
    at_once(10, lambda n: process(own.folder, "floor", "add", f"P{n}"))
    assert sorted(waiting(own)) == sorted(f"P{n}" for n in range(10))
    assert own.ok("check") == "All is well.\n"


def test_processes_through_the_door_each_add_their_speaker_once(own: Line) -> None:
    with holder(own.folder):
        at_once(6, lambda n: process(own.folder, "floor", "add", f"P{n}"))
    assert sorted(waiting(own)) == sorted(f"P{n}" for n in range(6))


# ---- the terminal


def test_a_terminal_without_the_letters_is_no_reason_to_fail(own: Line) -> None:
    own.ok("floor", "add", "Әлия")
    plain = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = process(own.folder, "show", "queue", env=plain)
    assert (done.returncode, done.stderr) == (0, "")
    done = process(own.folder, "floor", "withdraw", "Нет", env=plain)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    done = process(own.folder, "export", "json", env=plain)
    assert "Әлия" in done.stdout  # a file for machines is UTF-8 wherever it is made


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such bytes on a command line")
def test_bytes_that_are_no_text_are_kept_as_a_sign(own: Line) -> None:
    command = [sys.executable, "-m", "moderator.app.cli", "--data", str(own.folder)]
    done = subprocess.run(
        [*command, "floor", "add", b"Anna\xff"], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert waiting(own) == ["Anna\N{REPLACEMENT CHARACTER}"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes and devices")
def test_a_reader_that_has_seen_enough_and_a_full_disk(own: Line) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = process(own.folder, "show", stdout=pipe, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, "")
    full = Path("/dev/full")
    if full.exists():
        with full.open("wb") as disk:
            done = process(own.folder, "export", "json", stdout=disk, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "Traceback" not in done.stderr
