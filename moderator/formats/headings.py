"""Finding the row of headings in a table, and what each column means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderator.formats.cells import Cell, text_of
from moderator.formats.values import normal

SEARCHED_ROWS = 60


class Column(StrEnum):
    """What a column holds."""

    DATE = "date"
    START = "start"
    END = "end"
    LENGTH = "length"
    ROOM = "room"
    MEETING = "meeting"
    TITLE = "title"
    KIND = "kind"
    SPEAKERS = "speakers"
    ID = "id"
    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    MIDDLE_NAME = "middle-name"
    OFFICE = "office"
    ORGANISATION = "organisation"
    SECTOR = "sector"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    JOINED = "joined"
    """When somebody joined or registered: tells a list of people, and is not kept."""


class TableKind(StrEnum):
    """What the rows under a heading are."""

    PROGRAMME = "programme"
    PEOPLE = "people"


_WORDS: dict[Column, str] = {
    Column.DATE: "date|start date|day|дата|день|күні|күн|мерзімі|datum|tag",
    Column.START: (
        "start|start time|starts|begin|begins|from|time|time start|starttime|начало|"
        "время начала|время|с|уақыты|уақыт|басталуы|басталу уақыты|басы|beginn|uhrzeit"
    ),
    Column.END: (
        "end|end time|ends|until|to|finish|time end|endtime|окончание|конец|время окончания|"
        "до|аяқталуы|аяқталу уақыты|соңы|ende"
    ),
    Column.LENGTH: (
        "duration|length|minutes|min|мин|минут|длительность|продолжительность|"
        "ұзақтығы|ұзақтық|dauer"
    ),
    Column.ROOM: (
        "room|place|location|venue|hall|stage|stream|зал|место|место проведения|помещение|"
        "площадка|аудитория|орны|өтетін орны|орын|залы|ort|raum"
    ),
    Column.MEETING: (
        "meeting|session|sitting|заседание|сессия|секция|встреча|отырыс|кездесу|сессиясы"
    ),
    Column.TITLE: (
        "title|topic|subject|session title|event|event title|event name|talk|talk title|"
        "agenda item|item|тема|название|наименование|вопрос повестки|повестка|"
        "пункт повестки|мероприятие|тақырып|тақырыбы|атауы|күн тәртібі|мәселе|titel|thema"
    ),
    Column.KIND: "kind|type|format|вид|тип|формат|түрі|форматы",
    Column.SPEAKERS: (
        "speaker|speakers|presenter|presenters|speaker(s)|persons|докладчик|докладчики|спикер|"
        "спикеры|выступающий|выступающие|баяндамашы|баяндамашылар|спикерлер|сөйлеушілер|сөйлеуші|"
        "vortragende|referent|referenten"
    ),
    Column.ID: "id|guid|uid|uuid|code|identifier|идентификатор|код|сәйкестендіргіш",
    Column.NAME: (
        "name|full name|name (original name)|user name (original name)|participant|"
        "participant name|display name|person|имя|фио|ф.и.о|фамилия имя отчество|фамилия, имя|"
        "участник|аты-жөні|аты жөні|тегі, аты|т.а.ә|толық аты|қатысушы|аты|user name"
    ),
    Column.FIRST_NAME: "first name|firstname|given name|имя (first)|өз аты",
    Column.LAST_NAME: "last name|lastname|surname|family name|фамилия|тегі",
    Column.MIDDLE_NAME: "middle name|patronymic|отчество|әкесінің аты",
    Column.OFFICE: "office|position|job title|post|должность|пост|лауазымы|лауазым|қызметі",
    Column.ORGANISATION: (
        "organisation|organization|company|institution|affiliation|org|организация|компания|"
        "учреждение|место работы|ұйым|ұйымы|мекеме|мекемесі|жұмыс орны"
    ),
    Column.SECTOR: (
        "sector|group|category|structure level|сектор|категория|группа|секторы|топ|санаты"
    ),
    Column.NUMBER: (
        "number|badge|badge number|participant number|member number|member_number|"
        "номер участника|номер бейджа|номер|бейдж|қатысушы нөмірі|нөмірі|нөмір"
    ),
    Column.EMAIL: (
        "email|e-mail|mail|user email|email address|attendee email|электронная почта|почта|"
        "эл. почта|эл.почта|электрондық пошта|пошта|эл. пошта|поштасы"
    ),
    Column.PHONE: (
        "phone|telephone|phone number|mobile|mobile phone|тел|телефон|мобильный|номер телефона|"
        "телефоны|ұялы телефон|ұялы"
    ),
    Column.JOINED: (
        "join time|first join|joined|registration time|recording consent|guest|is guest|"
        "время входа|время подключения|время регистрации|қосылу уақыты|тіркелу уақыты"
    ),
}
_KNOWN = {word: column for column, words in _WORDS.items() for word in words.split("|")}
_LANGUAGES = {
    "kk": ("kk", "kz", "kaz", "каз", "қаз", "қазақша", "kazakh"),
    "ru": ("ru", "rus", "рус", "орыс", "по-русски", "russian"),
    "en": ("en", "eng", "англ", "ағыл", "english"),
}
_TAGGED = re.compile(r"(.+?)[\s_:.,/(\[-]+([^\W\d_-]+(?:-русски)?)[)\]]?$")
_PEOPLE_SIGNS = frozenset(
    {
        Column.EMAIL,
        Column.PHONE,
        Column.OFFICE,
        Column.ORGANISATION,
        Column.SECTOR,
        Column.NUMBER,
        Column.JOINED,
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table."""

    place: int
    """Counted from 0."""
    column: Column
    label: str
    """As the file spells it."""
    language: str = ""
    """The language its label names: "kk", "ru", "en" or empty."""


