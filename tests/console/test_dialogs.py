"""The forms: what is typed comes out as values, what cannot be used is told in a sentence."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from moderator.console.dialogs.about import AboutDialog
from moderator.console.dialogs.day import DayDialog
from moderator.console.dialogs.fields import LengthField
from moderator.console.dialogs.form import FormDialog
from moderator.console.dialogs.forum import NewForumDialog, OpenForumDialog
from moderator.console.dialogs.item import ItemDialog
from moderator.console.dialogs.meeting import MeetingDialog
from moderator.console.dialogs.settings import SettingsDialog
from moderator.domain.ids import DayId, ItemId, MeetingId, PersonId
from moderator.domain.programme import (
    AgendaItem,
    ClockStart,
    Day,
    ItemKind,
    LocalText,
    Meeting,
    People,
    Person,
)
from moderator.settings import Settings
from tests.console.seeing import cut_texts, nameless, settle

DAYS = tuple(Day(DayId(f"d{n}"), dt.date(2026, 11, 23 + n)) for n in range(2))
TITLE = LocalText("Сыбайлас жемқорлыққа қарсы күрес", "Борьба с коррупцией", "Against corruption")
MEETING = Meeting(MeetingId("m"), DAYS[0].id, TITLE, dt.time(10, 0), "Big hall")
ITEM = AgendaItem(ItemId("i"), MeetingId("m"), TITLE, "a", presenters=(PersonId("p1"),))
PEOPLE = People({PersonId(f"p{n}"): Person(PersonId(f"p{n}"), f"Speaker {n}") for n in range(3)})


@dataclass
class Kept:
    """A forum kept on this laptop."""

    id: str
    title: LocalText
    sample: bool = False


FORUMS = (Kept("a", TITLE), Kept("b", LocalText(en="Ninth Civil Forum"), True))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return the window that forms stand beside."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def field(form: FormDialog, name: str) -> QLineEdit:
    """Return a line of a form."""
    found = form.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def wrong(form: FormDialog) -> str:
    """Return the sentence on what cannot be used."""
    found = form.findChild(QLabel, "wrong")
    assert isinstance(found, QLabel)
    return found.text()


def test_a_new_forum_needs_a_title_in_one_language(qtbot: QtBot, window: QWidget) -> None:
    form = NewForumDialog(dt.date(2026, 11, 23), window)
    form.open()
    form.accept_button.click()
    assert wrong(form) == "Type a title in at least one language."
    assert form.isVisible()
    form.reject()


def test_a_new_forum_comes_out_as_title_and_day(qtbot: QtBot, window: QWidget) -> None:
    form = NewForumDialog(dt.date(2026, 11, 23), window)
    form.open()
    field(form, "title_ru").setText("  Форум ")
    with qtbot.waitSignal(form.made) as told:
        QTest.keyClick(field(form, "title_ru"), Qt.Key.Key_Return)
    assert told.args == [LocalText(ru="Форум"), dt.date(2026, 11, 23)]


def test_a_day_that_is_there_is_refused_and_the_next_one_offered(
    qtbot: QtBot, window: QWidget
) -> None:
    form = DayDialog(DAYS, window)
    form.open()
    date = form.findChild(QDateEdit)
    assert date is not None
    assert date.date() == QDate(2026, 11, 25)
    date.setDate(QDate(2026, 11, 23))
    form.accept_button.click()
    assert "this day already" in wrong(form)
    date.setDate(QDate(2026, 11, 30))
    with qtbot.waitSignal(form.made) as told:
        form.accept_button.click()
    assert told.args == [dt.date(2026, 11, 30)]


def test_a_meeting_comes_out_as_it_went_in(qtbot: QtBot, window: QWidget) -> None:
    form = MeetingDialog(MEETING, DAYS, Settings(), window)
    form.open()
    with qtbot.waitSignal(form.done_with) as told:
        form.accept_button.click()
    assert told.args == [MEETING]


def test_a_new_meeting_begins_with_the_users_times(qtbot: QtBot, window: QWidget) -> None:
    settings = Settings(speech_ms=240_000, warn_ms=45_000, clock_start="key")
    form = MeetingDialog(None, DAYS, settings, window)
    form.open()
    field(form, "title_en").setText("Second meeting")
    with qtbot.waitSignal(form.done_with) as told:
        form.accept_button.click()
    (made,) = told.args or [None]
    assert isinstance(made, Meeting)
    assert (made.id, made.day, made.speech_ms, made.warn_ms) == ("", "d1", 240_000, 45_000)
    assert made.clock_start is ClockStart.KEY


def test_a_warning_longer_than_the_speech_is_refused(qtbot: QtBot, window: QWidget) -> None:
    form = MeetingDialog(replace(MEETING, warn_ms=180_000), DAYS, Settings(), window)
    form.open()
    form.accept_button.click()
    assert wrong(form) == "The warning must come before the end of the speech."
    form.reject()


def test_an_item_comes_out_as_it_went_in(qtbot: QtBot, window: QWidget) -> None:
    form = ItemDialog(ITEM, PEOPLE, window)
    form.open()
    with qtbot.waitSignal(form.done_with) as told:
        form.accept_button.click()
    assert told.args == [ITEM]


def test_an_items_presenters_are_typed_and_taken_away(qtbot: QtBot, window: QWidget) -> None:
    form = ItemDialog(ITEM, PEOPLE, window)
    form.open()
    name = field(form, "presenter")
    QTest.keyClicks(name, "Speaker 2")
    QTest.keyClick(name, Qt.Key.Key_Return)
    gone = next(b for b in form.findChildren(QPushButton) if b.property("person") == "p1")
    gone.click()
    with qtbot.waitSignal(form.done_with) as told:
        form.accept_button.click()
    assert told.args == [replace(ITEM, presenters=(PersonId("p2"),))]


def test_a_fixed_start_and_an_own_time_count_only_when_ticked(
    qtbot: QtBot, window: QWidget
) -> None:
    form = ItemDialog(None, PEOPLE, window)
    form.open()
    field(form, "title_kk").setText("Ашылуы")
    for box in form.findChildren(QCheckBox):
        box.setChecked(True)
    with qtbot.waitSignal(form.done_with) as told:
        form.accept_button.click()
    (made,) = told.args or [None]
    assert isinstance(made, AgendaItem)
    assert (made.id, made.kind, made.starts) == ("", ItemKind.OTHER, dt.time(10, 0))
    assert made.speech_ms == 180_000


def test_each_setting_counts_at_once(qtbot: QtBot, window: QWidget) -> None:
    form = SettingsDialog(Settings(), window)
    form.open()
    theme = form.findChild(QComboBox, "theme")
    speech = form.findChild(LengthField, "speech_ms")
    assert theme is not None
    assert speech is not None
    with qtbot.waitSignal(form.settings_changed) as told:
        theme.setCurrentIndex(2)
    assert told.args == [Settings(theme="dark")]
    with qtbot.waitSignal(form.settings_changed) as told:
        speech.setValue(300)
    assert told.args == [Settings(theme="dark", speech_ms=300_000)]
    form.accept_button.click()


def test_lengths_are_typed_as_minutes_and_seconds(qtbot: QtBot, window: QWidget) -> None:
    length = LengthField(90_000)
    qtbot.addWidget(length)
    assert length.text() == "1:30"
    for typed, expected_ms in (("2:05", 125_000), ("4", 240_000), ("1:00:00", 3_600_000)):
        length.selectAll()
        QTest.keyClicks(length, typed)
        assert length.length_ms == expected_ms
    length.selectAll()
    QTest.keyClicks(length, "x")
    assert length.length_ms == 3_600_000


def test_a_forum_is_opened_from_the_list(qtbot: QtBot, window: QWidget) -> None:
    form = OpenForumDialog(FORUMS, "a", window)
    form.open()
    listed = form.findChild(QListWidget)
    assert listed is not None
    assert listed.item(0).text() == "Against corruption · open now"
    listed.setCurrentRow(1)
    with qtbot.waitSignal(form.open_asked) as told:
        form.accept_button.click()
    assert told.args == ["b"]


def test_removing_a_forum_asks_once_more(qtbot: QtBot, window: QWidget) -> None:
    form = OpenForumDialog(FORUMS, "a", window)
    form.open()
    buttons = {b.text(): b for b in form.findChildren(QPushButton)}
    with qtbot.assertNotEmitted(form.remove_asked):
        buttons["Remove…"].click()
        buttons["Keep"].click()
    assert not buttons["Remove"].isVisible()
    buttons["Remove…"].click()
    with qtbot.waitSignal(form.remove_asked) as told:
        buttons["Remove"].click()
    assert told.args == ["a"]
    assert form.chosen == "b"
    form.reject()


def test_a_form_begins_in_its_first_field(window: QWidget) -> None:
    for form in (NewForumDialog(DAYS[0].date, window), ItemDialog(ITEM, PEOPLE, window)):
        form.open()
        assert isinstance(form.focusWidget(), QLineEdit)
        form.close()


def test_the_same_form_opens_once(window: QWidget) -> None:
    first, second = AboutDialog("1", window), AboutDialog("1", window)
    first.open()
    second.open()
    assert first.isVisible()
    assert not second.isVisible()
    first.reject()


FORMS: tuple[Callable[[QWidget], FormDialog], ...] = (
    lambda window: AboutDialog("1.0", window),
    lambda window: DayDialog(DAYS, window),
    lambda window: NewForumDialog(dt.date(2026, 11, 23), window),
    lambda window: OpenForumDialog(FORUMS, "a", window),
    lambda window: ItemDialog(ITEM, PEOPLE, window),
    lambda window: MeetingDialog(MEETING, DAYS, Settings(), window),
    lambda window: SettingsDialog(Settings(), window),
)


@pytest.mark.parametrize("scale", [100, 200], indirect=True)
@pytest.mark.parametrize("make", FORMS)
def test_forms_are_whole_named_and_leave_the_floor_its_keys(
    make: Callable[[QWidget], FormDialog], window: QWidget, scale: int
) -> None:
    form = make(window)
    form.open()
    settle()
    assert not form.isModal()
    assert cut_texts(form) == []
    assert [each for each in nameless(form) if "qt_" not in each] == []
    for label in form.findChildren(QLabel):
        if label.buddy() is not None:
            assert label.buddy().accessibleName() == label.text()
    assert form.findChildren(QAbstractSpinBox) is not None
    form.reject()
