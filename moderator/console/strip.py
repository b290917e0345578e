"""The strip: a small window that stays above a video call, with the few things a chair needs."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from moderator.console.fitting import ElidedLabel
from moderator.console.floor_controls import Buttons, FloorControls
from moderator.console.gavel_row import whose
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.primary import Primary, instead_text, primary_of, primary_text, short_text
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.key_button import IconButton, KeyButton
from moderator.console.widgets.pill import Pill
from moderator.console.widgets.time_face import TimeFace
from moderator.console.widgets.tone import Tone
from moderator.desk.views import FloorReading, FloorView, SaveState
from moderator.domain.floor import Phase
from moderator.words import tr

SIZE = QSize(420, 150)


class StripWindow(QWidget):
    """Shows speaker, time and who is next, above every other window; asks through ``controls``.

    Signals:
        closed: the strip was closed by its user.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("strip")
        self.setWindowTitle(tr("Strip"))
        # whoever types goes on typing where they were
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._view: FloorView | None = None
        self._reading: FloorReading | None = None
        self._name = ElidedLabel(Type.HEADING)
        self._next = ElidedLabel(Type.SMALL, "soft")
        self._face = TimeFace()
        self._face.setFixedSize(look().px(118), look().px(44))
        self._saved = Pill()
        self._buttons = self._make_buttons()
        self.controls.point.opened.connect(self._point_opened)
        self.controls.point.left.connect(self._point_left)
        column = QVBoxLayout(self)
        pad = look().px(10)
        column.setContentsMargins(pad, look().px(8), pad, look().px(8))
        column.setSpacing(look().px(6))
        column.addLayout(self._head())
        column.addWidget(self._buttons)
        column.addWidget(self.controls.point)
        self.resize(look().px(SIZE.width()), look().px(SIZE.height()))

    @Slot(object)
    def show_floor(self, view: FloorView) -> None:
        """Show another state of the floor."""
        self._view = view
        self._name.tell(view.current.name if view.current else tr("Nobody speaks"))
        self._show()
        self._settle()

    @Slot(object)
    def show_reading(self, reading: FloorReading | None) -> None:
        """Show other digits; None where they are not known."""
        self._reading = reading
        self._show()

    def show_saved(self, state: SaveState, at: str) -> None:
        """Show what is on disk; ``at`` is the time of the last commit in words."""
        if state.failed:
            self._saved.tell(tr("Not saved"), Tone.WARN, "triangle-alert")
        elif state.pending:
            self._saved.tell(tr("saving…"), Tone.NEUTRAL)
        else:
            self._saved.tell(at, Tone.NEUTRAL, "check")
        self._saved.setToolTip(state.failed or tr("On this laptop {time}").format(time=at))

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
        self._primary = KeyButton("", "F8", primary=True)
        pause, end = KeyButton(tr("Pause"), icon_name="pause"), KeyButton(tr("End"))
        order = IconButton("hand", tr("Point of order"), "F5")
        self.controls = FloorControls(Buttons(self._primary, pause, end, order), short_text, self)
        box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        row = FlowLayout(box, gap_px=look().px(6))
        for button in (self._primary, pause, end, order):
            row.addWidget(button)
        return box

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(look().px(2))
        words.addWidget(self._name)
        words.addWidget(self._next)
        side = QVBoxLayout()
        side.setSpacing(look().px(2))
        side.addWidget(self._face, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self._saved, 0, Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(look().px(10))
        head.addLayout(words, 1)
        head.addLayout(side)
        return head

    def _show(self) -> None:
        view, reading = self._view, self._reading
        if view is None:
            return
        self.controls.tell(view, reading)
        text = primary_text(view, reading)
        self._next.tell(_below(view, text))
        if view.gavel is None or not view.gavel.why_not:
            self._primary.setToolTip(text)
        if reading is None or view.current is None:
            self._face.show_text("", Phase.IDLE)
        else:
            self._face.show_time(reading.left_ms, reading.phase)

    @Slot()
    def _point_opened(self) -> None:
        """Let the field stand in place of the buttons."""
        self._buttons.hide()
        self._settle()

    @Slot()
    def _point_left(self) -> None:
        self._buttons.show()
        self._settle()


def _below(view: FloorView, whole: str) -> str:
    """Return whom the large button calls (``whole``), or which key leads on without anybody."""
    if view.last_known:
        return tr("Last known {time}").format(time=view.last_known)
    if view.gavel is not None and view.gavel.name and not view.gavel.is_mine:
        return whose(view.gavel)
    if primary_of(view) is Primary.NOBODY:
        return instead_text(view)
    return whole if view.held or view.upcoming else ""
