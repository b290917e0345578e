"""The command line in this process or as the real program, over one data folder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from moderator import words
from moderator.app import cli

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "formats" / "files"


class Line:
    """Runs commands in this process on one data folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Return exit code, output and errors."""
        code = cli.main(["--data", str(self.folder), *arguments])
        said = self._capsys.readouterr()
        words.use("en")
        return code, said.out, said.err

    def ok(self, *arguments: str) -> str:
        """Return the output of a command that must succeed in silence."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, "")
        return out

    def value(self, *arguments: str) -> Any:
        """Return the answer as JSON."""
        return json.loads(self.ok("--json", *arguments))

    def refused(self, *arguments: str) -> str:
        """Return the one sentence of a command that must fail."""
        code, out, err = self.run(*arguments)
        assert (code, out) == (1, "")
        assert err.endswith("\n")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        return err.rstrip("\n")


def waiting(line: Line, *where: str) -> list[str]:
    return [row["name"] for row in line.value("show", "queue", *where)["waiting"]]


def process(folder: Path, *arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    """Run the real program."""
    return subprocess.run(
        [sys.executable, "-m", "moderator.app.cli", "--data", str(folder), *arguments],
        capture_output="stdout" not in more,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        **more,
    )
