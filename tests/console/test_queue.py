"""The list of speakers: the model moves rows, keys ask for changes, names are added by typing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.add_field import split_ending
from moderator.console.fitting import SectionLabel
from moderator.console.queue_delegate import row_text
from moderator.console.queue_list import QueueList
from moderator.console.queue_model import QueueModel, Role
from moderator.console.queue_view import QueueView
from moderator.desk.people import Suggestion
from moderator.desk.views import ShareView
from moderator.domain.ids import ItemId, PersonId, SectorId
from moderator.domain.kinds import Kind
from tests.console.views import NOW_UTC_MS, floor, speaker

PEOPLE = (
    Suggestion(PersonId("p1"), "Director, Youth Foundation", "Astana"),
    Suggestion(PersonId("p2"), "Director, Sample Trust", ""),
)


def find(typed: str) -> Sequence[Suggestion]:
    """Return the people whose name begins so, or else has this inside."""
    wanted = typed.casefold()
    begun = [p for p in PEOPLE if p.name.casefold().startswith(wanted)]
    inside = [replace(p, begins=False) for p in PEOPLE if wanted in p.name.casefold()]
    return begun or inside


@pytest.fixture
def listed(qtbot: QtBot) -> QueueList:
    """Return a shown list of nine who wait."""
    made = QueueList()
    qtbot.addWidget(made)
    made.show_floor(floor())
    made.set_suggestions(find)
    made.set_now(NOW_UTC_MS, "10:42")
    made.resize(640, 400)
    made.show()
    return made


def rows_of(listed: QueueList) -> QueueView:
    """Return the rows."""
    found = listed.findChild(QueueView)
    assert found is not None
    return found


def field_of(listed: QueueList) -> QLineEdit:
    """Return the field for names."""
    found = listed.findChild(QLineEdit, "add_name")
    assert isinstance(found, QLineEdit)
    return found


class TestModel:
    """The rows as Qt sees them."""

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(1, 12), unique=True), st.lists(st.integers(1, 12), unique=True))
    def test_any_order_becomes_any_other_without_a_reset(
        self, before: list[int], after: list[int]
    ) -> None:
        model = QueueModel()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
        model.show([speaker(n) for n in before])
        kept = [model.index(at) for at in range(len(before))]
        resets: list[bool] = []
        model.modelReset.connect(lambda: resets.append(True))
        model.show([speaker(n) for n in after])
        assert model.ids() == [f"r{n}" for n in after]
        assert model.rowCount() == len(after)
        assert not resets
        assert kept is not None

    @pytest.mark.parametrize(
        "after", [[2, 3, 4, 5, 1], [5, 1, 2, 3, 4], [1, 3, 2, 4, 5], [1, 2, 4, 5, 3]]
    )
    def test_moving_one_row_is_one_move(self, after: list[int]) -> None:
        model = QueueModel()
        model.show([speaker(n) for n in range(1, 6)])
        moves: list[QModelIndex] = []
        model.rowsMoved.connect(lambda parent, *_: moves.append(parent))
        model.show([speaker(n) for n in after])
        assert len(moves) == 1

    def test_points_of_order_are_not_numbered(self) -> None:
        model = QueueModel()
        model.show([speaker(1, kind=Kind.POINT_OF_ORDER), speaker(2), speaker(3)])
        numbers = [model.data(model.index(at), Role.NUMBER) for at in range(3)]
        assert numbers == [0, 1, 2]

    def test_numbers_follow_when_the_first_leaves(self) -> None:
        model = QueueModel()
        model.show([speaker(n) for n in range(1, 4)])
        changed: list[int] = []
        model.dataChanged.connect(lambda first, last, *_: changed.append(last.row()))
        model.show([speaker(n) for n in range(2, 4)])
        assert model.data(model.index(0), Role.NUMBER) == 1
        assert max(changed) == 1

    def test_a_row_is_spoken_whole(self) -> None:
        model = QueueModel()
        model.set_now(NOW_UTC_MS)
        model.show([speaker(6, "Director", kind=Kind.QUESTION, allotted_ms=120_000)])
        spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
        for part in ("1", "Director", "Office", "NGO", "question", "waits 6 min", "2:00"):
            assert part in spoken

    def test_who_came_this_minute_does_not_wait_yet(self) -> None:
        model = QueueModel()
        model.show([speaker(6)])
        model.set_now(NOW_UTC_MS - 6 * 60_000 + 59_000)
        assert model.data(model.index(0), Role.WAITS) == "just now"

    def test_waiting_is_told_again_only_when_a_minute_is_over(self) -> None:
        model = QueueModel()
        model.show([speaker(6)])
        model.set_now(NOW_UTC_MS)
        changed: list[bool] = []
        model.dataChanged.connect(lambda *_: changed.append(True))
        model.set_now(NOW_UTC_MS + 59_000)
        assert not changed
        model.set_now(NOW_UTC_MS + 60_000)
        assert changed


class TestKeys:
    """What keys on the rows ask for."""

    def test_alt_up_and_down_move(self, qtbot: QtBot, listed: QueueList) -> None:
        view = rows_of(listed)
        view.setCurrentIndex(view.model().index(2, 0))
        with qtbot.waitSignal(listed.move_asked) as asked:
            QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert asked.args == ["r3", 1]
        with qtbot.waitSignal(listed.move_asked) as asked:
            QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert asked.args == ["r3", 3]

    def test_the_ends_are_not_left(self, qtbot: QtBot, listed: QueueList) -> None:
        view = rows_of(listed)
        view.setCurrentIndex(view.model().index(0, 0))
        with qtbot.assertNotEmitted(listed.move_asked):
            QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)

    def test_delete_withdraws_and_a_held_delete_only_one(
        self, qtbot: QtBot, listed: QueueList
    ) -> None:
        view = rows_of(listed)
        asked: list[str] = []
        listed.withdraw_asked.connect(asked.append)
        view.setCurrentIndex(view.model().index(1, 0))
        QTest.keyClick(view, Qt.Key.Key_Delete)
        held = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Delete,
            Qt.KeyboardModifier.NoModifier,
            "",
            autorep=True,
        )
        QApplication.sendEvent(view, held)
        assert asked == ["r2"]

    def test_return_on_a_row_never_gives_the_floor(self, qtbot: QtBot, listed: QueueList) -> None:
        view = rows_of(listed)
        view.setCurrentIndex(view.model().index(1, 0))
        with qtbot.assertNotEmitted(listed.call_asked):
            QTest.keyClick(view, Qt.Key.Key_Return)

    def test_the_chosen_row_stays_chosen_when_it_moves(self, listed: QueueList) -> None:
        view = rows_of(listed)
        view.setCurrentIndex(view.model().index(4, 0))
        order = [1, 5, 2, 3, 4, 6, 7, 8, 9]
        listed.show_floor(floor(queue=tuple(speaker(n) for n in order)))
        assert listed.chosen() == "r5"
        assert view.currentIndex().row() == 1


class TestMouse:
    """Dragging rows and the menu on them."""

    @pytest.mark.parametrize(
        ("source", "onto", "below", "place"), [(0, 3, True, 3), (4, 1, False, 1), (0, 2, False, 1)]
    )
    def test_dropping_asks_for_the_place_between(
        self, listed: QueueList, source: int, onto: int, below: bool, place: int
    ) -> None:
        view = rows_of(listed)
        view.setCurrentIndex(view.model().index(source, 0))
        box = view.visualRect(view.model().index(onto, 0))
        at = QPointF(box.center().x(), box.bottom() - 2 if below else box.top() + 2)
        assert view.drop_row(at.toPoint()) == onto + below
        asked: list[tuple[str, int]] = []
        listed.move_asked.connect(lambda request, to: asked.append((request, to)))
        view.take_drop(at.toPoint())
        assert asked == [(f"r{source + 1}", place)]

    def test_a_drop_from_elsewhere_moves_nothing(self, qtbot: QtBot, listed: QueueList) -> None:
        view = rows_of(listed)
        event = QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.MoveAction,
            QMimeData(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        with qtbot.assertNotEmitted(listed.move_asked):
            view.dropEvent(event)

    @pytest.mark.parametrize(
        ("path", "signal", "args"),
        [
            (["Call now"], "call_asked", ["r2"]),
            (["Make next"], "move_asked", ["r2", 0]),
            (["Withdraw"], "withdraw_asked", ["r2"]),
            (["Kind", "question"], "kind_asked", ["r2", Kind.QUESTION]),
            (["Time", "5:00"], "time_asked", ["r2", 300_000]),
        ],
    )
    def test_the_menu_asks(
        self, qtbot: QtBot, listed: QueueList, path: list[str], signal: str, args: list[object]
    ) -> None:
        menu = listed.menu_of("r2")
        with qtbot.waitSignal(getattr(listed, signal)) as asked:
            step: QMenu = menu
            for word in path[:-1]:
                inner = next(a for a in step.actions() if a.text() == word).menu()
                assert isinstance(inner, QMenu)
                step = inner
            next(a for a in step.actions() if a.text() == path[-1]).trigger()
        assert asked.args == args
        menu.close()


def added(qtbot: QtBot, listed: QueueList, typed: str, *then: Qt.Key) -> list[object]:
    """Type a name and Return, and return what the list asks for."""
    field = field_of(listed)
    QTest.keyClicks(field, typed)
    for key in then:
        QTest.keyClick(field, key)
    with qtbot.waitSignal(listed.add_asked) as asked:
        QTest.keyClick(field, Qt.Key.Key_Return)
    return list(asked.args or ())


class TestAdding:
    """The field for names."""

    def test_an_unknown_name_is_taken_as_typed(self, qtbot: QtBot, listed: QueueList) -> None:
        field = field_of(listed)
        QTest.keyClicks(field, "Somebody  New")
        with qtbot.waitSignal(listed.add_asked) as asked:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert asked.args == ["Somebody New", Kind.CONTRIBUTION]
        assert field.text() == ""

    def test_a_known_one_takes_four_keys(self, qtbot: QtBot, listed: QueueList) -> None:
        assert added(qtbot, listed, "dir") == ["p1", Kind.CONTRIBUTION]

    def test_a_new_name_that_is_part_of_a_known_word_is_taken_as_typed(
        self, qtbot: QtBot, listed: QueueList
    ) -> None:
        assert added(qtbot, listed, "Tor") == ["Tor", Kind.CONTRIBUTION]
        assert added(qtbot, listed, "Tor", Qt.Key.Key_Down) == ["p1", Kind.CONTRIBUTION]

    def test_down_chooses_the_next_and_up_from_the_first_the_name_as_typed(
        self, qtbot: QtBot, listed: QueueList
    ) -> None:
        assert added(qtbot, listed, "dir", Qt.Key.Key_Down) == ["p2", Kind.CONTRIBUTION]
        assert added(qtbot, listed, "dir", Qt.Key.Key_Up) == ["dir", Kind.CONTRIBUTION]

    @pytest.mark.parametrize("typed", ["dir?", "dir ?"])
    def test_a_sign_behind_the_name_chooses_the_kind(
        self, qtbot: QtBot, listed: QueueList, typed: str
    ) -> None:
        field = field_of(listed)
        QTest.keyClicks(field, typed)
        kinds = listed.findChild(QComboBox, "add_kind")
        assert isinstance(kinds, QComboBox)
        assert kinds.currentText() == "question"
        with qtbot.waitSignal(listed.add_asked) as asked:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert asked.args == ["p1", Kind.QUESTION]
        assert kinds.currentText() == "contribution"

    def test_a_kind_chosen_in_the_box_is_used_once(self, qtbot: QtBot, listed: QueueList) -> None:
        kinds = listed.findChild(QComboBox, "add_kind")
        assert isinstance(kinds, QComboBox)
        kinds.setCurrentIndex(list(Kind).index(Kind.REPLY))
        assert added(qtbot, listed, "New") == ["New", Kind.REPLY]

    def test_a_refused_name_is_left_to_be_typed_over(self, qtbot: QtBot, listed: QueueList) -> None:
        field = field_of(listed)
        kinds = listed.findChild(QComboBox, "add_kind")
        assert kinds is not None
        QTest.keyClicks(field, "Guest from Semey?")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == ""
        listed.add_refused()
        assert field.text() == field.selectedText() == "Guest from Semey?"
        assert kinds.currentData() == Kind.QUESTION.value
        QTest.keyClicks(field, "x")
        assert field.text() == "x"
        assert kinds.currentData() == Kind.CONTRIBUTION.value

    def test_escape_leaves_nothing(self, qtbot: QtBot, listed: QueueList) -> None:
        field = field_of(listed)
        QTest.keyClicks(field, "dir")
        with qtbot.waitSignal(listed.left), qtbot.assertNotEmitted(listed.add_asked):
            QTest.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""

    def test_the_open_suggestions_take_no_key_from_the_floor(self, listed: QueueList) -> None:
        field = field_of(listed)
        field.setFocus()
        QTest.keyClicks(field, "dir")
        offered = listed.findChild(QWidget, "suggestions")
        assert offered is not None
        assert offered.isVisible()
        assert QApplication.activePopupWidget() is None

    def test_signs_are_parted_from_names(self) -> None:
        assert split_ending("Head ?") == ("Head", Kind.QUESTION)
        assert split_ending("Head!") == ("Head", Kind.POINT_OF_ORDER)
        assert split_ending(" Head ") == ("Head", None)


def test_the_pill_asks_to_close_and_to_open_the_list(qtbot: QtBot, listed: QueueList) -> None:
    pill = listed.findChild(QAbstractButton, "list_open")
    assert isinstance(pill, QAbstractButton)
    with qtbot.waitSignal(listed.list_asked) as asked:
        pill.click()
    assert asked.args == [False]
    listed.show_floor(floor(list_open=False))
    with qtbot.waitSignal(listed.list_asked) as asked:
        pill.click()
    assert asked.args == [True]


def test_the_field_says_on_which_list_a_name_comes(listed: QueueList) -> None:
    field = listed.findChild(QLineEdit, "add_name")
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "Add: name or number"
    listed.show_floor(floor(shown_item=ItemId("other"), item_title="Closing"))
    assert field.placeholderText() == "Add to “Closing”"


def test_the_heading_says_when_the_last_one_is_expected_to_end(listed: QueueList) -> None:
    heading = listed.findChild(SectionLabel)
    assert heading is not None
    assert heading.text() == "List of speakers · 9 waiting"
    listed.set_expected("12:41")
    assert heading.text() == "List of speakers · 9 waiting → 12:41"
    assert "12:41" in heading.toolTip()


def test_the_foot_says_scope_and_sums(listed: QueueList) -> None:
    sums = listed.findChild(QWidget, "sector_sums")
    assert sums is not None
    assert sums.accessibleName() == "Government 22:40 · NGO 12:50"
    listed.show_shares((ShareView(SectorId("ngo"), "NGO", 1, 830_000),))
    assert sums.accessibleName() == "NGO 13:50"


def test_a_kind_stands_in_the_row_and_a_point_of_order_has_a_tag() -> None:
    question = row_text(speaker(1, kind=Kind.QUESTION), 1, "")
    assert question.detail.startswith("question")
    assert question.order == ""
    assert row_text(speaker(1, kind=Kind.POINT_OF_ORDER), 0, "").order == "point of order"
