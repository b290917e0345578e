"""The laws of the one table of actions."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from moderator import paths, words
from moderator.app.actions import TABLE, Do, Menu, menu_name

SAFE_FOR_THE_FLOOR = re.compile(
    r"((Ctrl|Shift|Ctrl\+Shift)\+)?F\d+|Ctrl\+(Shift\+)?(Return|Enter|Backspace)"
)
CHORD = re.compile(r"Ctrl\+(Shift\+)?[A-Z]")
FLOOR = ("floor", "list", "item", "meeting", "note")


def test_every_action_stands_in_the_table_once() -> None:
    assert Counter(spec.do for spec in TABLE) == Counter(Do)


def test_no_two_actions_share_a_key() -> None:
    keys = [QKeySequence(key).toString() for spec in TABLE for key in spec.keys]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_key_is_one_that_qt_knows_by_that_name() -> None:
    for spec in TABLE:
        for key in spec.keys:
            assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_what_touches_the_floor_has_keys_that_every_layout_has_and_nobody_types() -> None:
    for spec in TABLE:
        allowed = spec.do.value.startswith(FLOOR)
        for key in spec.keys:
            assert SAFE_FOR_THE_FLOOR.fullmatch(key) or (not allowed and CHORD.fullmatch(key)), key


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_action_has_words_of_its_own_in_every_language(language: str) -> None:
    words.use(language)
    texts = [spec.text() for spec in TABLE]
    assert all(texts)
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    letters = [re.sub(r".*&(.).*", r"\1", menu_name(menu)).casefold() for menu in Menu]
    assert len(set(letters)) == len(Menu), "no two menus share a mnemonic"


def test_every_icon_of_the_table_is_there() -> None:
    for spec in TABLE:
        assert (paths.resources() / "icons" / f"{spec.icon}.svg").is_file(), spec.icon


def test_groups_of_a_menu_stand_together() -> None:
    for menu in Menu:
        groups = [spec.group for spec in TABLE if spec.menu is menu]
        assert groups == sorted(groups), menu
