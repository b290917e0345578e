"""Two real windows at one hub: keys pressed in both arrive in both, in one and the same note.

With MODERATOR_FILM naming a folder, pictures of the screen are kept there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from moderator.app import door
from moderator.domain.errors import ModeratorError
from tests.app.hubs import hub_process
from tests.end_to_end.screen import (
    RunningProgram,
    VirtualScreen,
    need,
    running,
    until,
    virtual_screen,
)

_WIDTH_PX, _HEIGHT_PX = 1280, 800
_WORDS = {"a": "asks for one calendar of all tenders", "b": "who will publish it and when"}


class Film:
    """Pictures of the whole screen, kept only where somebody asked for them."""

    def __init__(self, screen: VirtualScreen) -> None:
        self._screen = screen
        self._folder = os.environ.get("MODERATOR_FILM", "")
        self._number = 0
        if self._folder:
            need("import")
            Path(self._folder).mkdir(parents=True, exist_ok=True)

    def take(self, what: str) -> None:
        """Keep a picture."""
        if self._folder:
            self._number += 1
            file = Path(self._folder) / f"{self._number:02}-{what}.png"
            self._screen.run("import", "-window", "root", str(file))


class Laptop:
    """One of the windows."""

    def __init__(self, program: RunningProgram, screen: VirtualScreen, place: int) -> None:
        self.program = program
        self._screen = screen
        pid = str(program.process.pid)
        search = (
            "xdotool",
            "search",
            "--onlyvisible",
            "--all",
            "--pid",
            pid,
            "--name",
            "Moderator",
        )
        self.window = str(until(lambda: _first(screen, search), "its window"))
        screen.run("xdotool", "windowsize", "--sync", self.window, str(_WIDTH_PX), str(_HEIGHT_PX))
        screen.run("xdotool", "windowmove", self.window, str(place * _WIDTH_PX), "0")

    def focus(self) -> None:
        """Give it the keyboard."""
        self._screen.run("xdotool", "windowfocus", "--sync", self.window)

    def here(self) -> list[str]:
        """Return the names of who is here."""
        return [p["name"] for p in self.program.ask("show", what="here")["here"]]


def _first(screen: VirtualScreen, command: tuple[str, ...]) -> str:
    found = subprocess.run(command, env=screen.environment(), capture_output=True, text=True)
    return found.stdout.split("\n", 1)[0]


def _invite(hub: Path, role: str, name: str) -> Any:
    command = [sys.executable, "-m", "moderator.app.cli", "hub", "invite", "--data", str(hub)]
    command += ["--role", role, "--name", name, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)["link"]


@pytest.fixture
def screen() -> Iterator[VirtualScreen]:
    with virtual_screen(2 * _WIDTH_PX, _HEIGHT_PX) as made:
        made.use_layout("us")
        yield made


@pytest.fixture
def pair(screen: VirtualScreen, tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    with ExitStack() as stack:
        hub = tmp_path / "hub"
        stack.enter_context(hub_process(hub))
        made = []
        for place, (role, name) in enumerate((("chair", "Aigul"), ("note-taker", "Nurlan"))):
            program = stack.enter_context(running(screen, tmp_path / name))
            program.ask("join", invitation=_invite(hub, role, name))
            made.append(Laptop(program, screen, place))
        yield made[0], made[1]


def test_two_type_into_one_note_and_see_each_other(
    pair: tuple[Laptop, Laptop], screen: VirtualScreen
) -> None:
    a, b = pair
    film = Film(screen)
    until(lambda: a.here() == ["Aigul", "Nurlan"], "the chair sees the note-taker")
    until(lambda: b.here() == ["Nurlan", "Aigul"], "the note-taker sees the chair")
    a.program.ask("floor.open")
    a.program.ask("floor.open-item", name="3")
    until(lambda: b.program.ask("show", what="agenda")["agenda"]["items"][2]["state"] == "open", "")
    film.take("joined")
    a.focus()
    screen.press("F6")  # the note-taker's window gives the notes the keys by itself
    for n in range(3):  # a few words here, a few words there, in turn
        for laptop, key in ((a, "a"), (b, "b")):
            laptop.focus()
            words = _WORDS[key].split()
            third = len(words) // 3 + 1
            screen.type(" ".join(words[n * third : (n + 1) * third]) + " ")
            film.take(f"{key}-typed-{n}")
    until(lambda: _same(a, b), "both have the same")
    notes = a.program.notes()
    for text in _WORDS.values():
        assert sorted(text.split()) == sorted(w for w in notes.split() if w in text.split())
    b.focus()
    screen.press("Shift+F3")
    film.take("who-is-here")
    screen.press("Escape", "F3")
    screen.type("hall two is loud")
    screen.press("Return")
    until(lambda: _said(a) == ["hall two is loud"], "the chair has the message")
    film.take("staff-line")


def _same(a: Laptop, b: Laptop) -> bool:
    notes = a.program.notes()
    typed = sum(len(text.split()) for text in _WORDS.values())
    return notes == b.program.notes() and len(notes.split()) >= typed


def _said(laptop: Laptop) -> list[str]:
    return [m["text"] for m in laptop.program.ask("show", what="staff")["staff"]]


def test_a_meeting_is_hosted_by_one_window_and_joined_by_the_other_with_a_code(
    screen: VirtualScreen, tmp_path: Path
) -> None:
    film = Film(screen)
    with ExitStack() as stack:
        host, guest = (
            Laptop(stack.enter_context(running(screen, tmp_path / name)), screen, place)
            for place, name in enumerate(("host", "guest"))
        )
        until(lambda: _hosting(host) == "not-hosting", "the window is ready")
        _command(screen, host, "host this")
        screen.focus("^Host this meeting")
        screen.press("Space", "Return")  # for this computer only
        made = until(lambda: _invited(host), "the meeting is hosted")
        stack.callback(host.program.ask, "host.stop")
        screen.focus("^Host this meeting")
        screen.press("Return")
        until(lambda: len(_invitations(tmp_path / "host")) == 3, "another invitation")
        film.take("invited")
        _command(screen, guest, "join a meeting")
        screen.focus("^Join a meeting")
        screen.type(made["code"].lower())
        screen.press("Tab", "Tab")
        screen.type(made["address"])
        film.take("code-typed")
        screen.press("Return")
        until(lambda: len(host.here()) == 2, "both are here")
        until(lambda: "Nurlan" in guest.here(), "the guest goes by the name of the invitation")
        until(lambda: host.program.ask("host.status")["others"], "the host knows of the guest")
        film.take("joined-by-code")
        host.focus()
        screen.press("Ctrl+Q")
        until(lambda: not screen.find("^Host this meeting"), "the form gave way to the question")
        film.take("closing-asks")
        assert host.program.process.poll() is None


def _command(screen: VirtualScreen, laptop: Laptop, words: str) -> None:
    laptop.focus()
    screen.press("Ctrl+K")
    screen.type(words)
    screen.press("Return")


def _hosting(laptop: Laptop) -> str:
    """Return how the meeting is hosted, or why it is not."""
    try:
        return str(laptop.program.ask("host.status")["state"])
    except ModeratorError as error:
        return error.reason.value


def _invited(laptop: Laptop) -> Any:
    """Return an invitation; None while the meeting is not hosted yet."""
    try:
        return laptop.program.ask("host.invite", role="note-taker", name="Nurlan")
    except ModeratorError:
        return None


def _invitations(folder: Path) -> list[Any]:
    found: list[Any] = door.ask(folder / "hub", "hub.status", {})["invitations"]
    return found
