"""How far the meeting in front is: not begun, running for so long, or closed."""

from moderator.console.day_tabs import date_words
from moderator.console.widgets.pill import Pill
from moderator.console.widgets.tone import Tone
from moderator.desk.views import AgendaView
from moderator.domain.floor import MeetingPhase
from moderator.domain.programme import local
from moderator.words import tr, tr_n


class PhasePill(Pill):
    """Shows a meeting's phase."""

    def show_phase(self, view: AgendaView | None, now_utc_ms: int) -> None:
        """Show how far a meeting is at a moment."""
        if view is None:
            return
        if view.phase is MeetingPhase.CLOSED:
            self.tell(tr("Closed"), Tone.NEUTRAL, "lock")
        elif view.phase is MeetingPhase.OPEN:
            begun = view.opened_utc_ms or now_utc_ms
            minutes = max(0, now_utc_ms - begun) // 60_000
            text = tr_n("Running {n} min", "Running {n} min", minutes)
            self.tell(text, Tone.OK, "circle-dot")
        else:
            self._show_not_begun(view, now_utc_ms)

    def _show_not_begun(self, view: AgendaView, now_utc_ms: int) -> None:
        planned = local(view.schedule.planned_start_utc_ms, view.zone)
        now = local(now_utc_ms, view.zone)
        if planned.date() != now.date():
            text = tr("Planned {date} {time}").format(
                date=date_words(planned.date(), "d MMM"), time=f"{planned:%H:%M}"
            )
            self.tell(text, Tone.NEUTRAL, "clock")
            return
        text = tr("Planned {time}, now {now}").format(time=f"{planned:%H:%M}", now=f"{now:%H:%M}")
        late = now_utc_ms >= view.schedule.planned_start_utc_ms + 60_000
        self.tell(text, Tone.WARN if late else Tone.NEUTRAL, "clock")
