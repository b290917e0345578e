"""The floor's card: what it says, what it asks for, and that nothing of it is cut."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.fitting import ElidedLabel
from moderator.console.floor_column import FloorColumn
from moderator.console.floor_pane import FloorPane
from moderator.console.queue_view import QueueView
from moderator.console.widgets.key_button import KeyButton
from moderator.desk.people import Suggestion
from moderator.domain.floor import ClockState, MeetingPhase, Phase
from moderator.domain.ids import ItemId, PersonId
from moderator.domain.kinds import Kind
from tests.console.seeing import cut_texts, nameless, settle
from tests.console.views import LONG_KAZAKH, LONG_NAME, floor, reading, speaker


@pytest.fixture
def pane(qtbot: QtBot) -> FloorPane:
    """Return a shown pane on which somebody speaks."""
    made = FloorPane()
    qtbot.addWidget(made)
    made.show_floor(floor())
    made.show_reading(reading())
    made.resize(640, 300)
    made.show()
    return made


def button(pane: QWidget, name: str) -> KeyButton:
    """Return a button by its object name."""
    found = pane.findChild(QPushButton, name)
    assert isinstance(found, KeyButton)
    return found


def test_the_large_button_names_whom_it_calls(pane: FloorPane) -> None:
    assert button(pane, "call_next").words == "Call next: Speaker 1"


def test_during_an_interruption_it_names_whom_the_floor_goes_back_to(pane: FloorPane) -> None:
    pane.show_floor(floor(held=(speaker(20, "Head"),), current=speaker(3, "Deputy")))
    pane.show_reading(reading(held_left_ms=133_000))
    assert button(pane, "call_next").words == "Return to Head, 2:13 left"


@pytest.mark.parametrize("name", ["y" * 10_000, "word " * 5_000, "\u0336" * 10_000])
def test_no_name_makes_the_pane_wider_than_the_screen(pane: FloorPane, name: str) -> None:
    before = pane.minimumSizeHint().width()
    who = speaker(3, name)
    for view in (
        floor(current=who, upcoming=(who,), held=()),
        floor(current=who, upcoming=(who,), held=(who,)),
        floor(current=None, clock=None, item_title=name),
    ):
        pane.show_floor(view)
        pane.show_reading(reading(held_left_ms=133_000))
        settle()
        assert pane.minimumSizeHint().width() < before + 300
        assert pane.minimumSizeHint().height() < 700


def test_before_the_meeting_it_starts_it(qtbot: QtBot, pane: FloorPane) -> None:
    pane.show_floor(floor(phase=MeetingPhase.NOT_OPEN, current=None, clock=None))
    primary = button(pane, "call_next")
    assert primary.words == "Start the meeting"
    with (
        qtbot.waitSignal(pane.controls.open_asked),
        qtbot.assertNotEmitted(pane.controls.call_next_asked),
    ):
        primary.click()


@pytest.mark.parametrize(
    ("phase", "words"), [(MeetingPhase.OPEN, "Nobody waits"), (MeetingPhase.CLOSED, "")]
)
def test_with_nobody_to_call_it_says_so(pane: FloorPane, phase: MeetingPhase, words: str) -> None:
    pane.show_floor(floor(phase=phase, queue=(), upcoming=(), current=None, clock=None))
    assert words in button(pane, "call_next").words
    assert not button(pane, "call_next").isEnabled()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"opens_title": "Closing"}, "Ctrl+F8 opens the next item: Closing"),
        (
            {"opens_title": "Closing", "shown_item": ItemId("other")},
            "Ctrl+F8 opens the selected item: Closing",
        ),
        ({}, "No item is ahead: close the meeting in the Meeting menu"),
        ({"upcoming": (speaker(1, "Anna"),), "opens_title": "Closing"}, "Then: Anna"),
    ],
)
def test_what_comes_next_is_always_said(pane: FloorPane, more: dict[str, Any], words: str) -> None:
    view = floor(queue=(), upcoming=(), current=None, clock=None)
    pane.show_floor(replace(view, **more))
    assert words in [label.whole for label in pane.findChildren(ElidedLabel)]


@pytest.mark.parametrize(
    ("name", "signal", "value"),
    [
        ("call_next", "call_next_asked", None),
        ("pause", "pause_asked", None),
        ("end", "end_asked", None),
        ("less_time", "time_asked", -30_000),
        ("more_time", "time_asked", 30_000),
        ("not_here", "not_here_asked", None),
        ("undo", "undo_asked", None),
    ],
)
def test_every_button_asks_for_its_own(
    qtbot: QtBot, pane: FloorPane, name: str, signal: str, value: int | None
) -> None:
    asker = getattr(pane, signal, None) or getattr(pane.controls, signal)
    with qtbot.waitSignal(asker) as asked:
        QTest.mouseClick(button(pane, name), Qt.MouseButton.LeftButton)
    assert asked.args == ([] if value is None else [value])


def test_a_held_key_on_a_button_asks_once(pane: FloorPane) -> None:
    asked: list[bool] = []
    pane.controls.call_next_asked.connect(lambda: asked.append(True))
    primary = button(pane, "call_next")
    primary.setFocus()
    QTest.keyPress(primary, Qt.Key.Key_Space)
    for _ in range(5):
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            held = QKeyEvent(
                kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True
            )
            QApplication.sendEvent(primary, held)
    QTest.keyRelease(primary, Qt.Key.Key_Space)
    assert asked == [True]


def test_the_pause_button_says_what_it_will_do(pane: FloorPane) -> None:
    told = []
    for phase in (Phase.RUNNING, Phase.PAUSED, Phase.READY):
        pane.show_reading(reading(phase))
        told.append(button(pane, "pause").words)
    assert told == ["Pause", "Go on", "Start"]


def test_while_nobody_speaks_the_open_item_is_named_whatever_is_chosen(pane: FloorPane) -> None:
    titles = {"open_title": "Questions", "item_title": "Closing"}
    pane.show_floor(floor(current=None, **titles))
    name = pane.findChild(QLabel, "speaker_name")
    assert isinstance(name, QLabel)
    assert name.text() == "Questions"


def test_undo_names_what_it_takes_back(pane: FloorPane) -> None:
    undo = button(pane, "undo")
    assert undo.toolTip() == "Undo: called Head, Sample NGO Alliance"
    assert undo.key == "Shift+F8"
    pane.show_floor(floor(undo=None))
    assert not undo.isEnabled()


def test_time_and_phase_are_told_by_words(pane: FloorPane) -> None:
    pane.show_reading(reading(Phase.OVER, -35_000))
    assert [label.text() for label in pane.findChildren(QLabel, "digits")] == ["+0:35"]
    spent = pane.findChildren(QLabel, "time_spent")
    assert [label.text() for label in spent] == ["over time · of 3:00 · spoke 3:35"]


def test_another_second_asks_for_no_new_layout(pane: FloorPane) -> None:
    settle()
    asked: list[QEvent.Type] = []

    class Watch(QWidget):
        """Notes the layout requests of another widget."""

        def eventFilter(self, watched: object, event: QEvent) -> bool:
            """See Qt."""
            asked.append(event.type())
            return False

    watch = Watch()
    pane.installEventFilter(watch)
    pane.show_reading(reading(left_ms=107_000))
    settle()
    assert QEvent.Type.LayoutRequest not in asked


class TestPointOfOrder:
    """The field that F5 opens."""

    def field(self, pane: FloorPane) -> QLineEdit:
        """Return the opened field."""
        pane.controls.point.open()
        found = pane.findChild(QLineEdit, "point_name")
        assert isinstance(found, QLineEdit)
        return found

    def test_return_asks_for_the_floor_now(self, qtbot: QtBot, pane: FloorPane) -> None:
        field = self.field(pane)
        QTest.keyClicks(field, "Deputy  Sample")
        with qtbot.waitSignal(pane.controls.point_now_asked) as asked:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert asked.args == ["Deputy Sample"]
        assert not field.isVisible()

    def test_shift_return_asks_for_after_this_speech(self, qtbot: QtBot, pane: FloorPane) -> None:
        field = self.field(pane)
        QTest.keyClicks(field, "Deputy")
        with (
            qtbot.waitSignal(pane.controls.point_later_asked) as asked,
            qtbot.assertNotEmitted(pane.controls.point_now_asked),
        ):
            QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert asked.args == ["Deputy"]

    def test_escape_and_an_empty_name_do_nothing(self, qtbot: QtBot, pane: FloorPane) -> None:
        field = self.field(pane)
        with (
            qtbot.assertNotEmitted(pane.controls.point_now_asked),
            qtbot.assertNotEmitted(pane.controls.point_later_asked),
        ):
            QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClicks(field, "Dep")
            QTest.keyClick(field, Qt.Key.Key_Escape)
        assert not field.isVisible()
        pane.controls.point.open()
        assert field.text() == ""

    def test_keys_go_back_to_where_they_went_before(self, qtbot: QtBot, pane: FloorPane) -> None:
        pause = button(pane, "pause")
        pause.setFocus()
        field = self.field(pane)
        qtbot.waitUntil(field.hasFocus)
        QTest.keyClicks(field, "Dep")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert pause.hasFocus()

    def test_a_suggestion_is_taken_by_its_id(self, qtbot: QtBot, pane: FloorPane) -> None:
        found = Suggestion(PersonId("p7"), "Deputy of the Mazhilis", "Parliament")
        pane.controls.point.set_suggestions(
            lambda typed: (found,) if "dep" in typed.casefold() else ()
        )
        field = self.field(pane)
        QTest.keyClicks(field, "Dep")
        with qtbot.waitSignal(pane.controls.point_now_asked) as asked:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert asked.args == ["p7"]

    def test_a_held_return_takes_one_name(self, pane: FloorPane) -> None:
        asked: list[str] = []
        pane.controls.point_now_asked.connect(asked.append)
        field = self.field(pane)
        QTest.keyClicks(field, "Deputy")
        held = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            autorep=True,
        )
        QApplication.sendEvent(field, held)
        assert asked == []


def test_every_control_has_a_spoken_name(qtbot: QtBot) -> None:
    column = FloorColumn()
    qtbot.addWidget(column)
    column.floor.show_floor(floor())
    column.queue.show_floor(floor())
    column.queue.set_each(180_000)
    assert nameless(column) == []


VIEWS = {
    "usual": floor(),
    "russian": floor(
        current=speaker(20, LONG_NAME, kind=Kind.INTERPOSED),
        queue=tuple(speaker(n, LONG_NAME) for n in range(1, 10)),
    ),
    "kazakh": floor(
        current=speaker(20, LONG_KAZAKH, kind=Kind.POINT_OF_ORDER),
        held=(speaker(21, LONG_KAZAKH),),
        queue=tuple(speaker(n, LONG_KAZAKH) for n in range(1, 10)),
    ),
    "nobody": floor(current=None, clock=None, queue=(), upcoming=()),
    "ready": floor(clock=ClockState.READY),
}

LONG_WORDS = {
    "Pause": "Кідірту",
    "End": "Сөзді аяқтау",
    "Point of order": "Мәжіліс тәртібі бойынша",
    "Not here": "Залда жоқ екен",
    "Call next: {name}": "Предоставить слово: {name}",
    "Return to {name}, {time} left": "Вернуть слово: {name}, осталось {time}",
    "Speaking now · {kind}": "Қазір сөйлеп тұр · {kind}",
    "point of order": "мәжіліс тәртібі туралы ескертпе",
    "List of speakers · {waiting}": "Сөйлеушілер тізімі · {waiting}",
    "List open": "Жазылу ашық",
    "over time": "уақыт бітті",
}


@pytest.fixture
def long_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak in words longer than English ones."""

    class Catalogue:
        """A catalogue of the longest words."""

        def gettext(self, text: str) -> str:
            """Return the long words."""
            return LONG_WORDS.get(text, text)

        def ngettext(self, one: str, many: str, n: int) -> str:
            """Return the plural."""
            return many

    monkeypatch.setattr("moderator.words._catalogue", Catalogue())


