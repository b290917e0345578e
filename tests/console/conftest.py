"""What tests of what people see share."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from moderator.console.look import style


@pytest.fixture
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """Dress the program at a text scale, in percent, and at 100 % again afterwards."""
    percent: int = request.param
    style.apply(qapp, "light", percent)
    yield percent
    style.apply(qapp, "light", 100)