@dataclass(frozen=True, slots=True)
class Header:
    """A row of headings."""

    row: int
    """Counted from 0."""
    kind: TableKind
    headings: tuple[Heading, ...]

    def all(self, column: Column) -> tuple[Heading, ...]:
        """Return every heading of a column."""
        return tuple(h for h in self.headings if h.column is column)

    def first(self, column: Column) -> Heading | None:
        """Return the first heading of a column, or None."""
        return next((h for h in self.headings if h.column is column), None)


def meaning(label: str) -> tuple[Column, str] | None:
    """Return what a heading means and the language it names, or None for an unknown word."""
    word = normal(label.replace("_", " "))
    if column := _KNOWN.get(word):
        return column, ""
    if (tagged := _TAGGED.fullmatch(word)) and (column := _KNOWN.get(normal(tagged[1]))):
        for language, words in _LANGUAGES.items():
            if tagged[2] in words:
                return column, language
    if column := _KNOWN.get(normal(re.sub(r"\(.*?\)|\[.*?\]", " ", word))):
        return column, ""
    if found := re.fullmatch(r"(.+?)[ #№]*\d+", word):  # "speaker 2"
        column = _KNOWN.get(normal(found[1]))
        return (column, "") if column is Column.SPEAKERS else None
    return None


def headers(rows: Sequence[Sequence[Cell]]) -> list[Header]:
    """Return every row of headings among the first rows, from the top."""
    found: list[Header] = []
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        above = rows[place - 1] if place else ()
        if header := _header(place, row, above):
            found.append(header)
    if found:  # a report in sections may begin one anywhere; its first words are the same
        first = [text_of(c) for c in rows[found[-1].row]]
        found += [
            header
            for place in range(SEARCHED_ROWS, len(rows))
            if text_of(rows[place][0] if rows[place] else "") == first[0] != ""
            and (header := _header(place, rows[place], rows[place - 1]))
        ]
    return found


def _header(place: int, row: Sequence[Cell], above: Sequence[Cell]) -> Header | None:
    named = [(n, cell.strip()) for n, cell in enumerate(row) if isinstance(cell, str) and cell]
    known = [(n, label, found) for n, label in named if (found := meaning(label))]
    columns = {column for _, _, (column, _) in known}
    kind = _kind(columns)
    if columns == {Column.NAME} and len(known) == len(named) and place == 0:
        kind = TableKind.PEOPLE
    if kind is None or 2 * len(known) < min(len(named), 6):
        return None
    headings = [Heading(n, column, label, lang) for n, label, (column, lang) in known]
    if kind is TableKind.PEOPLE:
        headings = [_as_office(h) for h in headings]
    else:
        headings += _numbered(row, above, {h.place for h in headings})
    return Header(place, kind, tuple(headings))


def _kind(columns: set[Column]) -> TableKind | None:
    if {Column.TITLE, Column.START} <= columns:
        return TableKind.PROGRAMME
    parts = {Column.FIRST_NAME, Column.LAST_NAME}
    if (Column.NAME in columns or parts & columns) and (
        columns & _PEOPLE_SIGNS or parts <= columns
    ):
        return TableKind.PEOPLE
    return None


def _as_office(heading: Heading) -> Heading:
    """Return a heading of a list of people, where "title" is what a person is, not a talk."""
    if heading.column is not Column.TITLE:
        return heading
    return Heading(heading.place, Column.OFFICE, heading.label, heading.language)


def _numbered(row: Sequence[Cell], above: Sequence[Cell], taken: set[int]) -> list[Heading]:
    """Return the columns 1, 2, 3 … whose common heading ("speakers") stands one row higher."""
    found: list[Heading] = []
    column: tuple[Column, str] | None = None
    label = ""
    for place, cell in enumerate(row):
        upper = text_of(above[place]) if place < len(above) else ""
        if upper:
            column, label = meaning(upper), upper
        numbered = text_of(cell).strip(".").isdigit()
        if column and column[0] is Column.SPEAKERS and numbered and place not in taken:
            found.append(Heading(place, column[0], label, column[1]))
    return found
