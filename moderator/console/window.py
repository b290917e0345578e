"""The console's main window: header, notice, agenda, floor and list, notes, status strip.

It is painted before anything is loaded and holds no rule: facts come in through the slots of its
children (``header``, ``agenda``, ``floor``, ``queue``, ``notes``, ``banner``), wishes go out
through their signals and the actions.
"""

import base64
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from moderator.console.agenda_pane import AgendaPane
from moderator.console.floor_column import FloorColumn
from moderator.console.header import Header
from moderator.console.look.current import look
from moderator.console.note_pane import NotePane
from moderator.console.status_strip import StatusStrip
from moderator.console.widgets.banner import Banner
from moderator.words import tr

Menus = Sequence[tuple[str, Sequence[QAction | None]]]
"""Titles with their actions; None is a separator."""

_SIZE_PX = (1440, 900)
_LEAST_PX = (960, 600)
_RECENT_PLACE = 2
"""In the first menu, behind new and open."""
_AGENDA_PX, _NOTES_PX = 300, 380


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

    def __init__(self, actions: Mapping[str, QAction], menus: Menus) -> None:
        super().__init__()
        self.setObjectName("console")
        self.setWindowTitle("Moderator")
        self.setAcceptDrops(True)
        self._leaving = False
        self._notes_mode = False
        self.addActions(list(actions.values()))
        self._recent = QMenu(tr("Recent forums"), self)
        self._recent.triggered.connect(self._recent_chosen)
        self._recent.setEnabled(False)
        self._fill_menus(menus)
        self.header = Header()
        self.banner = Banner()
        self.banner.hide()
        self.agenda = AgendaPane()
        self.column = FloorColumn()
        self.floor = self.column.floor
        self.queue = self.column.queue
        self.notes = NotePane()
        self.status = StatusStrip(actions)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self.setMinimumSize(*_LEAST_PX)
        self.resize(*_SIZE_PX)

    def _fill_menus(self, menus: Menus) -> None:
        for title, entries in menus:
            menu = self.menuBar().addMenu(title)
            for entry in entries:
                if entry is None:
                    menu.addSeparator()
                else:
                    menu.addAction(entry)

        first = self.menuBar().actions()[0].menu() if menus else None
        if isinstance(first, QMenu):
            first.insertMenu(first.actions()[_RECENT_PLACE], self._recent)

    def show_recent(self, forums: Sequence[tuple[str, str]]) -> None:
        """Offer the forums opened last: ids and titles."""
        self._recent.clear()
        for forum, title in forums:
            self._recent.addAction(title.replace("&", "&&")).setData(forum)
        self._recent.setEnabled(bool(forums))

    @Slot(QAction)
    def _recent_chosen(self, action: QAction) -> None:
        self.forum_asked.emit(str(action.data()))

    def _lay_out(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(_rule())
        column.addWidget(self.banner)
        for pane in (self.agenda, self.column, self.notes):
            self._panes.addWidget(pane)
        self._panes.setChildrenCollapsible(False)
        self._panes.setHandleWidth(1)
        for at, stretch in enumerate((0, 1, 0)):
            self._panes.setStretchFactor(at, stretch)
        self._panes.setSizes([_AGENDA_PX, 700, _NOTES_PX])
        column.addWidget(self._panes, 1)
        column.addWidget(_rule())
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    # ---- panes

    def next_pane(self) -> None:
        """Move the focus from list to notes to agenda, and round again."""
        panes: list[tuple[QWidget, Callable[[], None]]] = [
            (self.column, self.queue.focus_list),
            (self.notes, self._focus_notes),
            (self.agenda, self.agenda.focus_list),
        ]
        shown = [pane for pane in panes if pane[0].isVisible()]
        focus = QApplication.focusWidget()
        here = next(
            (n for n, (pane, _) in enumerate(shown) if focus and pane.isAncestorOf(focus)), -1
        )
        shown[(here + 1) % len(shown)][1]()

    def _focus_notes(self) -> None:
        self.notes.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
            self._focus_notes()

    @property
    def notes_mode(self) -> bool:
        """Whether the floor is hidden and the notes have its room."""
        return self._notes_mode

    def set_notes_mode(self, on: bool) -> None:
        """Give the notes the room of the floor, or give it back."""
        self._notes_mode = on
        self.column.setVisible(not on)
        for at, stretch in enumerate((0, 0, 1) if on else (0, 1, 0)):
            self._panes.setStretchFactor(at, stretch)
        if on:
            self._focus_notes()

    # ---- remembering

    def save_layout(self) -> dict[str, object]:
        """Return size, place and panes as a value that JSON can hold."""
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        panes = base64.b64encode(self._panes.saveState().data()).decode()
        return {"geometry": geometry, "panes": panes, "notes_mode": self._notes_mode}

    def restore_layout(self, layout: Mapping[str, object]) -> None:
        """Take up size, place and panes again; what does not fit is left as it is."""
        for key, put in (("geometry", self.restoreGeometry), ("panes", self._panes.restoreState)):
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
        self.close_asked.emit()

    def retitle(self, forum: str) -> None:
        """Show the forum's name in the window's title."""
        self.setWindowTitle(tr("{forum} – Moderator").format(forum=forum) if forum else "Moderator")


def _dropped(data: QMimeData) -> str:
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else ""


def _rule() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setStyleSheet(f"background: {look().theme.line};")
    return line
