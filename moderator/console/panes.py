"""Agenda, floor and notes side by side; where there is no room for all, two of them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from moderator.console.agenda_pane import AgendaPane
from moderator.console.cover import AGENDA_PX, NOTES_PX
from moderator.console.floor_column import FloorColumn
from moderator.console.look.current import look
from moderator.console.note_pane import NotePane

_FLOOR_PX = 700
_NOTES_LEAST_PX = 240


class Panes(QSplitter):
    """Knows which panes are shown.

    In note-taker mode the notes have the room of the floor. Where large text leaves no room for
    three panes, floor and notes take turns instead of being cut off.

    Signals:
        notes_mode_changed: whether the notes have the room of the floor now.
    """

    notes_mode_changed = Signal(bool)

    def __init__(self, agenda: AgendaPane, column: FloorColumn, notes: NotePane) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._agenda = agenda
        self._column = column
        self._notes = notes
        self._notes_mode = False
        self._turns = False
        """Whether only two panes have room."""
        for pane in (agenda, column, notes):
            self.addWidget(pane)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        notes.setMinimumWidth(look().px(_NOTES_LEAST_PX))
        self.setSizes([AGENDA_PX, _FLOOR_PX, NOTES_PX])
        self._show_panes()
        self._put_in_order()
        agenda.list_asked.connect(column.queue.focus_list)

    def _put_in_order(self) -> None:
        """Let a screen reader meet the panes from the left; Qt tells them the other way round."""
        for pane in self._all():
            pane.raise_()
        for at in range(self.count()):
            self.handle(at).raise_()

    @property
    def notes_mode(self) -> bool:
        """Whether the floor is hidden and the notes have its room."""
        return self._notes_mode

    def set_notes_mode(self, on: bool) -> None:
        """Give the notes the room of the floor, or give it back."""
        self._notes_mode = on
        self._agenda.set_notes_mode(on)
        self._show_panes()
        self.notes_mode_changed.emit(on)
        if on:
            self.focus_notes()

    def focus_notes(self) -> None:
        """Let keys go to the notes."""
        self._notes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_pane(self) -> None:
        """Move the focus from list to notes to agenda, and round again."""
        panes: list[tuple[QWidget, Callable[[], None]]] = [
            (self._column, self._go_to_floor),
            (self._notes, self._go_to_notes),
            (self._agenda, self._agenda.focus_list),
        ]
        if not self._turns:
            panes = [pane for pane in panes if pane[0].isVisible()]
        focus = QApplication.focusWidget()
        here = next(
            (n for n, (pane, _) in enumerate(panes) if focus and pane.isAncestorOf(focus)), -1
        )
        panes[(here + 1) % len(panes)][1]()

    def _go_to_floor(self) -> None:
        if self._turns:
            self.set_notes_mode(False)
        self._column.queue.focus_list()

    def _go_to_notes(self) -> None:
        if self._turns:
            self.set_notes_mode(True)
        self.focus_notes()

    # ---- room

    def event(self, event: QEvent) -> bool:
        """See Qt: a pane that needs more room may leave none for another."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """See Qt: the two widest neighbours."""
        agenda, column, notes = (_least_px(pane) for pane in self._all())
        height = super().minimumSizeHint().height()
        return QSize(agenda + max(column, notes) + self.handleWidth(), height)

    def _all(self) -> tuple[QWidget, QWidget, QWidget]:
        return (self._agenda, self._column, self._notes)

    def _fit(self) -> None:
        needed = sum(_least_px(pane) for pane in self._all()) + 2 * self.handleWidth()
        if (needed > self.width()) != self._turns:
            self._turns = not self._turns
            self._show_panes()

    def _show_panes(self) -> None:
        self._column.setVisible(not self._notes_mode)
        self._notes.setVisible(self._notes_mode or not self._turns)
        for at, stretch in enumerate((0, 0, 1) if self._notes_mode else (0, 1, 0)):
            self.setStretchFactor(at, stretch)


def _least_px(pane: QWidget) -> int:
    return max(pane.minimumWidth(), pane.minimumSizeHint().width())
