"""The shortest way to the window, and everything else to the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moderator import paths
from moderator.app import start


def test_nothing_but_the_window_is_wanted_without_a_verb(home: Path) -> None:
    assert start.folder_of_window([]) == paths.data_folder()
    assert start.folder_of_window(["run"]) == paths.data_folder()
    assert start.folder_of_window(["--data", "here"]) == Path("here")
    assert start.folder_of_window(["run", "--data", "here"]) == Path("here")
    assert start.folder_of_window(["--data", "here", "run"]) == Path("here")


@pytest.mark.parametrize(
    "arguments", [["show"], ["--help"], ["--data"], ["--language", "kk"], ["--data", "x", "show"]]
)
def test_whatever_else_is_given_goes_to_the_command_line(arguments: list[str]) -> None:
    assert start.folder_of_window(arguments) is None


def test_the_command_line_answers_through_the_same_door(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        start.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("moderator ")


def test_an_empty_window_needs_neither_panes_nor_desk() -> None:
    code = (
        "import moderator.app.start, moderator.app.window_first, sys\n"
        "later = ('sqlalchemy', 'pycrdt', 'moderator.store.database', 'moderator.desk.desk',"
        " 'moderator.console.binding', 'moderator.console.furniture', 'moderator.app.desktop')\n"
        "print(*(m for m in later if m in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_one_sentence_says_so(tmp_path: Path) -> None:
    blind = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "moderator.app.start", "--data", str(tmp_path / "data")],
        env={name: value for name, value in os.environ.items() if name not in blind},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "display" in done.stderr
