"""A store in an empty folder, closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moderator.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open store over an empty folder."""
    opened = Store.open(tmp_path / "data")
    yield opened
    opened.close()
