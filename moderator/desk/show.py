"""Makes the views of a running meeting: names resolved, sums taken, texts in one language."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from moderator.desk import times
from moderator.desk.people import detail_of
from moderator.desk.session import History, Session
from moderator.desk.views import (
    AgendaView,
    DayTab,
    FloorReading,
    FloorView,
    ItemView,
    MeetingTab,
    ShareView,
    SpeakerView,
    UndoView,
)
from moderator.domain import rules, totals
from moderator.domain.agenda import schedule, starts_of
from moderator.domain.clock import Reading
from moderator.domain.errors import Refused
from moderator.domain.events import EventKind, FloorEvent
from moderator.domain.floor import FloorState, MeetingPhase, Phase, Request, RequestState, Speech
from moderator.domain.ids import ItemId, MeetingId, PersonId, RequestId, SectorId
from moderator.domain.kinds import Kind
from moderator.domain.programme import Meeting, People, Programme
from moderator.domain.timer import until_change_ms
from moderator.words import tr

UPCOMING = 4
"""How many of those who follow are named."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What views are made from: one meeting, the forum around it, and the reader's language."""

    session: Session
    meeting: Meeting
    programme: Programme
    people: People
    language: str
    shown_item: ItemId | None


def name_of(scene: Scene, request: RequestId, person: PersonId) -> str:
    """Return the name on the list: the participant's, else as typed."""
    found = scene.people.persons.get(person)
    return found.name if found else scene.session.floor.names.get(request, tr("name erased"))


def floor_view(
    scene: Scene,
    now: Reading,
    listed: ItemId | None = None,
    called_from: ItemId | None = None,
    opens: ItemId | None = None,
) -> FloorView:
    """Return the floor pane between two events; sums count up to ``now``.

    Args:
        scene: the meeting.
        now: the clocks.
        listed: whose list is shown; by default the item in front's.
        called_from: the item whose list "call next" goes by; None when there is none.
        opens: the item that one key opens; None when there is none.
    """
    state = scene.session.state
    item = listed or scene.shown_item
    history = scene.session.history()
    spoken = Counter(str(s.person or s.request) for s in state.past)
    speaker = _Speakers(scene, spoken)
    queue = tuple(speaker.of_request(r) for r in state.waiting(item)) if item else ()
    return FloorView(
        phase=state.phase,
        item=state.item,
        shown_item=item,
        item_title=_title(scene, item),
        current=speaker.of_speech(state.current) if state.current else None,
        clock=state.current.clock if state.current else None,
        held=tuple(speaker.of_speech(s) for s in state.held),
        queue=queue,
        upcoming=_upcoming(state, called_from, speaker),
        past=tuple(speaker.of_speech(s) for s in state.past),
        list_open=state.run_of(item).list_open if item else False,
        shares=shares(scene, state.booked(now)),
        undo=_undo_view(scene, history),
        redo=_redo_view(scene, history),
        open_title=_title(scene, state.item),
        opens_title=_title(scene, opens),
        rest_ms=_rest_ms(state, queue) if item == called_from else None,
    )


def _rest_ms(state: FloorState, queue: Sequence[SpeakerView]) -> int | None:
    """Return how long a list takes after the speech that runs; None where nothing is called."""
    if state.phase is not MeetingPhase.OPEN or not queue:
        return None
    begun = sum(1 for _ in state.speeches())
    changeover_ms = state.tally.changeover_ms // begun if begun else 0
    held_ms = sum(max(0, speech.allotted_ms - speech.spent_ms) for speech in state.held)
    return held_ms + sum(row.allotted_ms + changeover_ms for row in queue)


def _title(scene: Scene, item: ItemId | None) -> str:
    planned = scene.programme.item(item) if item else None
    return planned.title.best(scene.language) if planned else ""


def _upcoming(
    state: FloorState, item: ItemId | None, speaker: "_Speakers"
) -> tuple[SpeakerView, ...]:
    waiting = state.waiting(item)[:UPCOMING] if item else ()
    return tuple(speaker.of_request(r) for r in waiting)


def shares(scene: Scene, state: FloorState) -> tuple[ShareView, ...]:
    """Return the time each sector has spoken, the most first, as far as ``state`` is booked."""
    found = totals.by_sector(state.speeches(), scene.people)
    rows = []
    for share in found:
        sector = scene.programme.sectors.get(SectorId(share.id))
        name = sector.name.best(scene.language) if sector else tr("no sector")
        order = sector.order if sector else -1
        rows.append(ShareView(SectorId(share.id), name, order, share.spoken_ms))
    return tuple(sorted(rows, key=lambda row: (-row.spoken_ms, row.name)))


class _Speakers:
    """Turns requests and speeches into what a row shows."""

    def __init__(self, scene: Scene, spoken: Mapping[str, int]) -> None:
        self._scene = scene
        self._spoken = spoken

    def of_request(self, request: Request) -> SpeakerView:
        scene = self._scene
        return self._view(request, times.allotted_ms(scene.programme, scene.meeting, request))

    def of_speech(self, speech: Speech) -> SpeakerView:
        request = self._scene.session.state.requests[speech.request]
        return self._view(request, speech.allotted_ms, speech.spent_ms)

    def _view(self, request: Request, allotted_ms: int, spoken_ms: int = 0) -> SpeakerView:
        scene = self._scene
        person = scene.people.persons.get(request.person)
        sector = scene.programme.sectors.get(scene.people.sector_of(request.person))
        return SpeakerView(
            request=request.id,
            name=name_of(scene, request.id, request.person),
            detail=detail_of(person, scene.people, scene.language) if person else "",
            person=request.person,
            sector=sector.id if sector else SectorId(""),
            sector_name=sector.name.best(scene.language) if sector else "",
            sector_order=sector.order if sector else -1,
            kind=request.kind,
            allotted_ms=allotted_ms,
            requested_utc_ms=request.requested_utc_ms,
            times_spoken=self._spoken[request.person or request.id],
            missed=request.missed,
            spoken_ms=spoken_ms,
        )


