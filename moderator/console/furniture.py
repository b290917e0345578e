"""What stands in the main window: made part by part, while the empty window is painted already."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from moderator.console.agenda_pane import AgendaPane
from moderator.console.floor_column import FloorColumn
from moderator.console.header import Header
from moderator.console.note_pane import NotePane
from moderator.console.panes import Panes
from moderator.console.status_strip import StatusStrip
from moderator.console.widgets.banner import Banner
from moderator.console.widgets.surface import Rule

if TYPE_CHECKING:
    from moderator.console.window import MainWindow

Menus = Sequence[tuple[str, Sequence[QAction | None]]]
"""Titles with their actions; None is a separator."""

_RECENT_PLACE = 2
"""In the first menu, behind new and open."""


def furnish(window: "MainWindow", actions: Mapping[str, QAction], menus: Menus) -> Iterator[None]:
    """Fill a new window, a part at each step, so that it answers in between."""
    window.addActions(list(actions.values()))
    _fill_menus(window, menus)
    yield
    window.header = Header()
    window.banner = Banner()
    window.banner.hide()
    window.agenda = AgendaPane()
    yield
    window.column = FloorColumn()
    window.floor = window.column.floor
    window.queue = window.column.queue
    yield
    window.notes = NotePane()
    window.status = StatusStrip(actions)
    window.panes = Panes(window.agenda, window.column, window.notes)
    window.panes.notes_mode_changed.connect(window.status.set_notes_mode)
    _lay_out(window)
    window.is_furnished = True


def _fill_menus(window: "MainWindow", menus: Menus) -> None:
    bar = window.menuBar()
    for title, entries in menus:
        menu = bar.addMenu(title)
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(entry)
    first = bar.actions()[0].menu() if menus else None
    if isinstance(first, QMenu):
        first.insertMenu(first.actions()[_RECENT_PLACE], window.recent)


def _lay_out(window: "MainWindow") -> None:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(window.header)
    column.addWidget(Rule())
    column.addWidget(window.banner)
    column.addWidget(window.panes, 1)
    column.addWidget(Rule())
    column.addWidget(window.status)
    window.setCentralWidget(whole)
    window.queue.focus_list()
