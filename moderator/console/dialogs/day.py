"""A day more for the forum."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from moderator.console.dialogs.fields import DateField
from moderator.console.dialogs.form import FormDialog
from moderator.domain.programme import Day
from moderator.words import tr


class DayDialog(FormDialog):
    """Asks for a date; the one after the last day is offered.

    Signals:
        made: a ``date`` that the forum has not.
    """

    made = Signal(object)

    def __init__(self, days: Sequence[Day], parent: QWidget | None = None) -> None:
        super().__init__(tr("Add a day"), parent, accept=tr("Add"))
        self._taken = frozenset(day.date for day in days)
        self._date = DateField(_after(days))
        self.add_field(tr("Date"), self._date)

    def submit(self) -> bool:
        """Ask for the day."""
        if self._date.chosen in self._taken:
            self.tell_wrong(tr("The forum has this day already. Choose another date."), self._date)
            return False
        self.made.emit(self._date.chosen)
        return True


def _after(days: Sequence[Day]) -> dt.date | None:
    return max(day.date for day in days) + dt.timedelta(days=1) if days else None
