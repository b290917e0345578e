"""Between the page and the notes: what is typed goes down, what others wrote comes up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from moderator.console.note_beside import NoteBeside
from moderator.console.note_diff import difference, moved, utf16_length
from moderator.console.note_editor import NoteEditor
from moderator.console.note_page import ItemEdit, PageChange, Place
from moderator.console.note_port import NotesPort
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark

if TYPE_CHECKING:
    # The window is painted before pycrdt is loaded.
    from moderator.documents.notes import NoteChange


class NoteBridge(QObject):
    """Keeps an editor's page and one meeting's notes the same.

    Signals:
        written_changed: the notes have other words than before.
    """

    written_changed = Signal()

    def __init__(self, editor: NoteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._page = editor.page
        self._port: NotesPort | None = None
        self._indexes: dict[ItemId, int] = {}
        self._changes: list[PageChange] = []
        self._ours = False
        """Whether the page is being changed by this bridge, so that nothing goes back down."""
        self._sending: ItemEdit | None = None
        self._astray: set[int] = set()
        self._steps_back = False
        self._beside = NoteBeside(editor, self)
        document = editor.document()
        document.contentsChange.connect(self._read)
        document.contentsChanged.connect(self._settle)
        editor.undo_asked.connect(self.undo)
        editor.redo_asked.connect(self.redo)
        editor.mark_asked.connect(self._mark)
        editor.previous_speech_asked.connect(self._give_to_previous)

    def open(self, port: NotesPort | None) -> None:
        """Show another meeting's notes, or none."""
        if self._port is not None:
            self._port.forget(self._hear)
        self._port = port
        if port is not None:
            port.listen(self._hear)
        self._fill()

    def refresh_items(self) -> None:
        """Take over what the agenda now says of headings and order."""
        if self._port is None:
            return
        items = tuple(self._port.items())
        if [item.id for item in items] != [item.id for item in self._page.items]:
            self._fill()
            return
        before, self._page.items = self._page.items, items
        for first, was, now in zip(self._page.firsts, before, items, strict=True):
            if was != now:
                self._beside.dress(range(first, first + 1))

    def refresh_gutter(self) -> None:
        """Ask again who spoke when each line was begun."""
        self._beside.ask_all()

    def undo(self) -> None:
        """Take back one's own last edit and go where it was."""
        if self._port is not None:
            self._steps_back = True
            try:
                self._port.undo()
            finally:
                self._steps_back = False

    def redo(self) -> None:
        """Do again what was taken back and go there."""
        if self._port is not None:
            self._steps_back = True
            try:
                self._port.redo()
            finally:
                self._steps_back = False

    def _fill(self) -> None:
        port, editor = self._port, self._editor
        caret = self._caret()
        items = tuple(port.items()) if port is not None else ()
        self._indexes = {item.id: index for index, item in enumerate(items)}
        self._ours = True
        self._beside.let_go()
        try:
            self._page.show(items, [port.text(item.id) for item in items] if port else [])
            self._beside.fill(port)
        finally:
            self._ours = False
        editor.setReadOnly(not items)
        place = 0
        if caret is not None and caret[0] in self._indexes:
            index = self._indexes[caret[0]]
            place = min(self._page.start(index) + caret[1], self._page.end(index))
        self._put_caret(place)
        self.written_changed.emit()

    def _caret(self) -> tuple[ItemId, int] | None:
        if not self._page.items:
            return None
        place: Place = self._page.place(self._editor.textCursor().position())
        return self._page.items[place.which].id, place.offset

    # What is typed goes down.

    def _read(self, position: int, _removed: int, added: int) -> None:
        if self._ours or not self._page.items:
            return
        change = self._page.read(position, added, self._editor.textCursor().position())
        if change.edits or change.breaches:
            self._changes.append(change)

    def _settle(self) -> None:
        # Qt forbids to touch the document before it has told everybody of the change.
        changes, self._changes = self._changes, []
        for change in changes:
            if change.breaches:
                self._mend(change)
            for edit in change.edits:
                self._send(edit)
            if change.reshaped:
                self._beside.dress_new(range(change.first, len(self._page.lines) - change.after))
        while self._astray:
            self._realign(self._astray.pop())
        if changes:
            self.written_changed.emit()

    def _mend(self, change: PageChange) -> None:
        caret = change.breaches[0].position
        self._ours = True
        try:
            self._page.mend(change)
        finally:
            self._ours = False
        self._put_caret(caret)
        for breach in change.breaches:
            for index in (breach.walls[0] - 1, *breach.walls):
                self._beside.ask_later(self._page.line_range(index))

    def _send(self, edit: ItemEdit) -> None:
        if self._port is None:
            return
        self._sending = edit
        try:
            item = self._page.items[edit.which].id
            self._port.edit(item, edit.position, edit.removed, edit.inserted)
        finally:
            self._sending = None

    def _mark(self, item: str, line: int, mark: Mark) -> None:
        index = self._indexes[ItemId(item)]
        has = self._page.lines[self._page.firsts[index] + line].view.mark
        if self._port is not None:
            self._port.set_mark(ItemId(item), line, None if has == mark else mark)

    def _give_to_previous(self, item: str, line: int) -> None:
        if self._port is not None:
            self._port.give_to_previous(ItemId(item), line)

    # What others wrote, and what undo brings back, comes up.

    def _hear(self, change: "NoteChange") -> None:
        index = self._indexes.get(change.item)
        if index is None:
            return
        sent = self._sending
        edits = [ItemEdit(index, e.position, e.removed, e.inserted) for e in change.text_edits]
        if sent is None:
            self._apply(edits)
        elif edits != [sent]:
            self._astray.add(index)
        shifted = change.removed_lines != len(change.lines)
        known = bool(edits) and not (shifted and any(line.speech for line in change.lines))
        self._beside.take(index, change.first_line, change.lines, known)
        if sent is None and edits:
            self.written_changed.emit()

    def _realign(self, index: int) -> None:
        """Take over the notes' text where they did not take an edit as it was sent."""
        if self._port is None:
            return
        old, new = self._page.text(index), self._port.text(self._page.items[index].id)
        if old != new:
            begin, old_end, new_end = difference(old, new)
            removed = utf16_length(old[begin:old_end])
            inserted = new[begin:new_end]
            self._apply([ItemEdit(index, utf16_length(old[:begin]), removed, inserted)])
            self._beside.ask_later(self._page.line_range(index))

    def _apply(self, edits: Sequence[ItemEdit]) -> None:
        editor = self._editor
        caret = editor.textCursor()
        anchor, position = caret.anchor(), caret.position()
        before = editor.cursorRect().top() if edits else 0
        for edit in edits:
            place = self._page.start(edit.which) + edit.position
            inserted = utf16_length(edit.inserted)
            anchor = moved(anchor, place, edit.removed, inserted)
            position = moved(position, place, edit.removed, inserted)
            if self._steps_back:
                anchor = position = place + inserted
            self._replace(place, edit.removed, edit.inserted)
        if not edits:
            return
        self._put_caret(position, anchor)
        if not self._steps_back:
            # What others write above does not push the line one is reading out of sight.
            bar = editor.verticalScrollBar()
            bar.setValue(bar.value() + editor.cursorRect().top() - before)

    def _replace(self, place: int, removed: int, inserted: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(place)
        cursor.setPosition(place + removed, QTextCursor.MoveMode.KeepAnchor)
        self._ours = True
        try:
            cursor.insertText(inserted)
        finally:
            self._ours = False
        change = self._page.read(place, utf16_length(inserted), -1)
        if change.reshaped:
            self._beside.dress_new(range(change.first, len(self._page.lines) - change.after))

    def _put_caret(self, position: int, anchor: int = -1) -> None:
        caret = self._editor.textCursor()
        caret.setPosition(position if anchor < 0 else anchor)
        if anchor >= 0:
            caret.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(caret)
