"""The console's main window: header, notice, agenda, floor and list, notes, status strip.

It is painted empty before anything is loaded, then furnished, and holds no rule: facts come in
through the slots of its children (``header``, ``agenda``, ``floor``, ``queue``, ``notes``,
``banner``), wishes go out through their signals and the actions.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout, QMainWindow, QMenu, QWidget

from moderator.console.cover import Cover
from moderator.words import tr

if TYPE_CHECKING:
    from moderator.console.agenda_pane import AgendaPane
    from moderator.console.floor_column import FloorColumn
    from moderator.console.floor_pane import FloorPane
    from moderator.console.furniture import Menus
    from moderator.console.header import Header
    from moderator.console.note_pane import NotePane
    from moderator.console.panes import Panes
    from moderator.console.queue_list import QueueList
    from moderator.console.status_strip import StatusStrip
    from moderator.console.widgets.banner import Banner

_SIZE_PX = (1440, 900)
_LEAST_PX = (960, 600)


class MainWindow(QMainWindow):
    """Everything the chair needs in one window.

    Signals:
        close_asked: the window was asked to close; whoever hears it lets it go with ``leave``.
        file_dropped: a local file was dropped on the window, to import.
        forum_asked: the id of a forum chosen among the recent ones.
    """

    close_asked = Signal()
    file_dropped = Signal(str)
    forum_asked = Signal(str)

    def __init__(self, actions: Mapping[str, QAction] | None = None, menus: "Menus" = ()) -> None:
        """Make a window; one without actions stays empty until it is furnished."""
        super().__init__()
        self.setObjectName("console")
        self.setWindowTitle("Moderator")
        self.setAcceptDrops(True)
        self._leaving = False
        self.is_furnished = False
        """Whether the children are there."""
        self.close_wanted = False
        """Whether somebody tried to close it."""
        self.is_placed = False
        """Whether it has its last size and place already, and may only be moved by hand."""
        self.header: Header
        self.banner: Banner
        self.agenda: AgendaPane
        self.column: FloorColumn
        self.floor: FloorPane
        self.queue: QueueList
        self.notes: NotePane
        self.status: StatusStrip
        self.panes: Panes
        self.recent = QMenu(tr("Recent forums"), self)
        self.recent.triggered.connect(self._recent_chosen)
        self.recent.setEnabled(False)
        self.cover = Cover()
        """What is shown until the children are there."""
        self.setCentralWidget(self.cover)
        self.setMinimumSize(*_LEAST_PX)
        self.resize(*_SIZE_PX)
        if actions is not None:
            # an empty one is painted before its parts are loaded
            from moderator.console.furniture import furnish

            for _step in furnish(self, actions, menus):
                pass

    def show_recent(self, forums: Sequence[tuple[str, str]]) -> None:
        """Offer the forums opened last: ids and titles."""
        self.recent.clear()
        for forum, title in forums:
            self.recent.addAction(title.replace("&", "&&")).setData(forum)
        self.recent.setEnabled(bool(forums))

    @Slot(QAction)
    def _recent_chosen(self, action: QAction) -> None:
        self.forum_asked.emit(str(action.data()))

    # ---- panes

    def next_pane(self) -> None:
        """Move the focus from list to notes to agenda, and round again."""
        self.panes.next_pane()

    def note_place(self) -> tuple[int, bool]:
        """Return where the caret stands in the notes, and whether it has the focus."""
        return self.notes.editor.textCursor().position(), self.notes.editor.hasFocus()

    def restore_note_place(self, place: tuple[int, bool]) -> None:
        """Put the caret where it stood, as in a window made anew."""
        caret = self.notes.editor.textCursor()
        last = self.notes.editor.document().characterCount() - 1
        caret.setPosition(min(place[0], last))
        self.notes.editor.setTextCursor(caret)
        if place[1]:
            self.panes.focus_notes()

    @property
    def notes_mode(self) -> bool:
        """Whether the floor is hidden and the notes have its room."""
        return self.panes.notes_mode

    def set_notes_mode(self, on: bool) -> None:
        """Give the notes the room of the floor, or give it back."""
        self.panes.set_notes_mode(on)

    def add_below(self, panel: QWidget) -> None:
        """Give a panel its place between the panes and the strip at the bottom."""
        whole = self.centralWidget()
        column = whole.layout() if whole is not None else None
        assert isinstance(column, QBoxLayout)
        column.insertWidget(column.indexOf(self.panes) + 1, panel)

    # ---- remembering

    def save_layout(self) -> dict[str, object]:
        """Return size, place and panes as a value that JSON can hold."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        panes = base64.b64encode(self.panes.saveState().data()).decode()
        return {"geometry": geometry, "panes": panes, "notes_mode": self.notes_mode}

    def restore_layout(self, layout: Mapping[str, object]) -> None:
        """Take up size, place and panes again; what does not fit is left as it is."""
        for key, put in (("geometry", self.restoreGeometry), ("panes", self.panes.restoreState)):
            if key == "geometry" and self.is_placed:
                continue
            try:
                put(QByteArray(base64.b64decode(str(layout.get(key, "")), validate=True)))
            except ValueError:
                continue
        self.set_notes_mode(layout.get("notes_mode") is True)

    # ---- files and leaving

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """See Qt: one local file may be dropped to import it."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """See Qt."""
        file = _dropped(event.mimeData())
        if file:
            event.acceptProposedAction()
            self.file_dropped.emit(file)

    def leave(self) -> None:
        """Close for good, without asking."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """See Qt: the window stays until everything is on the disk."""
        if self._leaving:
            event.accept()
            return
        event.ignore()
        self.close_wanted = True
        self.close_asked.emit()

    def retitle(self, forum: str) -> None:
        """Show the forum's name in the window's title."""
        self.setWindowTitle(tr("{forum} – Moderator").format(forum=forum) if forum else "Moderator")


def _dropped(data: QMimeData) -> str:
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else ""
