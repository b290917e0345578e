"""Brings a large change to the page in pieces, so that nothing waits for it.

The notes have the whole of it before the first piece is shown: what is on the disk and what is sent
never is half a change. Until the page has it, too, nothing can be typed; keys pressed meanwhile
come to their right afterwards.
"""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from moderator.console.note_editor import NoteEditor
from moderator.console.note_page import ItemEdit
from moderator.console.note_pieces import is_large, pieces

Write = Callable[[Sequence[ItemEdit], bool], None]


class NoteBacklog(QObject):
    """What the notes have and the page has not.

    Signals:
        moved: how much of a large change is shown, in percent.
        ended: the page has it all; which of its items were behind.
    """

    moved = Signal(int)
    ended = Signal(object)

    def __init__(self, editor: NoteEditor, write: Write, parent: QObject) -> None:
        """Call ``write([piece], follow)`` for each piece; the caret follows the last one."""
        super().__init__(parent)
        self._editor = editor
        self._write = write
        self._pieces: deque[tuple[ItemEdit, bool]] = deque()
        self._shown = 0
        self._items: set[int] = set()
        self._keys: list[QKeyEvent] = []
        self._timer = QTimer(self)
        self._timer.setObjectName("note backlog")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_behind(self) -> bool:
        """Whether the notes have what the page has not."""
        return bool(self._pieces)

    def takes(self, edits: Sequence[ItemEdit]) -> bool:
        """Return whether edits are too large to be shown at once, or come after such."""
        return self.is_behind or any(is_large(edit.inserted) for edit in edits)

    def put(self, which: int, edits: Sequence[ItemEdit], follow: bool) -> None:
        """Show edits of one of the page's items in pieces, after those put before."""
        was_behind = self.is_behind
        self._items.add(which)
        for edit in edits:
            parts = list(pieces(edit))
            self._pieces += [(part, False) for part in parts[:-1]]
            self._pieces.append((parts[-1], follow))
        if not was_behind:
            self._begin()

    def drop(self) -> set[int]:
        """Forget what is not shown; return the items that the page has to be given otherwise."""
        self._pieces.clear()
        self._timer.stop()
        return self._items

    def finish(self) -> None:
        """Make an end before another page is shown; what was typed must not be lost with it."""
        if self._keys:
            while self.is_behind:
                self._show_one()
        self.end()

    def end(self) -> None:
        """Let be typed again, the keys first that were pressed meanwhile."""
        self.drop()
        behind, self._items = self._items, set()
        if not behind:
            return
        self._editor.removeEventFilter(self)
        self._editor.setReadOnly(not self._editor.page.items)
        self.ended.emit(behind)
        keys, self._keys = self._keys, []
        for key in keys:
            QCoreApplication.sendEvent(self._editor, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt: holds keys back."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            self._keys.append(copy)
            return True
        return False

    def _begin(self) -> None:
        self._shown = 0
        self._editor.setReadOnly(True)
        self._editor.installEventFilter(self)
        self._timer.start(0)
        self.moved.emit(0)

    def _go_on(self) -> None:
        self._show_one()
        if self.is_behind:
            self.moved.emit(100 * self._shown // (self._shown + len(self._pieces)))
            self._timer.start(0)
        else:
            self.end()

    def _show_one(self) -> None:
        piece, follow = self._pieces.popleft()
        self._write([piece], follow)
        self._shown += 1
