"""The controls that floor pane and strip share: what they ask for, and when they can be pressed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QWidget

from moderator.console.point_field import PointField
from moderator.console.primary import Primary, primary_of
from moderator.console.widgets.barred import bar
from moderator.console.widgets.key_button import KeyButton
from moderator.console.widgets.phase import RUNNING
from moderator.desk.views import FloorReading, FloorView
from moderator.domain.floor import MeetingPhase, Phase
from moderator.words import tr

Words = Callable[[FloorView, FloorReading | None], str]
"""Returns what the large button says."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """One window's buttons; how they look is the window's matter."""

    primary: KeyButton
    pause: KeyButton
    end: KeyButton
    order: QAbstractButton
    """Point of order."""


class FloorControls(QObject):
    """Keeps the buttons of one window as the floor allows, and tells wishes.

    Signals:
        open_asked: start the meeting.
        call_next_asked: call the first on the list, or give the floor back.
        pause_asked: start the clock or stop it.
        end_asked: end the speech without a successor.
        point_now_asked, point_later_asked: who raises a point of order (an id or a name typed).
    """

    open_asked = Signal()
    call_next_asked = Signal()
    pause_asked = Signal()
    end_asked = Signal()
    point_now_asked = Signal(str)
    point_later_asked = Signal(str)

    def __init__(self, buttons: Buttons, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._words = words
        self._view: FloorView | None = None
        self.point = PointField()
        """The field that asks who raises a point of order."""
        self.point.now_asked.connect(self.point_now_asked)
        self.point.later_asked.connect(self.point_later_asked)
        for name, button, slot in (
            ("call_next", buttons.primary, self.press_primary),
            ("pause", buttons.pause, self.pause_asked),
            ("end", buttons.end, self.end_asked),
            ("point_of_order", buttons.order, self.point.open),
        ):
            button.setObjectName(name)
            button.clicked.connect(slot)

    def tell(self, view: FloorView, reading: FloorReading | None) -> None:
        """Show what can be done with a floor."""
        self._view = view
        of, primary = self._buttons, primary_of(view)
        of.primary.set_words(self._words(view, reading))
        why = view.gavel.why_not if view.gavel else ""
        bar(of.primary, why, primary not in (Primary.NOBODY, Primary.CLOSED))
        bar(of.pause, why, view.current is not None)
        bar(of.end, why, view.current is not None)
        bar(of.order, view.list_why, view.phase is MeetingPhase.OPEN)
        if reading is not None and view.current is not None:
            runs, paused = reading.phase in RUNNING, reading.phase is Phase.PAUSED
            of.pause.set_words(tr("Pause") if runs else tr("Go on") if paused else tr("Start"))
            of.pause.set_icon_name("pause" if runs else "play")

    @Slot()
    def press_primary(self) -> None:
        """Do what the large button says now; refused in words by whoever is asked."""
        if self._view is not None and primary_of(self._view) is Primary.OPEN_MEETING:
            self.open_asked.emit()
        else:
            self.call_next_asked.emit()
