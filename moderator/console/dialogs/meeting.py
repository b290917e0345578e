"""A meeting as planned: titles, day, start, place, and how its clocks behave."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from moderator.console.dialogs.fields import (
    ChoiceField,
    LengthField,
    TimeField,
    TitleFields,
    qt_date,
)
from moderator.console.dialogs.form import FormDialog
from moderator.domain.ids import DayId, MeetingId
from moderator.domain.programme import ClockStart, Day, LocalText, Meeting
from moderator.domain.texts import MAX_NAME
from moderator.settings import Settings
from moderator.words import language, tr


def clock_start_choices() -> list[tuple[object, str]]:
    """Return when a speaker's clock may start, in words."""
    return [
        (ClockStart.CALL, tr("at the call")),
        (ClockStart.KEY, tr("by key F7")),
        (ClockStart.DELAY, tr("some time after the call")),
    ]


class MeetingDialog(FormDialog):
    """Changes a meeting, or makes one: then its id is empty and the caller gives it one.

    Signals:
        done_with: the ``Meeting`` with what was typed.
    """

    done_with = Signal(object)

    def __init__(
        self,
        meeting: Meeting | None,
        days: Sequence[Day],
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        """``meeting``: None for a new one, which begins with the user's default times."""
        new = meeting is None
        super().__init__(
            tr("Add a meeting") if new else tr("Change the meeting"),
            parent,
            accept=tr("Add") if new else tr("Save"),
        )
        self._meeting = meeting = meeting or _new(days, settings)
        self.setObjectName(f"meeting {meeting.id}")
        self._titles = TitleFields(self, meeting.title)
        locale = QLocale(language())
        shown = "ddd d MMMM yyyy"
        choices: list[tuple[object, str]] = [
            (day.id, locale.toString(qt_date(day.date), shown)) for day in days
        ]
        self._day = ChoiceField(choices, meeting.day)
        self._starts = TimeField(meeting.starts)
        self._place = QLineEdit(meeting.place)
        self._place.setMaxLength(MAX_NAME)
        self.add_field(tr("Day"), self._day)
        self.add_field(tr("Begins at"), self._starts)
        self.add_field(tr("Place"), self._place, tr("A room, or the address of the broadcast"))
        self._add_clock()

    def _add_clock(self) -> None:
        meeting = self._meeting
        self.add_heading(tr("Speaking time"))
        self._speech = LengthField(meeting.speech_ms, least_s=1)
        self._warn = LengthField(meeting.warn_ms, step_s=5)
        self._clock = ChoiceField(clock_start_choices(), meeting.clock_start)
        self._delay = LengthField(meeting.start_delay_ms, step_s=1)
        self.add_field(tr("For each speech"), self._speech)
        self.add_field(tr("Warning before the end"), self._warn)
        self.add_field(tr("The clock starts"), self._clock)
        self.add_field(tr("Time after the call"), self._delay)
        self._clock.currentIndexChanged.connect(self._clock_chosen)
        self._clock_chosen()

    @Slot()
    def _clock_chosen(self) -> None:
        self._delay.setEnabled(self._clock.chosen(ClockStart) is ClockStart.DELAY)

    def submit(self) -> bool:
        """Ask for the meeting."""
        if not self._day.count():
            self.tell_wrong(tr("The forum has no day yet. Add a day first."))
            return False
        if not self._titles.check(self):
            return False
        if self._warn.length_ms >= self._speech.length_ms:
            self.tell_wrong(tr("The warning must come before the end of the speech."), self._warn)
            return False
        self.done_with.emit(
            replace(
                self._meeting,
                title=self._titles.text,
                day=DayId(self._day.chosen(str)),
                starts=self._starts.chosen,
                place=self._place.text().strip(),
                speech_ms=self._speech.length_ms,
                warn_ms=self._warn.length_ms,
                clock_start=self._clock.chosen(ClockStart),
                start_delay_ms=self._delay.length_ms,
            )
        )
        return True


def _new(days: Sequence[Day], settings: Settings) -> Meeting:
    return Meeting(
        id=MeetingId(""),
        day=days[-1].id if days else DayId(""),
        title=LocalText(),
        starts=dt.time(10, 0),
        speech_ms=settings.speech_ms,
        warn_ms=settings.warn_ms,
        clock_start=ClockStart(settings.clock_start),
        start_delay_ms=settings.start_delay_ms,
    )
