"""What a screen reader is told of the floor."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from moderator.console.herald import Herald
from moderator.domain.floor import Phase
from tests.console.views import floor, reading, speaker


class Ear(Herald):
    """A herald whose words are kept."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.said: list[tuple[str, bool]] = []

    def say(self, text: str, urgent: bool = False) -> None:
        """Keep the words."""
        self.said.append((text, urgent))


@pytest.fixture
def ear(qtbot: QtBot) -> Ear:
    """Return a herald that has heard of a speaker."""
    window = QWidget()
    qtbot.addWidget(window)
    made = Ear(window)
    made.hear_floor(floor())
    made.hear_reading(reading(left_ms=180_000))
    return made


def test_a_speaker_is_named_once(ear: Ear) -> None:
    ear.hear_floor(floor())
    ear.hear_floor(floor(current=speaker(5, "Other")))
    ear.hear_floor(floor(current=None, clock=None))
    assert [text for text, _ in ear.said] == [
        "Head, Sample NGO Alliance has the floor",
        "Other has the floor",
        "Nobody speaks",
    ]


def test_a_speech_is_told_by_four_marks_and_never_by_the_second(ear: Ear) -> None:
    ear.said.clear()
    for left_s in range(179, -30, -1):
        phase = Phase.OVER if left_s <= 0 else Phase.WARNING if left_s <= 30 else Phase.RUNNING
        ear.hear_reading(reading(phase, left_s * 1000))
    assert ear.said == [
        ("60 seconds left", False),
        ("30 seconds left", False),
        ("10 seconds left", False),
        ("Time is over", True),
    ]


def test_a_pause_says_nothing(ear: Ear) -> None:
    ear.said.clear()
    ear.hear_reading(reading(Phase.PAUSED, 100_000))
    ear.hear_reading(reading(Phase.RUNNING, 100_000))
    assert ear.said == []
