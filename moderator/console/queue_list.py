"""The list of speakers: who waits, in which order, adding and moving, and who had how much time."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from moderator.console.add_field import AddField
from moderator.console.fitting import ElidedLabel, SectionLabel, side_by_side
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.name_field import Find
from moderator.console.queue_model import QueueModel
from moderator.console.queue_view import ROWS, QueueView
from moderator.console.widgets.barred import bar
from moderator.console.widgets.bars import Part, SplitBar
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.pill import PillButton
from moderator.console.widgets.row_menu import RowMenu
from moderator.console.widgets.surface import Card, PlainLabel
from moderator.console.widgets.tone import Tone
from moderator.desk.phrases import kind_name
from moderator.desk.views import FloorView, ShareView
from moderator.domain.kinds import Kind
from moderator.domain.timer import clock_text, spent_text
from moderator.words import tr, tr_n

EACH_MS = tuple(minutes * 60_000 for minutes in (1, 2, 3, 5, 7, 10, 15))
OWN_MS = (30_000, 60_000, 120_000, 180_000, 300_000, 420_000, 600_000)


class QueueList(Card):
    """Shows the list of speakers and asks for changes to it.

    Signals:
        add_asked: a person's id or a name typed, and the Kind.
        move_asked: a request and the place it shall have.
        withdraw_asked: a request to take off the list.
        call_asked: a request to call now.
        kind_asked: a request and its new Kind.
        time_asked: a request and its new allotted time, in milliseconds.
        list_asked: whether the list shall be open.
        each_asked: the usual time of a contribution on this item, in milliseconds.
        left: Escape was pressed in the field for names.
    """

    add_asked = Signal(str, object)
    move_asked = Signal(str, int)
    withdraw_asked = Signal(str)
    call_asked = Signal(str)
    kind_asked = Signal(str, object)
    time_asked = Signal(str, int)
    list_asked = Signal(bool)
    each_asked = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue_list")
        self._is_open = True
        self._as_at = ""
        self._heading = ""
        self._expected = ""
        self._shares: tuple[ShareView, ...] = ()
        self._model = QueueModel(self)
        self._view = QueueView(self._model)
        self._view.move_asked.connect(self.move_asked)
        self._view.withdraw_asked.connect(self.withdraw_asked)
        self._view.menu_asked.connect(self._open_menu)
        self._add = AddField()
        self._add.add_asked.connect(self.add_asked)
        self._add.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, look().px(4), 1, look().px(8))
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addLayout(_padded(self._add))
        column.addWidget(self._view, 1)
        column.addLayout(self._foot())

    @Slot(object)
    def show_floor(self, view: FloorView) -> None:
        """Show another state of the list."""
        self._model.show(view.queue)
        waiting = tr_n("{n} waiting", "{n} waiting", len(view.queue))
        label = tr("List of speakers · {waiting}").format(waiting=waiting)
        elsewhere = view.item is not None and view.shown_item != view.item
        if elsewhere:
            label = f"{label} · {view.item_title}"  # not the list that "call next" goes by
        self._heading = label
        self._show_heading()
        self._is_open = view.list_open
        self._add.show_list(view.list_open, view.item_title if elsewhere else "")
        bar(self._add, view.list_why)
        self._show_pill()
        bar(self._open, view.list_why or (view.gavel.why_not if view.gavel else ""))
        bar(self._each, view.list_why)
        self.show_shares(view.shares)

    @Slot(int)
    def set_each(self, each_ms: int) -> None:
        """Show the usual time of a contribution on this item."""
        self._each.show()
        self._each.tell(tr("{time} each").format(time=clock_text(each_ms // 1000)), Tone.NEUTRAL)

    def set_now(self, now_utc_ms: int, as_at: str) -> None:
        """Take the time from which waiting is counted, and the same as hours and minutes."""
        self._model.set_now(now_utc_ms)
        self._as_at = as_at

    def show_shares(self, shares: tuple[ShareView, ...]) -> None:
        """Show the time each sector has spoken, as at the time told last."""
        self._shares = shares
        self._show_shares()

    def set_expected(self, ends: str) -> None:
        """Tell when the last on the list is expected to end, hours and minutes; empty: unknown."""
        self._expected = ends
        self._show_heading()

    def _show_heading(self) -> None:
        ends = self._expected
        self._label.setText(f"{self._heading} → {ends}" if ends else self._heading)
        tip = tr("By their times and the change-overs so far, the last one ends at {time}")
        self._label.setToolTip(tip.format(time=ends) if ends else "")

    def set_suggestions(self, find: Find) -> None:
        """Take the function that finds participants."""
        self._add.set_suggestions(find)

    @Slot()
    def make_room(self) -> None:
        """Give two rows away, for as long as something else needs their place."""
        self._view.want(ROWS - 2)

    @Slot()
    def take_room(self) -> None:
        """Want all rows again."""
        self._view.want(ROWS)

    @Slot()
    def focus_add(self) -> None:
        """Type a name."""
        self._add.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_refused(self) -> None:
        """Leave the name in the field: it was not taken."""
        self._add.put_back()

    def reveal(self, request: str) -> None:
        """Bring a request's row into sight and mark it for a moment."""
        self._view.reveal(request)

    @Slot()
    def focus_list(self) -> None:
        """Choose among those who wait."""
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen(self) -> str:
        """Return which request is chosen in the list; empty for none."""
        return self._view.chosen()

    def _head(self) -> QHBoxLayout:
        self._label = SectionLabel()
        self._each = PillButton("", opens=True)
        self._each.setObjectName("each_time")
        self._each.hide()
        self._each.setToolTip(tr("Usual time of a contribution on this agenda item"))
        self._each.clicked.connect(self._open_each)
        self._open = PillButton("")
        self._open.setObjectName("list_open")
        self._open.clicked.connect(self._ask_list)
        self._show_pill()
        row = QHBoxLayout()
        row.setContentsMargins(look().px(14), 0, look().px(14), 0)
        row.setSpacing(look().px(8))
        row.addWidget(self._label, 1)
        pills = FlowLayout(gap_px=look().px(8))
        pills.addWidget(self._each)
        pills.addWidget(self._open)
        row.addLayout(pills)
        return row

    def _foot(self) -> QBoxLayout:
        self._scope = PlainLabel("", Type.SMALL, "soft")
        self._split = SplitBar()
        self._split.setFixedWidth(look().px(100))
        self._sums = ElidedLabel(Type.SMALL, "soft", Qt.AlignmentFlag.AlignRight)
        self._sums.setObjectName("sector_sums")
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(self._scope)
        row.addWidget(self._split)
        foot = side_by_side()
        foot.setContentsMargins(look().px(14), look().px(6), look().px(14), 0)
        foot.setSpacing(look().px(12))
        foot.addLayout(row)
        foot.addWidget(self._sums, 1)
        return foot

    def _show_pill(self) -> None:
        if self._is_open:
            self._open.tell(tr("List open"), Tone.OK, "list-plus")
            self._open.setToolTip(tr("Press to close the list: no more names are taken"))
        else:
            self._open.tell(tr("List closed"), Tone.NEUTRAL, "list-x")
            self._open.setToolTip(tr("Press to open the list again"))

    def _show_shares(self) -> None:
        sums = " · ".join(f"{s.name} {spent_text(s.spoken_ms)}" for s in self._shares)
        self._sums.tell(sums)
        self._split.show_parts(
            tuple(Part(s.spoken_ms, s.order) for s in self._shares),
            tr("Time spoken in this meeting: {sums}").format(sums=sums),
        )
        self._scope.setText(
            tr("This meeting to {time}").format(time=self._as_at)
            if self._as_at
            else tr("This meeting")
        )

    @Slot()
    def _ask_list(self) -> None:
        self.list_asked.emit(not self._is_open)

    @Slot()
    def _open_each(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each_ms in EACH_MS:
            menu.addAction(clock_text(each_ms // 1000)).setData(each_ms)
        menu.triggered.connect(self._each_chosen)
        menu.popup(self._each.mapToGlobal(QPoint(0, self._each.height())))

    @Slot(QAction)
    def _each_chosen(self, action: QAction) -> None:
        self.each_asked.emit(int(action.data()))

    def menu_of(self, request: str) -> RowMenu:
        """Return a menu of what can be done with a request; it asks through this list."""
        menu = RowMenu("queue_menu", request, self)
        menu.offer(tr("Call now"), self.call_asked)
        menu.offer(tr("Make next"), self.move_asked, 0)
        menu.addSeparator()
        kinds = menu.addMenu(tr("Kind"))
        for kind in Kind:
            menu.offer(kind_name(kind), self.kind_asked, kind, within=kinds)
        times = menu.addMenu(tr("Time"))
        for time_ms in OWN_MS:
            menu.offer(clock_text(time_ms // 1000), self.time_asked, time_ms, within=times)
        menu.addSeparator()
        menu.offer(tr("Withdraw"), self.withdraw_asked)
        return menu

    @Slot(str, QPoint)
    def _open_menu(self, request: str, at: QPoint) -> None:
        self.menu_of(request).popup(at)


def _padded(field: AddField) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(look().px(14), look().px(2), look().px(14), look().px(4))
    row.addWidget(field)
    return row