@pytest.mark.parametrize("scale", [100, 200], indirect=True)
@pytest.mark.parametrize("case", VIEWS)
@pytest.mark.usefixtures("long_words")
def test_nothing_is_cut_in_long_words(qtbot: QtBot, scale: int, case: str) -> None:
    column = shown(qtbot, case, Phase.OVER)
    assert cut_texts(column) == []


@pytest.mark.parametrize("scale", [100], indirect=True)
@pytest.mark.parametrize("case", ["usual", "russian", "kazakh"])
@pytest.mark.usefixtures("long_words")
def test_eight_who_wait_are_seen_on_a_small_laptop(qtbot: QtBot, scale: int, case: str) -> None:
    column = shown(qtbot, case, Phase.RUNNING)
    rows = column.findChild(QueueView)
    assert rows is not None
    model = rows.model()
    last = rows.visualRect(model.index(7, 0))
    assert rows.viewport().rect().contains(last)
    bottom = rows.viewport().mapTo(column, last.bottomLeft())
    assert column.rect().contains(bottom)


def shown(qtbot: QtBot, case: str, phase: Phase) -> FloorColumn:
    """Return the column as on a laptop of 1366 × 768, at rest."""
    column = FloorColumn()
    qtbot.addWidget(column)
    column.resize(650, 664)
    left_ms = -35_000 if phase is Phase.OVER else 108_000
    column.floor.show_floor(VIEWS[case])
    column.queue.show_floor(VIEWS[case])
    column.queue.set_each(180_000)
    column.floor.show_reading(reading(phase, left_ms, held_left_ms=133_000))
    column.show()
    settle()
    return column
