"""Shares by person, organisation and sector, and what the time was spent on."""

from moderator.domain import totals
from moderator.domain.ids import OrganisationId, PersonId, SectorId
from moderator.domain.programme import LocalText, Organisation, People, Person
from moderator.domain.totals import Share
from tests.domain.hall import SECOND, A, Hall

BODY, NGO, EXPERT = OrganisationId("body"), SectorId("ngo"), SectorId("expert")
PEOPLE = People(
    persons={
        PersonId("p1"): Person(PersonId("p1"), "First", organisation=BODY),
        PersonId("p2"): Person(PersonId("p2"), "Second", organisation=BODY, sector=EXPERT),
        PersonId("p3"): Person(PersonId("p3"), "Third"),
    },
    organisations={BODY: Organisation(BODY, LocalText(en="Body"), NGO)},
)


def an_hour() -> Hall:
    hall = Hall().begin()
    for person, seconds in (("p1", 30), ("p2", 20), ("p1", 10), ("", 5), ("p3", 1), ("gone", 2)):
        hall.speaks(person)
        hall.wait(seconds * SECOND)
    return hall


def test_shares_by_every_group_with_the_running_speech() -> None:
    hall = an_hour()
    speeches = tuple(hall.state.booked(hall.now).speeches())
    assert totals.by_person(speeches) == (
        Share("p1", 40_000, 2),
        Share("p2", 20_000, 1),
        Share("", 5_000, 1),
        Share("gone", 2_000, 1),
        Share("p3", 1_000, 1),
    )
    assert totals.by_organisation(speeches, PEOPLE) == (
        Share(BODY, 60_000, 3),
        Share("", 8_000, 3),
    )
    assert totals.by_sector(speeches, PEOPLE) == (
        Share(NGO, 40_000, 2),
        Share(EXPERT, 20_000, 1),
        Share("", 8_000, 3),
    )
    assert totals.by_item(speeches) == (Share(A, 68_000, 6),)


def test_all_spans_add_up_to_the_meeting() -> None:
    hall = Hall().begin()
    hall.wait(7 * SECOND)
    hall.speaks()
    hall.wait(11 * SECOND)
    hall.pause()
    hall.wait(13 * SECOND)
    found = totals.spent(hall.state, hall.now)
    assert (found.chair_ms, found.speeches_ms, found.pause_ms) == (7_000, 11_000, 13_000)
    assert found.total_ms == hall.state.open_ms(hall.now) == 31_000


def test_a_meeting_not_begun_has_spent_nothing() -> None:
    hall = Hall()
    hall.wait(SECOND)
    assert totals.spent(hall.state, hall.now).total_ms == 0
    assert totals.by_person(()) == ()
