"""The stage display tells its phase by text and shape, and repaints only what changed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QRegion
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from moderator.console.stage import Placement, StageWindow
from moderator.console.stage_face import BLANK, compose
from moderator.console.stage_painter import Part, Scene, StagePainter, changed
from moderator.domain.floor import ClockState, Phase
from moderator.domain.ids import ItemId
from moderator.domain.kinds import Kind
from tests.console.views import LONG_NAME, floor, reading, speaker


@pytest.fixture
def stage(qtbot: QtBot) -> StageWindow:
    """Return a shown stage with somebody speaking."""
    window = StageWindow()
    qtbot.addWidget(window)
    window.show_clock("10:42")
    window.show_floor(floor())
    window.show_reading(reading())
    window.show()
    return window


def test_every_phase_has_its_own_words() -> None:
    told = {}
    for phase in (Phase.RUNNING, Phase.WARNING, Phase.OVER, Phase.PAUSED, Phase.READY):
        face = compose(floor(), reading(phase))
        told[phase] = face.state
        assert face.phase is phase
        assert face.digits.text
    assert len(set(told.values())) == 5


def test_the_warning_asks_to_conclude_and_over_time_counts_up() -> None:
    assert compose(floor(), reading(Phase.WARNING, 24_000)).banner.tone == "warn"
    over = compose(floor(), reading(Phase.OVER, -35_000))
    assert over.digits.text == "+0:35"
    assert over.banner.tone == "over"
    assert over.left_permille == 1000


def test_a_point_of_order_shows_the_held_time_and_its_own() -> None:
    point = speaker(3, "Deputy", kind=Kind.POINT_OF_ORDER)
    view = floor(current=point, held=(speaker(20, "Head"),))
    face = compose(view, reading(left_ms=41_000, held_left_ms=108_000))
    assert face.digits.text == "1:48"
    assert face.digits.tone == "soft"
    assert "Deputy" in face.name.text
    assert "0:41" in face.name.text
    assert face.phase is Phase.HELD


def test_nobody_speaking_shows_the_item_and_who_is_next() -> None:
    face = compose(floor(current=None, clock=None), reading(Phase.IDLE, 0))
    assert face.title == "Questions from NGOs"
    assert face.digits.text == ""
    assert "Speaker 1" in face.below


def test_it_shows_the_open_item_whatever_the_chair_looks_at() -> None:
    glance = floor(shown_item=ItemId("other"), item_title="Internal: the jury's votes")
    assert compose(glance, reading(Phase.RUNNING)).item == "Questions from NGOs"
    asked = replace(glance, current=speaker(3, "Deputy"), held=(speaker(20, "Head"),))
    assert compose(asked, reading(held_left_ms=108_000)).item == "Questions from NGOs"
    idle = replace(glance, current=None, clock=None)
    assert compose(idle, None).title == "Questions from NGOs"


def test_without_a_floor_and_when_blanked_nothing_is_shown(stage: StageWindow) -> None:
    assert compose(None, None) == BLANK
    stage.set_blank(True)
    assert stage.scene.face.blank
    stage.set_blank(False)
    assert not stage.scene.face.blank


@pytest.mark.parametrize("text", ["0:00", "1:48", "10:00", "+59:59", "+1:02:35"])
def test_digits_are_a_fifth_of_the_height_and_fit(qtbot: QtBot, text: str) -> None:
    painter = StagePainter(QSize(1280, 720))
    metrics = QFontMetrics(painter.digits_font(text))
    assert metrics.tightBoundingRect("0").height() >= 0.2 * 720
    assert metrics.horizontalAdvance(text) <= painter.area(Part.DIGITS).width()


@pytest.mark.parametrize("name", ["Head, Sample NGO Alliance", LONG_NAME, LONG_NAME * 2])
def test_the_name_is_six_hundredths_of_the_height_and_fits(qtbot: QtBot, name: str) -> None:
    painter = StagePainter(QSize(1280, 720))
    assert painter.name_font(name).pixelSize() >= 0.06 * 720


def test_the_parts_of_another_second_are_digits_and_bar() -> None:
    before = Scene(compose(floor(), reading(left_ms=108_000)))
    after = Scene(compose(floor(), reading(left_ms=107_000)))
    assert set(changed(before, after)) == {Part.DIGITS, Part.BAR}


def test_the_same_digits_are_not_painted_again(stage: StageWindow) -> None:
    stage.grab()
    before = stage.scene
    stage.show_reading(reading(left_ms=107_900))
    assert not list(changed(before, stage.scene))


def test_parts_do_not_overlap_but_where_only_one_is_used() -> None:
    painter = StagePainter(QSize(1280, 720))
    shown = [painter.area(p) for p in Part if p is not Part.BELOW]
    for one in range(len(shown)):
        for other in range(one + 1, len(shown)):
            assert not QRegion(shown[one]).intersects(QRegion(shown[other]))


def test_the_frame_stays_sixteen_to_nine_in_any_window() -> None:
    for size in (QSize(1280, 720), QSize(1000, 1000), QSize(3000, 400)):
        frame: QRect = StagePainter(size).frame
        assert abs(frame.width() * 9 - frame.height() * 16) <= 16
        assert QRect(0, 0, size.width(), size.height()).contains(frame)


def test_escape_leaves_the_full_screen_and_the_placement_is_told(
    qtbot: QtBot, stage: StageWindow
) -> None:
    told: list[Placement] = []
    stage.placement_changed.connect(told.append)
    stage.toggle_full_screen()
    assert stage.isFullScreen()
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    assert not stage.isFullScreen()
    assert [p.full_screen for p in told] == [True, False]


def test_it_stands_where_it_stood(qtbot: QtBot) -> None:
    name = QGuiApplication.primaryScreen().name()
    window = StageWindow()
    qtbot.addWidget(window)
    window.place(Placement(name, False, 30, 40, 400, 225))
    window.show()
    assert window.geometry() == QRect(30, 40, 400, 225)
    window.place(Placement(name, True, 30, 40, 400, 225))
    assert window.isFullScreen()


def test_a_lost_monitor_leaves_an_ordinary_window_and_it_comes_back(
    qtbot: QtBot, stage: StageWindow
) -> None:
    screen = QGuiApplication.primaryScreen()
    stage.place(Placement(screen.name(), full_screen=True))
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.screenRemoved.emit(screen)
    assert not stage.isFullScreen()
    app.screenAdded.emit(screen)
    assert stage.isFullScreen()


def test_a_placement_on_an_unknown_monitor_is_an_ordinary_window(qtbot: QtBot) -> None:
    window = StageWindow()
    qtbot.addWidget(window)
    window.place(Placement("gone", True, 9000, 9000, 640, 360))
    window.show()
    assert not window.isFullScreen()
    assert window.screen().availableGeometry().contains(window.geometry())


def test_the_screen_reader_hears_who_speaks(stage: StageWindow) -> None:
    assert "Head, Sample NGO Alliance" in stage.accessibleDescription()
    stage.show_floor(floor(current=speaker(5, "Other"), clock=ClockState.RUNNING))
    assert "Other" in stage.accessibleDescription()


def test_a_name_of_any_length_is_painted_at_once(stage: StageWindow) -> None:
    stage.show_floor(floor(current=speaker(3, "word " * 20_000)))
    assert not stage.grab().isNull()
