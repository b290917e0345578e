"""Who speaks and for how long still, in few lines, for whoever writes while the floor is hidden."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from moderator.console.fitting import DigitsLabel, ElidedLabel, NameLabel, SectionLabel, is_large
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.phase import PhaseMark, digit_role
from moderator.desk.phrases import phase_word
from moderator.desk.views import FloorReading, FloorView
from moderator.domain.floor import Phase
from moderator.domain.timer import left_text
from moderator.words import tr


class SpeakingNow(QFrame):
    """Shows the speaker's name and the time left; while hidden it only remembers them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("speaking_now")
        self._view: FloorView | None = None
        self._reading: FloorReading | None = None
        self._phase: Phase | None = None
        self._label = SectionLabel()
        self._name = _name_label()
        self._name.setObjectName("note_speaker")
        self._left = DigitsLabel(Type.HEADING, "ink")
        self._left.setObjectName("note_time_left")
        self._mark = PhaseMark()
        self._word = ElidedLabel(Type.SMALL, "soft")
        clock = QHBoxLayout()
        clock.setSpacing(look().px(6))
        for widget in (self._left, self._mark, self._word):
            clock.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        clock.setStretch(clock.count() - 1, 1)
        column = QVBoxLayout(self)
        side = look().px(16)
        column.setContentsMargins(side, look().px(10), side, look().px(10))
        column.setSpacing(look().px(2))
        column.addWidget(self._label)
        column.addWidget(self._name)
        column.addLayout(clock)

    @Slot(object)
    def show_floor(self, view: FloorView) -> None:
        """Show another state of the floor."""
        self._view = view
        self._show()

    @Slot(object)
    def show_reading(self, reading: FloorReading | None) -> None:
        """Show other digits; None where they are not known."""
        self._reading = reading
        self._show()

    def set_shown(self, on: bool) -> None:
        """Show it with what was told last, or hide it."""
        self.setVisible(on)
        self._show()

    def _show(self) -> None:
        if self.isHidden():
            return
        speaker = self._view.current if self._view else None
        self._label.setText(tr("Speaking now") if speaker else tr("Nobody speaks"))
        if self._view is not None and self._view.last_known:
            self._label.setText(tr("Last known {time}").format(time=self._view.last_known))
        # large text leaves room for one line less
        self._label.setVisible(speaker is None or not is_large())
        self._name.setVisible(speaker is not None)
        self._name.tell(speaker.name if speaker else "")
        timed = speaker is not None and self._reading is not None
        for widget in (self._left, self._mark, self._word):
            widget.setVisible(timed)
        if self._reading is not None:
            self._show_clock(self._reading)

    def _show_clock(self, reading: FloorReading) -> None:
        self._left.tell(left_text(reading.left_ms))
        if reading.phase is not self._phase:
            self._phase = reading.phase
            self._left.set_role(digit_role(reading.phase))
            self._mark.tell(reading.phase)
            self._word.tell(phase_word(reading.phase))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        QPainter(self).fillRect(0, 0, self.width(), 1, look().colour("line"))


def _name_label() -> NameLabel | ElidedLabel:
    """Return a label that takes more lines but never a wider agenda; with large text, one line."""
    if is_large():
        return ElidedLabel(Type.BODY_STRONG)
    label = NameLabel(Type.HEADING, Type.BODY_STRONG)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
