"""The floor: who speaks, how much time is left, and every control of it, in one card."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from moderator.console.fitting import DigitsLabel, ElidedLabel, NameLabel, SectionLabel, is_large
from moderator.console.floor_controls import Buttons, FloorControls
from moderator.console.gavel_row import GavelRow
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.primary import Primary, instead_text, primary_of, primary_text
from moderator.console.widgets.barred import bar
from moderator.console.widgets.bars import TimeBar
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.key_button import KeyButton, spoken_with_key
from moderator.console.widgets.phase import PhaseMark
from moderator.console.widgets.sector_tag import SectorTag
from moderator.console.widgets.surface import Card
from moderator.console.widgets.time_face import TimeFace
from moderator.desk.phrases import clock_words, kind_name, undo_text
from moderator.desk.views import FloorReading, FloorView, SpeakerView, UndoView
from moderator.domain.events import EventKind
from moderator.domain.floor import MeetingPhase, Phase
from moderator.domain.kinds import Kind
from moderator.domain.timer import shown_seconds
from moderator.words import tr

PAD_PX = 14
GAP_PX = 6
STEP_MS = 30_000
"""What one press of more or less time gives or takes."""
THEN = 3
"""How many of those who follow are named below the speaker."""


class FloorPane(Card):
    """Shows the floor and asks for what is to be done with it, most of it through ``controls``.

    Signals:
        time_asked: milliseconds to add; negative takes.
        not_here_asked: the called speaker is not here.
        undo_asked: take back what the button names.
    """

    time_asked = Signal(int)
    not_here_asked = Signal()
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("floor_pane")
        self._view: FloorView | None = None
        self._reading: FloorReading | None = None
        self._make_labels()
        self._make_buttons()
        column = QVBoxLayout(self)
        pad = look().px(PAD_PX)
        column.setContentsMargins(pad, look().px(8), pad, look().px(9))
        column.setSpacing(look().px(5))
        column.addLayout(self._head())
        column.addWidget(self._bar)
        column.addWidget(self.gavel)
        column.addWidget(self._primary)
        column.addLayout(self._row())
        column.addWidget(self.controls.point)

    @Slot(object)
    def show_floor(self, view: FloorView) -> None:
        """Show another state of the floor."""
        self._view = view
        self._label.setText(_label(view))
        # what is spoken on, whatever item is chosen in the agenda
        topic = view.open_title or view.item_title
        self._name.tell(view.current.name if view.current else topic)
        self._show_speaker(view.current)
        self._then.tell(_then(view))
        self._show_buttons(view)
        self._show_digits()

    @Slot(object)
    def show_reading(self, reading: FloorReading | None) -> None:
        """Show other digits; None where they are not known."""
        self._reading = reading
        self._show_digits()

    def _make_labels(self) -> None:
        self._label = SectionLabel()
        self._name = NameLabel()
        self._name.setObjectName("speaker_name")
        self._tag = SectorTag()
        self._detail = ElidedLabel(Type.BODY, "soft")
        self._then = ElidedLabel(Type.SMALL, "soft")
        self._spent = DigitsLabel()
        self._spent.setObjectName("time_spent")
        self._mark = PhaseMark()
        # The phase's word and shape stand beside the time spent, to leave the digits their height.
        self._face = TimeFace()
        self._face.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._face.setMaximumWidth(look().px(130 if is_large() else 190))
        self._face.setObjectName("time_left")
        self._bar = TimeBar()
        self.gavel = GavelRow()
        """Says whose floor it is, and asks for it."""

    def _make_buttons(self) -> None:
        self._primary = KeyButton("", "F8", primary=True)
        self._pause = KeyButton(tr("Pause"), "F7", icon_name="pause")
        self._end = KeyButton(tr("End"), "Shift+F7", icon_name="square")
        self._less = KeyButton("−30", "Shift+F9")
        self._less.setAccessibleName(spoken_with_key(tr("Take 30 seconds"), "Shift+F9"))
        self._more = KeyButton("+30", "F9")
        self._more.setAccessibleName(spoken_with_key(tr("Add 30 seconds"), "F9"))
        self._order = KeyButton(tr("Point of order"), "F5", icon_name="hand")
        self._missing = KeyButton(tr("Not here"))
        self._undo = KeyButton(tr("Undo"), cuts=True, icon_name="undo-2")
        self._others = (
            self._pause,
            self._end,
            self._less,
            self._more,
            self._order,
            self._missing,
        )
        buttons = Buttons(self._primary, self._pause, self._end, self._order)
        self.controls = FloorControls(buttons, primary_text, self)
        for name, button, slot in (
            ("less_time", self._less, self._ask_less),
            ("more_time", self._more, self._ask_more),
            ("not_here", self._missing, self.not_here_asked),
            ("undo", self._undo, self.undo_asked),
        ):
            button.setObjectName(name)
            button.clicked.connect(slot)

    def _head(self) -> QGridLayout:
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setHorizontalSpacing(look().px(16))
        head.setVerticalSpacing(look().px(2))
        about = QHBoxLayout()
        about.setSpacing(look().px(8))
        about.addWidget(self._tag)
        about.addWidget(self._detail, 1)
        head.addWidget(self._label, 0, 0)
        head.addWidget(self._name, 1, 0)
        head.addLayout(about, 2, 0)
        head.addWidget(self._face, 0, 1, 3, 1)
        foot = QHBoxLayout()
        foot.setSpacing(look().px(6))
        foot.addWidget(self._then, 1)
        foot.addWidget(self._mark)
        foot.addWidget(self._spent)
        head.addLayout(foot, 3, 0, 1, 2)
        head.setColumnStretch(0, 1)
        head.setRowStretch(1, 1)
        return head

    def _row(self) -> FlowLayout:
        row = FlowLayout(gap_px=look().px(GAP_PX))
        for button in (*self._others, self._undo):
            row.addWidget(button)
        return row

    def _show_speaker(self, speaker: SpeakerView | None) -> None:
        if speaker is None:
            self._tag.tell("", -1)
            self._detail.tell("")
            return
        again = tr("spoke {n}× before").format(n=speaker.times_spoken)
        parts = (speaker.detail, again if speaker.times_spoken else "")
        self._tag.tell(speaker.sector_name, speaker.sector_order)
        self._detail.tell(" · ".join(part for part in parts if part))

    def _show_buttons(self, view: FloorView) -> None:
        speaks = view.current is not None
        why = view.gavel.why_not if view.gavel else ""
        for button in (self._less, self._more, self._missing):
            bar(button, why, speaks)
        self.gavel.tell(view.gavel)
        self._show_undo(view.undo)

    def _show_undo(self, undo: UndoView | None) -> None:
        """Name what is taken back; the key is that of calls only."""
        self._undo.set_key("Shift+F8" if undo and undo.kind is EventKind.CALLED else "")
        self._undo.set_words(undo_text(undo))
        self._undo.setEnabled(undo is not None)

    def _show_digits(self) -> None:
        view, reading = self._view, self._reading
        if view is None:
            return
        self.controls.tell(view, reading)
        if reading is None or view.current is None:
            self._face.show_text("", Phase.IDLE)
            self._spent.tell("")
            self._mark.tell(Phase.IDLE)
            self._bar.show_share(0, Phase.IDLE)
            return
        self._face.show_time(reading.left_ms, reading.phase)
        self._mark.tell(reading.phase)
        self._spent.tell(clock_words(reading.phase, reading.allotted_ms, reading.elapsed_ms))
        whole_ms = max(1, reading.allotted_ms)
        used = 1 - max(0, shown_seconds(reading.left_ms)) * 1000 / whole_ms
        self._bar.show_share(used, reading.phase, 1 - reading.warn_ms / whole_ms)

    @Slot()
    def _ask_less(self) -> None:
        self.time_asked.emit(-STEP_MS)

    @Slot()
    def _ask_more(self) -> None:
        self.time_asked.emit(STEP_MS)


def _label(view: FloorView) -> str:
    if view.phase is MeetingPhase.NOT_OPEN:
        return tr("Not begun")
    if view.phase is MeetingPhase.CLOSED:
        return tr("Closed")
    if view.last_known:
        return tr("Last known {time}").format(time=view.last_known)
    if view.current is None:
        return tr("Nobody speaks: the floor is the chair’s")
    if view.current.kind is Kind.CONTRIBUTION:
        return tr("Speaking now")
    return tr("Speaking now · {kind}").format(kind=kind_name(view.current.kind))


def _then(view: FloorView) -> str:
    """Return who follows: the held first, then the list; with nobody, what comes instead."""
    if view.phase is MeetingPhase.CLOSED:
        return ""
    if primary_of(view) is Primary.NOBODY:
        return instead_text(view)
    names = [row.name for row in reversed(view.held)]
    for row in view.upcoming[:THEN]:
        kind = "" if row.kind is Kind.CONTRIBUTION else f" ({kind_name(row.kind)})"
        names.append(row.name + kind)
    return tr("Then: {names}").format(names=" · ".join(names[:THEN])) if names else ""
