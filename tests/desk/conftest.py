"""A desk with a small forum, closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.desk.desk import Desk
from moderator.desk.room import Room
from tests.desk.kit import desk_over, small_forum
from tests.domain.hall import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """Return a laptop's clocks, moved by hand."""
    return FakeClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    """Return a desk over an empty folder; the sample is open."""
    with desk_over(tmp_path / "data", clock) as opened:
        yield opened


@pytest.fixture
def room(desk: Desk) -> Room:
    """Return the one meeting of a small forum."""
    return small_forum(desk)
