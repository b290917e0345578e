"""How far this laptop and its hub are, in a few words; nothing of it blinks or counts down."""

from moderator.console.widgets.pill import Pill, pill_width_px
from moderator.console.widgets.tone import Tone
from moderator.desk.phrases import role_name
from moderator.domain.link import LinkState, LinkView
from moderator.domain.programme import local
from moderator.words import tr, tr_n

_DOUBTFUL_MS = 250


class LinkPill(Pill):
    """Hidden where the forum was joined nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("link")
        self._view: LinkView | None = None
        self._zone = "UTC"
        self._is_brief = False
        self.hide()

    def show_link(self, view: LinkView | None, zone: str) -> None:
        """Show what is at the hub, what waits here, or since when there is no connection."""
        self._view, self._zone = view, zone
        self._show()
        self.setVisible(view is not None)

    def be_brief(self, is_brief: bool) -> None:
        """Leave the number of what waits to the tool tip, where room is short."""
        self._is_brief = is_brief
        self._show()

    def width_px(self, is_brief: bool) -> int:
        """Return how wide it would be; 0 while it is hidden."""
        if self._view is None:
            return 0
        words, _tone, icon_name = _face(self._view, self._zone)
        return pill_width_px(words if is_brief else _with_waiting(words, self._view), icon_name)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        words, tone, icon_name = _face(view, self._zone)
        whole = _with_waiting(words, view)
        self.tell(words if self._is_brief else whole, tone, icon_name)
        role = tr("Your role: {role}").format(role=role_name(view.role))
        facts = (whole, view.host, role, _proviso(view), _doubt(view))
        self.setToolTip(" · ".join(filter(None, facts)))
        self.setAccessibleName(whole)


def _face(view: LinkView, zone: str) -> tuple[str, Tone, str]:
    if view.state is LinkState.REFUSED:
        return tr("The hub does not let this laptop in"), Tone.WARN, "octagon-alert"
    if view.lost_utc_ms is not None:
        since = f"{local(view.lost_utc_ms, zone):%H:%M}"
        return tr("No connection since {time}").format(time=since), Tone.WARN, "wifi-off"
    if view.is_outdated:
        return tr("Update this program: others have a newer one"), Tone.WARN, "octagon-alert"
    if view.state is LinkState.CATCHING_UP:
        return tr("Catching up with the hub"), Tone.NEUTRAL, "history"
    if view.at_hub_utc_ms is None:
        return tr("Sending to the hub"), Tone.NEUTRAL, "radio"
    at = f"{local(view.at_hub_utc_ms, zone):%H:%M}"
    if view.is_received_only:
        return tr("Received by the server {time}").format(time=at), Tone.NEUTRAL, "radio"
    return tr("At the hub {time}").format(time=at), Tone.NEUTRAL, "check"


def _proviso(view: LinkView) -> str:
    return tr("Whether it keeps it, this server does not say") if view.is_received_only else ""


def _doubt(view: LinkView) -> str:
    if view.clock_doubt_ms <= _DOUBTFUL_MS:
        return ""
    return tr("The clocks may differ by {n} ms").format(n=view.clock_doubt_ms)


def _with_waiting(said: str, view: LinkView) -> str:
    """Add how much waits here, where it may wait for longer than a moment."""
    if not view.waiting or view.state is LinkState.LIVE:
        return said
    kept = tr_n("{n} change kept here", "{n} changes kept here", view.waiting)
    return f"{said} · {kept}"
