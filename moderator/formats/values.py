"""What a file brought: plain values without ids, each known by its own key in the file."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from moderator.domain.programme import ItemKind, LocalText
from moderator.formats.forum_json import ForumFile

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 50

KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


@dataclass(frozen=True, slots=True)
class ImportedMeeting:
    """One sitting: what one room, or one meeting of a table, holds on one day."""

    key: str
    day: dt.date
    starts: dt.time
    """The earliest start of its items in the file."""
    title: LocalText | None = None
    """None where the file names only a room."""
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One agenda item. None means that the file does not say."""

    key: str
    meeting: str
    """The key of its meeting."""
    title: LocalText
    starts: dt.time | None = None
    planned_ms: int | None = None
    kind: ItemKind | None = None
    likely: ItemKind = ItemKind.OTHER
    """A guess from title and speakers, for a new item whose kind the file does not say."""
    presenters: tuple[str, ...] | None = None
    """Keys of persons."""


@dataclass(frozen=True, slots=True)
class ImportedOrganisation:
    """A body that people speak for."""

    key: str
    name: LocalText
    sector: str | None = None
    """A sector's name as the file spells it."""


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """A participant. None means that the file does not say."""

    key: str
    """Never made of contact details: it is seen by whoever sees the name."""
    name: str
    office: str | None = None
    organisation: str | None = None
    """The key of an organisation."""
    sector: str | None = None
    number: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything one file brought. Times of day are as written in the file."""

    title: str = ""
    """What the file calls the whole; empty when it does not."""
    zone: str = ""
    """The IANA zone the file names for its times; empty when it does not."""
    meetings: tuple[ImportedMeeting, ...] = ()
    items: tuple[ImportedItem, ...] = ()
    """In their order within each meeting."""
    organisations: tuple[ImportedOrganisation, ...] = ()
    persons: tuple[ImportedPerson, ...] = ()
    forum: ForumFile | None = None
    """A whole forum with its ids, as this program exports one; then nothing else is here."""


@dataclass(slots=True)
class Gathered:
    """Persons and organisations of a file while it is read, each once."""

    persons: dict[str, ImportedPerson] = field(default_factory=dict)
    organisations: dict[str, ImportedOrganisation] = field(default_factory=dict)

    def organisation(self, name: str, sector: str | None = None) -> str:
        """Return the key of the organisation with this name, added when it is new."""
        key = normal(name)
        known = self.organisations.get(key)
        if known is None or (known.sector is None and sector):
            self.organisations[key] = ImportedOrganisation(key, local_text(name), sector or None)
        return key

    def person(self, person: ImportedPerson) -> str:
        """Return the key under which a person was added; one already there is completed."""
        key = person.key
        known = self.persons.get(key)
        if known is not None and known.number and person.number and known.number != person.number:
            key = f"{key}|{normal(person.number)}"
            known = self.persons.get(key)
        known = known or person
        self.persons[key] = ImportedPerson(
            key,
            known.name,
            known.office or person.office,
            known.organisation or person.organisation,
            known.sector or person.sector,
            known.number or person.number,
            known.email or person.email,
            known.phone or person.phone,
        )
        return key


def person_key(name: str, organisation: str = "") -> str:
    """Return the key of a person whose file gives no id."""
    return f"{normal(name)}|{normal(organisation)}"


def item_key(day: dt.date, starts: dt.time | None, room: str, title: str) -> str:
    """Return the key of an item whose file gives no id: day, start, room and title."""
    start = starts.strftime("%H:%M") if starts else ""
    return f"{day.isoformat()}|{start}|{normal(room)}|{normal(title)}"


def in_order(items: Iterable[ImportedItem]) -> tuple[ImportedItem, ...]:
    """Return items by meeting and start; one without a start stays behind the one before it."""
    last: dict[str, dt.time] = {}
    placed: list[tuple[int, dt.time, ImportedItem]] = []
    for item in items:
        last[item.meeting] = item.starts or last.get(item.meeting, dt.time.min)
        placed.append((list(last).index(item.meeting), last[item.meeting], item))
    return tuple(item for _, _, item in sorted(placed, key=lambda row: row[:2]))


def normal(text: str) -> str:
    """Return text for comparing: case, width, spaces and punctuation around it do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(" .,;:\"'«»“”„")


def local_text(text: str, language: str = "") -> LocalText:
    """Return text in the language named ("kk", "ru", "en" or longer tags), else by its letters."""
    match language[:2].casefold():
        case "kk" | "kz":
            return LocalText(kk=text)
        case "ru":
            return LocalText(ru=text)
        case "en":
            return LocalText(en=text)
    if KAZAKH.intersection(text):
        return LocalText(kk=text)
    if any("а" <= c <= "я" or c == "ё" for c in text.casefold()):
        return LocalText(ru=text)
    return LocalText(en=text)
