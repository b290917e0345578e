"""Real key events, on keyboards that send Latin, Russian and Kazakh letters."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from moderator.app.actions import TABLE
from tests.end_to_end.screen import RunningProgram, VirtualScreen, running, until, virtual_screen

LAYOUTS = ("us", "ru", "kz", "ru,us", "kz,us")
PANES = ("notes", "list", "agenda", "add")
KEYS = {key: spec.do.value for spec in TABLE for key in spec.keys}

# What people type while they write or choose, on the rows where layouts differ.
TYPED = ("Space", "Return", *"1234567890", *"QWERTYUIOPASDFGHJKLZXCVBNM", "Up", "Down", "Tab")


class Probed:
    """The program whose actions only tell that they were asked for."""

    def __init__(self, program: RunningProgram, screen: VirtualScreen) -> None:
        self._program = program
        self._screen = screen

    def say(self, command: str) -> Any:
        pipes = self._program.process
        assert pipes.stdin is not None
        assert pipes.stdout is not None
        pipes.stdin.write(command + "\n")
        pipes.stdin.flush()
        return json.loads(pipes.stdout.readline())

    def heard(self, count: int) -> list[str]:
        """Return what was triggered, once there is as much as awaited."""
        found: list[str] = []

        def enough() -> bool:
            found.extend(self.say("heard"))
            return len(found) >= count

        until(enough, f"{count} actions, of which came {found}", 10)
        return [*found, *self.say("heard")]

    def press_all(self, pane: str) -> list[str]:
        """Press every key of the table once in a pane; return what that triggered."""
        self.say(pane)
        self._screen.press(*KEYS)
        return self.heard(len(KEYS))


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with virtual_screen() as made:
        yield made


@pytest.fixture(scope="module")
def probed(
    screen: VirtualScreen, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Probed, VirtualScreen]]:
    folder = tmp_path_factory.mktemp("probed")
    command = ["-m", "tests.end_to_end.key_probe", str(folder)]
    with running(screen, folder, command) as program:
        screen.focus("Moderator")
        yield Probed(program, screen), screen


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_the_table_does_its_thing_once_while_notes_are_typed(
    probed: tuple[Probed, VirtualScreen], layout: str
) -> None:
    program, screen = probed
    screen.use_layout(layout)
    assert program.press_all("notes") == list(KEYS.values())


@pytest.mark.parametrize("pane", PANES[1:])
@pytest.mark.parametrize("layout", ["kz", pytest.param("us", marks=pytest.mark.long),
                                    pytest.param("ru", marks=pytest.mark.long),
                                    pytest.param("ru,us", marks=pytest.mark.long),
                                    pytest.param("kz,us", marks=pytest.mark.long)])  # fmt: skip
def test_every_key_of_the_table_does_its_thing_once_in_every_pane(
    probed: tuple[Probed, VirtualScreen], layout: str, pane: str
) -> None:
    program, screen = probed
    screen.use_layout(layout)
    assert program.press_all(pane) == list(KEYS.values())


@pytest.mark.parametrize("layout", ["us", "kz"])
def test_plain_keys_touch_nothing_but_what_is_typed(
    probed: tuple[Probed, VirtualScreen], layout: str
) -> None:
    program, screen = probed
    screen.use_layout(layout)
    for pane in PANES:
        program.say(pane)
        screen.press(*TYPED, delay_ms=4)
    assert program.say("heard") == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_notes_own_undo_takes_back_what_was_typed_on_every_layout(
    probed: tuple[Probed, VirtualScreen], layout: str
) -> None:
    program, screen = probed
    screen.use_layout(layout)
    program.say("notes")
    before = program.say("text")
    screen.press("Q", "W", "E")
    until(lambda: len(program.say("text")) == len(before) + 3, "three letters in the notes")
    screen.press("Ctrl+Z")
    until(lambda: len(program.say("text")) <= len(before), "the letters are taken back")
    assert program.say("heard") == []


def test_a_key_held_down_calls_once_while_a_letter_repeats(
    probed: tuple[Probed, VirtualScreen],
) -> None:
    program, screen = probed
    screen.use_layout("us")
    program.say("notes")
    before = program.say("text")
    screen.hold("F8", 1.5)
    assert program.heard(1) == ["floor.call-next"]
    screen.hold("A", 1.5)
    until(lambda: len(program.say("text")) > len(before) + 5, "the letter repeats", 5)
