"""What keys mean on the page of notes.

A filter rather than overrides: for a key that it lets pass, Qt writes and lays out without calling
Python again, and meanwhile the thread that brings that very key to the disk has the interpreter.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from moderator.console.note_slash import SlashMarks

if TYPE_CHECKING:
    from moderator.console.note_editor import NoteEditor

Key = Qt.Key
Std = QKeySequence.StandardKey

_WRITING = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class NoteKeys(QObject):
    """Gives keys to the list of marks, to the notes, or to Qt."""

    def __init__(self, editor: "NoteEditor", slash: SlashMarks) -> None:
        super().__init__(editor)
        self._editor = editor
        self._slash = slash
        self._held = False
        """Whether a key is down, so that it is what moves the caret."""
        editor.installEventFilter(self)
        editor.cursorPositionChanged.connect(self._offer_marks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt."""
        if not isinstance(event, QKeyEvent):
            return False
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            return self._press(event)
        if kind is QEvent.Type.ShortcutOverride and (self._slash.wants(event) or _undoes(event)):
            event.accept()
            return True
        self._held = self._held and kind is not QEvent.Type.KeyRelease
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if self._slash.wants(event):
            # the open list comes before shortcuts and before Tab's own meaning
            self._slash.press(event)
            return True
        self._held = True
        if not _is_letter(event):
            return self._do(event)
        if not self._editor.isReadOnly():
            self._editor.writing.emit(event.text())
        return False

    def _do(self, event: QKeyEvent) -> bool:
        editor = self._editor
        if event.matches(Std.InsertParagraphSeparator) or event.matches(Std.InsertLineSeparator):
            # first, as by far the most are
            editor.begin_line()
        elif event.matches(Std.Undo):
            editor.undo_asked.emit()
        elif event.matches(Std.Redo):
            editor.redo_asked.emit()
        elif event.matches(Std.Copy):
            editor.copy()
        elif event.matches(Std.Cut) and not editor.isReadOnly():
            editor.cut()
        elif _is_previous_speech(event):
            editor.give_line_to_previous()
        elif event.key() == Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            # All commands; Qt would delete to the end of the line.
            event.ignore()
        elif editor.at_wall(event.key()):
            event.accept()
        else:
            return False
        return True

    def _offer_marks(self) -> None:
        if self._held:
            self._slash.offer()


def _is_letter(event: QKeyEvent) -> bool:
    """Return whether a key only writes, so that it need not be compared with any other."""
    text = event.text()
    return bool(text) and text.isprintable() and event.modifiers() in _WRITING


def _undoes(event: QKeyEvent) -> bool:
    return not _is_letter(event) and (event.matches(Std.Undo) or event.matches(Std.Redo))


def _is_previous_speech(event: QKeyEvent) -> bool:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Key.Key_Backspace and event.modifiers() == both
