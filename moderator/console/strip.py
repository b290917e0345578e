"""The strip: a small window that stays above a video call, with the few things a chair needs."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from moderator.console.fitting import ElidedLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.name_field import Find
from moderator.console.point_field import PointField
from moderator.console.primary import Primary, primary_of, primary_text
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.key_button import ButtonKind, IconButton, KeyButton
from moderator.console.widgets.pill import Pill
from moderator.console.widgets.time_face import TimeFace
from moderator.console.widgets.tone import Tone
from moderator.desk.views import FloorReading, FloorView, SaveState
from moderator.domain.floor import MeetingPhase, Phase
from moderator.words import tr

SIZE = QSize(420, 150)

RUNNING = (Phase.RUNNING, Phase.WARNING, Phase.OVER)


class StripWindow(QWidget):
    """Shows speaker, time and who is next, above every other window.

    Signals:
        open_asked, call_next_asked, pause_asked, end_asked: as of the floor pane.
        point_now_asked, point_later_asked: who raises a point of order (an id or a name typed).
        closed: the strip was closed by its user.
    """

    open_asked = Signal()
    call_next_asked = Signal()
    pause_asked = Signal()
    end_asked = Signal()
    point_now_asked = Signal(str)
    point_later_asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("strip")
        self.setWindowTitle(tr("Strip"))
        self._view: FloorView | None = None
        self._reading: FloorReading | None = None
        self._name = ElidedLabel(Type.HEADING)
        self._next = ElidedLabel(Type.SMALL, "soft")
        self._face = TimeFace(captioned=False)
        self._face.setFixedSize(look().px(118), look().px(44))
        self._saved = Pill()
        self._point = PointField()
        self._point.now_asked.connect(self.point_now_asked)
        self._point.later_asked.connect(self.point_later_asked)
        self._point.left.connect(self._close_point)
        self._buttons = self._make_buttons()
        column = QVBoxLayout(self)
        pad = look().px(10)
        column.setContentsMargins(pad, look().px(8), pad, look().px(8))
        column.setSpacing(look().px(6))
        column.addLayout(self._head())
        column.addWidget(self._buttons)
        column.addWidget(self._point)
        self.resize(look().px(SIZE.width()), look().px(SIZE.height()))

    @Slot(object)
    def show_floor(self, view: FloorView) -> None:
        """Show another state of the floor."""
        self._view = view
        self._name.tell(view.current.name if view.current else tr("Nobody speaks"))
        self._show_next()
        speaks = view.current is not None
        self._pause.setEnabled(speaks)
        self._end.setEnabled(speaks)
        self._order.setEnabled(view.phase is MeetingPhase.OPEN)
        primary = primary_of(view)
        self._primary.setEnabled(primary not in (Primary.NOBODY, Primary.CLOSED))
        self._primary.set_words(_short(primary))
        self._show_digits()
        self._settle()

    @Slot(object)
    def show_reading(self, reading: FloorReading) -> None:
        """Show other digits."""
        self._reading = reading
        self._show_next()
        self._show_digits()

    def show_saved(self, state: SaveState, at: str) -> None:
        """Show what is on disk; ``at`` is the time of the last commit in words."""
        if state.failed:
            self._saved.tell(tr("Not saved"), Tone.WARN, "triangle-alert")
        elif state.pending:
            self._saved.tell(tr("saving…"), Tone.NEUTRAL)
        else:
            self._saved.tell(at, Tone.NEUTRAL, "check")
        self._saved.setToolTip(state.failed or tr("On this laptop {time}").format(time=at))

    def set_suggestions(self, find: Find) -> None:
        """Take the function that finds participants for a point of order."""
        self._point.set_suggestions(find)

    @Slot()
    def open_point_field(self) -> None:
        """Ask who raises a point of order, in place of the buttons."""
        self._buttons.hide()
        self._point.open()
        self._settle()

    @Slot()
    def press_primary(self) -> None:
        """Do what the large button says now."""
        if self._view is not None and primary_of(self._view) is Primary.OPEN_MEETING:
            self.open_asked.emit()
        else:
            self.call_next_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See Qt: the floor's keys where no action of the program has taken them."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.isAutoRepeat():
            return
        match event.key():
            case Qt.Key.Key_F8 if bare:
                self.press_primary()
            case Qt.Key.Key_F7 if shift:
                self.end_asked.emit()
            case Qt.Key.Key_F7 if bare:
                self.pause_asked.emit()
            case Qt.Key.Key_F5 if bare:
                self.open_point_field()
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """See Qt."""
        super().closeEvent(event)
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """See Qt."""
        super().showEvent(event)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        QPainter(self).fillRect(event.rect(), look().colour("surface"))

    def _settle(self) -> None:
        """Grow where long words take a second row of buttons."""
        column = self.layout()
        if column is not None:
            column.activate()
            needed = column.totalHeightForWidth(self.width())
            self.setMinimumHeight(max(needed, column.totalMinimumSize().height()))

    def _make_buttons(self) -> QWidget:
        self._primary = KeyButton("", "F8", kind=ButtonKind.PRIMARY)
        self._pause = KeyButton(tr("Pause"), icon_name="pause")
        self._end = KeyButton(tr("End"))
        self._order = IconButton("hand", tr("Point of order"), "F5")
        box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        row = FlowLayout(box, gap_px=look().px(6))
        for name, button, slot in (
            ("strip_call_next", self._primary, self.press_primary),
            ("strip_pause", self._pause, self.pause_asked),
            ("strip_end", self._end, self.end_asked),
            ("strip_point", self._order, self.open_point_field),
        ):
            button.setObjectName(name)
            button.clicked.connect(slot)
            row.addWidget(button)
        return box

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(look().px(2))
        words.addWidget(self._name)
        below = QHBoxLayout()
        below.setSpacing(look().px(6))
        below.addWidget(self._next, 1)
        words.addLayout(below)
        side = QVBoxLayout()
        side.setSpacing(look().px(2))
        side.addWidget(self._face, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(look().px(10))
        head.addLayout(words, 1)
        head.addLayout(side)
        return head

    def _show_next(self) -> None:
        view = self._view
        if view is None:
            return
        self._next.tell(primary_text(view, self._reading) if view.held or view.upcoming else "")
        self._primary.setToolTip(primary_text(view, self._reading))

    def _show_digits(self) -> None:
        reading = self._reading
        if reading is None or self._view is None or self._view.current is None:
            self._face.show_text("", Phase.IDLE)
            return
        self._face.show_time(reading.left_ms, reading.phase)
        runs = reading.phase in RUNNING
        paused = reading.phase is Phase.PAUSED
        self._pause.set_words(tr("Pause") if runs else tr("Go on") if paused else tr("Start"))
        self._pause.set_icon_name("pause" if runs else "play")

    @Slot()
    def _close_point(self) -> None:
        self._buttons.show()
        self._settle()


def _short(primary: Primary) -> str:
    """Return the words for a button beside which the name stands."""
    return {
        Primary.OPEN_MEETING: tr("Start"),
        Primary.CALL: tr("Call"),
        Primary.RETURN: tr("Give back"),
        Primary.NOBODY: tr("Nobody waits"),
        Primary.CLOSED: tr("Closed"),
    }[primary]
