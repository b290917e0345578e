"""The line on top: which forum, day and meeting this is, how far it is, what is saved, what time."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from moderator.console.fitting import ElidedLabel
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.widgets.pill import Pill, PillButton
from moderator.console.widgets.surface import PlainLabel
from moderator.console.widgets.tone import Tone
from moderator.desk.views import AgendaView, DayTab, MeetingTab, SaveState
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import MeetingId
from moderator.domain.programme import local
from moderator.words import language, tr, tr_n


class Header(QFrame):
    """Shows where in the forum we are and asks for another day or meeting.

    Signals:
        meeting_asked: the id of the meeting to bring to the front.
    """

    meeting_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._days: tuple[DayTab, ...] = ()
        self._agenda: AgendaView | None = None
        self._now_utc_ms = 0
        self._forum = ElidedLabel(Type.BODY_STRONG)
        self._tabs = QFrame()
        self._tab_row = QHBoxLayout(self._tabs)
        self._tab_row.setContentsMargins(0, 0, 0, 0)
        self._tab_row.setSpacing(look().px(4))
        self._meeting = PillButton("", opens=True)
        self._meeting.setObjectName("choose_meeting")
        self._meeting.clicked.connect(self._open_meetings)
        self._title = ElidedLabel(Type.BODY_STRONG)
        self._phase = Pill()
        self._saved = Pill()
        self._clock = PlainLabel("", Type.HEADING)
        self._clock.setObjectName("clock")
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        pad = look().px(12)
        row.setContentsMargins(pad, look().px(6), pad, look().px(6))
        row.setSpacing(look().px(10))
        row.addWidget(self._forum, 2)
        row.addWidget(self._tabs)
        row.addWidget(self._meeting)
        row.addWidget(self._title, 3)
        row.addWidget(self._phase)
        row.addStretch(0)
        row.addWidget(self._saved)
        row.addWidget(self._clock)
        self._forum.setMaximumWidth(look().px(220))
        self._forum.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        widest = QFontMetrics(self._clock.font()).horizontalAdvance("00:00:00")
        self._clock.setMinimumWidth(widest + 2)
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._phase, self._saved, self._meeting):
            widget.hide()

    def show_forum(self, title: str, days: Sequence[DayTab]) -> None:
        """Show a forum's title and its days."""
        self._forum.tell(title)
        self._days = tuple(days)
        self._show_tabs()

    def show_agenda(self, view: AgendaView | None) -> None:
        """Show which meeting is in front and how far it is."""
        changed = view is None or self._agenda is None or view.meeting != self._agenda.meeting
        self._agenda = view
        self._meeting.setVisible(view is not None)
        self._phase.setVisible(view is not None)
        self._title.tell(view.title if view else "")
        if view is not None:
            self._meeting.tell(f"{view.number}/{view.of}", Tone.NEUTRAL)
            name = tr("Meeting {number} of {of}: choose another")
            self._meeting.setAccessibleName(name.format(number=view.number, of=view.of))
        if changed:
            self._show_tabs()
        self._show_phase()

    @Slot(object, bool)
    def show_wall(self, utc_ms: int, seconds: bool) -> None:
        """Show the time of day, with seconds while a clock runs."""
        self._now_utc_ms = utc_ms
        zone = self._agenda.zone if self._agenda else "UTC"
        self._clock.setText(f"{local(utc_ms, zone):{'%H:%M:%S' if seconds else '%H:%M'}}")
        self._show_phase()

    def show_saved(self, state: SaveState, at: str) -> None:
        """Show what is on this laptop's disk; ``at`` is the moment, as hours and minutes."""
        self._saved.show()
        if state.failed:
            self._saved.tell(tr("Not saved"), Tone.OVER, "octagon-alert")
        elif at:
            self._saved.tell(tr("Saved {time}").format(time=at), Tone.NEUTRAL, "check")
        else:
            self._saved.tell(tr("On this laptop"), Tone.NEUTRAL, "check")

    def _show_phase(self) -> None:
        view = self._agenda
        if view is None:
            return
        if view.phase is MeetingPhase.CLOSED:
            self._phase.tell(tr("Closed"), Tone.NEUTRAL, "lock")
        elif view.phase is MeetingPhase.OPEN:
            begun = view.opened_utc_ms or self._now_utc_ms
            minutes = max(0, self._now_utc_ms - begun) // 60_000
            text = tr_n("Running {n} min", "Running {n} min", minutes)
            self._phase.tell(text, Tone.OK, "circle-dot")
        else:
            self._show_not_begun(view)

    def _show_not_begun(self, view: AgendaView) -> None:
        planned = local(view.schedule.planned_start_utc_ms, view.zone)
        now = local(self._now_utc_ms, view.zone)
        if planned.date() != now.date():
            text = tr("Planned {date} {time}").format(
                date=QLocale(language()).toString(planned.date(), "d MMM"), time=f"{planned:%H:%M}"
            )
            self._phase.tell(text, Tone.NEUTRAL, "clock")
            return
        text = tr("Planned {time}, now {now}").format(time=f"{planned:%H:%M}", now=f"{now:%H:%M}")
        late = self._now_utc_ms >= view.schedule.planned_start_utc_ms + 60_000
        self._phase.tell(text, Tone.WARN if late else Tone.NEUTRAL, "clock")

    def _show_tabs(self) -> None:
        while (item := self._tab_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        chosen = self._agenda.meeting if self._agenda else ""
        locale = QLocale(language())
        for day in self._days:
            date = dt.date.fromisoformat(day.date_iso)
            here = any(m.id == chosen for m in day.meetings)
            button = PillButton(
                locale.toString(date, "ddd d"), Tone.ACCENT if here else Tone.NEUTRAL
            )
            button.setObjectName(f"day {day.date_iso}")
            full = locale.toString(date, QLocale.FormatType.LongFormat)
            button.setToolTip(full)
            button.setAccessibleName(full)
            button.setProperty("day", day.id)
            button.setEnabled(bool(day.meetings))
            button.clicked.connect(self._day_pressed)
            self._tab_row.addWidget(button)

    @Slot()
    def _day_pressed(self) -> None:
        pressed = self.sender()
        day = next((d for d in self._days if pressed and d.id == pressed.property("day")), None)
        if day is None or not day.meetings:
            return
        if len(day.meetings) == 1:
            self.meeting_asked.emit(day.meetings[0].id)
        elif isinstance(pressed, PillButton):
            self._offer(day.meetings, pressed)

    @Slot()
    def _open_meetings(self) -> None:
        self._offer([m for day in self._days for m in day.meetings], self._meeting)

    def _offer(self, meetings: Sequence[MeetingTab], below: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        zone = self._agenda.zone if self._agenda else "UTC"
        locale = QLocale(language())
        for meeting in meetings:
            starts = local(meeting.starts_utc_ms, zone)
            when = f"{locale.toString(starts.date(), 'ddd d')} {starts:%H:%M}"
            action = menu.addAction(f"{meeting.number} · {when} · {meeting.title}")
            action.setData(meeting.id)
            if self._agenda is not None and meeting.id == self._agenda.meeting:
                menu.setDefaultAction(action)
        menu.triggered.connect(self._meeting_chosen)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    @Slot(QAction)
    def _meeting_chosen(self, action: QAction) -> None:
        self.meeting_asked.emit(MeetingId(str(action.data())))
