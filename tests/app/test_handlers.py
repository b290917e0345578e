"""Ten minutes as a chair who has only a keyboard, and what each action does."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from moderator.app.actions import TABLE, Do
from moderator.app.plan_handlers import PUT_BACK
from moderator.console.dialogs.form import FormDialog
from moderator.console.widgets.key_button import KeyButton
from moderator.console.widgets.pill import Pill
from moderator.domain.floor import ItemState, MeetingPhase
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from tests.rig import Rig, clock_at, press


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, clock_at(9, 55))
    made.show()
    yield made
    made.close()


def _add(rig: Rig, name: str) -> None:
    """F4, a name, Return."""
    rig.do(Do.ADD_SPEAKER)
    field = rig.app.focusWidget()
    assert isinstance(field, QLineEdit)
    rig.type(name, field)
    press(field, Qt.Key.Key_Return, "\r")
    rig.settle()


def _speaks(rig: Rig) -> str:
    current = rig.room.floor_view().current
    return current.name if current else ""


def _waits(rig: Rig) -> list[str]:
    return [row.name for row in rig.room.floor_view().queue]


def _choose(rig: Rig, choice: str) -> None:
    button = rig.screens.window.banner.findChild(KeyButton, choice)
    assert button is not None, rig.screens.window.banner.notice
    button.click()
    rig.settle()


def test_a_chair_runs_ten_minutes_with_the_keyboard_alone(rig: Rig) -> None:
    _begin_late(rig)
    first, second = _waits(rig)[:2]
    _add(rig, "Guest from Semey")
    assert _waits(rig)[-1] == "Guest from Semey"
    _first_speech(rig, first)
    rig.do(Do.CALL_NEXT)
    assert _speaks(rig) == second
    _not_here(rig, second)
    rig.do(Do.TOGGLE_LIST)
    _add(rig, "Too late")
    assert "Too late" not in _waits(rig)
    field = rig.app.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.selectedText() == "Too late"
    rig.do(Do.TOGGLE_LIST)
    _write(rig)
    rig.do(Do.CLOSE_ITEM)
    rig.do(Do.CLOSE_MEETING)
    state = rig.room.session.state
    assert state.phase is MeetingPhase.CLOSED
    assert [s.spent_ms for s in state.past] == [20_000, 40_000]
    lines = [line for item in rig.room.notes.items() for line in rig.room.notes.lines(item.id)]
    assert [line.mark for line in lines] == [None, Mark.COMMITMENT]
    done = [i for i in rig.room.agenda().items if i.state is ItemState.DONE]
    assert [item.heard for item in done] == [1]  # the other was a point of order


def _begin_late(rig: Rig) -> None:
    window = rig.screens.window
    rig.until(10, 7)
    told = [pill.text() for pill in window.header.findChildren(Pill)]
    assert "Planned 10:00, now 10:07" in told
    rig.do(Do.CALL_NEXT)
    assert rig.room.session.state.phase is MeetingPhase.OPEN
    assert "7 min late" in window.banner.notice.text
    _choose(rig, "plan:even")
    assert window.banner.isHidden()
    assert rig.room.agenda().schedule.expected_end_utc_ms == clock_at(12, 35).now.utc_ms


def _first_speech(rig: Rig, first: str) -> None:
    """Twenty seconds, a pause, ten more, a point of order, ten more."""
    rig.wait(30)
    rig.do(Do.CALL_NEXT)
    assert _speaks(rig) == first
    rig.wait(20)
    rig.do(Do.TOGGLE)
    rig.wait(15)
    rig.do(Do.TOGGLE)
    rig.wait(10)
    assert rig.room.reading().elapsed_ms == 30_000, "a pause is not charged"
    rig.do(Do.POINT)
    field = rig.app.focusWidget()
    assert isinstance(field, QLineEdit)
    rig.type("Zhibek", field)
    press(field, Qt.Key.Key_Return, "\r")
    rig.settle()
    assert _speaks(rig) == "Zhibek"
    rig.wait(20)
    rig.do(Do.CALL_NEXT)
    assert _speaks(rig) == first
    assert rig.room.reading().elapsed_ms == 30_000, "nor is a point of order"
    rig.wait(10)


def _not_here(rig: Rig, called: str) -> None:
    rig.wait(4)
    rig.do(Do.NOT_HERE)
    assert _speaks(rig) == ""
    assert called in _waits(rig)[:2]
    rig.do(Do.UNDO)
    assert _speaks(rig) == called
    rig.do(Do.REDO)
    assert _speaks(rig) == ""


def _write(rig: Rig) -> None:
    rig.do(Do.NEXT_PANE)
    rig.type("They will publish the calendar by December\n/act")
    press(rig.screens.window.notes.editor, Qt.Key.Key_Return, "\r")
    rig.type("Publish it")
    rig.settle()


def test_a_second_call_within_a_second_is_refused_in_words(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.wait(2)
    rig.do(Do.CALL_NEXT)
    speaks = _speaks(rig)
    rig.do(Do.CALL_NEXT)
    assert _speaks(rig) == speaks
    message = rig.screens.window.status.findChild(QLabel, "message")
    assert message is not None
    assert "second" in message.text()


def test_time_is_given_and_taken(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.wait(2)
    rig.do(Do.CALL_NEXT)
    before_ms = rig.room.reading().allotted_ms
    for do in (Do.MORE, Do.MORE, Do.LESS):
        rig.do(do)
    assert rig.room.reading().allotted_ms == before_ms + 30_000


def test_taking_back_a_call_gives_the_time_in_between_to_the_one_who_never_stopped(
    rig: Rig,
) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.wait(2)
    rig.do(Do.CALL_NEXT)
    first = _speaks(rig)
    rig.wait(60)
    rig.do(Do.CALL_NEXT)
    rig.wait(20)
    rig.do(Do.TAKE_BACK)
    assert _speaks(rig) == first
    assert rig.room.reading().elapsed_ms == 80_000


def test_undo_is_named_in_the_menu_and_grey_when_there_is_nothing(rig: Rig) -> None:
    undo = rig.screens.actions[Do.UNDO]
    assert not undo.isEnabled()
    _add(rig, "Somebody")
    assert undo.isEnabled()
    assert "Somebody" in undo.text()


def test_items_are_opened_skipped_and_moved_by_action(rig: Rig) -> None:
    items = rig.room.agenda().items
    rig.do(Do.OPEN_MEETING)
    rig.screens.window.agenda.item_selected.emit(items[0].id)
    rig.settle()
    rig.do(Do.OPEN_ITEM)
    assert rig.room.agenda().items[0].state is ItemState.OPEN
    rig.screens.window.agenda.item_selected.emit(items[1].id)
    rig.settle()
    rig.do(Do.SKIP_ITEM)
    assert rig.room.agenda().items[1].state is ItemState.SKIPPED
    rig.do(Do.ITEM_DOWN)
    assert [i.id for i in rig.room.agenda().items][1:3] == [items[2].id, items[1].id]
    rig.do(Do.ITEM_UP)
    assert [i.id for i in rig.room.agenda().items] == [i.id for i in items]
    rig.do(Do.REMOVE_ITEM)
    assert items[1].id not in [i.id for i in rig.room.agenda().items]


def test_a_forum_is_made_by_hand_with_days_meetings_and_items(rig: Rig) -> None:
    for do, title in ((Do.NEW_FORUM, "Our forum"), (Do.ADD_MEETING, "Morning"),
                      (Do.ADD_ITEM, "Reports")):  # fmt: skip
        rig.do(do)
        _fill(rig, title)
    rig.do(Do.ADD_DAY)
    _fill(rig, "")
    programme = rig.desk.programme
    assert programme.forum.title.best("en") == "Our forum"
    assert len(programme.days) == 2
    assert [m.title.best("en") for m in programme.meetings] == ["Morning"]
    assert [i.title for i in rig.room.agenda().items] == ["Reports"]
    assert _waits(rig) == []


def _fill(rig: Rig, title: str) -> None:
    """Type a title into the form that is open, and accept it."""
    window = rig.screens.window
    form = next(form for form in window.findChildren(FormDialog) if form.isVisible())
    fields = [field for field in form.findChildren(QLineEdit) if field.isVisible()]
    if title:
        rig.type(title, fields[0])
    form.accept_button.click()
    rig.settle()


def test_what_was_removed_from_the_programme_can_be_put_back(rig: Rig) -> None:
    meeting = rig.room.id
    items = [item.id for item in rig.room.agenda().items]
    rig.screens.window.agenda.item_selected.emit(items[1])
    rig.settle()
    rig.do(Do.REMOVE_ITEM)
    _choose(rig, PUT_BACK)
    assert [item.id for item in rig.room.agenda().items] == items
    rig.do(Do.REMOVE_MEETING)
    assert rig.room.id != meeting
    _choose(rig, PUT_BACK)
    assert rig.room.id == meeting
    assert [item.id for item in rig.room.agenda().items] == items


def test_a_meeting_added_while_one_runs_stays_behind_it(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    running = rig.room.id
    rig.do(Do.ADD_MEETING)
    _fill(rig, "Another")
    assert rig.room.id == running


def test_removing_the_open_forum_empties_the_window(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.screens.show_stage()
    assert rig.screens.stage is not None
    rig.do(Do.CALL_NEXT)
    asyncio.run(rig.desk.library.remove(rig.desk.forum.id))
    rig.settle()
    assert not rig.desk.has_forum
    assert not rig.screens.actions[Do.CALL_NEXT].isEnabled()
    window = rig.screens.window
    shown = window.floor.findChild(QLabel, "speaker_name")
    assert shown is not None
    assert shown.text() == ""
    assert rig.screens.stage.scene.face.name.text == ""


def test_every_action_is_safe_before_the_desk_is_open(qapp: QApplication, tmp_path: Path) -> None:
    made = Rig(tmp_path)
    made.show()
    desk = made.screens.put_away_desk()
    made.screens.handlers.refresh()
    loud = {Do.QUIT, Do.IMPORT, Do.EXPORT_JSON, Do.BACKUP, Do.RESTORE}
    for spec in TABLE:
        if spec.do not in loud:
            made.screens.actions[spec.do].trigger()
            made.app.processEvents()
    for form in made.screens.window.findChildren(FormDialog):
        form.close()
    made.screens.open_desk(desk)
    made.settle()
    assert made.room.session.state.phase is MeetingPhase.NOT_OPEN
    made.close()


def test_a_point_of_order_is_asked_for_in_the_strip_when_that_is_in_front(rig: Rig) -> None:
    rig.do(Do.OPEN_MEETING)
    rig.screens.show_strip()
    assert rig.screens.strip is not None
    rig.screens.strip.activateWindow()
    rig.settle()
    rig.do(Do.POINT)
    field = rig.app.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.window() is rig.screens.strip
    rig.type("Deputy", field)
    press(field, Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.ShiftModifier)
    rig.settle()
    assert rig.room.floor_view().queue[0].kind is Kind.POINT_OF_ORDER
