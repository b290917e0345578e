"""A key is in the notes before it is on the page, and the two agree whatever comes between."""

import pytest
from pytestqt.qtbot import QtBot

from moderator.documents.notes import Edit, NoteChange
from tests.console.note_pair import Pair


@pytest.fixture
def pair(qtbot: QtBot) -> Pair:
    return Pair(qtbot)


def test_the_notes_have_a_key_before_the_page_shows_it(pair: Pair) -> None:
    seen: list[tuple[str, str]] = []
    item = pair.desk.ids[1]

    def hear(_change: NoteChange) -> None:
        first = pair.editor.page.firsts[1]
        shown = pair.editor.document().findBlockByNumber(first).text()
        seen.append((pair.desk.text(item), shown))

    pair.fill("", "ac")
    pair.desk.listen(hear)
    pair.go(pair.at(1, 1))
    pair.type("b")
    pair.go(pair.at(1, 3), pair.at(1, 2))
    pair.type("d")
    assert seen == [("abc", "ac"), ("abd", "abc")]
    pair.agree()


def test_a_key_over_a_selection_across_items_waits_for_the_page(pair: Pair) -> None:
    pair.fill("one", "two", "three")
    pair.go(pair.at(2, 2), pair.at(0, 1))
    pair.type("x")
    assert pair.desk.texts()[:3] == ["ox", "", "ree"]
    pair.agree()


def test_a_letter_that_qt_does_not_write_is_shown_all_the_same(pair: Pair) -> None:
    pair.fill("ac")
    pair.go(pair.at(0, 1))
    pair.editor.writing.emit("b")
    assert pair.desk.texts()[0] == "abc"
    pair.others(pair.desk.ids[0], Edit(3, 0, "f"))
    pair.agree()
    pair.editor.writing.emit("g")
    pair.others(pair.desk.ids[1], Edit(0, 0, "elsewhere"))
    pair.agree()
    pair.go(pair.at(0, 3))
    pair.editor.writing.emit("d")
    pair.type("e")
    assert sorted(pair.desk.texts()[0]) == list("abcdefg")
    pair.agree()
