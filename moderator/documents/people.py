"""Who takes part, and, in a document of its own that fewer may read, how to reach them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from moderator.documents.entities import EntitiesDocument
from moderator.domain.ids import OrganisationId, PersonId
from moderator.domain.programme import Organisation, People, Person


class PeopleDocument(EntitiesDocument):
    """Persons and organisations, each field merging by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._persons = self._entities("persons", Person)
        self._organisations = self._entities("organisations", Organisation)
        self._people: People | None = None

    @property
    def people(self) -> People:
        """Everyone as known now, in an order that is the same on every laptop."""
        if self._people is None:
            persons = sorted(self._persons.all().values(), key=lambda p: (p.name, p.id))
            bodies = sorted(self._organisations.all().values(), key=lambda o: o.id)
            self._people = People({p.id: p for p in persons}, {o.id: o for o in bodies})
        return self._people

    def put_person(self, person: Person) -> None:
        """Add a person, or write what is new about them."""
        self._put(self._persons, person.id, person)

    def put_organisation(self, organisation: Organisation) -> None:
        """Add an organisation, or write what is new about it."""
        self._put(self._organisations, organisation.id, organisation)

    def remove_person(self, person: PersonId) -> None:
        """Remove a person; what was known of them is deleted everywhere."""
        self._remove(self._persons, person)

    def remove_organisation(self, organisation: OrganisationId) -> None:
        """Remove an organisation; its people stay."""
        self._remove(self._organisations, organisation)

    def _forget(self) -> None:
        self._people = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person; either may be empty."""

    email: str = ""
    phone: str = ""


class ContactsDocument(EntitiesDocument):
    """Contact details, and nothing else (DESIGN.md §4.8)."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._contacts = self._entities("contacts", Contact)

    def put(self, person: PersonId, contact: Contact) -> None:
        """Write what is new in a person's contact details."""
        self._put(self._contacts, person, contact)

    def get(self, person: PersonId) -> Contact | None:
        """Return a person's contact details; None where there are none."""
        return self._contacts.all().get(person)

    def all(self) -> Mapping[PersonId, Contact]:
        """Return all contact details by person."""
        return cast(Mapping[PersonId, Contact], self._contacts.all())

    def erase(self, person: PersonId) -> None:
        """Delete a person's contact details from every copy of the document."""
        self._remove(self._contacts, person)
