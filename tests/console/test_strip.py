"""The strip beside a video call."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.fitting import ElidedLabel
from moderator.console.strip import StripWindow
from moderator.desk.views import SaveState
from moderator.domain.floor import MeetingPhase, Phase
from tests.console.seeing import cut_texts, nameless, settle
from tests.console.views import LONG_NAME, floor, reading, speaker


@pytest.fixture
def strip(qtbot: QtBot) -> StripWindow:
    """Return a shown strip."""
    window = StripWindow()
    qtbot.addWidget(window)
    window.show_floor(floor())
    window.show_reading(reading())
    window.show_saved(SaveState(1, 0), "10:42:07")
    window.show()
    settle()
    return window


def test_it_stays_above_other_windows_and_is_small(strip: StripWindow) -> None:
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.width() == 420
    assert strip.height() <= 160


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("call_next", "call_next_asked"),
        ("pause", "pause_asked"),
        ("end", "end_asked"),
    ],
)
def test_the_mouse_reaches_every_command(
    qtbot: QtBot, strip: StripWindow, name: str, signal: str
) -> None:
    found = strip.findChild(QAbstractButton, name)
    assert found is not None
    with qtbot.waitSignal(getattr(strip.controls, signal)):
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_point_of_order_is_asked_for_in_place(qtbot: QtBot, strip: StripWindow) -> None:
    strip.controls.point.open()
    field = strip.findChild(QWidget, "point_name")
    assert field is not None
    QTest.keyClicks(field, "Deputy")
    with qtbot.waitSignal(strip.controls.point_now_asked) as asked:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked.args == ["Deputy"]
    call = strip.findChild(QWidget, "call_next")
    assert call is not None
    assert call.isVisible()


def test_with_nobody_to_call_it_says_which_key_leads_on(strip: StripWindow) -> None:
    strip.show_floor(floor(queue=(), upcoming=(), opens_title="Closing"))
    told = [label.whole for label in strip.findChildren(ElidedLabel)]
    assert "Ctrl+F8 opens the next item: Closing" in told


def test_it_starts_a_meeting_that_has_not_begun(qtbot: QtBot, strip: StripWindow) -> None:
    strip.show_floor(floor(phase=MeetingPhase.NOT_OPEN, current=None, clock=None))
    call = strip.findChild(QAbstractButton, "call_next")
    assert call is not None
    with qtbot.waitSignal(strip.controls.open_asked):
        call.click()


@pytest.mark.parametrize("name", ["Head", LONG_NAME])
def test_nothing_is_cut_and_everything_has_a_name(strip: StripWindow, name: str) -> None:
    strip.show_floor(floor(current=speaker(1, name), queue=(speaker(2, name),)))
    strip.show_reading(reading(Phase.OVER, -3_755_000))
    strip.show_saved(SaveState(1, 0, "The disk is full."), "10:42:07")
    settle()
    assert cut_texts(strip) == []
    assert nameless(strip) == []
