"""The line on top: which forum, day and meeting this is, how far it is, what is saved, the time."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QMenu, QSizePolicy, QWidget

from moderator.console.company_pills import CompanyPills
from moderator.console.day_tabs import DayTabs, date_words
from moderator.console.fitting import DigitsLabel, ElidedLabel
from moderator.console.header_fit import FITS, FORUM_PX, Fit, fitting
from moderator.console.link_pill import LinkPill
from moderator.console.look.current import look
from moderator.console.look.tokens import Type
from moderator.console.phase_pill import PhasePill
from moderator.console.widgets.pill import Pill, PillButton
from moderator.console.widgets.tone import Tone
from moderator.desk.views import AgendaView, DayTab, MeetingTab, SaveState
from moderator.domain.ids import MeetingId
from moderator.domain.link import LinkView
from moderator.domain.programme import local
from moderator.words import tr

_MINUTE_MS = 60_000
_TITLE_PX = 160
"""Below this much room for the meeting's title, something else gives way."""


class Header(QFrame):
    """Shows where in the forum we are and asks for another day or meeting.

    Where room ends, words give way to figures, the tabs to the day's name in the chooser, and
    at last the state goes into a second row; titles are cut, buttons never.

    Signals:
        meeting_asked: the id of the meeting to bring to the front.
    """

    meeting_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._days: tuple[DayTab, ...] = ()
        self._agenda: AgendaView | None = None
        self._now_utc_ms = self._wall_utc_ms = 0
        self._seconds = False
        self._shown: tuple[str, str] | None = None
        """What was shown last of the disk."""
        self._zone = "UTC"
        self._forum = ElidedLabel(Type.BODY_STRONG)
        self._tabs = DayTabs()
        self._tabs.pressed.connect(self._day_pressed)
        self._meeting = PillButton("", opens=True)
        self._meeting.setObjectName("choose_meeting")
        self._meeting.clicked.connect(self._open_meetings)
        self._title = ElidedLabel(Type.BODY_STRONG)
        self._phase = PhasePill()
        self._saved = Pill()
        self._link = LinkPill()
        self.company = CompanyPills()
        """Who else is here, and what the staff say."""
        self.company.shown.connect(self._arrange)
        self._clock = DigitsLabel(Type.HEADING, "ink")
        self._clock.setObjectName("clock")
        self._place = QHBoxLayout()
        self._state = QHBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        gap = look().px(10)
        for row in (self._place, self._state):
            row.setSpacing(gap)
        self._place.addWidget(self._forum)
        self._place.addWidget(self._tabs)
        self._place.addWidget(self._meeting)
        self._place.addWidget(self._title, 1)
        self._state.addWidget(self._phase)
        self._state.addStretch(1)
        self._state.addWidget(self.company)
        self._state.addWidget(self._link)
        self._state.addWidget(self._saved)
        self._state.addWidget(self._clock)
        pad = look().px(12)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(pad, look().px(6), pad, look().px(6))
        self._whole.setSpacing(gap)
        self._whole.addLayout(self._place, 1)
        self._whole.addLayout(self._state)
        # It arranges itself to the width there is instead of asking for more.
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._forum.setMaximumWidth(look().px(FORUM_PX))
        self._forum.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self._phase, self._saved, self._meeting):
            widget.hide()

    # ---- room

    def minimumSizeHint(self) -> QSize:
        """See Qt: no title and no tabs, the state below."""
        margins = self._whole.contentsMargins()
        around = margins.left() + margins.right()
        wide = max(self._meeting.sizeHint().width(), self._state.minimumSize().width())
        return QSize(wide + around, self._whole.minimumSize().height())

    def sizeHint(self) -> QSize:
        """See Qt."""
        return QSize(self.minimumSizeHint().width(), self._whole.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See Qt."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Take the first look that fits into one row, else two rows."""
        margins, gap = self._whole.contentsMargins(), self._whole.spacing()
        room = self.width() - margins.left() - margins.right()
        fit, is_beside = fitting(self._place_px, self._state_px, gap, room)
        way = QBoxLayout.Direction
        # In two rows the state's pill stands at the left and the clock at the right edge.
        self._whole.setDirection(way.LeftToRight if is_beside else way.TopToBottom)
        self._forum.setMaximumWidth(look().px(fit.forum_px))
        self._link.be_brief(fit.is_brief)
        self.company.be_brief(not fit.is_wordy)
        self._tabs.setVisible(bool(self._days) and fit.has_tabs)
        self._name_chooser()
        self.updateGeometry()

    def _place_px(self, fit: Fit) -> int:
        """Return the room that forum, day and meeting take."""
        parts = [
            min(self._forum.sizeHint().width(), look().px(fit.forum_px)),
            min(self._title.sizeHint().width(), look().px(_TITLE_PX)),
        ]
        if self._agenda:
            parts.append(self._meeting.width_px(self._number(fit.has_tabs)))
        if self._days and fit.has_tabs:
            parts.append(self._tabs.sizeHint().width())
        return sum(parts) + (len(parts) - 1) * self._place.spacing()

    def _state_px(self, fit: Fit) -> int:
        """Return the room that is taken by what changes."""
        parts = [
            self.company.width_px(not fit.is_wordy),
            self._link.width_px(fit.is_brief),
            *(w.sizeHint().width() for w in (self._phase, self._saved) if not w.isHidden()),
            self._clock.minimumSizeHint().width(),
        ]
        shown = [part for part in parts if part]
        return sum(shown) + len(shown) * self._state.spacing()  # one more beside the stretch

    def _number(self, has_tabs: bool) -> str:
        """Return which meeting is in front, and its day where no tab tells it."""
        view = self._agenda
        if view is None:
            return ""
        day = next((d for d in self._days if any(m.id == view.meeting for m in d.meetings)), None)
        number = f"{view.number}/{view.of}"
        if day is None or has_tabs:
            return number
        return f"{date_words(dt.date.fromisoformat(day.date_iso))} · {number}"

    def _name_chooser(self) -> None:
        view = self._agenda
        if view is None:
            return
        self._meeting.tell(self._number(not self._tabs.isHidden()), Tone.NEUTRAL)
        name = tr("Meeting {number} of {of}: choose another")
        self._meeting.setAccessibleName(name.format(number=view.number, of=view.of))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See Qt."""
        QPainter(self).fillRect(self.rect(), look().colour("surface"))

    # ---- showing

    def show_forum(self, title: str, days: Sequence[DayTab], zone: str = "UTC") -> None:
        """Show a forum's title, its days, and the time of day in its IANA zone."""
        self._forum.tell(title)
        self._zone = zone
        self._show_clock()
        self._days = tuple(days)
        self._show_tabs()

    def show_agenda(self, view: AgendaView | None) -> None:
        """Show which meeting is in front and how far it is."""
        before, self._agenda = self._agenda, view
        self._title.tell(view.title if view else "")
        if (before and before.meeting) != (view and view.meeting):
            self._meeting.setVisible(view is not None)
            self._phase.setVisible(view is not None)
            self._show_tabs()
        self._phase.show_phase(self._agenda, self._now_utc_ms)
        self._arrange()

    def _show_tabs(self) -> None:
        self._tabs.show_days(self._days, self._agenda.meeting if self._agenda else "")
        self._tabs.stand_before(self._meeting)
        self._arrange()

    @Slot(object, bool)
    def show_wall(self, utc_ms: int, seconds: bool) -> None:
        """Show the time of day, with seconds while a clock runs."""
        back_ms = self._now_utc_ms - utc_ms
        if not 0 < back_ms < _MINUTE_MS:
            # a stopped clock is told the minute begun, which no running time goes back to
            self._now_utc_ms = utc_ms
        self._wall_utc_ms, self._seconds = utc_ms, seconds
        before = self._state_px(FITS[0])
        self._show_clock()
        self._phase.show_phase(self._agenda, self._now_utc_ms)
        if self._state_px(FITS[0]) != before:
            self._arrange()

    def _show_clock(self) -> None:
        if self._wall_utc_ms:
            at = local(self._wall_utc_ms, self._zone)
            self._clock.tell(f"{at:{'%H:%M:%S' if self._seconds else '%H:%M'}}")

    def show_saved(self, state: SaveState, at: str) -> None:
        """Show what is on this laptop's disk; ``at`` is the moment, as hours and minutes."""
        if self._shown == (state.failed, at):
            return  # as at every key but the first of a minute
        self._shown = (state.failed, at)
        self._choose_state()
        if state.failed:
            self._saved.tell(tr("Not saved"), Tone.OVER, "octagon-alert")
        elif at:
            self._saved.tell(tr("Saved {time}").format(time=at), Tone.NEUTRAL, "check")
        else:
            self._saved.tell(tr("On this laptop"), Tone.NEUTRAL, "check")
        self._arrange()

    def show_link(self, view: LinkView | None, zone: str) -> None:
        """Show how far this laptop and its hub are; nothing where it was never joined."""
        self._link.show_link(view, zone)
        self._choose_state()
        self._arrange()

    def _choose_state(self) -> None:
        """What is at the hub is on this laptop, too: two pills would say one thing twice."""
        is_failed = bool(self._shown and self._shown[0])
        self._saved.setVisible(self._shown is not None and (is_failed or self._link.isHidden()))

    # ---- choosing

    @Slot(str, QWidget)
    def _day_pressed(self, day_id: str, tab: QWidget) -> None:
        day = next((d for d in self._days if d.id == day_id), None)
        if day is None or not day.meetings:
            return
        if len(day.meetings) == 1:
            self.meeting_asked.emit(day.meetings[0].id)
        else:
            self._offer(day.meetings, tab)

    @Slot()
    def _open_meetings(self) -> None:
        self._offer([m for day in self._days for m in day.meetings], self._meeting)

    def _offer(self, meetings: Sequence[MeetingTab], below: QWidget) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for meeting in meetings:
            starts = local(meeting.starts_utc_ms, self._zone)
            when = f"{date_words(starts.date())} {starts:%H:%M}"
            action = menu.addAction(f"{meeting.number} · {when} · {meeting.title}")
            action.setData(meeting.id)
            if self._agenda is not None and meeting.id == self._agenda.meeting:
                menu.setDefaultAction(action)
        menu.triggered.connect(self._meeting_chosen)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    @Slot(QAction)
    def _meeting_chosen(self, action: QAction) -> None:
        self.meeting_asked.emit(MeetingId(str(action.data())))