def _undo_view(scene: Scene, history: History) -> UndoView | None:
    try:
        scene.session.me.standing.need(scene.session.floor.name)
        return event_view(scene, rules.undo_target(*history))
    except Refused:
        return None


def _redo_view(scene: Scene, history: History) -> UndoView | None:
    try:
        scene.session.me.standing.need(scene.session.floor.name)
        undo = rules.redo_target(*history)
    except Refused:
        return None
    target = next((e for e in history[0] if e.id == undo.subject), None)
    return event_view(scene, target) if target else None


def event_view(scene: Scene, event: FloorEvent) -> UndoView:
    """Return one action and whom or what it concerns."""
    request = scene.session.state.requests.get(RequestId(event.subject))
    if request is not None:
        return UndoView(event.kind, name_of(scene, request.id, request.person))
    if event.kind is EventKind.GAVEL_TAKEN:
        typed = scene.session.floor.names.get(RequestId(event.subject))
        is_own = event.laptop == scene.session.me.laptop
        return UndoView(
            event.kind, typed or (tr("This laptop") if is_own else tr("another laptop"))
        )
    item = scene.programme.item(ItemId(event.subject))
    return UndoView(event.kind, item.title.best(scene.language) if item else "")


def floor_reading(scene: Scene, now: Reading) -> FloorReading:
    """Return the running digits as of ``now``."""
    state, warn_ms = scene.session.state, scene.meeting.warn_ms
    phase = state.phase_at(now, warn_ms)
    left_ms = state.left_ms(now)
    change_ms: int | None = None
    if state.clock_runs(now):
        change_ms = until_change_ms(left_ms)
        for edge_ms in (left_ms - warn_ms, left_ms):
            change_ms = min(change_ms, edge_ms) if edge_ms > 0 else change_ms
    elif state.current is not None and state.current.delay_ms is not None:
        change_ms = max(1, state.current.delay_ms - state.unbooked_ms(now))
    held = state.held[-1] if state.held else None
    return FloorReading(
        phase=Phase.HELD if held and phase is Phase.IDLE else phase,
        left_ms=left_ms,
        elapsed_ms=state.elapsed_ms(now),
        allotted_ms=state.current.allotted_ms if state.current else 0,
        warn_ms=warn_ms,
        until_change_ms=change_ms,
        held_left_ms=held.allotted_ms - held.spent_ms if held else None,
    )


def agenda_view(scene: Scene, now: Reading) -> AgendaView:
    """Return the agenda pane as of ``now``."""
    state, meeting = scene.session.state, scene.meeting
    items = scene.programme.agenda(meeting.id)
    heard = Counter(s.item for s in state.past if s.kind is not Kind.POINT_OF_ORDER)
    waits = Counter(r.item for r in state.requests.values() if r.state is RequestState.WAITING)
    rows = tuple(
        ItemView(
            id=item.id,
            title=item.title.best(scene.language),
            kind=item.kind,
            visibility=item.visibility,
            state=state.run_of(item.id).state,
            heard=heard[item.id],
            waiting=waits[item.id],
            notes=_notes_count(scene, item.id),
        )
        for item in items
    )
    return AgendaView(
        meeting=meeting.id,
        title=meeting.title.best(scene.language),
        number=numbers(scene.programme)[meeting.id],
        of=len(scene.programme.meetings),
        phase=state.phase,
        opened_utc_ms=state.opened_utc_ms,
        items=rows,
        schedule=schedule(items, starts_of(scene.programme, meeting.id), state, now),
        zone=scene.programme.forum.zone,
    )


def _notes_count(scene: Scene, item: ItemId) -> int:
    """Return how many lines an item's notes have; blank ones at the end are only places to type."""
    page = scene.session.notes
    count = page.line_count(item)
    while count and not page.lines(item, count - 1, 1)[0].text.strip():
        count -= 1
    return count


def numbers(programme: Programme) -> dict[MeetingId, int]:
    """Return each meeting's number in the forum: its own, else the next that is free."""
    taken = {meeting.number for meeting in programme.meetings}
    free = (number for number in itertools.count(1) if number not in taken)
    return {m.id: m.number or next(free) for m in programme.meetings}


def day_tabs(programme: Programme, language: str) -> tuple[DayTab, ...]:
    """Return the days to choose from, with their meetings."""
    number = numbers(programme)
    return tuple(
        DayTab(
            id=day.id,
            date_iso=day.date.isoformat(),
            meetings=tuple(
                MeetingTab(
                    m.id,
                    m.title.best(language),
                    number[m.id],
                    programme.starts_utc_ms(m.id),
                )
                for m in programme.on_day(day.id)
            ),
        )
        for day in programme.days
    )
