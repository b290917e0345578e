"""Writes on the page what others wrote in the notes, and leaves the reader where they are."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtGui import QTextCursor

from moderator.console.note_beside import NoteBeside
from moderator.console.note_diff import difference, moved, utf16_length
from moderator.console.note_editor import NoteEditor
from moderator.console.note_page import ItemEdit, PageChange


class NoteWriter:
    """Edits the page without anybody's keys."""

    def __init__(self, editor: NoteEditor, beside: NoteBeside) -> None:
        self._editor = editor
        self._page = editor.page
        self._beside = beside
        self.is_writing = False
        """Whether the page is being changed here, so that nothing goes back down."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Change the page by other means."""
        self.is_writing = True
        try:
            yield
        finally:
            self.is_writing = False

    def write(self, edits: Sequence[ItemEdit], follow: bool) -> None:
        """Make edits in their order; the caret stays with its words, or goes along (``follow``)."""
        if not edits:
            return
        editor = self._editor
        caret = editor.textCursor()
        anchor, position = caret.anchor(), caret.position()
        before = editor.cursorRect().top()
        for edit in edits:
            place = self._page.start(edit.which) + edit.position
            inserted = utf16_length(edit.inserted)
            anchor = moved(anchor, place, edit.removed, inserted)
            position = moved(position, place, edit.removed, inserted)
            if follow:
                anchor = position = place + inserted
            self._replace(place, edit.removed, edit.inserted)
        self.put_caret(position, anchor)
        if not follow:
            # What others write above does not push the line one is reading out of sight.
            bar = editor.verticalScrollBar()
            bar.setValue(bar.value() + editor.cursorRect().top() - before)

    def rewrite(self, which: int, text: str) -> None:
        """Make the page's item have this text, by an edit of what differs."""
        old = self._page.text(which)
        if old == text:
            return
        begin, old_end, new_end = difference(old, text)
        removed = utf16_length(old[begin:old_end])
        edit = ItemEdit(which, utf16_length(old[:begin]), removed, text[begin:new_end])
        self.write([edit], follow=False)
        self._beside.ask_later(self._page.line_range(which))

    def mend(self, change: PageChange) -> None:
        """Put back the walls that a change let fall, and the caret to where it was typed."""
        with self.writing():
            self._page.mend(change)
        self.put_caret(change.breaches[0].position)
        for breach in change.breaches:
            for index in (breach.walls[0] - 1, *breach.walls):
                self._beside.ask_later(self._page.line_range(index))

    def put_caret(self, position: int, anchor: int = -1) -> None:
        """Put the caret somewhere, with a selection from ``anchor`` on if there is one."""
        caret = self._editor.textCursor()
        caret.setPosition(position if anchor < 0 else anchor)
        if anchor >= 0:
            caret.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(caret)

    def _replace(self, place: int, removed: int, inserted: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(place)
        cursor.setPosition(place + removed, QTextCursor.MoveMode.KeepAnchor)
        with self.writing():
            cursor.insertText(inserted)
        change = self._page.read(place, utf16_length(inserted), -1)
        if change.reshaped:
            self._beside.dress_new(range(change.first, len(self._page.lines) - change.after))
