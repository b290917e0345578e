"""The agenda pane: how late the meeting is, its items, and when it ends as things go."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from moderator.console.agenda_model import AgendaModel, AgendaRow, rows_of
from moderator.console.agenda_view import MANY, AgendaRows
from moderator.console.fitting import SectionLabel, WrapLabel, is_large
from moderator.console.look.current import look
from moderator.console.look.tokens import Role, Type
from moderator.console.speaking_now import SpeakingNow
from moderator.console.widgets.row_menu import RowMenu
from moderator.console.widgets.surface import PlainLabel
from moderator.desk.phrases import differs, ends_text, pace_text
from moderator.desk.views import AgendaView
from moderator.domain.floor import ItemState
from moderator.domain.ids import ItemId, MeetingId
from moderator.words import tr

_SLICE = 400
"""Rows of a long agenda that are measured before others have their turn."""
_FOOT_FROM_PX = 150
"""A pane lower than this has room for its heading and some of a row only."""


class AgendaPane(QFrame):
    """Shows an ``AgendaView`` and tells wishes; the item chosen here is the one in front.

    Signals:
        item_selected: the item that was brought to the front by hand.
        open_asked, close_asked, skip_asked, edit_asked: an item; skipping a skipped one takes it
            back.
        move_asked: an item and the place it shall have, counted without itself.
        title_edited: an item and the title typed for it.
        list_asked: Return or a double click: go on to the list of speakers.
    """

    item_selected = Signal(str)
    open_asked = Signal(str)
    close_asked = Signal(str)
    skip_asked = Signal(str)
    edit_asked = Signal(str)
    move_asked = Signal(str, int)
    title_edited = Signal(str, str)
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agenda")
        self._in_front: ItemId | None = None
        self._view: AgendaView | None = None
        self.meeting: MeetingId | None = None
        """Whose agenda is shown."""
        self._for_notes = False
        self._filling = False
        self._choosing = self._timer("agenda choice", self._choose_now)
        self._measuring = self._timer("agenda measure", self._measure)
        self._coming: tuple[AgendaRow, ...] = ()
        """The rows to be shown, or on show."""
        self._unmeasured: list[AgendaRow] = []
        self._model = AgendaModel(self)
        self._rows = AgendaRows(self._model)
        self._heading = SectionLabel(tr("Agenda"))
        self._late = WrapLabel(Type.SMALL_STRONG, "soft")
        self._late.setObjectName("late")
        self._empty = PlainLabel(tr("Opening…"), Type.BODY, "soft", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setMargin(look().px(16))
        self._ends = WrapLabel(Type.BODY)
        self._ends.setObjectName("ends")
        self.speaking = SpeakingNow()
        """Who speaks, while the floor is hidden."""
        self.speaking.hide()
        self._foot = QFrame()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        side = look().px(16)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(side, look().px(14), side, look().px(8))
        self._head.setSpacing(look().px(4))
        self._head.addWidget(self._heading, 1)
        self._head.addWidget(self._late)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(side, look().px(10), side, look().px(10))
        foot.addWidget(self._ends, 1)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._middle, 1)
        column.addWidget(self.speaking)
        column.addWidget(self._foot)
        self._foot.hide()
        self.setMinimumWidth(look().px(180 if is_large() else 220))

    def _connect(self) -> None:
        rows = self._rows
        rows.selectionModel().currentChanged.connect(self._current_changed)
        rows.move_asked.connect(self.move_asked)
        rows.list_asked.connect(self.list_asked)
        rows.menu_asked.connect(self._open_menu)
        rows.delegate.title_edited.connect(self.title_edited)

    # ---- showing

    def show_agenda(self, view: AgendaView | None, why: str = "") -> None:
        """Show a meeting's agenda; None where there is none, told as ``why`` says or as usual."""
        self._view = view
        # so that rows are laid out once, in the width they will have
        self._middle.setCurrentWidget(self._rows if view and view.items else self._empty)
        self._rows.expect(len(view.items) if view else 0)
        if view is None or view.meeting != self.meeting:
            self._take(())  # of another meeting not even for a moment
        self.meeting = view.meeting if view else None
        self._show_rows()
        self._choose()
        if view is None:
            self._empty.setText(why or tr("No meeting yet. Add one in the Meeting menu."))
        elif not view.items:
            self._empty.setText(tr("The agenda is empty. Add an item in the Meeting menu."))
        self._show_foot()
        self._show_late(view)
        if view is not None:
            times = view.schedule
            ends = times.planned_end_utc_ms, times.expected_end_utc_ms
            self._ends.setText(ends_text(view.phase, *ends, view.zone))

    def set_notes_mode(self, on: bool) -> None:
        """Let rows tell how many notes there are instead of how time goes, or the reverse.

        Who speaks is told here, too, while the floor gives its room to the notes.
        """
        self._for_notes = on
        self.speaking.set_shown(on)
        self._show_rows()

    def _show_rows(self) -> None:
        self._coming = rows_of(self._view, notes=self._for_notes) if self._view else ()
        self._unmeasured = self._rows.delegate.unmeasured(self._coming)
        if len(self._unmeasured) > MANY:
            self._measuring.start(0)
        else:
            self._take(self._coming)

    def _measure(self) -> None:
        """Measure some rows of a long agenda, and show it once all are known."""
        part, self._unmeasured = self._unmeasured[:_SLICE], self._unmeasured[_SLICE:]
        for row in part:
            self._rows.delegate.measure(row)
        if self._unmeasured:
            self._measuring.start(0)
        else:
            self._take(self._coming)
            self._choose()

    def _take(self, rows: tuple[AgendaRow, ...]) -> None:
        self._measuring.stop()
        self._filling = True
        self._model.show(rows)
        self._filling = False

    def _show_late(self, view: AgendaView | None) -> None:
        late_ms = view.schedule.late_ms if view and view.items else 0
        role: Role = "warn" if late_ms > 0 else "ok"
        self._late.set_role(role if differs(0, late_ms) else "soft")
        self._late.setText(pace_text(view.phase, late_ms) if view and view.items else "")
        self._arrange_head()

    # ---- choosing

    def select(self, item: str | None) -> None:
        """Show an item as the one in front, without a signal."""
        self._in_front = ItemId(item) if item else None
        self._choose()

    def selected(self) -> ItemId | None:
        """Return the item in front, as far as it is on the agenda."""
        if self._measuring.isActive() or self._choosing.isActive():
            return self._in_front if any(r.item == self._in_front for r in self._coming) else None
        return ItemId(self._rows.chosen()) or None

    def focus_list(self) -> None:
        """Let keys go to the agenda."""
        self._rows.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rename(self) -> None:
        """Let the title of the item in front be typed anew in its place."""
        self._rows.rename()

    def _choose(self) -> None:
        """Choose the item in front; a long list is laid out first, which has a turn of its own."""
        if len(self._model.rows) > MANY:
            self._choosing.start(0)
        else:
            self._choose_now()

    def _choose_now(self) -> None:
        self._choosing.stop()
        row = self._model.place_of(self._in_front or "")
        if row != self._rows.currentIndex().row():
            self._filling = True
            self._rows.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())
            self._filling = False

    @Slot()
    def _current_changed(self) -> None:
        chosen = ItemId(self._rows.chosen())
        if not self._filling and chosen and chosen != self._in_front:
            self._in_front = chosen
            self.item_selected.emit(chosen)

    # ---- the menu of a row

    @Slot(str, QPoint)
    def _open_menu(self, item: str, at: QPoint) -> None:
        menu = RowMenu("agenda_menu", item, self)
        match self._model.rows[self._model.place_of(item)].state:
            case ItemState.OPEN:
                menu.offer(tr("Close"), self.close_asked, key="Ctrl+Shift+F8")
            case ItemState.SKIPPED:
                menu.offer(tr("Take back"), self.skip_asked)
            case ItemState.AHEAD:
                menu.offer(tr("Open"), self.open_asked, key="Ctrl+F8")
                menu.offer(tr("Skip"), self.skip_asked)
            case ItemState.DONE:
                menu.offer(tr("Open again"), self.open_asked, key="Ctrl+F8")
        menu.addSeparator()
        menu.addAction(tr("Rename") + "\tF2", self.rename)
        menu.offer(tr("Change…"), self.edit_asked)
        menu.addSeparator()
        menu.addAction(tr("Move up") + "\tAlt+Up", self._rows.move_up)
        menu.addAction(tr("Move down") + "\tAlt+Down", self._rows.move_down)
        menu.popup(at)

    def _timer(self, name: str, elapsed: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.timeout.connect(elapsed)
        return timer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._arrange_head()
        self._show_foot()

    def _show_foot(self) -> None:
        """Show when it ends, where that leaves room for a row."""
        has_items = bool(self._view and self._view.items)
        self._foot.setVisible(has_items and self.height() >= look().px(_FOOT_FROM_PX))

    def _arrange_head(self) -> None:
        """Put how late it is beside the heading, or below where there is no room."""
        margins = self._head.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        wanted = self._heading.sizeHint().width() + self._late.sizeHint().width()
        way = QBoxLayout.Direction
        beside = wanted + look().px(12) <= room
        self._head.setDirection(way.LeftToRight if beside else way.TopToBottom)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("surface"))
        if self._foot.isVisible():
            top = self._foot.geometry().top()
            painter.fillRect(0, top, self.width(), 1, look().colour("line"))
