"""What an imported file changes in a forum: nothing twice, nothing removed, own edits kept.

Rows are known again by their key in the file. A row that is new is added, one that differs changes
the fields the file has and no others.
"""

import bisect
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from moderator.documents.people import Contact
from moderator.domain.ids import DayId, ItemId, MeetingId, PersonId
from moderator.domain.programme import (
    AgendaItem,
    Day,
    LocalText,
    Meeting,
    Organisation,
    People,
    Person,
    Programme,
    Sector,
)
from moderator.domain.sortkey import between, spread
from moderator.formats.merge_people import PeopleMerge, with_texts
from moderator.formats.values import Imported, ImportedItem, ImportedMeeting, local_text

LONGEST_GAP_MS = 4 * 60 * 60 * 1000
"""An item without a length lasts until the next one begins, unless that is longer than this."""
USUAL_MS = 600_000

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one sort a file would add, change, or leave as they are."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be written, and how much of the file that is."""

    sectors: tuple[Sector, ...] = ()
    days: tuple[Day, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    persons: tuple[Person, ...] = ()
    contacts: Mapping[PersonId, Contact] = field(default_factory=dict)
    counts: Mapping[str, Count] = field(default_factory=dict)
    """By "days", "meetings", "items", "organisations", "persons" and "contacts"."""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to write."""
        return not any(c.new or c.changed for c in self.counts.values())


def merge(
    imported: Imported,
    programme: Programme,
    people: People,
    new_id: Callable[[], str],
    contacts: Mapping[PersonId, Contact] | None = None,
) -> Merged:
    """Return what importing a file changes in a forum as it is now."""
    before = contacts or {}
    crowd = PeopleMerge(programme.sectors, people, before, new_id)
    bodies = {row.key: crowd.organisation(row) for row in imported.organisations}
    persons = {row.key: crowd.person(row, bodies) for row in imported.persons}
    plan = _PlanMerge(programme, persons, new_id)
    for meeting in imported.meetings:
        plan.take(meeting, [i for i in imported.items if i.meeting == meeting.key])
    old_days = {d.id: d for d in programme.days}
    old_meetings = {m.id: m for m in programme.meetings}
    old_items = {i.id: i for items in programme.items.values() for i in items}
    days = {d.id: d for d in plan.days.values()}
    return Merged(
        sectors=_differing(crowd.sectors, programme.sectors),
        days=_differing(days, old_days),
        meetings=_differing(plan.meetings, old_meetings),
        items=_differing(plan.items, old_items),
        organisations=_differing(crowd.organisations, people.organisations),
        persons=_differing(crowd.persons, people.persons),
        contacts={p: c for p, c in crowd.contacts.items() if before.get(p) != c},
        counts={
            "days": _count((plan.days[m.day].id for m in imported.meetings), days, old_days),
            "meetings": _count(plan.seen_meetings, plan.meetings, old_meetings),
            "items": _count(plan.seen_items, plan.items, old_items),
            "organisations": _count(bodies.values(), crowd.organisations, people.organisations),
            "persons": _count(persons.values(), crowd.persons, people.persons),
            "contacts": _count(
                (persons[r.key] for r in imported.persons if r.email or r.phone),
                crowd.contacts,
                before,
            ),
        },
    )


def _differing(after: Mapping[K, V], before: Mapping[K, V]) -> tuple[V, ...]:
    return tuple(value for key, value in after.items() if before.get(key) != value)


def _count(seen: Iterable[K], after: Mapping[K, V], before: Mapping[K, V]) -> Count:
    new = changed = unchanged = 0
    for key in dict.fromkeys(seen):
        if key not in before:
            new += 1
        elif before[key] != after[key]:
            changed += 1
        else:
            unchanged += 1
    return Count(new, changed, unchanged)


class _PlanMerge:
    """Days, meetings and items as they will be."""

    def __init__(
        self, programme: Programme, persons: Mapping[str, PersonId], new_id: Callable[[], str]
    ) -> None:
        self.days: dict[dt.date, Day] = {}
        for day in programme.days:
            self.days.setdefault(day.date, day)
        self.meetings = {m.id: m for m in programme.meetings}
        self.items = {i.id: i for items in programme.items.values() for i in items}
        self.seen_meetings: list[MeetingId] = []
        self.seen_items: list[ItemId] = []
        self._dates = {d.id: d.date for d in programme.days}
        self._persons = persons
        self._new_id = new_id
        self._meeting_keys = {m.import_key: m.id for m in programme.meetings if m.import_key}
        self._item_keys = {i.import_key: i.id for i in self.items.values() if i.import_key}

    def take(self, row: ImportedMeeting, rows: list[ImportedItem]) -> None:
        """Take one meeting of the file with its items in order."""
        meeting = self._meeting(row)
        was = self._agenda(meeting.id)
        fresh = iter(() if was else spread(len(rows)))
        taken = [i.key for i in was]
        previous = ""
        for place, item in enumerate(rows):
            known = self._known(item, row.day)
            if known is None or known.meeting != meeting.id or _moves(known, item):
                key = next(fresh, "") or _key_after(previous, taken)
                bisect.insort(taken, key)
            else:
                key = known.key
            after = rows[place + 1] if place + 1 < len(rows) else None
            previous = self._put(item, known, meeting, key, _gap_ms(item, after))
        if was and self._agenda(meeting.id) != was:
            self._start_with_items(meeting)

    def _meeting(self, row: ImportedMeeting) -> Meeting:
        if row.day not in self.days:
            day = Day(DayId(self._new_id()), row.day, import_key=row.day.isoformat())
            self.days[row.day] = day
            self._dates[day.id] = day.date
        day_id = self.days[row.day].id
        known = self.meetings.get(self._meeting_keys.get(row.key, MeetingId("")))
        if known is None:
            title = row.title or local_text(row.place or "")
            known = Meeting(
                MeetingId(self._new_id()), day_id, title, row.starts, import_key=row.key
            )
            self._meeting_keys[row.key] = known.id
        self.meetings[known.id] = replace(
            known,
            day=day_id,
            title=with_texts(known.title, row.title or LocalText()),
            place=known.place if row.place is None else row.place,
        )
        self.seen_meetings.append(known.id)
        return self.meetings[known.id]

    def _known(self, row: ImportedItem, day: dt.date) -> AgendaItem | None:
        """Return the item a row means.

        Tables of several days often count their ids from 1 again: an id on another day under
        another title is another item.
        """
        for key in (f"{row.key}@{day.isoformat()}", row.key):
            found = self.items.get(self._item_keys.get(key, ItemId("")))
            if found is not None and (key != row.key or self._is_same(found, row, day)):
                return found
        return None

    def _is_same(self, found: AgendaItem, row: ImportedItem, day: dt.date) -> bool:
        if not row.key.startswith("id:"):
            return True
        meeting = self.meetings.get(found.meeting)
        if meeting is not None and self._dates.get(meeting.day) == day:
            return True
        return with_texts(found.title, row.title) == found.title

    def _put(
        self,
        row: ImportedItem,
        known: AgendaItem | None,
        meeting: Meeting,
        key: str,
        gap_ms: int,
    ) -> str:
        if known is None:
            date = self._dates[meeting.day].isoformat()
            own = f"{row.key}@{date}" if row.key in self._item_keys else row.key
            item = ItemId(self._new_id())
            known = AgendaItem(
                item, meeting.id, row.title, key, row.likely, planned_ms=gap_ms, import_key=own
            )
            self._item_keys[own] = item
        presenters = known.presenters
        if row.presenters is not None:
            presenters = tuple(dict.fromkeys(self._persons[p] for p in row.presenters))
        self.items[known.id] = replace(
            known,
            meeting=meeting.id,
            title=with_texts(known.title, row.title),
            key=key,
            kind=row.kind or known.kind,
            planned_ms=known.planned_ms if row.planned_ms is None else row.planned_ms,
            starts=row.starts or known.starts,
            presenters=presenters,
        )
        self.seen_items.append(known.id)
        return key

    def _agenda(self, meeting: MeetingId) -> list[AgendaItem]:
        rows = [i for i in self.items.values() if i.meeting == meeting]
        return sorted(rows, key=lambda i: (i.key, i.id))

    def _start_with_items(self, meeting: Meeting) -> None:
        starts = [i.starts for i in self._agenda(meeting.id) if i.starts]
        if starts:
            self.meetings[meeting.id] = replace(meeting, starts=min(starts))


def _key_after(previous: str, taken: list[str]) -> str:
    """Return a sort key behind ``previous`` and before whatever follows it now."""
    place = bisect.bisect_right(taken, previous)
    return between(previous, taken[place] if place < len(taken) else "")


def _moves(known: AgendaItem, row: ImportedItem) -> bool:
    return row.starts is not None and row.starts != known.starts


def _gap_ms(row: ImportedItem, after: ImportedItem | None) -> int:
    """Return how long an item lasts that has no length of its own."""
    if after is None or row.starts is None or after.starts is None:
        return USUAL_MS
    minutes = (after.starts.hour - row.starts.hour) * 60 + after.starts.minute - row.starts.minute
    return minutes * 60_000 if 0 < minutes * 60_000 <= LONGEST_GAP_MS else USUAL_MS
