"""The header: days, meetings, how far the meeting is; and that it never asks for more room."""

import pytest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from moderator import words
from moderator.console.day_tabs import DayTabs
from moderator.console.fitting import ElidedLabel
from moderator.console.header import Header
from moderator.console.widgets.pill import Pill, PillButton
from moderator.desk.views import SaveState
from moderator.domain.company import PersonHere
from moderator.domain.floor import MeetingPhase
from moderator.domain.link import LinkState, LinkView
from tests.console.agendas import BEGIN_UTC_MS, MINUTE_MS, ZONE, agenda, days
from tests.console.seeing import cut_texts, nameless, settle

pops_up = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def header(qtbot: QtBot) -> Header:
    """Return a shown header over an open meeting."""
    return filled(qtbot)


def filled(qtbot: QtBot, width_px: int = 1366) -> Header:
    """Return a shown header."""
    made = Header()
    qtbot.addWidget(made)
    made.show_forum("9th Civil Forum: thirty years of partnership", days(), ZONE)
    made.show_agenda(agenda())
    made.show_saved(SaveState(BEGIN_UTC_MS, 0), "10:42")
    made.show_wall(BEGIN_UTC_MS + 42 * MINUTE_MS, True)
    made.resize(width_px, made.sizeHint().height())
    made.show()
    settle()
    made.resize(width_px, made.sizeHint().height())
    return made


def pills(header: Header) -> list[str]:
    """Return the texts of the visible pills."""
    return [pill.text() for pill in header.findChildren(Pill) if pill.isVisible()]


def test_it_tells_how_long_the_meeting_runs_and_what_time_it_is(header: Header) -> None:
    assert pills(header) == ["Running 42 min", "Saved 10:42"]
    header.show_wall(BEGIN_UTC_MS + 42 * MINUTE_MS - 20_000, False)
    assert pills(header)[0] == "Running 42 min", "a clock that stops takes no minute back"
    clock = header.findChild(QPushButton, "choose_meeting")
    assert clock is not None
    texts = [label.text() for label in header.findChildren(ElidedLabel)]
    assert "The fight against corruption" in texts


def test_a_meeting_not_begun_tells_plan_and_present(header: Header) -> None:
    header.show_agenda(agenda(phase=MeetingPhase.NOT_OPEN))
    header.show_wall(BEGIN_UTC_MS + 7 * MINUTE_MS, False)
    assert pills(header)[0] == "Planned 10:00, now 10:07"


def test_a_meeting_of_another_day_tells_its_date(header: Header) -> None:
    header.show_agenda(agenda(phase=MeetingPhase.NOT_OPEN))
    header.show_wall(BEGIN_UTC_MS + 3 * 24 * 60 * MINUTE_MS, False)
    assert pills(header)[0] == "Planned 23 Nov 10:00"


def test_a_closed_meeting_says_so(header: Header) -> None:
    header.show_agenda(agenda(phase=MeetingPhase.CLOSED))
    assert pills(header)[0] == "Closed"


def test_what_is_not_saved_is_told_at_once(header: Header) -> None:
    header.show_saved(SaveState(None, 3, failed="The disk is full."), "")
    assert pills(header)[1] == "Not saved"


def test_a_day_with_one_meeting_brings_it_to_the_front(qtbot: QtBot, header: Header) -> None:
    with qtbot.waitSignal(header.meeting_asked) as told:
        tab(header, "day 2026-11-25").click()
    assert told.args == ["o2"]


@pops_up
def test_a_day_with_several_meetings_offers_them(qtbot: QtBot, header: Header) -> None:
    tab(header, "day 2026-11-24").click()
    (menu,) = header.findChildren(QMenu)
    assert [action.data() for action in menu.actions()] == ["n1", "n2"]
    with qtbot.waitSignal(header.meeting_asked) as told:
        menu.actions()[1].trigger()
    assert told.args == ["n2"]
    menu.close()


@pops_up
def test_the_chooser_offers_every_meeting_of_the_forum(qtbot: QtBot, header: Header) -> None:
    tab(header, "choose_meeting").click()
    (menu,) = header.findChildren(QMenu)
    assert [action.data() for action in menu.actions()] == ["m", "n1", "n2", "o2", "o3", "o4"]
    menu.close()


def test_without_a_meeting_nothing_of_one_is_shown(header: Header) -> None:
    header.show_agenda(None)
    assert pills(header) == ["Saved 10:42"]
    assert not tab(header, "choose_meeting").isVisible()


def test_a_running_second_asks_for_no_new_layout(qtbot: QtBot, header: Header) -> None:
    settle()
    with qtbot.assertNotEmitted(header.meeting_asked):
        before = header.sizeHint()
        header.show_wall(BEGIN_UTC_MS + 42 * MINUTE_MS + 1_000, True)
    assert header.sizeHint() == before


def tab(header: Header, name: str) -> QPushButton:
    """Return a button by its object name."""
    found = header.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


@pytest.mark.parametrize("scale", [100, 200], indirect=True)
@pytest.mark.parametrize("width_px", [1366, 1440])
def test_no_button_is_cut_at_any_text_size(qtbot: QtBot, scale: int, width_px: int) -> None:
    header = filled(qtbot, width_px)
    assert header.minimumSizeHint().width() <= width_px
    assert cut_texts(header) == []
    assert nameless(header) == []


@pytest.mark.parametrize("scale", [200], indirect=True)
def test_where_tabs_have_no_room_the_chooser_names_the_day(qtbot: QtBot, scale: int) -> None:
    header = filled(qtbot)
    tabs = header.findChild(DayTabs)
    assert tabs is not None
    assert not tabs.isVisible()
    chooser = tab(header, "choose_meeting")
    assert isinstance(chooser, PillButton)
    assert chooser.words == "Mon 23 · 1/12"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("width_px", [1280, 1366, 1440])
def test_all_of_a_joined_laptop_stays_in_one_row(
    qtbot: QtBot, width_px: int, language: str
) -> None:
    words.use(language)
    header = filled(qtbot, width_px)
    one_row = header.sizeHint().height()
    people = [PersonHere(str(n), f"Guest {n}", "chair", "", "") for n in range(12)]
    header.company.tell(people, 3)
    for state, lost in (
        (LinkState.LIVE, None),
        (LinkState.OFFLINE, BEGIN_UTC_MS),
        (LinkState.REFUSED, BEGIN_UTC_MS),
    ):
        header.show_link(LinkView(state, "hub", "chair", 214, BEGIN_UTC_MS, lost), ZONE)
        settle()
        assert header.sizeHint().height() == one_row
        assert cut_texts(header) == []


def test_a_button_with_an_icon_alone_has_it_in_its_middle(qtbot: QtBot) -> None:
    button = PillButton("", icon_name="users")
    qtbot.addWidget(button)
    wordy = PillButton("8", icon_name="users")
    qtbot.addWidget(wordy)
    digit = wordy.fontMetrics().horizontalAdvance("8")
    assert wordy.sizeHint().width() - button.sizeHint().width() > digit
