"""Clocks, time bars and pills: what they show and say, and how seldom they are painted."""

import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAccessible, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.look import style, tokens
from moderator.console.widgets import time_face
from moderator.console.widgets.bars import Part, SplitBar, TimeBar
from moderator.console.widgets.phase import digit_colour, paint_mark
from moderator.console.widgets.pill import Pill
from moderator.console.widgets.time_face import TimeFace
from moderator.console.widgets.tone import Tone
from moderator.desk.phrases import phase_word
from moderator.domain.floor import Phase


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    style.apply(qapp, "light", 100)


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _described(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


class _Events(QObject):
    """Counts a widget's events of one kind."""

    def __init__(self, watched: QWidget, kind: QEvent.Type = QEvent.Type.Paint) -> None:
        super().__init__(watched)
        self.count = 0
        self._kind = kind
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._kind
        return False


def test_a_pill_is_not_painted_again_for_the_same_state(qtbot: QtBot) -> None:
    pill = Pill("Saved", Tone.OK)
    qtbot.addWidget(pill)
    pill.show()
    qtbot.waitExposed(pill)
    QApplication.processEvents()
    paints = _Events(pill)
    pill.tell("Saved", Tone.OK)
    QApplication.processEvents()
    assert paints.count == 0
    pill.tell("Saved", Tone.WARN)
    qtbot.waitUntil(lambda: paints.count == 1)


@pytest.mark.parametrize(
    ("left_ms", "phase", "shown"),
    [
        (108_000, Phase.RUNNING, "1:48"),
        (23_400, Phase.WARNING, "0:24"),
        (-35_900, Phase.OVER, "+0:35"),
        (3_700_000, Phase.PAUSED, "1:01:40"),
    ],
)
def test_a_time_face_speaks_the_time_it_shows(
    qtbot: QtBot, left_ms: int, phase: Phase, shown: str
) -> None:
    face = TimeFace()
    qtbot.addWidget(face)
    face.show_time(left_ms, phase)
    digits = face.findChild(QLabel, "digits")
    assert isinstance(digits, QLabel)
    assert (face.text(), _spoken(digits)) == (shown, shown)
    assert _described(digits) == phase_word(phase)
    assert _spoken(face) == ""


def test_a_time_face_paints_only_what_changed(qtbot: QtBot) -> None:
    face = TimeFace()
    qtbot.addWidget(face)
    face.show_time(108_000, Phase.RUNNING)
    face.show()
    qtbot.waitExposed(face)
    QApplication.processEvents()
    digits = face.findChild(QLabel, "digits")
    assert isinstance(digits, QLabel)
    paints = _Events(digits)
    face.show_time(107_900, Phase.RUNNING)
    QApplication.processEvents()
    assert paints.count == 0
    face.show_time(106_900, Phase.RUNNING)
    qtbot.waitUntil(lambda: paints.count == 1)


def test_new_figures_ask_for_no_new_layout(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    face = TimeFace()
    QVBoxLayout(window).addWidget(face)
    face.show_time(108_000, Phase.RUNNING)
    window.show()
    qtbot.waitExposed(window)
    QApplication.processEvents()
    layouts = _Events(window, QEvent.Type.LayoutRequest)
    face.show_time(95_000, Phase.RUNNING)
    QApplication.processEvents()
    assert layouts.count == 0


@pytest.mark.parametrize("text", ["1:48", "+0:35", "1:01:40", "+12:00"])
@pytest.mark.parametrize("box", [(190, 60), (1800, 600), (96, 36)])
def test_digits_fill_their_box_and_stay_inside(text: str, box: tuple[int, int]) -> None:
    image = QImage(*box, QImage.Format.Format_RGB32)
    font = time_face.fitting_font(text, image.size())
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(text), metrics.capHeight()
    assert wide <= box[0] + 1
    assert high <= box[1]
    assert wide > box[0] * 0.93 or high > box[1] * 0.88


@pytest.mark.parametrize("of", [*tokens.themes(), tokens.STAGE], ids=lambda of: of.name)
def test_every_phase_differs_in_shape_or_word_and_reads(of: tokens.Theme) -> None:
    seen = set()
    for phase in Phase:
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        paint_mark(painter, QRectF(2, 2, 20, 20), phase, "#FFFFFF")
        painter.end()
        seen.add((bytes(image.constBits()), phase_word(phase)))
        assert tokens.contrast(digit_colour(phase, of), of.surface) >= tokens.TEXT_CONTRAST
    assert len({shape for shape, _ in seen}) == len({word for _, word in seen}) == len(Phase)


@pytest.mark.parametrize("phase", list(Phase))
def test_a_face_paints_in_every_phase(qtbot: QtBot, phase: Phase) -> None:
    face = TimeFace()
    qtbot.addWidget(face)
    face.resize(800, 400)
    empty = face.grab().toImage()
    face.show_time(24_000, phase)
    assert face.grab().toImage() != empty


def test_a_time_bar_fills_and_marks_the_warning(qtbot: QtBot) -> None:
    bar = TimeBar()
    qtbot.addWidget(bar)
    bar.resize(200, 17)
    bar.show_share(0.4, Phase.RUNNING, 0.8)
    image = bar.grab().toImage()
    assert image.pixelColor(40, 8).name().upper() == tokens.LIGHT.ok
    assert image.pixelColor(120, 8).name().upper() == tokens.LIGHT.line
    assert image.pixelColor(160, 1).name().upper() == tokens.LIGHT.warn


def test_a_time_bar_is_painted_only_when_it_moves_a_pixel(qtbot: QtBot) -> None:
    bar = TimeBar()
    qtbot.addWidget(bar)
    bar.resize(200, 17)
    bar.show()
    qtbot.waitExposed(bar)
    bar.show_share(0.4, Phase.RUNNING, 0.8)
    QApplication.processEvents()
    paints = _Events(bar)
    bar.show_share(0.401, Phase.RUNNING, 0.8)
    QApplication.processEvents()
    assert paints.count == 0
    bar.show_share(0.41, Phase.RUNNING, 0.8)
    qtbot.waitUntil(lambda: paints.count == 1)


def test_a_split_bar_shows_each_share_and_says_it(qtbot: QtBot) -> None:
    bar = SplitBar()
    qtbot.addWidget(bar)
    bar.resize(100, 9)
    bar.show_parts((Part(50, 0), Part(50, 1)), "Government 22:40, NGO 22:40")
    image = bar.grab().toImage()
    assert image.pixelColor(20, 4).name().upper() == tokens.LIGHT.sectors[0]
    assert image.pixelColor(80, 4).name().upper() == tokens.LIGHT.sectors[1]
    assert _spoken(bar) == "Government 22:40, NGO 22:40"
    bar.show_parts((), "")
    assert not bar.grab().isNull()
