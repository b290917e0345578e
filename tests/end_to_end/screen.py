"""A virtual screen with a keyboard, for tests that press real keys in the real program."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from moderator.app import door
from moderator.domain.errors import ModeratorError

# X keycodes by what a US keyboard has there. Escape's is 9, which xdotool takes for the digit.
_ROWS = {10: "1234567890", 24: "QWERTYUIOP", 38: "ASDFGHJKL", 52: "ZXCVBNM"}
CODES = {letter: start + n for start, row in _ROWS.items() for n, letter in enumerate(row)}
_NAMES = {
    "Return": "36", "Enter": "104", "Backspace": "22", "Escape": "Escape", "Space": "65",
    "Tab": "23", "Delete": "119", "Up": "111", "Down": "116", "F11": "95", "F12": "96", "/": "61",
    **{f"F{n}": str(66 + n) for n in range(1, 11)},
}  # fmt: skip
_MODIFIERS = {"Ctrl": "37", "Shift": "50", "Alt": "64"}
_PATIENCE_S = 20.0
_BREATH_S = 0.02


def chord(key: str) -> str:
    """Return Qt's name of a key as keycodes, so that no layout can lend xdotool another key."""
    *modifiers, last = key.split("+")
    code = _NAMES.get(last) or str(CODES[last.upper()])
    return "+".join([*(_MODIFIERS[m] for m in modifiers), code])


def until(fits: Callable[[], Any], what: str, patience_s: float = _PATIENCE_S) -> Any:
    """Wait until ``fits`` gives something true, and return it."""
    deadline, pause = time.monotonic() + patience_s, threading.Event()
    while True:
        found = fits()
        if found:
            return found
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain: {what}")
        pause.wait(_BREATH_S)


class VirtualScreen:
    """An X server nobody sees, and its keyboard."""

    def __init__(self, display: str) -> None:
        self.display = display

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a program that is to show its windows here."""
        here = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "PYTHONFAULTHANDLER": "1"}
        return os.environ | here | {"LC_ALL": "C.UTF-8"} | more

    def run(self, *command: str) -> str:
        """Run a command on the screen and return what it prints."""
        done = subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def use_layout(self, layout: str) -> None:
        """Give the keyboard one or several layouts; the first one is in use."""
        self.run("setxkbmap", "-layout", layout)

    def press(self, *keys: str, delay_ms: int = 12) -> None:
        """Press keys, named as Qt names them, one after the other."""
        self.run("xdotool", "key", "--delay", str(delay_ms), *map(chord, keys))

    def hold(self, key: str, seconds: float) -> None:
        """Rest a finger on a key."""
        self.run("xdotool", "keydown", chord(key), "sleep", str(seconds), "keyup", chord(key))

    def type(self, text: str, delay_ms: int = 12) -> None:
        """Type letters of the US layout."""
        self.run("xdotool", "type", "--delay", str(delay_ms), text)

    def find(self, title: str) -> str:
        """Return the id of a shown window whose title fits, or empty text."""
        command = ("xdotool", "search", "--onlyvisible", "--name", title)
        found = subprocess.run(command, env=self.environment(), capture_output=True, text=True)
        return found.stdout.split("\n", 1)[0]

    def focus(self, title: str) -> str:
        """Give a window the keyboard and return its id."""
        window: str = until(lambda: self.find(title), f"a window named {title}")
        self.run("xdotool", "windowfocus", "--sync", window)
        return window


def need(*programs: str) -> None:
    """Fail, in one sentence, where a program for the virtual screen is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.fail(
            f"{', '.join(missing)} is not installed; `make test` installs it, "
            "or install the packages xvfb, xdotool and x11-xkb-utils.",
            pytrace=False,
        )


@contextmanager
def virtual_screen(width_px: int = 1366, height_px: int = 768) -> Iterator[VirtualScreen]:
    """Start an X server on a free display."""
    need("Xvfb", "xdotool", "setxkbmap")
    read, write = os.pipe()
    size = f"{width_px}x{height_px}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as number:
            display = number.readline().strip()
        assert display, "Xvfb did not start"
        yield VirtualScreen(f":{display}")
    finally:
        server.terminate()
        server.wait(timeout=10)


class RunningProgram:
    """The program as a child process, asked through its door."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.process = process
        self.folder = folder

    def ask(self, verb: str, **args: Any) -> Any:
        """Ask through the door."""
        return door.ask(self.folder, verb, args)

    def answers(self) -> bool:
        """Return whether the forum is open."""
        assert self.process.poll() is None, self.process.communicate()
        try:
            return bool(self.ask("show", what="agenda"))
        except (ConnectionError, ModeratorError):
            return False

    def queue(self) -> dict[str, Any]:
        """Return the list of speakers and who has the floor."""
        value: dict[str, Any] = self.ask("show", what="queue")
        return value

    def notes(self) -> str:
        """Return all notes as text."""
        items = self.ask("show", what="notes")["notes"]
        return "\n".join(line["text"] for item in items for line in item["lines"])

    def kill(self) -> None:
        """Kill the program where it stands."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@contextmanager
def running(
    screen: VirtualScreen, folder: Path, command: Sequence[str] = ()
) -> Iterator[RunningProgram]:
    """Start the program over a data folder, wait until its forum is open, and end it."""
    whole = command or ["-m", "moderator.app.cli", "--data", str(folder)]
    process = subprocess.Popen(
        [sys.executable, *whole], env=screen.environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    program = RunningProgram(process, folder)
    try:
        until(program.answers, "the program opens its forum")
        yield program
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)
