"""People merge field by field; what is removed or erased leaves nothing behind."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.documents.people import Contact, ContactsDocument, PeopleDocument
from moderator.domain.ids import OrganisationId, PersonId, SectorId
from moderator.domain.programme import LocalText, Organisation, People, Person

NAME, CONTACTS = "forum/people", "forum/contacts"
BODY = Organisation(OrganisationId("o"), LocalText(ru="Общество"), SectorId("ngo"))
PERSON = Person(PersonId("p"), "Әсел Үлгі", "chair", BODY.id, number="7")
WORDS = st.text(alphabet='aбқӘ😀." ', max_size=6)
PERSONS = st.builds(Person, st.just(PERSON.id), WORDS, WORDS, st.just(BODY.id), st.just(""), WORDS)
BODIES = st.builds(
    Organisation, st.just(BODY.id), st.builds(LocalText, WORDS, WORDS, WORDS), st.just(""), WORDS
)


def document() -> PeopleDocument:
    made = PeopleDocument(NAME)
    made.put_organisation(BODY)
    made.put_person(PERSON)
    return made


def copy_of(original: PeopleDocument) -> PeopleDocument:
    copy = PeopleDocument(NAME)
    copy.load([original.state()])
    return copy


@settings(max_examples=40)
@given(st.lists(PERSONS | BODIES, max_size=5))
def test_people_come_back_as_they_were_put(put: list[Person | Organisation]) -> None:
    made = PeopleDocument(NAME)
    persons: dict[PersonId, Person] = {}
    bodies: dict[OrganisationId, Organisation] = {}
    for each in put:
        if isinstance(each, Person):
            made.put_person(each)
            persons[each.id] = each
        else:
            made.put_organisation(each)
            bodies[each.id] = each
        assert made.people == People(persons, bodies)
    assert copy_of(made).people == made.people


def test_edits_of_one_person_on_two_laptops_both_stay() -> None:
    one = document()
    two = copy_of(one)
    one.put_person(replace(PERSON, office="deputy"))
    two.put_person(replace(PERSON, name="Әсел Ұлғай", number="8"))
    one.apply(two.state())
    two.apply(one.state())
    merged = Person(PERSON.id, "Әсел Ұлғай", "deputy", BODY.id, number="8")
    assert one.people.persons == two.people.persons == {PERSON.id: merged}
    assert one.people.sector_of(PERSON.id) == "ngo"


def test_a_removed_person_is_gone_from_every_copy() -> None:
    one = document()
    two = copy_of(one)
    told: list[People] = []
    two.on_change(lambda: told.append(two.people))
    one.remove_person(PERSON.id)
    two.apply(one.state())
    assert told == [People({}, {BODY.id: BODY})]
    assert "Әсел".encode() not in two.state()
    two.remove_organisation(BODY.id)
    assert two.people == People()


def test_contact_details_are_kept_apart_and_can_be_erased() -> None:
    contacts = ContactsDocument(CONTACTS)
    contacts.put(PERSON.id, Contact("asel@example.kz", "+7 000"))
    contacts.put(PersonId("q"), Contact(phone="+7 111"))
    contacts.put(PERSON.id, Contact("asel@example.kz", "+7 222"))
    copy = ContactsDocument(CONTACTS)
    copy.load([contacts.state()])
    assert copy.get(PERSON.id) == Contact("asel@example.kz", "+7 222")
    contacts.erase(PERSON.id)
    copy.apply(contacts.state())
    assert copy.get(PERSON.id) is None
    assert copy.all() == {PersonId("q"): Contact("", "+7 111")}
    assert b"asel@example.kz" not in copy.state()


def test_people_stand_in_the_same_order_on_every_laptop() -> None:
    made = PeopleDocument(NAME)
    for number in range(50):
        made.put_person(Person(PersonId(f"{number * 7 % 50}"), f"Person {number % 3}"))
    assert list(made.people.persons) == list(copy_of(made).people.persons)
