"""A command line over a folder of its own."""

from pathlib import Path

import pytest

from tests.app.command_line import Line


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """Return a command line over an empty folder."""
    return Line(tmp_path / "data", capsys)


@pytest.fixture
def own(line: Line) -> Line:
    """Return a command line over a forum of its own, with two meetings."""
    line.ok("new", "Own forum", "--date", "2026-11-23")
    for title, starts in (("Morning", "10:00"), ("Evening", "18:00")):
        line.ok("meeting", "add", title, "--date", "2026-11-23", "--starts", starts)
    for meeting in ("1", "2"):
        for item in ("Reports", "Questions"):
            line.ok("meeting", "item", item, "--meeting", meeting, "--minutes", "30")
    return line
