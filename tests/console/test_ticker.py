"""The ticker sleeps until the next shown digit, and wakes for nothing else."""

from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from moderator.console.ticker import Ticker
from moderator.desk.views import FloorReading
from moderator.domain.floor import Phase

RUNNING = FloorReading(Phase.RUNNING, 108_000, 72_000, 180_000, 30_000, 20)
RESTING = replace(RUNNING, phase=Phase.PAUSED, until_change_ms=None)


class Desk:
    """A floor and a wall clock to be read."""

    def __init__(self, reading: FloorReading | None) -> None:
        self.reading = reading
        self.utc_ms = 1_000
        self.reads = 0
        self.told: list[FloorReading] = []
        self.walls: list[tuple[int, bool]] = []

    def read(self) -> FloorReading | None:
        """Return the reading set by the test."""
        self.reads += 1
        return self.reading

    def wall(self) -> int:
        """Return the time set by the test."""
        return self.utc_ms

    def hear(self, reading: FloorReading) -> None:
        """Keep what was told."""
        self.told.append(reading)

    def hear_wall(self, utc_ms: int, seconds: bool) -> None:
        """Keep what was told of the wall clock."""
        self.walls.append((utc_ms, seconds))


def made(desk: Desk) -> Ticker:
    """Return a ticker that tells the desk."""
    ticker = Ticker(desk.read, desk.wall)
    ticker.read_changed.connect(desk.hear)
    ticker.wall_changed.connect(desk.hear_wall)
    return ticker


def is_due(ticker: Ticker) -> bool:
    """Return whether a wake-up is due."""
    timer = ticker.findChild(QTimer)
    assert isinstance(timer, QTimer)
    return timer.isActive()


@pytest.fixture
def watcher(qtbot: QtBot) -> QWidget:
    """Return a visible widget."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_nothing_wakes_while_nothing_runs(watcher: QWidget) -> None:
    desk = Desk(RESTING)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    assert desk.told == [RESTING]
    assert not is_due(ticker)


def test_a_running_clock_is_told_when_its_digits_change(qtbot: QtBot, watcher: QWidget) -> None:
    desk = Desk(RUNNING)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    assert is_due(ticker)
    desk.reading = replace(RUNNING, left_ms=107_000, elapsed_ms=73_000)
    qtbot.waitUntil(lambda: len(desk.told) == 2)
    assert desk.told[-1].left_ms == 107_000


def test_waking_early_tells_nothing_and_sleeps_again(qtbot: QtBot, watcher: QWidget) -> None:
    desk = Desk(RUNNING)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    reads = desk.reads
    desk.reading = replace(RUNNING, left_ms=107_001)
    qtbot.waitUntil(lambda: desk.reads > reads + 1)
    assert len(desk.told) == 1
    assert is_due(ticker)


def test_a_hidden_watcher_stops_the_ticking_and_a_shown_one_is_told(
    qtbot: QtBot, watcher: QWidget
) -> None:
    desk = Desk(RUNNING)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    watcher.hide()
    assert not is_due(ticker)
    told = len(desk.told)
    watcher.show()
    assert len(desk.told) == told + 1
    assert is_due(ticker)


def test_a_child_of_a_hidden_window_does_not_count_as_visible(qtbot: QtBot) -> None:
    desk = Desk(RUNNING)
    window = QWidget()
    qtbot.addWidget(window)
    child = QWidget(window)
    ticker = made(desk)
    ticker.watch_floor(child)
    assert not is_due(ticker)
    window.show()
    assert is_due(ticker)
    window.hide()
    assert not is_due(ticker)


def test_the_wall_clock_shows_seconds_only_while_a_clock_runs(
    qtbot: QtBot, watcher: QWidget
) -> None:
    desk = Desk(RESTING)
    ticker = made(desk)
    ticker.watch_wall(watcher)
    assert desk.walls[-1] == (0, False)
    desk.reading = RUNNING
    ticker.refresh()
    assert desk.walls[-1] == (1_000, True)
    ticker.stop()
    assert not is_due(ticker)


def test_a_deleted_watcher_is_forgotten(qtbot: QtBot) -> None:
    desk = Desk(RUNNING)
    ticker = made(desk)
    widget = QWidget()
    widget.show()
    ticker.watch_floor(widget)
    widget.close()
    shiboken6.delete(widget)
    ticker.refresh()
    assert not is_due(ticker)


def test_without_a_meeting_nothing_is_read_or_told(watcher: QWidget) -> None:
    desk = Desk(None)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    assert desk.told == []
    assert not is_due(ticker)


def test_the_seconds_ride_along_and_none_is_left_out(qtbot: QtBot, watcher: QWidget) -> None:
    desk = Desk(RUNNING)
    ticker = made(desk)
    ticker.watch_floor(watcher)
    ticker.watch_wall(watcher)
    desk.walls.clear()
    for utc_ms in (9_998, 10_997, 12_001, 12_999, 14_003, 900_000):
        desk.utc_ms = utc_ms
        with qtbot.waitSignal(ticker.wall_changed):
            pass
    seconds = [utc_ms // 1_000 for utc_ms, _ in desk.walls]
    assert seconds == [9, 10, 11, 12, 13, 900]
