"""A forum's plan as it lies in its programme document."""

from moderator.documents.document import parse_name
from moderator.documents.entities import EntitiesDocument
from moderator.domain.ids import DayId, ForumId, ItemId, LaptopId, MeetingId, SectorId
from moderator.domain.programme import (
    AgendaItem,
    Day,
    Forum,
    LocalText,
    Meeting,
    Programme,
    Sector,
    StandBy,
)


class ProgrammeDocument(EntitiesDocument):
    """Forum, sectors, days, meetings and agenda items, each field merging by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        parsed = parse_name(name)
        self._forum_id = parsed.forum if parsed else ForumId("")
        self._forums = self._entities("forum", Forum)
        self._sectors = self._entities("sectors", Sector)
        self._days = self._entities("days", Day)
        self._meetings = self._entities("meetings", Meeting)
        self._agenda = self._entities("items", AgendaItem)
        self._stand_bys = self._entities("stand-by", StandBy)
        self._programme: Programme | None = None

    @property
    def programme(self) -> Programme:
        """The plan as it is now; what hangs on something removed is left out."""
        if self._programme is None:
            self._programme = self._build()
        return self._programme

    def put_forum(self, forum: Forum) -> None:
        """Write what is new in the forum's own fields."""
        self._put(self._forums, forum.id, forum)

    def put_sector(self, sector: Sector) -> None:
        """Add a sector, or write what is new in it."""
        self._put(self._sectors, sector.id, sector)

    def put_day(self, day: Day) -> None:
        """Add a day, or write what is new in it."""
        self._put(self._days, day.id, day)

    def put_meeting(self, meeting: Meeting) -> None:
        """Add a meeting, or write what is new in it."""
        self._put(self._meetings, meeting.id, meeting)

    def put_item(self, item: AgendaItem) -> None:
        """Add an agenda item, or write what is new in it."""
        self._put(self._agenda, item.id, item)

    def put_stand_by(self, stand_by: StandBy) -> None:
        """Add a stand-by, or write what is new of it."""
        self._put(self._stand_bys, stand_by.id, stand_by)

    def remove_stand_by(self, laptop: LaptopId) -> None:
        """Remove a stand-by."""
        self._remove(self._stand_bys, laptop)

    def remove_sector(self, sector: SectorId) -> None:
        """Remove a sector."""
        self._remove(self._sectors, sector)

    def remove_day(self, day: DayId) -> None:
        """Remove a day; its meetings are hidden with it, and come back with it."""
        self._remove(self._days, day)

    def remove_meeting(self, meeting: MeetingId) -> None:
        """Remove a meeting; its items are hidden with it, and come back with it."""
        self._remove(self._meetings, meeting)

    def remove_item(self, item: ItemId) -> None:
        """Remove an agenda item."""
        self._remove(self._agenda, item)

    # private

    def _forget(self) -> None:
        self._programme = None

    def _build(self) -> Programme:
        forum = self._forums.all().get(self._forum_id)
        days = sorted(self._days.all().values(), key=lambda d: (d.date, d.id))
        order = {day.id: number for number, day in enumerate(days)}
        meetings = sorted(
            (m for m in self._meetings.all().values() if m.day in order),
            key=lambda m: (order[m.day], m.starts, m.number, m.id),
        )
        items: dict[MeetingId, list[AgendaItem]] = {}
        for item in sorted(self._agenda.all().values(), key=lambda i: (i.key, i.id)):
            items.setdefault(item.meeting, []).append(item)
        sectors = sorted(self._sectors.all().values(), key=lambda s: (s.order, s.id))
        return Programme(
            forum=forum or Forum(self._forum_id, LocalText()),
            sectors={sector.id: sector for sector in sectors},
            days=tuple(days),
            meetings=tuple(meetings),
            items={m.id: tuple(items[m.id]) for m in meetings if m.id in items},
            stand_bys=tuple(sorted(self._stand_bys.all().values(), key=lambda s: s.id)),
        )
