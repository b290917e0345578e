"""Makes the actions of the table live: QActions with their keys, on every keyboard layout.

A Cyrillic layout sends letters where a chord wants Latin ones, the Kazakh one even on the digit
row. Shortcuts stay Latin; one filter looks at unhandled chords of physical keys (DESIGN.md §6;
a Cyrillic twin beside each chord would make Qt find both ambiguous and fire neither).
"""

import sys
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from moderator.app.actions import TABLE, Do
from moderator.console.look.icons import icon

Handlers = Mapping[Do, Callable[[], None]]

_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")

# Where the rows begin, by platform: evdev + 8 under X11 and Wayland, PC set 1 on Windows.
_SCAN_STARTS = (10, 24, 38, 52) if sys.platform != "win32" else (2, 16, 30, 44)

# macOS has no scan codes, and its virtual keys follow no order: one number for each key of _ROWS.
_MAC_CODES = (
    (18, 19, 20, 21, 23, 22, 26, 28, 25, 29),
    (12, 13, 14, 15, 17, 16, 32, 34, 31, 35),
    (0, 1, 2, 3, 5, 4, 38, 40, 37),
    (6, 7, 8, 9, 11, 45, 46),
)
_MAC_KEYS = {
    code: letter
    for codes, row in zip(_MAC_CODES, _ROWS, strict=True)
    for code, letter in zip(codes, row, strict=True)
}


def latin_key(event: QKeyEvent) -> str:
    """Return the letter or digit a US layout has on the physical key, or empty text."""
    if sys.platform == "darwin":
        return _MAC_KEYS.get(event.nativeVirtualKey(), "")
    code = event.nativeScanCode()
    for start, row in zip(_SCAN_STARTS, _ROWS, strict=True):
        if start <= code < start + len(row):
            return row[code - start]
    return ""


def build(parent: QObject, handlers: Handlers) -> dict[Do, QAction]:
    """Return a QAction for every entry of the table, its icon still to be drawn.

    Actions do not repeat while their key is held down: a chair who rests a finger on F8 calls once.
    """
    actions: dict[Do, QAction] = {}
    for spec in TABLE:
        action = QAction(spec.text(), parent)
        action.setObjectName(spec.do.value)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(handlers[spec.do])
        actions[spec.do] = action
    return actions


def put_icons(actions: Mapping[Do, QAction]) -> None:
    """Draw the actions' icons; menus show them, which nobody opens before the window is filled."""
    for spec in TABLE:
        actions[spec.do].setIcon(icon(spec.icon or "chevron-right"))


class PhysicalKeys(QObject):
    """Looks at keys first: one held down acts once, a Cyrillic chord as the Latin one.

    Under X11 a key held down comes as releases and presses, each pair with one time stamp, and Qt
    does not always tell them from fingers.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._sending = False
        self._released = (0, 0)
        self._table = frozenset(QKeySequence(key).toString() for s in TABLE for key in s.keys)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt: looks at chords with Ctrl whose letter is not Latin, and at what repeats."""
        # a class is asked faster than a type, and most events are no key's
        if not isinstance(event, QKeyEvent) or self._sending:
            return False
        if event.type() is QEvent.Type.KeyRelease:
            self._released = (event.nativeScanCode(), event.timestamp())
            return False
        if self._repeats(event) and _named(event) in self._table:
            event.accept()  # else it would be looked up among the shortcuts
            return True
        if event.type() is QEvent.Type.ShortcutOverride:
            return False
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if chord != Qt.KeyboardModifier.ControlModifier or not _is_foreign(event):
            return False
        letter = latin_key(event)
        if not letter or not isinstance(watched, QWidget):
            return False
        return self._send(watched, event, letter)

    def _repeats(self, pressed: QKeyEvent) -> bool:
        stamp = (pressed.nativeScanCode(), pressed.timestamp())
        return pressed.isAutoRepeat() or (stamp[1] > 0 and stamp == self._released)

    def _send(self, watched: QWidget, pressed: QKeyEvent, letter: str) -> bool:
        key = Qt.Key(ord(letter))
        wanted = QKeySequence(QKeyCombination(pressed.modifiers(), key))
        for window in QApplication.topLevelWidgets():
            for found in window.actions():
                if wanted in found.shortcuts() and found.isEnabled():
                    if not self._repeats(pressed):
                        found.trigger()
                    return True
        again = QKeyEvent(
            QEvent.Type.KeyPress,
            key,
            pressed.modifiers(),
            pressed.nativeScanCode(),
            pressed.nativeVirtualKey(),
            pressed.nativeModifiers(),
            "",
            pressed.isAutoRepeat(),
        )
        self._sending = True
        try:
            QApplication.sendEvent(watched, again)
        finally:
            self._sending = False
        return True


def _named(pressed: QKeyEvent) -> str:
    """Return a key with its modifiers as Qt writes them, wherever on the keyboard it is."""
    modifiers = pressed.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(pressed.key()))).toString()


def _is_foreign(event: QKeyEvent) -> bool:
    key = event.key()
    letters = range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)
    digits = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)
    named = key >= Qt.Key.Key_Escape  # F-keys, arrows, Return
    return not named and key not in letters and key not in digits
