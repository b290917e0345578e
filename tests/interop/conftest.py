"""Nothing here is skipped: without Node, every test says what it lacks."""

from pathlib import Path

import pytest

from tests.app.command_line import Line
from tests.interop import node


@pytest.fixture(scope="session", autouse=True)
def packages() -> None:
    try:
        node.prepared()
    except node.NodeMissing as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """Return a command line over an empty folder."""
    return Line(tmp_path / "data", capsys)
