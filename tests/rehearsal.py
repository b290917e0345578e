"""A sample meeting played by rote: the scenes that pictures are taken of and eyes look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from moderator.app.actions import Do
from moderator.domain.floor import Plan
from moderator.domain.ids import ItemId
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.words import language
from tests.rig import Rig

OPENING, REPORT, QUESTIONS, COUNCILS, BREAK = range(5)
"""Places of the first items on the sample's agenda."""

LINES: dict[str, tuple[tuple[str, Mark | None], ...]] = {
    "en": (
        ("Asks for one calendar of school meals tenders in all regions.", None),
        ("Will publish the calendar by mid-December.", None),
        ("Publish the tender calendar", Mark.COMMITMENT),
        ("School councils have no access to spending data.", None),
        ("Open school spending data monthly, in one format", Mark.RECOMMENDATION),
        ("Public councils give advice, yet need not be answered; proposes a 30-day rule", None),
    ),
    "ru": (
        ("Просит единый календарь закупок школьного питания по всем регионам.", None),
        ("Календарь опубликуют к середине декабря.", None),
        ("Опубликовать календарь закупок", Mark.COMMITMENT),
        ("У школьных советов нет доступа к данным о расходах.", None),
        ("Открывать данные о расходах школ ежемесячно, в одном формате", Mark.RECOMMENDATION),
        ("Советы дают рекомендации, но ответа не получают; предлагает срок в 30 дней", None),
    ),
    "kk": (
        ("Мектеп тамағы тендерлерінің бірыңғай күнтізбесін сұрайды.", None),
        ("Күнтізбе желтоқсанның ортасына дейін жарияланады.", None),
        ("Тендерлер күнтізбесін жариялау", Mark.COMMITMENT),
        ("Мектеп кеңестерінің шығын деректеріне қолы жетпейді.", None),
        ("Мектеп шығындарын ай сайын бір форматта ашу", Mark.RECOMMENDATION),
        ("Қоғамдық кеңестер ұсыныс береді, бірақ жауап алмайды; 30 күндік ереже", None),
    ),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Agenda items and names in the order they are needed."""

    items: tuple[ItemId, ...]
    others: tuple[str, ...]
    """Persons who do not wait yet."""


def cast(rig: Rig) -> Cast:
    """Return whom the sample forum has."""
    items = tuple(item.id for item in rig.desk.programme.agenda(rig.room.id))
    waiting = {s.person for s in rig.room.floor_view(items[QUESTIONS]).queue}
    known = sorted(rig.desk.people.persons.values(), key=lambda person: person.name)
    others = tuple(person.id for person in known if person.id not in waiting)
    return Cast(items, others)


def scenes(rig: Rig) -> Iterator[str]:
    """Play the meeting; yield the name of each state worth a picture while it lasts."""
    of = cast(rig)
    floor = rig.room.floor
    rig.until(10, 4)
    yield "before"
    rig.do(Do.OPEN_MEETING)
    yield "late"
    assert rig.screens.binding is not None
    rig.screens.binding.wishes.attempt(floor.choose_plan, Plan.SHIFT)
    _first_items(rig, of)
    yield "running"
    _until_left(rig, 24)
    yield "warning"
    _until_left(rig, -35)
    yield "over"
    rig.do(Do.TOGGLE)
    yield "paused"
    rig.do(Do.TOGGLE)
    floor.point_of_order(of.others[-1], now=True)
    rig.wait(19)
    yield "held"
    rig.do(Do.CALL_NEXT)
    rig.wait(2)
    rig.do(Do.END)
    rig.wait(30)
    yield "idle"


def _until_left(rig: Rig, seconds: int) -> None:
    """Let the speech go on until so much of its time is left; who speaks differs by language."""
    rig.wait(rig.room.reading().left_ms / 1000 - seconds)


def close(rig: Rig) -> None:
    """Close the meeting, an hour and a half after it began."""
    rig.until(11, 34)
    rig.do(Do.CLOSE_MEETING)


def _first_items(rig: Rig, of: Cast) -> None:
    floor, lines = rig.room.floor, LINES[language()]
    floor.open_item(of.items[OPENING])
    rig.until(10, 14)
    floor.open_item(of.items[REPORT])
    rig.until(10, 29)
    floor.open_item(of.items[QUESTIONS])
    for person in of.others[:-1]:
        floor.add(person)
    for speech, (minute, second) in enumerate(((31, 5), (33, 20), (36, 10), (38, 40))):
        floor.call_next()
        rig.wait(5)
        _note(rig, of, lines[speech : speech + 1] if speech < 2 else lines[speech + 1 : speech + 2])
        if speech == 1:
            _note(rig, of, lines[2:3])
        rig.until(10, minute, second)
        floor.end()
        rig.wait(8)
    rig.until(10, 40, 57)
    floor.call_next()
    rig.until(10, 41, 20)
    _note(rig, of, lines[5:6])
    floor.add(of.others[0], Kind.REPLY)
    rig.until(10, 42, 9)


def _note(rig: Rig, of: Cast, lines: tuple[tuple[str, Mark | None], ...]) -> None:
    for text, mark in lines:
        rig.room.notes.add(of.items[QUESTIONS], text, mark)
        rig.settle()
