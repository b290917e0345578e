"""Where one's own caret stands in the notes, for those who write in them too."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from moderator.console.note_editor import NoteEditor

_AFTER_MS = 100
"""A burst of moves is told once."""


class OwnCaret(QObject):
    """Tells where one's own caret is, a moment after it moved, for as long as somebody listens.

    Signals:
        moved: an item, and anchor and head in UTF-16 units of its notes.
        gone: nobody writes in these notes.
    """

    moved = Signal(str, int, int)
    gone = Signal()

    def __init__(self, editor: "NoteEditor") -> None:
        super().__init__(editor)
        self._editor = editor
        self._is_watched = False
        self._timer = QTimer(self)
        self._timer.setObjectName("own caret")
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._tell)

    def set_watched(self, is_watched: bool) -> None:
        """Tell from now on, or be idle."""
        if is_watched == self._is_watched:
            return
        self._is_watched = is_watched
        editor, application = self._editor, QApplication.instance()
        assert isinstance(application, QApplication)
        if is_watched:
            editor.cursorPositionChanged.connect(self._later)
            editor.selectionChanged.connect(self._later)
            application.focusChanged.connect(self._focus_moved)
            self._later()
        else:
            editor.cursorPositionChanged.disconnect(self._later)
            editor.selectionChanged.disconnect(self._later)
            application.focusChanged.disconnect(self._focus_moved)
            self._timer.stop()

    @Slot("QWidget*", "QWidget*")
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self._editor:
            self._later()
        elif old is self._editor and new is not None:
            # one who looks something up in another program goes on writing here
            self._timer.stop()
            self.gone.emit()

    @Slot()
    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        page, caret = self._editor.page, self._editor.textCursor()
        if not page.items or not self._editor.hasFocus():
            return
        head = page.place(caret.position())
        start = page.start(head.which)
        # a selection over several items is told as far as it lies in the caret's own
        anchor = min(max(caret.anchor(), start), page.end(head.which)) - start
        self.moved.emit(page.items[head.which].id, anchor, head.offset)
