"""Who speaks, below the agenda, while the notes have the room of the floor."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from moderator.console.fitting import SectionLabel
from moderator.console.speaking_now import SpeakingNow
from moderator.domain.floor import Phase
from tests.console.seeing import settle
from tests.console.views import LONG_KAZAKH, floor, reading, speaker


@pytest.fixture
def block(qtbot: QtBot) -> SpeakingNow:
    """Return the block as an agenda at its narrowest holds it."""
    made = SpeakingNow()
    qtbot.addWidget(made)
    made.show_floor(floor())
    made.show_reading(reading())
    made.resize(220, 120)
    made.set_shown(True)
    settle()
    return made


def said(block: SpeakingNow) -> list[str]:
    """Return the texts that are seen."""
    return [label.text() for label in block.findChildren(QLabel) if label.isVisible()]


def test_it_names_the_speaker_and_the_time_left(block: SpeakingNow) -> None:
    assert said(block) == ["Speaking now", "Head, Sample NGO Alliance", "1:48", "running"]
    block.show_reading(reading(Phase.OVER, -35_000))
    assert said(block)[2:] == ["+0:35", "over time"]


def test_it_says_that_nobody_speaks(block: SpeakingNow) -> None:
    block.show_floor(floor(current=None, clock=None))
    settle()
    assert said(block) == ["Nobody speaks"]


def test_while_hidden_it_writes_nothing_and_forgets_nothing(block: SpeakingNow) -> None:
    block.set_shown(False)
    block.show_floor(floor(current=speaker(3, "Deputy")))
    heading = block.findChild(QLabel, "note_speaker")
    assert heading is not None
    assert heading.text() == "Head, Sample NGO Alliance"
    block.set_shown(True)
    settle()
    assert said(block)[1] == "Deputy"


def test_a_long_name_takes_lines_and_never_width(block: SpeakingNow) -> None:
    before = block.minimumSizeHint().width()
    block.show_floor(floor(current=speaker(3, LONG_KAZAKH)))
    settle()
    assert block.minimumSizeHint().width() == before
    name = block.findChild(QLabel, "note_speaker")
    label = block.findChild(SectionLabel)
    assert name is not None
    assert label is not None
    assert name.heightForWidth(188) > 2 * label.height()
