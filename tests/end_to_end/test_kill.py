"""kill -9 at any moment loses no acknowledged key press and no floor command."""

import ast
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from moderator.app import door
from moderator.app.alone import alone
from moderator.desk.desk import Desk
from moderator.domain.errors import ModeratorError
from moderator.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
CHILD = [sys.executable, str(Path(__file__).with_name("working_child.py"))]
PROGRAM = [sys.executable, "-m", "moderator.app.cli", "--data"]


def start(*command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )


def all_names(desk: Desk) -> Counter[str]:
    """Return who waits on any item of the meeting in front."""
    return Counter(
        s.name for i in desk.room.agenda().items for s in desk.room.floor_view(i.id).queue
    )


# ---- a desk that types and adds


class Promises:
    """What killed programs had said is on the disk."""

    def __init__(self) -> None:
        self.called_mono_ms = 0
        self.text = ""
        self.names: set[str] = set()

    def hear(self, line: str) -> None:
        if not line.endswith("\n"):
            return  # the program died while it spoke
        what, _, rest = line.rstrip("\n").partition(" ")
        if what == "called":
            assert self.called_mono_ms in (0, int(rest))  # one speech all the time
            self.called_mono_ms = int(rest)
        elif what == "added":
            self.names.add(rest)
        else:
            self.text = ast.literal_eval(rest)

    def look(self, folder: Path) -> None:
        """Compare with what a new start of the program finds."""
        with alone(folder, Settings()) as host:
            desk = host.desk
            room = desk.room
            before_ms = desk.clock.read().mono_ms
            elapsed_ms = room.reading().elapsed_ms
            after_ms = desk.clock.read().mono_ms
            assert before_ms <= self.called_mono_ms + elapsed_ms <= after_ms
            assert room.questions.open is None
            assert room.session.state.item is not None
            assert room.notes.text(room.session.state.item).startswith(self.text)
            assert self.names <= all_names(desk).keys()
            assert max(all_names(desk).values()) == 1
            assert desk.store.check() == ()


def work_until_killed(folder: Path, promises: Promises, draw: random.Random) -> None:
    child = start(*CHILD, str(folder))
    assert child.stdout is not None
    assert child.stderr is not None
    with child, child.stdout as said, child.stderr as wrong:
        for _ in range(draw.randint(1, 60)):
            promises.hear(said.readline())
        threading.Event().wait(draw.random() * 0.02)  # at any moment, not only after a promise
        child.kill()
        for line in said:
            promises.hear(line)
        assert wrong.read() == ""


def kill_desks(folder: Path, kills: int) -> None:
    draw = random.Random(kills)
    promises = Promises()
    for _ in range(kills):
        work_until_killed(folder, promises, draw)
        promises.look(folder)
    assert promises.names
    assert promises.text


def test_a_killed_desk_has_kept_every_key_and_the_running_clock(tmp_path: Path) -> None:
    kill_desks(tmp_path / "data", 4)


@pytest.mark.long
def test_a_desk_killed_many_times_has_kept_everything(tmp_path: Path) -> None:
    kill_desks(tmp_path / "data", 60)


# ---- the command line


def kill_commands(folder: Path, kills: int) -> None:
    draw = random.Random(kills)
    begun = time.monotonic()
    with start(*PROGRAM, str(folder), "floor", "open") as command:
        assert command.wait(PATIENCE_S) == 0
    usual_s = time.monotonic() - begun
    promised: set[str] = set()
    names = [f"name-{n}" for n in range(kills)]
    for name in names:
        with start(*PROGRAM, str(folder), "floor", "add", name) as command:
            try:
                command.wait(usual_s * draw.uniform(0.4, 1.2))
            except subprocess.TimeoutExpired:
                command.kill()
            if command.wait(PATIENCE_S) == 0:
                promised.add(name)
    with alone(folder, Settings()) as host:
        desk = host.desk
        found = all_names(desk)
        assert promised <= found.keys()
        assert max(found.values()) == 1
        assert desk.store.check() == ()


def test_a_killed_command_was_run_once_or_not_at_all(tmp_path: Path) -> None:
    kill_commands(tmp_path / "data", 6)


@pytest.mark.long
def test_many_killed_commands_were_run_once_or_not_at_all(tmp_path: Path) -> None:
    kill_commands(tmp_path / "data", 100)


# ---- the window


def ask_when_ready(folder: Path, verb: str, **args: Any) -> Any:
    """Ask the window that is starting, until it answers."""
    until = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while True:
        try:
            return door.ask(folder, verb, args)
        except (ConnectionError, ModeratorError):
            assert time.monotonic() < until
        pause.wait(0.02)


def kill_windows(folder: Path, kills: int) -> None:
    draw = random.Random(kills)
    kept: list[str] = []
    for kill in range(kills):
        with start(*PROGRAM, str(folder), "run") as window:
            ask_when_ready(folder, "forums")
            if kill == 0:
                door.ask(folder, "floor.call", {})
            for n in range(draw.randint(1, 30)):
                line = f"line {kill}-{n}"
                door.ask(folder, "note.add", {"text": line})
                kept.append(line)
            window.kill()
        with alone(folder, Settings()) as host:
            desk = host.desk
            item = desk.room.session.state.item
            assert item is not None
            assert [line.text for line in desk.room.notes.lines(item)] == kept
            assert desk.room.session.state.current is not None
            assert desk.store.check() == ()


def test_a_killed_window_has_kept_what_it_answered_for(tmp_path: Path) -> None:
    kill_windows(tmp_path / "data", 2)


@pytest.mark.long
def test_a_window_killed_many_times_has_kept_what_it_answered_for(tmp_path: Path) -> None:
    kill_windows(tmp_path / "data", 20)
