"""A forum copied: the same in everything but its ids and its dates, so that copies never merge."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from moderator.domain.events import EventKind, Fact, FloorEvent, digest
from moderator.domain.ids import (
    DayId,
    EventId,
    ForumId,
    ItemId,
    LaptopId,
    MeetingId,
    OrganisationId,
    PersonId,
    RequestId,
    RunId,
    SectorId,
)
from moderator.domain.notes import Line
from moderator.domain.programme import AgendaItem, Meeting, People, Person, local, utc_ms
from moderator.formats.forum_json import FloorPart, ForumFile

_HEAD = "head:"
_IDS = ("item", "person", "after", "seen", "line", "called")
"""Facts that name something."""


def fresh(
    forum: ForumFile,
    new_id: Callable[[], str],
    first_day: dt.date,
    floor_until_utc_ms: int | None = None,
) -> ForumFile:
    """Return a copy with fresh ids everywhere and all dates shifted so that it begins that day.

    Local times of day stay. With ``floor_until_utc_ms`` each floor's events are shifted so that
    the last one lies there: those who wait in a sample have then waited for minutes, not since a
    morning that may lie ahead.
    """
    days = forum.programme.days
    shift = first_day - min((d.date for d in days), default=first_day)
    copy = _Copy(forum, new_id, shift, floor_until_utc_ms)
    return ForumFile(
        programme=replace(
            forum.programme,
            forum=replace(forum.programme.forum, id=ForumId(copy.id(forum.programme.forum.id))),
            sectors={
                SectorId(copy.id(s.id)): replace(s, id=SectorId(copy.id(s.id)))
                for s in forum.programme.sectors.values()
            },
            days=tuple(replace(d, id=DayId(copy.id(d.id)), date=d.date + shift) for d in days),
            meetings=tuple(copy.meeting(m) for m in forum.programme.meetings),
            items={
                MeetingId(copy.id(meeting)): tuple(copy.item(i) for i in items)
                for meeting, items in forum.programme.items.items()
            },
        ),
        people=copy.people(forum.people),
        contacts={PersonId(copy.id(p)): c for p, c in forum.contacts.items()},
        floors={MeetingId(copy.id(m)): copy.floor(part) for m, part in forum.floors.items()},
        notes={
            ItemId(copy.id(i)): tuple(copy.line(line) for line in lines)
            for i, lines in forum.notes.items()
        },
    )


@dataclass(slots=True)
class _Copy:
    forum: ForumFile
    new_id: Callable[[], str]
    shift: dt.timedelta
    floor_until_utc_ms: int | None
    _ids: dict[str, str] = field(default_factory=lambda: {"": ""})

    def id(self, old: str) -> str:
        """Return the one fresh id that stands for an old one; none stays none."""
        if old not in self._ids:
            self._ids[old] = self.new_id()
        return self._ids[old]

    def moment(self, old_utc_ms: int) -> int:
        """Return a moment so many days later, at the same local time of day."""
        zone = self.forum.programme.forum.zone
        then = local(old_utc_ms, zone)
        return utc_ms((then + self.shift).date(), then.time(), zone)

    def meeting(self, old: Meeting) -> Meeting:
        """Return a meeting on its shifted day."""
        return replace(old, id=MeetingId(self.id(old.id)), day=DayId(self.id(old.day)))

    def item(self, old: AgendaItem) -> AgendaItem:
        """Return an agenda item of the copied meeting."""
        return replace(
            old,
            id=ItemId(self.id(old.id)),
            meeting=MeetingId(self.id(old.meeting)),
            presenters=tuple(PersonId(self.id(p)) for p in old.presenters),
        )

    def people(self, old: People) -> People:
        """Return everyone with fresh ids."""
        bodies = [
            replace(o, id=OrganisationId(self.id(o.id)), sector=SectorId(self.id(o.sector)))
            for o in old.organisations.values()
        ]
        persons = [self._person(p) for p in old.persons.values()]
        return People({p.id: p for p in persons}, {o.id: o for o in bodies})

    def _person(self, old: Person) -> Person:
        return replace(
            old,
            id=PersonId(self.id(old.id)),
            organisation=OrganisationId(self.id(old.organisation)),
            sector=SectorId(self.id(old.sector)),
        )

    def line(self, old: Line) -> Line:
        """Return a line of notes begun at the shifted time."""
        return replace(
            old,
            began_utc_ms=None if old.began_utc_ms is None else self.moment(old.began_utc_ms),
            mark_id=self.id(old.mark_id),
            speech=RequestId(self.id(old.speech)),
        )

    def floor(self, old: FloorPart) -> FloorPart:
        """Return the events in their old order, each run chained anew."""
        ordered = sorted(old.events, key=lambda e: e.order)
        last_utc_ms = max((self.moment(e.at.utc_ms) for e in ordered), default=0)
        until = self.floor_until_utc_ms
        later_ms = 0 if until is None else until - last_utc_ms
        ends: dict[RunId, str] = {}
        events: list[FloorEvent] = []
        # fresh ids would settle ties another way, so no two keep the same logical time
        for lamport, event in enumerate(ordered, start=1):
            made = self._event(event, lamport, later_ms, ends)
            ends[made.run] = digest(made)
            events.append(made)
        names = {RequestId(self.id(r)): name for r, name in old.names.items()}
        return FloorPart(tuple(events), names)

    def _event(
        self, old: FloorEvent, lamport: int, later_ms: int, ends: Mapping[RunId, str]
    ) -> FloorEvent:
        run = RunId(self.id(old.run))
        moved_ms = self.moment(old.at.utc_ms) + later_ms
        return replace(
            old,
            id=EventId(self.id(old.id)),
            laptop=LaptopId(self.id(old.laptop)),
            run=run,
            lamport=lamport,
            at=replace(old.at, utc_ms=moved_ms, boot=self.id(old.at.boot)),
            subject=self.id(old.subject),
            facts=self._facts(old, later_ms, ends),
            previous=ends.get(run, ""),
        )

    def _facts(self, old: FloorEvent, later_ms: int, ends: Mapping[RunId, str]) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for name, value in old.facts.items():
            if name in _IDS and isinstance(value, str):
                facts[name] = self.id(value)
            elif name.endswith("_utc_ms") and isinstance(value, int):
                facts[name] = self.moment(value) + later_ms
            elif old.kind is EventKind.MEETING_CLOSED and name.startswith(_HEAD):
                run = RunId(self.id(name.removeprefix(_HEAD)))
                facts[f"{_HEAD}{run}"] = ends.get(run, "")
            else:
                facts[name] = value
        return facts
