"""An import adds nothing twice, removes nothing, and changes only what the file says."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from moderator.documents.people import Contact
from moderator.domain.ids import ForumId, MeetingId, OrganisationId, PersonId, SectorId
from moderator.domain.programme import (
    AgendaItem,
    Forum,
    ItemKind,
    LocalText,
    Organisation,
    People,
    Person,
    Programme,
    Sector,
)
from moderator.formats.merge import Count, Merged, merge
from moderator.formats.registry import read
from moderator.formats.values import Imported, ImportedItem, ImportedMeeting, ImportedPerson

FILES = Path(__file__).parent / "files"
DAY = dt.date(2021, 11, 22)
MINUTE_MS = 60_000


class Hall:
    """A forum that imports are merged into, as the documents would keep it."""

    def __init__(self) -> None:
        self.programme = Programme(Forum(ForumId("f"), LocalText(en="Sample")))
        self.people = People()
        self.contacts: dict[PersonId, Contact] = {}
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        return f"n{next(self._numbers)}"

    def bring(self, imported: Imported) -> Merged:
        merged = merge(imported, self.programme, self.people, self.new_id, self.contacts)
        days = {d.id: d for d in self.programme.days} | {d.id: d for d in merged.days}
        meetings = {m.id: m for m in self.programme.meetings} | {m.id: m for m in merged.meetings}
        items = {i.id: i for i in self.all_items()} | {i.id: i for i in merged.items}
        self.programme = replace(
            self.programme,
            sectors={**self.programme.sectors, **{s.id: s for s in merged.sectors}},
            days=tuple(sorted(days.values(), key=lambda d: d.date)),
            meetings=tuple(meetings.values()),
            items={m: _agenda(items.values(), m) for m in meetings},
        )
        self.people = People(
            {**self.people.persons, **{p.id: p for p in merged.persons}},
            {**self.people.organisations, **{o.id: o for o in merged.organisations}},
        )
        self.contacts |= dict(merged.contacts)
        return merged

    def all_items(self) -> list[AgendaItem]:
        return [i for items in self.programme.items.values() for i in items]

    def item(self, title: str) -> AgendaItem:
        return next(i for i in self.all_items() if title in (i.title.kk, i.title.ru, i.title.en))

    def edit(self, item: AgendaItem) -> None:
        rows = [item if i.id == item.id else i for i in self.all_items()]
        self.programme = replace(
            self.programme,
            items={m.id: _agenda(rows, m.id) for m in self.programme.meetings},
        )

    def titles(self, meeting: MeetingId | None = None) -> list[str]:
        chosen = meeting or self.programme.meetings[0].id
        return [i.title.best("") for i in self.programme.agenda(chosen)]


def _agenda(items: Iterable[AgendaItem], meeting: MeetingId) -> tuple[AgendaItem, ...]:
    rows = [i for i in items if i.meeting == meeting]
    return tuple(sorted(rows, key=lambda i: (i.key, i.id)))


def _rows(*rows: tuple[str, str, int | None], day: dt.date = DAY) -> Imported:
    """Return one meeting of items given as key, title and hour of start."""
    key = f"{day.isoformat()}|hall"
    items = [
        ImportedItem(k, key, LocalText(en=title), dt.time(hour) if hour else None)
        for k, title, hour in rows
    ]
    first = min(i.starts for i in items if i.starts)
    return Imported(meetings=(ImportedMeeting(key, day, first, place="Hall"),), items=tuple(items))


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.mark.parametrize("name", [p.name for p in sorted(FILES.iterdir())])
def test_the_same_file_again_changes_nothing(hall: Hall, name: str) -> None:
    first = hall.bring(read(FILES / name))
    before = (hall.programme, hall.people, hall.contacts)
    again = hall.bring(read(FILES / name))
    assert not first.is_empty
    assert again.is_empty
    assert again == Merged(counts=again.counts)
    assert (hall.programme, hall.people, hall.contacts) == before
    for sort, count in first.counts.items():
        assert again.counts[sort] == Count(unchanged=count.new), sort


def test_everything_of_the_file_is_there_afterwards(hall: Hall) -> None:
    merged = hall.bring(read(FILES / "programme.csv"))
    assert merged.counts["days"] == Count(new=2)
    assert merged.counts["meetings"] == Count(new=3)
    assert merged.counts["items"] == Count(new=5)
    assert hall.titles() == ["Открытие", "Доклад о борьбе с коррупцией", "Вопросы от НПО"]
    report = hall.item("Доклад о борьбе с коррупцией")
    assert [hall.people.persons[p].name for p in report.presenters] == ["Образец докладчика"]


def test_own_edits_of_what_the_file_does_not_say_are_kept(hall: Hall) -> None:
    rows = _rows(("a", "Opening", 10), ("b", "Talk", 11))
    hall.bring(rows)
    talk = replace(
        hall.item("Talk"),
        title=LocalText(kk="Баяндама", en="Talk"),
        kind=ItemKind.QUESTIONS,
        planned_ms=7 * MINUTE_MS,
        script="Thank the sponsors",
    )
    hall.edit(talk)
    assert hall.bring(rows).is_empty
    merged = hall.bring(_rows(("a", "Opening", 10), ("b", "Long talk", 11)))
    assert merged.counts["items"] == Count(changed=1, unchanged=1)
    assert hall.item("Long talk") == replace(talk, title=LocalText(kk="Баяндама", en="Long talk"))


def test_rows_that_left_the_file_stay(hall: Hall) -> None:
    hall.bring(_rows(("a", "Opening", 10), ("b", "Talk", 11)))
    hall.bring(_rows(("a", "Opening", 10)))
    assert hall.titles() == ["Opening", "Talk"]


def test_a_new_row_takes_its_place_between_the_old_ones(hall: Hall) -> None:
    hall.bring(_rows(("a", "Opening", 10), ("c", "Closing", 12)))
    hall.bring(_rows(("a", "Opening", 10), ("b", "Talk", 11), ("c", "Closing", 12)))
    hall.bring(_rows(("z", "Welcome", 9), ("a", "Opening", 10)))
    assert hall.titles() == ["Welcome", "Opening", "Talk", "Closing"]
    assert hall.programme.meetings[0].starts == dt.time(9)


def test_a_row_with_another_start_moves(hall: Hall) -> None:
    hall.bring(_rows(("a", "Opening", 10), ("b", "Talk", 11), ("c", "Closing", 12)))
    hall.bring(_rows(("b", "Talk", 9), ("a", "Opening", 10), ("c", "Closing", 12)))
    assert hall.titles() == ["Talk", "Opening", "Closing"]


def test_an_item_without_a_length_lasts_until_the_next(hall: Hall) -> None:
    hall.bring(_rows(("a", "Opening", 10), ("b", "Talk", 11), ("c", "Evening", 20)))
    assert [i.planned_ms // MINUTE_MS for i in hall.all_items()] == [60, 10, 10]


def test_ids_that_start_again_on_another_day_are_other_items(hall: Hall) -> None:
    monday = _rows(("id:1", "Opening", 10), ("id:2", "Talk", 11))
    tuesday = _rows(("id:1", "Ecology", 10), ("id:2", "Health", 11), day=DAY + dt.timedelta(1))
    hall.bring(monday)
    assert hall.bring(tuesday).counts["items"] == Count(new=2)
    assert hall.bring(monday).is_empty
    assert hall.bring(tuesday).is_empty
    assert len(hall.all_items()) == 4


def test_an_item_moved_to_another_day_is_still_the_same(hall: Hall) -> None:
    hall.bring(_rows(("id:1", "Opening", 10), ("id:2", "Talk", 11)))
    merged = hall.bring(_rows(("id:2", "Talk", 9), day=DAY + dt.timedelta(1)))
    assert merged.counts["items"] == Count(changed=1)
    assert len(hall.all_items()) == 2


def test_a_meeting_renamed_by_hand_keeps_its_name(hall: Hall) -> None:
    rows = _rows(("a", "Opening", 10))
    hall.bring(rows)
    named = replace(hall.programme.meetings[0], title=LocalText(en="Fight against corruption"))
    hall.programme = replace(hall.programme, meetings=(named,))
    assert hall.bring(rows).is_empty


def test_people_added_by_hand_are_known_again_by_name(hall: Hall) -> None:
    body = Organisation(OrganisationId("o"), LocalText("Қор", "Фонд", "Fund"))
    hall.people = People(
        {PersonId("p"): Person(PersonId("p"), "Sample One", "head", organisation=body.id)},
        {body.id: body},
    )
    merged = hall.bring(
        Imported(persons=(ImportedPerson("sample one|", " Sample  ONE", number="7"),))
    )
    assert merged.counts["persons"] == Count(changed=1)
    (person,) = hall.people.persons.values()
    assert (person.office, person.organisation, person.number) == ("head", body.id, "7")


def test_two_people_of_one_name_stay_two(hall: Hall) -> None:
    rows = (
        ImportedPerson("id:1", "Sample One"),
        ImportedPerson("id:2", "Sample One"),
        ImportedPerson("sample three|", "Sample Three", number="3"),
        ImportedPerson("sample three||4", "Sample Three", number="4"),
    )
    assert hall.bring(Imported(persons=rows)).counts["persons"] == Count(new=4)
    assert hall.bring(Imported(persons=rows)).counts["persons"] == Count(unchanged=4)


def test_a_sector_is_known_in_every_language(hall: Hall) -> None:
    ngo = Sector(SectorId("ngo"), LocalText(en="NGO"))
    hall.programme = replace(hall.programme, sectors={ngo.id: ngo})
    rows = [
        ImportedPerson(f"{name}|", name, sector=sector)
        for name, sector in (("A", "НПО"), ("B", "ҮЕҰ"), ("C", "ngo"), ("D", "Business"))
    ]
    hall.bring(Imported(persons=tuple(rows)))
    assert [p.sector == ngo.id for p in hall.people.persons.values()] == [True, True, True, False]
    assert [s.name for s in hall.programme.sectors.values()] == [ngo.name, LocalText(en="Business")]


def test_a_phone_from_one_file_and_an_email_from_another_come_together(hall: Hall) -> None:
    hall.bring(Imported(persons=(ImportedPerson("a|", "A", phone="1"),)))
    merged = hall.bring(Imported(persons=(ImportedPerson("a|", "A", email="a@example.org"),)))
    assert merged.counts["contacts"] == Count(changed=1)
    assert list(hall.contacts.values()) == [Contact("a@example.org", "1")]


def test_merging_changes_neither_the_forum_nor_the_file(hall: Hall) -> None:
    imported = read(FILES / "programme.csv")
    new_id: Callable[[], str] = hall.new_id
    merge(imported, hall.programme, hall.people, new_id)
    assert hall.programme == Hall().programme
    assert imported == read(FILES / "programme.csv")
