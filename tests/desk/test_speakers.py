"""The list of speakers: who comes when, and how long each gets."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from moderator.desk.desk import Desk
from moderator.desk.people import exact, find
from moderator.desk.room import Room
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import OrganisationId, PersonId
from moderator.domain.kinds import Kind
from moderator.domain.programme import Organisation, People, Person
from moderator.settings import Settings
from tests.desk.kit import desk_over, items, names, reason_of, small_forum, text
from tests.domain.hall import MINUTE, SECOND

OWN = Settings(question_ms=91_000, reply_ms=92_000, remark_ms=93_000, point_of_order_ms=94_000)


def test_kinds_get_the_times_set_on_this_laptop(tmp_path: Path) -> None:
    with desk_over(tmp_path, settings=OWN) as desk:
        room = small_forum(desk)
        for kind in Kind:
            room.floor.add(kind.value, kind)
        allotted = {s.name: s.allotted_ms for s in room.floor_view().queue}
        assert allotted == {
            "contribution": 180_000,
            "question": 91_000,
            "answer": 92_000,
            "reply": 92_000,
            "remark": 93_000,
            "interposed": 30_000,
            "point-of-order": 94_000,
        }
        point = room.floor.point_of_order("Vera", now=True)
        assert room.session.state.current is not None
        assert room.session.state.current.request == point
        assert room.session.state.current.allotted_ms == 94_000
        room.floor.add("Long", Kind.QUESTION, allotted_ms=300_000)
        assert room.floor_view().queue[-1].allotted_ms == 300_000


def test_changed_settings_count_from_then_on(desk: Desk, room: Room) -> None:
    room.floor.add("Anna", Kind.QUESTION)
    desk.settings = OWN
    room.floor.add("Boris", Kind.QUESTION)
    assert [s.allotted_ms for s in room.floor_view().queue] == [120_000, 91_000]


def test_where_the_item_sets_a_time_settings_are_silent(desk: Desk, room: Room) -> None:
    desk.settings = OWN
    desk.planning.change_speech_time(items(room)[0], 5 * MINUTE)
    room.floor.add("Anna")
    room.floor.add("Boris", Kind.QUESTION)
    requests = room.session.state.waiting(items(room)[0])
    assert [r.allotted_ms for r in requests] == [0, 0]
    assert room.floor_view().queue[0].allotted_ms == 5 * MINUTE
    assert room.usual_ms() == 5 * MINUTE


def test_another_kind_brings_its_time_unless_one_was_given_by_hand(desk: Desk, room: Room) -> None:
    desk.settings = OWN
    anna = room.floor.add("Anna")
    boris = room.floor.add("Boris", allotted_ms=10 * SECOND)
    for request in (anna, boris):
        room.floor.change(request, kind=Kind.QUESTION.value)
    requests = room.session.state.requests
    assert (requests[anna].allotted_ms, requests[boris].allotted_ms) == (91_000, 10_000)
    room.floor.change(anna, kind=Kind.CONTRIBUTION.value)
    assert room.session.state.requests[anna].allotted_ms == 0


def test_moving_is_what_a_list_does(room: Room) -> None:
    expected = [f"P{n}" for n in range(6)]
    requests = {name: room.floor.add(name) for name in expected}
    draw = random.Random(5)
    for _ in range(60):
        name, place = draw.choice(expected), draw.randint(-1, 7)
        room.floor.move(requests[name], place)
        expected.remove(name)
        expected.insert(max(place, 0), name)
        assert names(room) == expected


def test_a_row_stays_within_its_rank(room: Room) -> None:
    anna = room.floor.add("Anna")
    room.floor.add("Boris")
    point = room.floor.point_of_order("Vera", now=False)
    room.floor.move(point, 2)
    assert names(room) == ["Vera", "Anna", "Boris"]
    room.floor.move(anna, 0)
    assert names(room) == ["Vera", "Anna", "Boris"]
    room.floor.move(anna, 9)
    assert names(room) == ["Vera", "Boris", "Anna"]


def test_names_are_tidied_and_must_not_be_empty(room: Room) -> None:
    room.floor.add("  Анна \n Ахметова ")
    assert names(room) == ["Анна Ахметова"]
    with pytest.raises(Refused) as refused:
        room.floor.add(" \t ")
    assert reason_of(refused) is Reason.NAME_EMPTY


def known() -> People:
    org = Organisation(OrganisationId("o"), text("Жастар қоры"))
    persons = [
        Person(
            PersonId("p1"), "Ахметова Әлия", office="директор", organisation=org.id, number="17"
        ),
        Person(PersonId("p2"), "Алёна Орлова", number="18"),
        Person(PersonId("p3"), "Борис Ахметов", office="заңгер"),
    ]
    return People({p.id: p for p in persons}, {org.id: org})


def found(typed: str) -> list[str]:
    return [s.person for s in find(known(), typed, "kk")]


def test_people_are_found_by_name_word_number_and_organisation() -> None:
    assert found("ахм") == ["p1", "p3"]  # the start of a name goes first
    assert found("ӘЛИЯ") == ["p1"]
    assert found("17") == ["p1"]
    assert found("алена") == ["p2"]  # ё and е
    assert found("жастар") == ["p1"]
    assert found("заң") == ["p3"]
    assert found("") == found("zzz") == []
    assert len(find(known(), "а", "kk", limit=1)) == 1


def test_letters_inside_a_word_find_somebody_but_are_no_reason_to_mean_them() -> None:
    for typed, begins in (("17", True), ("ахм", True), ("орл", True), ("рис", False)):
        assert find(known(), typed, "kk")[0].begins is begins


def test_a_name_typed_whole_is_that_person_and_only_then() -> None:
    people = known()
    assert exact(people, "борис  ахметов") == "p3"
    assert exact(people, "18") == "p2"
    assert exact(people, "Борис") is None
    twin = replace(people.persons[PersonId("p3")], id=PersonId("p4"))
    assert (
        exact(replace(people, persons={**people.persons, twin.id: twin}), "Борис Ахметов") is None
    )


def test_a_known_person_waits_once_for_each_kind(desk: Desk, room: Room) -> None:
    with desk.keeper.batch():
        desk.forum.people.put_person(Person(PersonId("p"), "Анна", number="5"))
    room.floor.add("анна")
    with pytest.raises(Refused) as refused:
        room.floor.add("5")
    assert reason_of(refused) is Reason.ALREADY_WAITING
    room.floor.add("5", Kind.REPLY)
    assert names(room) == ["Анна", "Анна"]
    assert room.floor_view().queue[0].person == "p"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Anna\n\tSmith\x1b[2J", "Anna Smith [2J"),
        ("Анна\u202eabc\u2066", "Аннаabc"),
        ("Семья 👨\u200d👩\u200d👧", "Семья 👨\u200d👩\u200d👧"),
        ("Ке\u0306\ud800", "Кӗ"),
    ],
)
def test_a_name_typed_stands_in_one_line_and_turns_no_other_round(
    room: Room, typed: str, kept: str
) -> None:
    room.floor.add(typed)
    assert names(room) == [kept]


@pytest.mark.parametrize("typed", ["", " \n", "\x00\x07", "\u202e"])
def test_a_name_of_nothing_to_be_seen_is_refused(room: Room, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        room.floor.add(typed)
    assert reason_of(refused) is Reason.NAME_EMPTY
