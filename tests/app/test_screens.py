"""The program's windows: made anew for another look, remembered, and let go of."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from moderator.app.actions import TABLE, Do, Menu, menu_name
from moderator.console.widgets.banner import Banner, Notice
from moderator.console.widgets.key_button import IconButton, KeyButton
from moderator.domain.errors import Known, Reason, StoreFailed
from tests.desk.kit import text
from tests.rig import Rig, clock_at


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, clock_at(9, 55))
    made.show()
    yield made
    made.close()


def _banner(rig: Rig) -> Banner:
    return rig.screens.window.banner


# ---- another language, theme or size


def test_another_look_stops_no_clock_and_moves_no_caret(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.wait(2)
    rig.do(Do.CALL_NEXT)
    rig.screens.window.notes.setFocus()
    rig.type("Half a sen")
    place = rig.screens.window.note_place()
    rig.wait(40)
    rig.dress(replace(rig.settings, language="ru", theme="dark"))
    rig.wait(20)
    assert rig.room.reading().elapsed_ms == 60_000
    assert rig.screens.window.note_place() == place
    rig.type("tence")
    rig.settle()
    notes = [rig.room.notes.text(item.id) for item in rig.room.notes.items()]
    assert "Half a sentence" in notes
    assert rig.screens.actions[Do.CALL_NEXT].text() != "Call next"
    assert rig.screens.window.menuBar().actions()[0].text() == menu_name(Menu.FILE)


def test_the_other_windows_come_back_in_another_look_where_they_stood(rig: Rig) -> None:
    rig.screens.show_stage()
    rig.screens.show_strip()
    assert rig.screens.stage is not None
    assert rig.screens.strip is not None
    rig.screens.strip.move(300, 200)
    before = rig.screens.stage, rig.screens.strip
    rig.dress(replace(rig.settings, theme="dark"))
    stage, strip = rig.screens.stage, rig.screens.strip
    assert stage is not None
    assert strip is not None
    assert (stage, strip) != before
    assert stage.isVisible()
    assert strip.isVisible()
    assert (strip.x(), strip.y()) == (300, 200)


def test_at_first_the_strip_stands_at_the_bottom_right(rig: Rig) -> None:
    rig.screens.show_strip()
    strip, area = rig.screens.strip, rig.screens.window.screen().availableGeometry()
    assert strip is not None
    assert area.contains(strip.frameGeometry())
    assert area.right() - strip.frameGeometry().right() < 40
    assert area.bottom() - strip.frameGeometry().bottom() < 80


def test_a_meeting_that_comes_brings_the_keys_to_its_list(rig: Rig) -> None:
    window, first = rig.screens.window, rig.room.meeting
    for meeting in rig.desk.programme.meetings:
        rig.desk.planning.remove_meeting(meeting.id)
    rig.settle()
    assert not window.column.isEnabled()
    rig.desk.planning.put_back(first)
    rig.desk.select_meeting(first.id)
    rig.settle()
    focus = rig.app.focusWidget()
    assert focus is not None
    assert window.queue.isAncestorOf(focus)


def test_a_forum_without_meetings_and_no_forum_say_nothing_of_the_one_before(rig: Rig) -> None:
    rig.until(10, 0)
    rig.do(Do.OPEN_MEETING)
    rig.do(Do.CALL_NEXT)
    rig.settle()
    queue, agenda = rig.screens.window.queue, rig.screens.window.agenda
    assert any("→" in label.text() for label in queue.findChildren(QLabel))
    made = rig.desk.library.new(text("Empty"), rig.desk.programme.days[0].date)
    rig.settle()
    assert not any("→" in label.text() for label in queue.findChildren(QLabel))
    assert any("No meeting yet" in label.text() for label in agenda.findChildren(QLabel))
    asyncio.run(rig.desk.library.remove(made))
    rig.settle()
    assert any("No forum is open" in label.text() for label in agenda.findChildren(QLabel))


def test_windows_of_an_earlier_look_are_let_go_of(rig: Rig) -> None:
    rig.screens.show_stage()
    rig.screens.show_strip()
    gone = [
        weakref.ref(each)
        for each in (
            rig.screens.window,
            rig.screens.window.notes,
            rig.screens.window.queue,
            rig.screens.binding,
            rig.screens.handlers,
            rig.screens.stage,
            rig.screens.strip,
        )
    ]
    for theme in ("dark", "light"):
        rig.dress(replace(rig.settings, theme=theme))
    rig.settle()
    gc.collect()
    assert [type(ref()).__name__ for ref in gone if ref() is not None] == []


def test_six_looks_leave_as_many_actions_as_one(rig: Rig) -> None:
    rig.dress(replace(rig.settings, theme="dark"))
    after_one = len(rig.app.children())
    for number in range(5):
        rig.dress(replace(rig.settings, theme=("light", "dark")[number % 2]))
    assert len(rig.app.children()) < after_one + len(TABLE)


# ---- what is remembered


def test_size_and_note_takers_mode_are_remembered(qapp: QApplication, tmp_path: Path) -> None:
    first = Rig(tmp_path)
    first.show(960, 740)  # no wider than the screen of the tests, else it is cut
    first.do(Do.NOTES_MODE)
    first.close()
    again = Rig(tmp_path)
    again.screens.show_window()
    assert again.screens.window.size().toTuple() == (960, 740)
    assert again.screens.window.notes_mode
    again.close()


def test_the_stage_display_is_remembered(qapp: QApplication, tmp_path: Path) -> None:
    first = Rig(tmp_path)
    first.show()
    first.screens.show_stage()
    assert first.screens.stage is not None
    first.screens.stage.resize(640, 360)
    first.settle()
    first.close()
    again = Rig(tmp_path)
    again.screens.show_stage()
    assert again.screens.stage is not None
    assert again.screens.stage.size().toTuple() == (640, 360)
    again.close()


# ---- what is told


def test_a_message_goes_by_itself_and_one_that_warns_stays(rig: Rig) -> None:
    rig.screens.tell(Notice("Written."))
    assert _banner(rig).notice.text == "Written."
    rig.do(Do.OPEN_MEETING)
    assert not _banner(rig).isHidden(), "an action on the floor takes no message away"
    assert rig.screens.binding is not None
    rig.screens.binding.messages._fade_timer.timeout.emit()
    assert _banner(rig).isHidden()
    rig.screens.warn("Something is not right.")
    assert not rig.screens.binding.messages._fade_timer.isActive()
    close = _banner(rig).findChild(IconButton)
    assert close is not None
    close.click()
    assert _banner(rig).isHidden()


def test_a_late_start_is_asked_about_once_even_when_waved_away(rig: Rig) -> None:
    rig.until(10, 9)
    rig.do(Do.OPEN_MEETING)
    assert "9 min late" in _banner(rig).notice.text
    close = _banner(rig).findChild(IconButton)
    assert close is not None
    close.click()
    rig.do(Do.CALL_NEXT)
    assert _banner(rig).isHidden()


def test_a_failed_save_comes_before_everything_and_goes_when_it_is_mended(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.screens.tell(Notice("Written."))
    saved = rig.desk.saved
    failed = replace(saved, failed="The disk is full. Make room on it; nothing is lost meanwhile.")
    monkeypatch.setattr(type(rig.desk), "saved", failed)
    assert rig.screens.binding is not None
    rig.screens.binding._show_saved()
    assert _banner(rig).notice.text == failed.failed
    monkeypatch.undo()
    rig.screens.binding._show_saved()
    assert _banner(rig).notice.text == "Written."


def test_a_bug_and_a_failed_opening_are_told(qapp: QApplication, rig: Rig) -> None:
    rig.screens.tell_bug("KeyError: 'x'")
    assert "What you typed is on this laptop" in _banner(rig).notice.text
    rig.screens.tell_failed(StoreFailed(Reason.DISK_READ_ONLY, file="folder"))
    assert "folder" in _banner(rig).notice.text


def test_there_is_no_desk_before_it_is_open(rig: Rig) -> None:
    desk = rig.screens.put_away_desk()
    assert not rig.screens.has_desk
    with pytest.raises(Known):
        _ = rig.screens.desk
    rig.screens.open_desk(desk)


# ---- after a break


def test_a_speech_left_running_is_asked_about_and_may_end_then(
    qapp: QApplication, tmp_path: Path
) -> None:
    first = Rig(tmp_path, clock_at(9, 59))
    first.show()
    first.do(Do.OPEN_MEETING)
    first.wait(2)
    first.do(Do.CALL_NEXT)
    first.wait(90)
    first.close()
    first.clock.wait(40 * 60_000)
    again = Rig(tmp_path, first.clock)
    again.show()
    assert "had the floor when" in _banner(again).notice.text
    button = _banner(again).findChild(KeyButton, "answer:ended-then")
    assert button is not None
    button.click()
    again.settle()
    assert again.room.floor_view().current is None
    assert again.room.session.state.past[0].spent_ms <= 92_000
    assert _banner(again).isHidden()
    again.close()


def test_every_menu_holds_its_part_of_the_table(rig: Rig) -> None:
    shown = rig.screens.window.menuBar().actions()
    assert [action.text() for action in shown] == [menu_name(menu) for menu in Menu]
    menus = rig.screens.window.menuBar().findChildren(QMenu)
    held = {action.objectName() for menu in menus for action in menu.actions()}
    assert {spec.do.value for spec in TABLE} <= held
