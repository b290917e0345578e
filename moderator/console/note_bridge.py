"""Between the page and the notes: what is typed goes down, what others wrote comes up."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from moderator.console.note_ahead import NoteAhead, Told
from moderator.console.note_backlog import NoteBacklog
from moderator.console.note_beside import NoteBeside
from moderator.console.note_editor import NoteEditor
from moderator.console.note_page import ItemEdit, PageChange, Place
from moderator.console.note_port import NotesPort
from moderator.console.note_writer import NoteWriter
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark

if TYPE_CHECKING:
    # The window is painted before pycrdt is loaded.
    from moderator.documents.notes import NoteChange


class NoteBridge(QObject):
    """Keeps an editor's page and one meeting's notes the same.

    Signals:
        written_changed: the notes have other words or marks than before, or more are known.
        filling: how much of a large change is shown, in percent; 100 ends it.
    """

    written_changed = Signal()
    filling = Signal(int)

    def __init__(self, editor: NoteEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._page = editor.page
        self._port: NotesPort | None = None
        self._indexes: dict[ItemId, int] = {}
        self._changes: list[PageChange] = []
        self._sending: ItemEdit | None = None
        self._ahead = NoteAhead()
        self._astray: set[int] = set()
        self._follows = False
        """Whether the caret is to go where the notes change."""
        self._back: Callable[[], bool] | None = None
        """What takes back the large change that is being shown."""
        self._giving_up = False
        self._beside = NoteBeside(editor, self)
        self._beside.settled.connect(self.written_changed)
        self._writer = NoteWriter(editor, self._beside)
        self._backlog = NoteBacklog(editor, self._writer.write, self)
        self._backlog.moved.connect(self.filling)
        self._backlog.ended.connect(self._filled)
        document = editor.document()
        document.contentsChange.connect(self._read)
        document.contentsChanged.connect(self._settle)
        editor.paste_asked.connect(self._paste)
        editor.writing.connect(self._write_ahead)
        editor.undo_asked.connect(self.undo)
        editor.redo_asked.connect(self.redo)
        editor.mark_asked.connect(self._mark)
        editor.previous_speech_asked.connect(self._give_to_previous)

    def open(self, port: NotesPort | None) -> None:
        """Show another meeting's notes, or none."""
        self._backlog.finish()
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
            self._step(self._port.undo, self._port.redo)

    def redo(self) -> None:
        """Do again what was taken back and go there."""
        if self._port is not None:
            self._step(self._port.redo, self._port.undo)

    def _paste(self, text: str) -> None:
        """Write a long text in the place of the selection: as a whole, in one step."""
        port, caret = self._port, self._editor.textCursor()
        here, end = map(self._page.place, (caret.selectionStart(), caret.selectionEnd()))
        if here.which != end.which:
            caret.removeSelectedText()
            here = end = self._page.place(self._editor.textCursor().position())
        if port is not None:
            item, removed = self._page.items[here.which].id, end.offset - here.offset
            self._step(partial(port.edit, item, here.offset, removed, text), port.undo)

    def _step(self, act: Callable[[], object], back: Callable[[], bool]) -> None:
        """Change the notes, not the page, and go where they change."""
        self._follows, self._back = True, back
        try:
            act()
        finally:
            self._follows = False

    @property
    def can_give_up(self) -> bool:
        """Whether the large change that is being shown can be taken back now."""
        return self._backlog.is_behind and self._back is not None

    def give_up(self) -> None:
        """Take back the large change that is being shown, and leave no part of it."""
        if not self._backlog.is_behind or self._back is None:
            return
        self._astray |= self._backlog.drop()
        self._giving_up = True
        try:
            self._back()
        finally:
            self._giving_up = False
        while self._astray:
            self._realign(self._astray.pop())
        self._backlog.end()

    def _filled(self, behind: set[int]) -> None:
        for index in behind:
            self._beside.ask_later(self._page.line_range(index))
        self.written_changed.emit()
        self.filling.emit(100)

    def _fill(self) -> None:
        port, editor = self._port, self._editor
        caret = self._caret()
        items = tuple(port.items()) if port is not None else ()
        self._indexes = {item.id: index for index, item in enumerate(items)}
        self._backlog.finish()
        self._beside.let_go()
        with self._writer.writing():
            self._page.show(items, [port.text(item.id) for item in items] if port else [])
            self._beside.fill(port)
        editor.setReadOnly(not items)
        place = 0
        if caret is not None and caret[0] in self._indexes:
            index = self._indexes[caret[0]]
            place = min(self._page.start(index) + caret[1], self._page.end(index))
        self._writer.put_caret(place)
        self.written_changed.emit()

    def _caret(self) -> tuple[ItemId, int] | None:
        if not self._page.items:
            return None
        place: Place = self._page.place(self._editor.textCursor().position())
        return self._page.items[place.which].id, place.offset

    # What is typed goes down.

    def _read(self, position: int, removed: int, added: int) -> None:
        if self._writer.is_writing or not self._page.items:
            return
        if (ahead := self._ahead.edit) and self._page.wrote(ahead, position, removed, added):
            self._changes.append(PageChange([ahead]))
            return
        change = self._page.read(position, added, self._editor.textCursor().position())
        if change.edits or change.breaches:
            self._changes.append(change)

    def _settle(self) -> None:
        # Qt forbids to touch the document before it has told everybody of the change.
        changes, self._changes = self._changes, []
        for change in changes:
            if change.breaches:
                self._writer.mend(change)
            ahead, heard = self._ahead.end()
            if ahead is None:
                for edit in change.edits:
                    self._send(edit)
            elif change.edits != [ahead]:
                self._astray.add(ahead.which)
            for told in heard:
                self._beside.take(*told)
            if change.reshaped:
                self._beside.dress_new(range(change.first, len(self._page.lines) - change.after))
        while self._astray:
            self._realign(self._astray.pop())
        if changes:
            self.written_changed.emit()

    def _write_ahead(self, text: str) -> None:
        """Have the notes take what a key is about to write: laying out the page takes longer."""
        self._drop_ahead()
        edit = self._page.replacement(self._editor.textCursor(), text)
        if edit is not None:
            self._ahead.edit = edit
            self._send(edit)

    def _drop_ahead(self) -> None:
        """Show what the notes took although Qt did not write it."""
        ahead, _heard = self._ahead.end()
        if ahead is not None:
            self._realign(ahead.which)

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
        if self._giving_up:
            self._astray.add(index)
            return
        sent = self._sending
        if sent is None and self._ahead.edit is not None:
            self._drop_ahead()
            self._realign(index)  # which takes over this change, too
            return
        edits = [ItemEdit(index, e.position, e.removed, e.inserted) for e in change.text_edits]
        if self._backlog.is_behind or (sent is None and self._backlog.takes(edits)):
            if self._backlog.is_behind and change.local and not self._follows:
                self._back = None  # the last step is another one now
            self._backlog.put(index, edits, self._follows)
            return
        if sent is None:
            self._writer.write(edits, self._follows)
        elif edits != [sent]:
            self._astray.add(index)
        shifted = change.removed_lines != len(change.lines)
        known = bool(edits) and not (shifted and any(line.speech for line in change.lines))
        told = Told(index, change.first_line, change.lines, known)
        if not self._ahead.keeps(told):
            self._beside.take(*told)
        if sent is None:
            self.written_changed.emit()

    def _realign(self, index: int) -> None:
        """Take over the notes' text where they did not take an edit as it was sent."""
        if self._port is not None:
            self._writer.rewrite(index, self._port.text(self._page.items[index].id))
