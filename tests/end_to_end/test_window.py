"""The real program in its window: what keys do to the meeting, told by its own door."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.screen import RunningProgram, VirtualScreen, running, until, virtual_screen

GUARD_S = 1.05
"""A second call within a second is refused."""


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with virtual_screen() as made:
        yield made


@pytest.fixture
def program(screen: VirtualScreen, tmp_path: Path) -> Iterator[RunningProgram]:
    screen.use_layout("us")
    with running(screen, tmp_path) as started:
        started.ask("floor.open")
        screen.focus("Moderator")
        yield started


def _speaks(program: RunningProgram) -> str:
    speaking = program.queue()["speaking"]
    return str(speaking["request"]) if speaking else ""


def _clock(program: RunningProgram) -> str:
    speaking = program.queue()["speaking"]
    return str(speaking["clock"]) if speaking else ""


def _allotted(program: RunningProgram) -> int:
    return int(program.queue()["speaking"]["allotted_ms"])


def _waits(program: RunningProgram) -> list[str]:
    return [row["name"] for row in program.queue()["waiting"]]


def _called(program: RunningProgram, before: str = "") -> str:
    found: str = until(lambda: _speaks(program) not in ("", before) and _speaks(program), "a call")
    return found


def test_a_speech_is_run_with_keys_while_notes_are_typed_on_a_kazakh_keyboard(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    screen.use_layout("kz")
    screen.press("F6")  # to the notes
    waiting = _waits(program)
    screen.press("Q", "W", "F8", "F8", "F8", "E")
    _called(program)
    until(lambda: "йцу" in program.notes(), "what was typed around the call")
    assert _waits(program) == waiting[1:], "a second call within a second is refused"
    screen.press("F7")
    until(lambda: _clock(program) == "paused", "the clock is paused")
    screen.press("Ctrl+Shift+Return")
    until(lambda: _clock(program) == "running", "the clock runs again")
    allotted_ms = _allotted(program)
    screen.press("F9", "F9", "Shift+F9", "F9")
    until(lambda: _allotted(program) == allotted_ms + 60_000, "a minute more")
    screen.press("Shift+F7")
    until(lambda: not _speaks(program), "the speech is over")
    assert len(program.queue()["past"]) == 1
    assert _waits(program) == waiting[1:]


def test_calls_are_taken_back_and_a_held_key_calls_once(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    waiting = _waits(program)
    screen.hold("F8", 2.0)
    first = _called(program)
    assert _waits(program) == waiting[1:], "a held key calls once, though the second is over"
    screen.press("Ctrl+Return")
    _called(program, first)
    screen.press("Shift+F8")
    until(lambda: _speaks(program) == first, "the first speaker never stopped")
    assert _waits(program) == waiting[1:]
    assert program.queue()["past"] == []


def test_a_stray_point_of_order_does_no_harm_and_a_meant_one_holds_the_speech(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    screen.press("F8")
    speaker = _called(program)
    screen.press("F5", "Escape")
    screen.press("F5")
    screen.type("Aruzhan")
    time_before = program.queue()["held"]
    assert time_before == []
    screen.press("Return")
    until(lambda: program.queue()["held"], "the speech is held")
    assert program.queue()["speaking"]["kind"] == "point-of-order"
    assert program.queue()["held"][0]["request"] == speaker
    screen.press("F5")
    screen.type("Later")
    screen.press("Shift+Return")
    until(lambda: _waits(program)[0] == "Later", "a point of order waits in front")
    _wait_for_guard()
    screen.press("F8")
    until(lambda: _speaks(program) == speaker, "the floor goes back")


def _wait_for_guard() -> None:
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > GUARD_S, "the guard's second")


def test_names_are_added_by_typing_and_escape_gives_the_list_its_keys_back(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    before = _waits(program)
    screen.press("F4")
    screen.type("New name one")
    screen.press("Return")
    screen.type("Another two")
    screen.press("Return")
    until(lambda: _waits(program) == [*before, "New name one", "Another two"], "two names more")
    screen.press("Escape", "Alt+Down")
    until(lambda: _waits(program)[:2] == before[1::-1], "the first row is moved down by key")


def test_other_windows_open_and_close_by_key_and_take_the_floors_keys(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    screen.press("F10")
    screen.focus("Strip")
    screen.press("F8")
    _called(program)
    screen.press("F10")
    until(lambda: not screen.find("Strip"), "the strip is closed")
    screen.focus("Moderator")
    screen.press("F11")
    screen.focus("Stage display")
    screen.press("F7")
    until(lambda: _clock(program) == "paused", "F7 works in the stage window")
    screen.press("F11")
    until(lambda: not screen.find("Stage display"), "the stage is closed")
    screen.focus("Moderator")
    screen.press("F1")
    until(lambda: screen.find("^Keys"), "the sheet of keys")
    screen.press("F1")
    until(lambda: not screen.find("^Keys"), "the sheet is closed by its key")
    screen.focus("Moderator")
    screen.press("Ctrl+K")
    screen.type("new forum")
    screen.press("Return")
    screen.focus("^New forum")
    screen.press("Escape")
    until(lambda: not screen.find("^New forum"), "the form is closed")


def test_a_second_start_shows_the_first_window_and_ends(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moderator.app.cli", "--data", str(program.folder)],
        env=screen.environment(), capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert program.process.poll() is None


def test_quitting_leaves_everything_on_the_disk(
    program: RunningProgram, screen: VirtualScreen
) -> None:
    screen.press("F6")
    screen.type("The last words of the day", delay_ms=2)
    screen.press("Ctrl+Q")
    program.process.wait(timeout=20)
    assert program.process.returncode == 0
    shown = _command(screen, program.folder, "show", "notes")
    assert "The last words of the day" in shown


def _command(screen: VirtualScreen, folder: Path, *words: str) -> str:
    command: list[Any] = [sys.executable, "-m", "moderator.app.cli", "--data", folder, *words]
    return subprocess.run(
        command, env=screen.environment(), capture_output=True, text=True, check=True, timeout=60
    ).stdout
