"""The real program is killed while somebody types and somebody speaks, and started again."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.screen import RunningProgram, VirtualScreen, running, until, virtual_screen

TYPED = "What was promised stays promised even when the plug is pulled"


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with virtual_screen() as made:
        made.use_layout("us")
        yield made


def _typed_in(program: RunningProgram) -> str:
    return program.notes().replace("\n", "")


def test_a_window_killed_while_typing_comes_back_with_its_words_and_the_running_speech(
    screen: VirtualScreen, tmp_path: Path
) -> None:
    with running(screen, tmp_path) as program:
        program.ask("floor.open")
        screen.focus("Moderator")
        screen.press("F8", "F6")
        until(lambda: program.queue()["speaking"], "a call")
        called = time.monotonic()
        speaking = program.queue()["speaking"]
        screen.type(TYPED, delay_ms=5)
        # an answer through the door comes after everything before it is committed
        until(lambda: _typed_in(program) == TYPED, "all that was typed")
        program.kill()
    with running(screen, tmp_path) as again:
        assert _typed_in(again) == TYPED
        now = again.queue()["speaking"]
        passed_ms = (time.monotonic() - called) * 1000
        assert (now["request"], now["clock"]) == (speaking["request"], "running")
        assert 0 <= speaking["spoken_ms"] < now["spoken_ms"]
        assert abs(now["spoken_ms"] - speaking["spoken_ms"] - passed_ms) < 500
        assert again.ask("check") == []


def test_every_key_that_was_told_to_be_kept_is_there_after_a_kill_in_the_middle_of_a_word(
    screen: VirtualScreen, tmp_path: Path
) -> None:
    with running(screen, tmp_path) as program:
        screen.focus("Moderator")
        screen.press("F6")
        screen.type(TYPED[:20], delay_ms=5)
        until(lambda: len(_typed_in(program)) >= 10, "half of it is kept")
        kept = _typed_in(program)
        program.kill()
    with running(screen, tmp_path) as again:
        assert _typed_in(again).startswith(kept)
        assert TYPED.startswith(_typed_in(again))
        assert again.ask("check") == []
