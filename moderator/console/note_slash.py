"""Typing a slash in the notes: opens the list of marks, passes it the keys, sets the mark."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from moderator.console.mark_menu import MarkMenu, is_command, slash_word
from moderator.console.widgets.keys import held
from moderator.domain.notes import Mark

Key = Qt.Key

KEYS = (Key.Key_Up, Key.Key_Down, Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Escape)
"""What the open list takes before anybody else; behind a whole command the space, too."""


class SlashMarks(QObject):
    """Follows the word before the caret.

    Signals:
        chosen: the ``Mark`` for the caret's line; its slash word is taken away afterwards.
    """

    chosen = Signal(object)

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._menu = MarkMenu(editor)
        self._menu.chosen.connect(self._choose)
        editor.verticalScrollBar().valueChanged.connect(self._menu.hide)

    def close(self) -> None:
        """Close the list and leave what was typed."""
        self._menu.hide()

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether the open list takes this key."""
        if not self._menu.isVisible() or held(event):
            return False
        if event.text() == " ":
            # "/act " typed in one go
            return is_command(self._word(self._editor.textCursor()) or "")
        return event.key() in KEYS

    def press(self, event: QKeyEvent) -> None:
        """Do what a key the list wants means to it."""
        key = event.key()
        if key in (Key.Key_Up, Key.Key_Down):
            self._menu.step(1 if key == Key.Key_Down else -1)
        elif key == Key.Key_Escape:
            self._menu.hide()
        else:
            self._menu.choose()

    def offer(self) -> None:
        """Open the list if a slash word stands before the caret, else close it."""
        caret = self._editor.textCursor()
        word = self._word(caret)
        if word is None or caret.hasSelection() or self._editor.isReadOnly():
            self._menu.hide()
            return
        caret.setPosition(caret.position() - len(word) - 1)
        rect = self._editor.cursorRect(caret)
        rect.moveTopLeft(self._editor.viewport().mapTo(self._editor, rect.topLeft()))
        self._menu.open_at(rect, word)

    def _word(self, caret: QTextCursor) -> str | None:
        return slash_word(caret.block().text()[: caret.positionInBlock()])

    def _choose(self, mark: Mark) -> None:
        caret = self._editor.textCursor()
        word = self._word(caret)
        # The mark goes first: it sits on the line's end, which a line without words may not have.
        self.chosen.emit(mark)
        if word is not None:
            end = caret.position()
            caret.setPosition(end - len(word) - 1)
            caret.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            caret.removeSelectedText()
