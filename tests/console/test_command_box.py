"""The command box and the sheet of keys: words find commands, Return does one."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QMainWindow
from pytestqt.qtbot import QtBot

from moderator.app.actions import TABLE
from moderator.console.command_box import CommandBox, fitting
from moderator.console.commands import Command
from moderator.console.keys_sheet import KeysSheet
from tests.console.seeing import cut_texts, nameless, settle


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """Return a shown window with a field to type in."""
    made = QMainWindow()
    qtbot.addWidget(made)
    field = QLineEdit()
    field.setObjectName("before")
    made.setCentralWidget(field)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return made


@pytest.fixture
def commands(window: QMainWindow) -> list[Command]:
    """Return all actions of the table, in one menu."""
    menu = window.menuBar().addMenu("Menu")
    made = []
    for spec in TABLE:
        action = QAction(spec.text(), window)
        menu.addAction(action)
        made.append(Command(action, spec.keys))
    return made


def named(commands: Sequence[Command], text: str) -> Command:
    """Return the command with these words."""
    return next(command for command in commands if command.text == text)


def test_every_typed_word_counts_and_beginnings_come_first(commands: list[Command]) -> None:
    found = [command.text for command in fitting(commands, "call")]
    assert found[0] == "Call next"
    assert "Take back the call" in found
    assert [c.text for c in fitting(commands, "BACK  call")] == ["Take back the call"]
    assert fitting(commands, "f9")[0].text == "30 seconds more"


def test_return_does_the_one_in_front_and_gives_the_focus_back(
    qtbot: QtBot, window: QMainWindow, commands: list[Command]
) -> None:
    CommandBox.open_over(window, commands)
    box = window.findChild(CommandBox)
    assert box is not None
    field = box.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "call next")
    with qtbot.waitSignal(named(commands, "Call next").action.triggered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.findChild(QLineEdit, "before") is QApplication.focusWidget()


def test_arrows_choose_and_escape_leaves(
    qtbot: QtBot, window: QMainWindow, commands: list[Command]
) -> None:
    CommandBox.open_over(window, commands)
    box = window.findChild(CommandBox)
    assert box is not None
    listed = box.findChild(QListWidget)
    field = box.findChild(QLineEdit)
    assert listed is not None
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert listed.currentRow() == 1
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert listed.currentRow() == 0
    with qtbot.waitSignal(box.destroyed):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert window.findChild(QLineEdit, "before") is QApplication.focusWidget()


def test_what_cannot_be_done_now_does_nothing(
    qtbot: QtBot, window: QMainWindow, commands: list[Command]
) -> None:
    for command in commands:
        command.action.setEnabled(False)
    CommandBox.open_over(window, commands)
    box = window.findChild(CommandBox)
    assert box is not None
    field = box.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    with qtbot.assertNotEmitted(named(commands, "New forum…").action.triggered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert nameless(box) == []


def test_words_that_no_command_has_are_answered_in_words(
    window: QMainWindow, commands: list[Command]
) -> None:
    CommandBox.open_over(window, commands)
    box = window.findChild(CommandBox)
    assert box is not None
    field = box.findChild(QLineEdit)
    answer = next(label for label in box.findChildren(QLabel) if "No command" in label.text())
    assert field is not None
    assert not answer.isVisible()
    QTest.keyClicks(field, "zzz")
    assert answer.isVisible()
    assert not cut_texts(box)
    field.clear()
    assert not answer.isVisible()


def test_the_same_key_closes_the_box(
    qtbot: QtBot, window: QMainWindow, commands: list[Command]
) -> None:
    CommandBox.open_over(window, commands)
    box = window.findChild(CommandBox)
    assert box is not None
    with qtbot.waitSignal(box.destroyed):
        CommandBox.open_over(window, commands)


def test_the_sheet_names_every_key_of_the_table(
    qtbot: QtBot, window: QMainWindow, commands: list[Command]
) -> None:
    KeysSheet.open_over(window, commands)
    sheet = window.findChild(KeysSheet)
    assert sheet is not None
    settle()
    spoken = [label.accessibleName() for label in sheet.findChildren(QLabel)]
    for command in commands:
        if command.keys:
            assert command.spoken in spoken
    assert cut_texts(sheet) == []
    assert nameless(sheet) == []
    with qtbot.waitSignal(sheet.destroyed):
        QTest.keyClick(sheet, Qt.Key.Key_F1)
