"""A note editor on a real document, to be looked at from both sides."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from moderator.console.note_bridge import NoteBridge
from moderator.console.note_editor import NoteEditor
from moderator.documents.notes import Edit
from moderator.domain.ids import ItemId
from tests.console.notes_desk import NotesDesk

Key = Qt.Key
Mod = Qt.KeyboardModifier


class Pair:
    """An editor on a document, to be looked at from both sides."""

    def __init__(self, qtbot: QtBot) -> None:
        self.desk = NotesDesk()
        self.editor = NoteEditor()
        qtbot.addWidget(self.editor)
        self.bridge = NoteBridge(self.editor)
        self.bridge.open(self.desk)
        self.editor.resize(360, 600)
        self.editor.show()
        self.editor.setFocus()

    def page(self) -> list[str]:
        page = self.editor.page
        kept = [page.text(index) for index in range(len(page.items))]
        shown = self.editor.toPlainText().split("\n")
        seen = ["\n".join(shown[n] for n in page.line_range(i)) for i in range(len(page.items))]
        assert kept == seen
        assert len(shown) == len(page.lines)
        return kept

    def agree(self) -> None:
        assert self.page() == self.desk.texts()

    def go(self, position: int, anchor: int | None = None) -> None:
        caret = self.editor.textCursor()
        caret.setPosition(position if anchor is None else anchor)
        caret.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(caret)

    def others(self, item: ItemId, edit: Edit) -> None:
        """Edit as another window or laptop would."""
        self.desk.document.edit(item, edit, self.desk.now_utc_ms)

    def whole(self, position: int) -> int:
        """Return the place before the character, where a mouse or a key would go."""
        units = self.editor.document().toRawText().encode("utf-16-le")
        return position - (
            "\udc00"
            <= chr(int.from_bytes(units[2 * position : 2 * position + 2], "little"))
            <= "\udfff"
        )

    def at(self, item: int, offset: int = 0) -> int:
        return self.editor.page.start(item) + offset

    def fill(self, *texts: str) -> None:
        for item, text in zip(self.desk.ids, texts, strict=False):
            self.desk.edit(item, 0, 0, text)
        self.desk.edits.clear()
        self.agree()

    def type(self, text: str) -> None:
        for character in text:
            key = Key.Key_Return if character == "\n" else Key.Key_A
            typed = "\r" if character == "\n" else character
            event = QKeyEvent(QEvent.Type.KeyPress, key, Mod.NoModifier, typed)
            QApplication.sendEvent(self.editor, event)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        QTest.keyClick(self.editor, key, modifiers)
