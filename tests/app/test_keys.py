"""The filter of physical keys: chords of Cyrillic layouts, and keys held down."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from moderator.app import keys
from moderator.app.actions import TABLE, Do
from moderator.app.keys import PhysicalKeys, latin_key

CONTROL = Qt.KeyboardModifier.ControlModifier
CYRILLIC_EL = Qt.Key(0x041B)
K_CODE, F8_CODE = 45, 74


def _event(
    kind: QEvent.Type,
    key: Qt.Key,
    code: int,
    stamp: int = 0,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    repeats: bool = False,
) -> QKeyEvent:
    made = QKeyEvent(kind, key, modifiers, code, 0, 0, "", repeats)
    made.setTimestamp(stamp)
    return made


class Counted(QObject):
    """Counts how often its action was triggered."""

    asked = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.count = 0
        self.action = QAction("Something", self)
        self.action.setShortcut(QKeySequence(key))
        self.action.triggered.connect(self._more)

    def _more(self) -> None:
        self.count += 1


@pytest.fixture
def field(qapp: QApplication) -> Iterator[QPlainTextEdit]:
    filtered = PhysicalKeys(qapp)
    made = QPlainTextEdit()
    made.show()
    yield made
    qapp.removeEventFilter(filtered)
    filtered.deleteLater()
    made.close()
    made.deleteLater()


@pytest.mark.parametrize(
    ("platform", "code", "letter"),
    [
        ("linux", 45, "K"),
        ("linux", 10, "1"),
        ("linux", 19, "0"),
        ("linux", 58, "M"),
        ("linux", 36, ""),
        ("win32", 37, "K"),
        ("win32", 2, "1"),
    ],
)
def test_a_physical_key_has_the_letter_of_the_latin_layout(
    monkeypatch: pytest.MonkeyPatch, platform: str, code: int, letter: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    starts = (10, 24, 38, 52) if platform != "win32" else (2, 16, 30, 44)
    monkeypatch.setattr(keys, "_SCAN_STARTS", starts)
    assert latin_key(_event(QEvent.Type.KeyPress, CYRILLIC_EL, code)) == letter


def test_a_mac_has_codes_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    pressed = QKeyEvent(
        QEvent.Type.KeyPress, CYRILLIC_EL, Qt.KeyboardModifier.NoModifier, 0, 40, 0, ""
    )
    assert latin_key(pressed) == "K"


def test_a_chord_on_a_cyrillic_layout_triggers_the_latin_one(field: QPlainTextEdit) -> None:
    counted = Counted("Ctrl+K")
    field.addAction(counted.action)
    pressed = _event(QEvent.Type.KeyPress, CYRILLIC_EL, K_CODE, 1, CONTROL)
    QApplication.sendEvent(field, pressed)
    assert counted.count == 1


def test_a_chord_that_no_action_has_reaches_the_field_as_latin(field: QPlainTextEdit) -> None:
    field.setPlainText("words")
    QApplication.sendEvent(field, _event(QEvent.Type.KeyPress, Qt.Key(0x0424), 38, 1, CONTROL))
    assert field.textCursor().selectedText() == "words", "Ctrl+A on the key that says Ф"


def test_latin_chords_and_letters_pass_untouched(field: QPlainTextEdit) -> None:
    counted = Counted("Ctrl+K")
    field.addAction(counted.action)
    QApplication.sendEvent(field, _event(QEvent.Type.KeyPress, CYRILLIC_EL, K_CODE, 1))
    assert counted.count == 0


def test_a_chord_held_down_triggers_once(field: QPlainTextEdit) -> None:
    counted = Counted("Ctrl+K")
    field.addAction(counted.action)
    QApplication.sendEvent(field, _event(QEvent.Type.KeyPress, CYRILLIC_EL, K_CODE, 1, CONTROL))
    for stamp in (500, 540):
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            QApplication.sendEvent(field, _event(kind, CYRILLIC_EL, K_CODE, stamp, CONTROL))
    assert counted.count == 1


@pytest.mark.parametrize("repeats", [True, False])
def test_a_key_of_the_table_held_down_is_swallowed_by_its_stamp_or_its_mark(
    field: QPlainTextEdit, repeats: bool
) -> None:
    QApplication.sendEvent(field, _event(QEvent.Type.KeyRelease, Qt.Key.Key_F8, F8_CODE, 700))
    again = _event(QEvent.Type.ShortcutOverride, Qt.Key.Key_F8, F8_CODE, 700, repeats=repeats)
    again.ignore()
    QApplication.sendEvent(field, again)
    assert again.isAccepted(), "so that no shortcut is looked up"


def test_a_finger_that_presses_twice_is_no_repeat(field: QPlainTextEdit) -> None:
    QApplication.sendEvent(field, _event(QEvent.Type.KeyRelease, Qt.Key.Key_F8, F8_CODE, 700))
    again = _event(QEvent.Type.ShortcutOverride, Qt.Key.Key_F8, F8_CODE, 725)
    again.ignore()
    QApplication.sendEvent(field, again)
    assert not again.isAccepted()


def test_letters_repeat_as_they_always_did(field: QPlainTextEdit) -> None:
    for _ in range(3):
        letter = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, 38, 0, 0, "a", True
        )
        QApplication.sendEvent(field, letter)
    assert field.toPlainText() == "aaa"


def test_every_action_is_built_with_all_its_keys_and_never_repeats(qapp: QApplication) -> None:
    parent = QObject()
    heard: list[Do] = []

    def handler(do: Do) -> "Handler":
        return Handler(do, heard)

    built = keys.build(parent, {spec.do: handler(spec.do) for spec in TABLE})
    for spec in TABLE:
        action = built[spec.do]
        assert [key.toString() for key in action.shortcuts()] == list(spec.keys)
        assert not action.autoRepeat()
        action.trigger()
    assert heard == [spec.do for spec in TABLE]


class Handler:
    """Writes down what it was asked for."""

    def __init__(self, do: Do, heard: list[Do]) -> None:
        self._do, self._heard = do, heard

    def __call__(self) -> None:
        self._heard.append(self._do)
