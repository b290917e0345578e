"""Others' carets on the page: in the right place, under the words, and gone when they are."""

import pytest
from PySide6.QtCore import QObject, QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from moderator.console.look import tokens
from moderator.console.look.current import look
from moderator.documents.notes import Edit
from moderator.domain.company import Caret
from moderator.domain.ids import ItemId
from tests.console.note_pair import Pair


@pytest.fixture
def pair(qtbot: QtBot) -> Pair:
    made = Pair(qtbot)
    made.fill("Бірінші жол\nекінші 🎉 жол", "Other item")
    made.editor.others.open(made.desk)
    made.editor.others.set_company(True)
    return made


def _caret(
    pair: Pair, head: int, anchor: int | None = None, item: int = 0, colour: int = 2
) -> Caret:
    of = pair.desk.ids[item]
    return Caret(7, "Дана Ким", colour, of, head if anchor is None else anchor, head)


def _picture(pair: Pair) -> QImage:
    QApplication.processEvents()
    return pair.editor.viewport().grab().toImage()


def _columns(image: QImage, colour: str) -> set[int]:
    wanted = QColor(colour).rgb()
    return {
        x for x in range(image.width()) for y in range(image.height())
        if image.pixel(x, y) == wanted
    }  # fmt: skip


def _heads(pair: Pair) -> list[tuple[int, int]]:
    return [(s.caret.anchor, s.caret.head) for s in pair.editor.others._spots]


def test_a_caret_is_a_thin_bar_where_its_character_is(pair: Pair) -> None:
    colour = tokens.person_colour(2, look().theme)
    pair.editor.others.show([_caret(pair, 4)])
    bar = {x for x in _columns(_picture(pair), colour) if x < 300}  # the name is at the right
    assert 1 <= len(bar) <= 3
    shown = pair.editor.textCursor()
    shown.setPosition(pair.at(0, 4))
    assert abs(min(bar) - pair.editor.cursorRect(shown).left()) <= 2
    pair.editor.others.show([])
    assert _columns(_picture(pair), colour) == set()


def test_names_stand_where_no_word_can(pair: Pair) -> None:
    pair.editor.others.show([_caret(pair, 4)])
    ground = tokens.tag_ground(tokens.person_colour(2, look().theme), look().theme)
    name = _columns(_picture(pair), ground)
    right = pair.editor.document().findBlockByNumber(0).blockFormat().rightMargin()
    assert name
    assert min(name) >= pair.editor.viewport().width() - right


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(0, 0, "аб🎉"), (6, 9)),
        (Edit(0, 1, ""), (1, 4)),
        (Edit(2, 0, "x"), (3, 6)),
        (Edit(5, 0, "x"), (2, 6)),
        (Edit(6, 2, "xyz"), (2, 5)),
        (Edit(1, 8, "z"), (2, 2)),
    ],
)
def test_it_moves_with_what_anybody_writes(
    pair: Pair, edit: Edit, expected: tuple[int, int]
) -> None:
    pair.editor.others.show([_caret(pair, 5, 2), _caret(pair, 3, item=1)])
    pair.others(pair.desk.ids[0], edit)
    assert _heads(pair) == [expected, (3, 3)]


def test_what_two_did_at_once_is_asked_for_a_moment_later(pair: Pair, qtbot: QtBot) -> None:
    pair.others(pair.desk.ids[0], Edit(0, 0, "x"))
    timer = pair.editor.findChild(QTimer, "others")
    assert isinstance(timer, QTimer)
    assert not timer.isActive(), "nobody is here"
    pair.editor.others.show([_caret(pair, 1)])
    with qtbot.waitSignal(pair.editor.others.asked):
        pair.others(pair.desk.ids[0], Edit(0, 0, "x"))


def test_a_screen_reader_says_who_else_writes_in_the_line(pair: Pair) -> None:
    pair.editor.others.show([_caret(pair, 14)])
    pair.go(pair.at(0, 14))
    assert "Дана Ким" in pair.editor.accessibleDescription()
    pair.go(pair.at(0, 0))
    assert "Дана Ким" not in pair.editor.accessibleDescription()


def test_a_caret_of_an_item_that_is_not_on_the_page_is_not_shown(pair: Pair) -> None:
    gone = Caret(1, "x", 0, ItemId("gone"), 0, 0)
    pair.editor.others.show([gone, _caret(pair, 999)])
    assert len(pair.editor.others._spots) == 1
    _picture(pair)


def test_ones_own_caret_is_told_after_it_moved_and_gone_with_the_focus(
    pair: Pair, qtbot: QtBot
) -> None:
    told: list[tuple[str, int, int]] = []
    other = QLineEdit(pair.editor.parentWidget() or pair.editor)
    own = pair.editor.own_caret
    own.moved.connect(lambda *where: told.append(where))
    pair.go(pair.at(0, 3))
    assert not own._timer.isActive(), "nobody listens"
    own.set_watched(True)
    pair.editor.activateWindow()
    pair.editor.setFocus()
    pair.go(pair.at(1, 2), pair.at(0, 3))
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1] == (pair.desk.ids[1], 0, 2)
    with qtbot.waitSignal(own.gone):
        other.show()
        other.setFocus()
    own.set_watched(False)
    assert isinstance(own, QObject)


def test_of_a_selection_of_everything_only_what_is_in_sight_is_painted(pair: Pair) -> None:
    pair.others(pair.desk.ids[0], Edit(0, 0, "Жол\n" * 140))
    editor = pair.editor
    editor.others.show([_caret(pair, 560, 0)])
    first = editor.document().findBlockByNumber(70)
    top = editor.document().documentLayout().blockBoundingRect(first).top()
    clip = QRectF(0, 0, 300, 200)
    (spot,) = editor.others._spots
    boxes = list(editor.others._tinted(spot, QPointF(0, top), clip, first))
    assert 5 < len(boxes) < 30
    assert all(box.intersects(clip.adjusted(0, -40, 0, 40)) for box in boxes)
