"""Large changes of the notes reach the page whole, in pieces, and can be taken back as one."""

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from moderator.console.note_beside import AT_ONCE
from moderator.console.note_page import ItemEdit
from moderator.console.note_pieces import PIECE, PIECE_LINES, is_large, pieces
from moderator.documents.notes import Edit
from moderator.domain.notes import LONGEST_WORD, Mark
from tests.console.note_pair import Key, Mod, Pair
from tests.console.notes_desk import NotesDesk

MUCH = "".join(f"тармақ {n} 🙂\n" for n in range(1_000))


@pytest.fixture
def pair(qtbot: QtBot) -> Pair:
    return Pair(qtbot)


def paste(pair: Pair, text: str = MUCH) -> None:
    data = QMimeData()
    data.setText(text)
    pair.editor.insertFromMimeData(data)


def is_whole(pair: Pair) -> bool:
    page = pair.editor.page
    return not pair.bridge._backlog.is_behind and not any(line.due for line in page.lines)


def settle(pair: Pair, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: is_whole(pair), timeout=20_000)
    pair.agree()


@pytest.mark.parametrize("text", ["", "a", "a\n" * 500, "б" * (3 * PIECE), MUCH])
def test_pieces_are_small_and_make_the_whole(text: str) -> None:
    made, old = "", "x" * 7 + "-" * 3
    for piece in pieces(ItemEdit(2, 7, 3, text)):
        assert not is_large(piece.inserted)
        assert piece.which == 2
        assert piece.position == len((old[:7] + made).encode("utf-16-le")) // 2
        made += piece.inserted
    assert made == text


def test_a_large_paste_is_in_the_notes_at_once_and_soon_on_the_page(
    pair: Pair, qtbot: QtBot
) -> None:
    pair.fill("before", "above\nbelow", "after")
    pair.go(pair.at(1, 6))
    paste(pair)
    assert pair.desk.texts() == ["before", "above\n" + MUCH + "below", "after"]
    settle(pair, qtbot)
    assert pair.editor.textCursor().block().text() == "below"
    assert all(line.dress is not None for line in pair.editor.page.lines)


def test_a_large_paste_is_taken_back_in_one_step_and_done_again(pair: Pair, qtbot: QtBot) -> None:
    pair.fill("one two three")
    pair.go(pair.at(0, 8), pair.at(0, 4))
    paste(pair)
    settle(pair, qtbot)
    pair.key(Key.Key_Z, Mod.ControlModifier)
    assert pair.desk.texts()[0] == "one two three"
    settle(pair, qtbot)
    pair.bridge.redo()
    settle(pair, qtbot)
    assert pair.desk.texts()[0] == "one " + MUCH + "three"


def test_keys_pressed_meanwhile_come_after_what_was_pasted(pair: Pair, qtbot: QtBot) -> None:
    pair.go(pair.at(1))
    paste(pair)
    pair.type("ab\n")
    assert pair.desk.texts()[1] == MUCH
    settle(pair, qtbot)
    assert pair.desk.texts()[1] == MUCH + "ab\n"


def test_giving_up_leaves_no_part_of_it(pair: Pair, qtbot: QtBot) -> None:
    pair.fill("", "one two three")
    pair.go(pair.at(1, 7), pair.at(1, 4))
    told: list[int] = []
    pair.bridge.filling.connect(told.append)
    paste(pair)
    qtbot.waitUntil(lambda: bool(told) and told[-1] > 20)
    assert pair.bridge.can_give_up
    pair.bridge.give_up()
    assert pair.desk.texts()[1] == "one two three"
    settle(pair, qtbot)
    assert told[-1] == 100
    pair.type("!")
    pair.agree()


def test_what_others_write_meanwhile_is_kept(pair: Pair, qtbot: QtBot) -> None:
    pair.fill("first", "second")
    pair.go(pair.at(1, 6))
    paste(pair, "\n" + MUCH)
    other = NotesDesk()
    other.document.apply(pair.desk.document.state())
    other.document.edit(pair.desk.ids[0], Edit(0, 0, "others "), 1)
    other.document.edit(pair.desk.ids[1], Edit(0, 0, "others "), 1)
    pair.desk.document.apply(other.document.missing(pair.desk.document.state_vector()))
    pair.desk.set_mark(pair.desk.ids[1], 0, Mark.DECISION)
    settle(pair, qtbot)
    assert pair.page()[:2] == ["others first", "others second\n" + MUCH]
    assert pair.editor.page.lines[1].view.mark == Mark.DECISION


def test_a_large_paste_over_several_items_keeps_them_apart(pair: Pair, qtbot: QtBot) -> None:
    pair.fill("first", "second", "third")
    pair.go(pair.at(2, 2), pair.at(0, 3))
    paste(pair)
    settle(pair, qtbot)
    assert pair.desk.texts() == ["fir" + MUCH, "", "ird"]


def test_another_meeting_shown_meanwhile_has_nothing_of_it(pair: Pair, qtbot: QtBot) -> None:
    paste(pair)
    pair.type("held")
    before, pair.desk = pair.desk, NotesDesk()
    pair.bridge.open(pair.desk)
    settle(pair, qtbot)
    assert before.texts()[0] == MUCH + "held"
    assert pair.desk.texts() == ["", "", ""]
    assert not pair.editor.isReadOnly()


def test_a_word_nobody_can_have_meant_is_broken_and_all_of_it_kept(
    pair: Pair, qtbot: QtBot
) -> None:
    pair.go(pair.at(0))
    paste(pair, "б" * (500 * LONGEST_WORD) + " end")  # Qt alone needs half a minute for it
    rows = pair.desk.texts()[0].split("\n")
    assert rows == ["б" * LONGEST_WORD] * 499 + ["б" * LONGEST_WORD + " end"]
    settle(pair, qtbot)


def test_a_long_page_is_seen_to_from_what_is_read(pair: Pair, qtbot: QtBot) -> None:
    pair.desk.edit(pair.desk.ids[0], 0, 0, "a line\n" * 3 * AT_ONCE)
    settle(pair, qtbot)
    pair.bridge.open(pair.desk)
    lines = pair.editor.page.lines
    assert len(lines) > AT_ONCE > PIECE_LINES
    assert all(line.dress is not None for line in lines[:AT_ONCE])
    assert any(line.due for line in lines)
    pair.editor.verticalScrollBar().setValue(pair.editor.verticalScrollBar().maximum())
    settle(pair, qtbot)
    assert all(line.dress is not None and line.view.began_utc_ms for line in lines[:-3])


def test_lines_above_are_dressed_without_moving_what_is_read(pair: Pair, qtbot: QtBot) -> None:
    pair.desk.edit(pair.desk.ids[0], 0, 0, "a line\n" * 3 * AT_ONCE)
    settle(pair, qtbot)
    pair.go(pair.at(1))
    pair.editor.ensureCursorVisible()
    pair.desk.speakers[0] = "A name so long that it takes a line of its own above the text itself"
    top = pair.editor.cursorRect().top()
    pair.bridge.refresh_gutter()
    settle(pair, qtbot)
    assert pair.editor.page.lines[0].dress is not None
    assert pair.editor.page.lines[0].dress.label_height
    assert abs(pair.editor.cursorRect().top() - top) <= 1
