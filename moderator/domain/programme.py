"""What was planned: a forum, its days, meetings and agenda items, and the people who take part."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from moderator.domain.events import LAST_UTC_MS
from moderator.domain.ids import (
    DayId,
    ForumId,
    ItemId,
    LaptopId,
    MeetingId,
    OrganisationId,
    PersonId,
    SectorId,
)

FIRST_DATE, LAST_DATE = dt.date(1970, 1, 1), dt.date(2999, 12, 31)
"""The days a forum may have; others are slips, and not every calendar and clock knows them."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """One text in the forum's languages; a missing one is empty."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    @classmethod
    def same(cls, text: str) -> "LocalText":
        """Return a text that is the same in every language, as names are."""
        return cls(text, text, text)

    def texts(self) -> tuple[str, ...]:
        """Return the text in every language that has one."""
        return tuple(text for text in (self.kk, self.ru, self.en) if text)

    def best(self, language: str) -> str:
        """Return the text in ``language``, else in the first language that has one."""
        wanted = {"kk": self.kk, "ru": self.ru, "en": self.en}.get(language, "")
        return wanted or self.kk or self.ru or self.en


class ItemKind(StrEnum):
    """What an agenda item is."""

    SPEECH = "speech"
    DISCUSSION = "discussion"
    QUESTIONS = "questions"
    DECISION = "decision"
    BREAK = "break"
    OTHER = "other"


class Visibility(StrEnum):
    """Who may know of an agenda item."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ClockStart(StrEnum):
    """When a called speaker's clock starts."""

    CALL = "call"
    KEY = "key"
    DELAY = "delay"


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of society that speaks at a forum."""

    id: SectorId
    name: LocalText
    order: int = 0
    """Also which colour of the theme's row of sector colours it has."""


@dataclass(frozen=True, slots=True)
class Forum:
    """A series of meetings over several days."""

    id: ForumId
    title: LocalText
    zone: str = "Asia/Almaty"
    """An IANA time zone name; agenda times are local to it."""
    sample: bool = False
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a forum."""

    id: DayId
    date: dt.date
    title: LocalText = field(default_factory=LocalText)
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting with an agenda of its own."""

    id: MeetingId
    day: DayId
    title: LocalText
    starts: dt.time
    """Planned start, local to the forum's zone."""
    place: str = ""
    """A room or the address of the broadcast."""
    number: int = 0
    """Its place in the forum, from 1; derived from day and start when 0."""
    speech_ms: int = 180_000
    """The time a contribution gets where neither kind nor item says otherwise."""
    warn_ms: int = 30_000
    """How long before the end the speaker is warned."""
    clock_start: ClockStart = ClockStart.CALL
    start_delay_ms: int = 5_000
    """From the call to the clock's start, for ``ClockStart.DELAY``."""
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One entry of a meeting's agenda."""

    id: ItemId
    meeting: MeetingId
    title: LocalText
    key: str
    """Sort key within the meeting; ties are broken by id."""
    kind: ItemKind = ItemKind.OTHER
    visibility: Visibility = Visibility.PUBLIC
    planned_ms: int = 600_000
    starts: dt.time | None = None
    """A fixed local start; None follows the item before."""
    presenters: tuple[PersonId, ...] = ()
    speech_ms: int = 0
    """The time a contribution gets here; 0 means as the meeting says."""
    script: str = ""
    """Private words for the chair."""
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that people speak for."""

    id: OrganisationId
    name: LocalText
    sector: SectorId = SectorId("")
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant, by name or by office. Contact details live elsewhere (DESIGN.md §4.8)."""

    id: PersonId
    name: str
    office: str = ""
    organisation: OrganisationId = OrganisationId("")
    sector: SectorId = SectorId("")
    """Empty means the organisation's."""
    number: str = ""
    """A participant number, as on the badge."""
    import_key: str = ""


@dataclass(frozen=True, slots=True)
class StandBy:
    """A laptop that would host the meeting if its host fell silent."""

    id: LaptopId
    name: str
    address: str
    """Host and port."""
    sha256: str
    """The fingerprint of its certificate."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A forum's plan at one moment. Days, meetings and items are in their order."""

    forum: Forum
    sectors: Mapping[SectorId, Sector] = field(default_factory=dict)
    days: tuple[Day, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    items: Mapping[MeetingId, tuple[AgendaItem, ...]] = field(default_factory=dict)
    stand_bys: tuple[StandBy, ...] = ()
    """Laptops that would host if the host fell silent; never exported."""
    _item_of: dict[ItemId, AgendaItem] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        """Index the items: each speaker shown asks for one, of thousands."""
        self._item_of.update((i.id, i) for items in self.items.values() for i in items)

    def day(self, day: DayId) -> Day | None:
        """Return a day by id."""
        return next((d for d in self.days if d.id == day), None)

    def meeting(self, meeting: MeetingId) -> Meeting | None:
        """Return a meeting by id."""
        return next((m for m in self.meetings if m.id == meeting), None)

    def item(self, item: ItemId) -> AgendaItem | None:
        """Return an agenda item by id."""
        return self._item_of.get(item)

    def agenda(self, meeting: MeetingId) -> tuple[AgendaItem, ...]:
        """Return a meeting's items in order; empty for an unknown meeting."""
        return self.items.get(meeting, ())

    def on_day(self, day: DayId) -> tuple[Meeting, ...]:
        """Return a day's meetings in order."""
        return tuple(m for m in self.meetings if m.day == day)

    def starts_utc_ms(self, meeting: MeetingId) -> int:
        """Return a meeting's planned start as UTC milliseconds.

        Raises:
            KeyError: the meeting or its day is not in the programme.
        """
        found = self.meeting(meeting)
        day = self.day(found.day) if found else None
        if found is None or day is None:
            raise KeyError(meeting)
        return utc_ms(day.date, found.starts, self.forum.zone)


@dataclass(frozen=True, slots=True)
class People:
    """Everyone known to the forum, at one moment."""

    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    organisations: Mapping[OrganisationId, Organisation] = field(default_factory=dict)

    def organisation_of(self, person: PersonId) -> OrganisationId:
        """Return the organisation a person speaks for, or empty text when it is not known."""
        found = self.persons.get(person)
        return found.organisation if found else OrganisationId("")

    def sector_of(self, person: PersonId) -> SectorId:
        """Return the sector a person speaks for, or empty text when it is not known."""
        found = self.persons.get(person)
        if found is None:
            return SectorId("")
        body = self.organisations.get(found.organisation)
        return found.sector or (body.sector if body else SectorId(""))


@lru_cache(maxsize=4_096)
def utc_ms(date: dt.date, time: dt.time, zone: str) -> int:
    """Return a local date and time in an IANA zone as UTC milliseconds.

    A time that a clock change skips or repeats counts as before the change (fold 0, PEP 495).
    """
    return round(dt.datetime.combine(date, time, ZoneInfo(zone)).timestamp() * 1000)


def local(moment_utc_ms: int, zone: str) -> dt.datetime:
    """Return UTC milliseconds as an aware local date and time in an IANA zone.

    A moment beyond the years 1 to 9999 is shown as the nearest one within: planned times come from
    files and other laptops, and add up.
    """
    moment_ms = min(max(moment_utc_ms, FIRST_UTC_MS), LAST_UTC_MS)
    return (_EPOCH + dt.timedelta(milliseconds=moment_ms)).astimezone(ZoneInfo(zone))


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

FIRST_UTC_MS = -62_135_510_400_000
"""Midnight at the beginning of 2 January 1: the first day every time zone can show."""
