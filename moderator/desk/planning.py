"""Making the programme by hand: days, meetings and agenda items, and their order."""

import datetime as dt
from dataclasses import replace

from moderator.desk.keeper import Keeper
from moderator.documents.programme import ProgrammeDocument
from moderator.domain import sortkey
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import DayId, ItemId, MeetingId, new_id
from moderator.domain.programme import (
    AgendaItem,
    ClockStart,
    Day,
    ItemKind,
    LocalText,
    Meeting,
    Programme,
)
from moderator.domain.texts import need_short
from moderator.settings import Settings

_NONE = LocalText()


class PlanningDesk:
    """Changes the programme of the open forum."""

    def __init__(self, document: ProgrammeDocument, keeper: Keeper) -> None:
        self._document = document
        self._keeper = keeper

    @property
    def programme(self) -> Programme:
        """The programme as it is now."""
        return self._document.programme

    def add_day(self, date: dt.date, title: LocalText | None = None) -> DayId:
        """Add a day; a date that is there already is refused."""
        if any(day.date == date for day in self.programme.days):
            raise Refused(Reason.NOT_UNIQUE, name=date.isoformat())
        day = Day(DayId(new_id()), date, title or LocalText())
        with self._keeper.batch():
            self._document.put_day(day)
        return day.id

    def blank_meeting(self, settings: Settings, today: dt.date) -> Meeting:
        """Return a meeting still without id and title, today or on the last day, as users like it.

        Raises:
            Refused: the forum has no day yet.
        """
        days = self.programme.days
        if not days:
            raise Refused(Reason.NO_MEETING)
        return Meeting(
            id=MeetingId(""),
            day=next((day.id for day in days if day.date == today), days[-1].id),
            title=LocalText(),
            starts=dt.time(10),
            speech_ms=settings.speech_ms,
            warn_ms=settings.warn_ms,
            clock_start=ClockStart(settings.clock_start),
            start_delay_ms=settings.start_delay_ms,
        )

    def add_meeting(
        self, day: DayId, title: LocalText, starts: dt.time, settings: Settings
    ) -> MeetingId:
        """Add a meeting to a day, with the user's default times."""
        blank = self.blank_meeting(settings, dt.date.min)
        return self.put_meeting(replace(blank, day=day, title=title, starts=starts))

    def add_item(
        self, meeting: MeetingId, title: LocalText, kind: ItemKind, planned_ms: int
    ) -> ItemId:
        """Add an item at the end of a meeting's agenda."""
        need_title(title)
        items = self.programme.agenda(meeting)
        item = AgendaItem(
            id=ItemId(new_id()),
            meeting=meeting,
            title=title,
            key=sortkey.between(items[-1].key if items else "", ""),
            kind=kind,
            planned_ms=planned_ms,
        )
        with self._keeper.batch():
            self._document.put_item(item)
        return item.id

    def change_item(self, item: AgendaItem) -> None:
        """Put an item with changed fields in place of the one with its id."""
        known = self.programme.item(item.id)
        need_title(item.title, known.title if known else LocalText())
        if known is None:
            raise Refused(Reason.UNKNOWN_ITEM, name=item.title.best("en"))
        with self._keeper.batch():
            self._document.put_item(item)

    def retitle_item(self, item: ItemId, title: str, language: str) -> None:
        """Give an item another title in one language."""
        found = self._need_item(item)
        self.change_item(replace(found, title=replace(found.title, **{language: title.strip()})))

    def change_speech_time(self, item: ItemId | None, speech_ms: int) -> None:
        """Change the time a contribution gets on an item."""
        self.change_item(replace(self._need_item(item), speech_ms=speech_ms))

    def _need_item(self, item: ItemId | None) -> AgendaItem:
        found = self.programme.item(item) if item else None
        if found is None:
            raise Refused(Reason.NO_ITEM)
        return found

    def change_meeting(self, meeting: Meeting) -> None:
        """Put a meeting with changed fields in place of the one with its id."""
        known = self.programme.meeting(meeting.id)
        need_title(meeting.title, known.title if known else LocalText())
        if known is None or known.place != meeting.place:
            need_short(meeting.place)
        with self._keeper.batch():
            self._document.put_meeting(meeting)

    def put_item(self, meeting: MeetingId, item: AgendaItem) -> None:
        """Change an item, or add it at the end of the agenda when its id is empty."""
        if item.id:
            self.change_item(item)
            return
        made = self.add_item(meeting, item.title, item.kind, item.planned_ms)
        key = self._need_item(made).key
        self.change_item(replace(item, id=made, meeting=meeting, key=key))

    def put_meeting(self, meeting: Meeting) -> MeetingId:
        """Change a meeting, or add it when its id is empty; return its id."""
        if not meeting.id:
            meeting = replace(meeting, id=MeetingId(new_id()))
        self.change_meeting(meeting)
        return meeting.id

    def move_item(self, item: ItemId, index: int) -> None:
        """Move an item to a place in its agenda, counted without itself."""
        found = self._need_item(item)
        rest = [i for i in self.programme.agenda(found.meeting) if i.id != item]
        place = min(max(index, 0), len(rest))
        before = rest[place - 1].key if place else ""
        after = rest[place].key if place < len(rest) else ""
        self.change_item(replace(found, key=sortkey.between(before, after)))

    def remove_item(self, item: ItemId) -> None:
        """Take an item off the agenda; its notes stay in the database."""
        with self._keeper.batch():
            self._document.remove_item(item)

    def remove_meeting(self, meeting: MeetingId) -> None:
        """Take a meeting out of the programme; its record and notes stay in the database."""
        with self._keeper.batch():
            self._document.remove_meeting(meeting)

    def put_back(self, gone: AgendaItem | Meeting) -> None:
        """Take an item or a meeting that was removed back into the programme."""
        with self._keeper.batch():
            if isinstance(gone, Meeting):
                self._document.put_meeting(gone)
            else:
                self._document.put_item(gone)

    def remove_day(self, day: DayId) -> None:
        """Take an empty day out of the programme."""
        if self.programme.on_day(day):
            raise Refused(Reason.DAY_NOT_EMPTY)
        with self._keeper.batch():
            self._document.remove_day(day)


def need_title(title: LocalText, known: LocalText = _NONE) -> None:
    """Refuse what cannot be a title; however long, a text that was there before may stay.

    Raises:
        Refused: it is empty in every language, or too long in one.
    """
    if not title.best("en").strip():
        raise Refused(Reason.NAME_EMPTY)
    for text in title.texts():
        if text not in known.texts():
            need_short(text)
