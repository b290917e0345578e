"""Who takes part, and, in a document of its own that fewer may read, how to reach them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from pycrdt import Map

from moderator.documents.document import Document
from moderator.documents.entities import Entities
from moderator.domain.ids import OrganisationId, PersonId
from moderator.domain.programme import Organisation, People, Person


class PeopleDocument(Document):
    """Persons and organisations, each field merging by itself."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        persons: Map[str] = Map()
        organisations: Map[str] = Map()
        self._doc["persons"] = persons
        self._doc["organisations"] = organisations
        self._persons = Entities(persons, Person)
        self._organisations = Entities(organisations, Organisation)
        self._people: People | None = None
        self._listeners: list[Callable[[], None]] = []

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
        with self.transaction():
            self._persons.put(person.id, person)
            self._people = None

    def put_organisation(self, organisation: Organisation) -> None:
        """Add an organisation, or write what is new about it."""
        with self.transaction():
            self._organisations.put(organisation.id, organisation)
            self._people = None

    def remove_person(self, person: PersonId) -> None:
        """Remove a person; what was known of them is deleted everywhere."""
        with self.transaction():
            self._persons.remove(person)
            self._people = None

    def remove_organisation(self, organisation: OrganisationId) -> None:
        """Remove an organisation; its people stay."""
        with self.transaction():
            self._organisations.remove(organisation)
            self._people = None

    def on_change(self, told: Callable[[], None]) -> None:
        """Call ``told`` after each transaction that changed anyone, wherever it was made."""
        self._listeners.append(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        super().close()
        self._listeners.clear()

    def _loaded(self) -> None:
        self._note_changes()

    def _settled(self, local: bool) -> None:
        if self._note_changes():
            for told in self._listeners:
                self._later(told)

    def _note_changes(self) -> bool:
        changed = self._persons.changed or self._organisations.changed
        self._persons.changed = self._organisations.changed = False
        if changed:
            self._people = None
        return changed


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person; either may be empty."""

    email: str = ""
    phone: str = ""


class ContactsDocument(Document):
    """Contact details, and nothing else (DESIGN.md §4.8)."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        contacts: Map[str] = Map()
        self._doc["contacts"] = contacts
        self._contacts = Entities(contacts, Contact)

    def put(self, person: PersonId, contact: Contact) -> None:
        """Write what is new in a person's contact details."""
        with self.transaction():
            self._contacts.put(person, contact)

    def get(self, person: PersonId) -> Contact | None:
        """Return a person's contact details; None where there are none."""
        return self._contacts.all().get(person)

    def all(self) -> Mapping[PersonId, Contact]:
        """Return all contact details by person."""
        return cast(Mapping[PersonId, Contact], self._contacts.all())

    def erase(self, person: PersonId) -> None:
        """Delete a person's contact details from every copy of the document."""
        with self.transaction():
            self._contacts.remove(person)
