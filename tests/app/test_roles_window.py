"""The window of one who does not run the floor, of every role, and of one who is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from moderator.app.actions import Do
from moderator.console.dialogs.apart import ApartDialog
from moderator.console.gavel_row import GavelRow
from moderator.documents.rights import Role
from moderator.domain.floor import RequestState
from tests.desk.elsewhere import Elsewhere
from tests.desk.kit import items, small_forum, speech
from tests.domain.hall import MINUTE
from tests.rig import Rig, clock_at

RUNS = ("call_next", "pause", "end", "less_time", "more_time", "not_here")


@pytest.fixture
def rig(qapp: QApplication, tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path, clock_at(9, 55))
    small_forum(made.desk)
    yield made
    made.close()


def joined(rig: Rig, role: Role = Role.TIMEKEEPER) -> Elsewhere:
    """Join a meeting in which somebody speaks and that Aida runs elsewhere."""
    rig.show()
    other = Elsewhere(rig.desk, "Aida", Role.CHAIR)
    rig.room.floor.open_item(items(rig.room)[0])
    for name in ("Anna", "Vera", "Dana"):
        rig.room.floor.add(name, item=items(rig.room)[0])
    rig.room.floor.call_next(guard=False)
    other.hear()
    other.take()
    rig.desk.standing.take(rig.desk.forum.id, role)
    rig.clock.wait(10)
    other.tell()
    rig.settle()
    return other


def found(rig: Rig, name: str, within: QWidget | None = None) -> QAbstractButton:
    button = (within or rig.screens.window).findChild(QAbstractButton, name)
    assert button is not None
    return button


def spent(rig: Rig) -> str:
    label = rig.screens.window.floor.findChild(QLabel, "time_spent")
    assert label is not None
    return label.text()


def message(rig: Rig) -> str:
    label = rig.screens.window.status.findChild(QLabel, "message")
    assert label is not None
    return label.toolTip() or label.text()


def test_what_another_runs_is_shown_as_theirs_and_says_whose(rig: Rig) -> None:
    joined(rig)
    row = rig.screens.window.findChild(GavelRow)
    assert row is not None
    assert row.isVisible()
    for name in RUNS:
        button = found(rig, name, rig.screens.window.floor)
        assert not button.isEnabled()
        assert "Aida runs the floor since" in button.toolTip()
    assert found(rig, "point_of_order", rig.screens.window.floor).isEnabled()
    before = rig.room.session.fold.events
    rig.do(Do.CALL_NEXT)
    assert "Aida" in message(rig)
    assert rig.room.session.fold.events == before


def test_the_floor_is_taken_over_by_a_key_and_a_yes(rig: Rig) -> None:
    joined(rig)
    rig.do(Do.TAKE_FLOOR)
    gavel = rig.room.floor_view().gavel
    assert gavel is not None
    assert not gavel.is_mine
    found(rig, "take-floor").click()
    rig.settle()
    assert found(rig, "call_next", rig.screens.window.floor).isEnabled()
    rig.clock.wait(MINUTE)
    rig.do(Do.CALL_NEXT)
    gavel = rig.room.floor_view().gavel
    assert gavel is not None
    assert gavel.is_mine
    row = rig.screens.window.findChild(GavelRow)
    assert row is not None
    assert row.isHidden()


def test_no_digits_run_where_the_floor_cannot_be_known(rig: Rig) -> None:
    rig.screens.show_stage()
    joined(rig)
    stage = rig.screens.stage
    assert stage is not None
    assert spent(rig) != ""
    rig.desk.standing.hear_loss(rig.clock.now.utc_ms)
    rig.settle()
    assert spent(rig) == ""
    assert "Last known" in stage.accessibleDescription()
    rig.wait(30)
    assert spent(rig) == ""
    rig.desk.standing.hear_loss(None)
    rig.settle()
    assert spent(rig) != ""


@pytest.mark.parametrize(
    ("role", "may_list", "may_write", "may_plan"),
    [
        (Role.CHAIR, True, True, True),
        (Role.TIMEKEEPER, True, False, True),
        (Role.NOTE_TAKER, False, True, False),
        (Role.VIEWER, False, False, False),
    ],
)
def test_each_role_is_shown_what_it_may_do(
    rig: Rig, role: Role, may_list: bool, may_write: bool, may_plan: bool
) -> None:
    joined(rig, role)
    window = rig.screens.window
    add = window.queue.findChild(QWidget, "add_field")
    assert add is not None
    assert add.isEnabled() == may_list
    assert may_list or "role" in add.toolTip()
    assert window.notes.editor.isReadOnly() == (not may_write)
    assert rig.screens.actions[Do.ADD_ITEM].isEnabled() == may_plan
    assert window.notes_mode == (role is Role.NOTE_TAKER)
    assert found(rig, "undo", window.floor).isEnabled() == may_list
    rig.desk.standing.take(rig.desk.forum.id, Role.CHAIR)
    rig.settle()
    assert add.isEnabled()
    assert not window.notes.editor.isReadOnly()
    assert not window.notes_mode


def test_what_was_done_apart_is_compared_and_taken_over(rig: Rig) -> None:
    other = joined(rig)
    rig.room.running.take()
    other.hear()
    rig.room.floor.call_next(guard=False)
    called = rig.room.session.state.current
    assert called is not None
    rig.clock.wait(MINUTE)
    rig.room.floor.end()
    other.take()
    other.tell()
    rig.settle()
    rig.do(Do.COMPARE)
    dialog = rig.screens.window.findChild(ApartDialog)
    assert dialog is not None
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("This laptop took the floor over" in text for text in told)
    assert not any(b.isEnabled() for b in dialog.findChildren(QAbstractButton) if b.text())
    rig.room.running.take()
    rig.settle()
    assert rig.room.session.state.requests[called.request].state is RequestState.WAITING
    dialog.adopt_asked.emit(dialog.tenure, "")
    rig.settle()
    assert speech(rig.room, called.request).spent_ms == MINUTE
    assert rig.room.floor_view().lines == ()


def test_who_was_alone_and_joins_as_chair_is_told_nothing_new(rig: Rig) -> None:
    banner = rig.screens.window.banner
    joined(rig, Role.CHAIR)
    assert "role" not in banner.notice.text
    rig.desk.standing.take(rig.desk.forum.id, Role.VIEWER)
    rig.settle()
    assert banner.isVisible()
    assert "viewer" in banner.notice.text


def test_a_forum_that_was_joined_as_note_taker_is_shown_for_notes(rig: Rig) -> None:
    rig.show()
    first = rig.desk.forum.id
    small_forum(rig.desk)
    second = rig.desk.forum.id
    assert second != first
    rig.desk.library.open(first)
    rig.desk.standing.take(second, Role.NOTE_TAKER)
    rig.settle()
    seen = []
    for forum in (first, second, first):
        rig.desk.library.open(forum)
        rig.settle()
        seen.append(rig.screens.window.notes_mode)
        assert "role" not in rig.screens.window.banner.notice.text
    assert seen == [False, True, False]
