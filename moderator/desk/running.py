"""Who runs the floor, and what becomes of what consoles did while they were apart."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from moderator.desk.phrases import action_name
from moderator.desk.reasons import sentence
from moderator.desk.session import Session
from moderator.desk.show import Scene, event_view, name_of
from moderator.desk.views import FloorView, GavelView, LineEntry, LineSpeech, LineView
from moderator.documents.document import DocumentKind
from moderator.domain import adopting
from moderator.domain.adopted import may_adopt
from moderator.domain.adopting import Line
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.gavel import NEEDS_GAVEL
from moderator.domain.ids import RequestId
from moderator.domain.programme import local
from moderator.domain.rules import Draft

MOST = 12
"""Entries of a timeline shown, the last ones."""

_NOT_TOLD = frozenset(
    {
        EventKind.PLAN_CHOSEN,
        EventKind.ADJUSTED,
        EventKind.BOOKED,
        EventKind.ADOPTED,
        EventKind.ITEM_ADOPTED,
        EventKind.SETTLED,
    }
)
_TOLD = (NEEDS_GAVEL | {EventKind.GAVEL_TAKEN}) - _NOT_TOLD


class RunningDesk:
    """The gavel of one meeting's floor."""

    def __init__(self, session: Session, scene: Callable[[], Scene]) -> None:
        self._session = session
        self._scene = scene
        self._lines = adopting.Lines(session.fold)

    def take(self) -> None:
        """Run the floor from this console.

        Raises:
            Refused: it does already, or its role never does.
        """
        self._session.me.standing.need(self._session.floor.name)
        gavel = self._session.state.gavel
        if gavel is not None and gavel.laptop == self._session.me.laptop:
            raise Refused(Reason.FLOOR_YOURS)
        self._session.take_gavel(self._session.me.clock.read())

    def adopt(self, tenure: str, called: str = "") -> None:
        """Take over one speech that was run apart, or with ``called`` empty the whole line.

        Raises:
            Refused: there is none, its speaker has the floor, or another console runs the floor.
        """
        line = self._line(tenure)
        if not called:
            self._do(adopting.adopt_line(line, self._session.state))
            return
        speech = next((s for s in line.speeches if s.called == called), None)
        if speech is None:
            raise Refused(Reason.NOTHING_APART)
        if not may_adopt(self._session.state, speech):
            name = name_of(self._scene(), speech.request, speech.person)
            raise Refused(Reason.HAS_THE_FLOOR, name=name)
        self._do([adopting.adopt_speech(line, speech)])

    def settle(self, tenure: str) -> None:
        """Leave what is left of a line aside.

        Raises:
            Refused: there is none, or another console runs the floor.
        """
        self._do([adopting.settle(self._line(tenure))])

    def need_line(self) -> None:
        """Refuse where nothing done apart waits for a decision."""
        if not self._lines.open():
            raise Refused(Reason.NOTHING_APART)

    def _line(self, tenure: str) -> Line:
        found = next((line for line in self._lines.open() if line.tenure == tenure), None)
        if found is None:
            raise Refused(Reason.NOTHING_APART)
        return found

    def _do(self, drafts: list[Draft]) -> None:
        self._session.append(drafts, self._session.me.clock.read())

    # what is shown

    def shown(self, view: FloorView) -> FloorView:
        """Return a view of the floor that tells who runs it."""
        if not self._session.is_joined and not self._session.fold.apart:
            return view
        gavel = self._gavel()
        standing = self._session.me.standing
        why = standing.why_not(self._session.forum, DocumentKind.FLOOR)
        is_followed = gavel is not None and bool(gavel.name) and not gavel.is_mine
        return replace(
            view,
            gavel=gavel,
            lines=tuple(self._line_view(line) for line in self._lines.open()),
            list_why=sentence(why) if why else "",
            last_known=self._minute(standing.lost_utc_ms) if is_followed else "",
        )

    def _gavel(self) -> GavelView | None:
        session = self._session
        if not session.is_joined:
            return None
        gavel, why = session.state.gavel, ""
        try:
            session.need_gavel()
        except Refused as error:
            why = sentence(error)
        floor_why = session.me.standing.why_not(session.forum, DocumentKind.FLOOR)
        return GavelView(
            name=session.name_of_holder(gavel) if gavel else "",
            since=self._minute(gavel.since_utc_ms if gavel else None),
            is_mine=gavel is not None and gavel.laptop == session.me.laptop,
            may_take=floor_why is None,
            why_not=why,
        )

    def _minute(self, utc_ms: int | None) -> str:
        zone = self._scene().programme.forum.zone
        return "" if utc_ms is None else f"{local(utc_ms, zone):%H:%M}"

    def _line_view(self, line: Line) -> LineView:
        session, scene = self._session, self._scene()
        state = session.state
        ends = max(e.at.utc_ms for e in line.events)
        void = session.fold.void
        here = (
            e
            for e in session.fold.events
            if e.id not in void and line.since_utc_ms <= e.at.utc_ms <= ends
        )
        titles = (scene.programme.item(item) for item in line.items)
        return LineView(
            tenure=line.tenure,
            name=session.floor.names.get(line.who, ""),
            is_mine=line.laptop == session.me.laptop,
            since=self._minute(line.since_utc_ms),
            there=_entries(scene, line.events),
            here=_entries(scene, here),
            speeches=tuple(
                LineSpeech(
                    called=s.called,
                    name=name_of(scene, RequestId(s.request), s.person),
                    spent_ms=s.spent_ms,
                    may_adopt=may_adopt(state, s),
                )
                for s in line.speeches
            ),
            items=tuple(t.title.best(scene.language) for t in titles if t is not None),
        )


def _entries(scene: Scene, events: Iterable[FloorEvent]) -> tuple[LineEntry, ...]:
    zone = scene.programme.forum.zone
    told = [e for e in events if e.kind in _TOLD]
    return tuple(
        LineEntry(f"{local(e.at.utc_ms, zone):%H:%M:%S}", action_name(event_view(scene, e)))
        for e in told[-MOST:]
    )
