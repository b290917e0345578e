"""Imported people beside those already known: whom a row means, and what it changes."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from moderator.documents.people import Contact
from moderator.domain.ids import OrganisationId, PersonId, SectorId
from moderator.domain.programme import LocalText, Organisation, People, Person, Sector
from moderator.formats.values import (
    ImportedOrganisation,
    ImportedPerson,
    local_text,
    normal,
)
from moderator.formats.words import sector_group


class PeopleMerge:
    """People and sectors as they will be; what differs from before is to be written."""

    def __init__(
        self,
        sectors: Mapping[SectorId, Sector],
        people: People,
        contacts: Mapping[PersonId, Contact],
        new_id: Callable[[], str],
    ) -> None:
        self.sectors = dict(sectors)
        self.organisations = dict(people.organisations)
        self.persons = dict(people.persons)
        self.contacts = dict(contacts)
        self._new_id = new_id
        self._bodies: dict[str, OrganisationId] = {}
        for body in people.organisations.values():
            for key in (body.import_key, *(normal(text) for text in body.name.texts())):
                if key:
                    self._bodies.setdefault(key, body.id)
        self._by_key: dict[str, PersonId] = {
            p.import_key: p.id for p in people.persons.values() if p.import_key
        }
        self._by_name: dict[str, list[PersonId]] = {}
        for person in people.persons.values():
            self._by_name.setdefault(normal(person.name), []).append(person.id)

    def sector(self, name: str | None) -> SectorId:
        """Return the sector of that name in any language, made when there is none."""
        if not name:
            return SectorId("")
        wanted = sector_group(name)
        for sector in self.sectors.values():
            if wanted in {sector_group(text) for text in sector.name.texts()}:
                return sector.id
        order = max((s.order for s in self.sectors.values()), default=-1) + 1
        made = Sector(SectorId(self._new_id()), local_text(name), order)
        self.sectors[made.id] = made
        return made.id

    def organisation(self, row: ImportedOrganisation) -> OrganisationId:
        """Take one imported organisation and return its id."""
        sector = self.sector(row.sector)
        known = self.organisations.get(self._bodies.get(row.key, OrganisationId("")))
        if known is None:
            made = Organisation(OrganisationId(self._new_id()), row.name, sector, row.key)
            self.organisations[made.id] = made
            self._bodies[row.key] = made.id
            return made.id
        self.organisations[known.id] = replace(
            known,
            name=with_texts(known.name, row.name),
            sector=sector or known.sector,
            import_key=known.import_key or row.key,
        )
        return known.id

    def person(self, row: ImportedPerson, organisations: Mapping[str, OrganisationId]) -> PersonId:
        """Take one imported person and return the id; only what the file says is changed."""
        body = organisations.get(row.organisation or "", OrganisationId(""))
        sector = self.sector(row.sector)
        known = self._known_person(row, body)
        if known is None:
            known = Person(PersonId(self._new_id()), row.name, import_key=row.key)
            self._by_name.setdefault(normal(row.name), []).append(known.id)
        self.persons[known.id] = replace(
            known,
            name=row.name,
            office=row.office or known.office,
            organisation=body or known.organisation,
            sector=sector or known.sector,
            number=row.number or known.number,
            import_key=known.import_key or row.key,
        )
        self._by_key[row.key] = known.id
        self._contact(known.id, row)
        return known.id

    def _known_person(self, row: ImportedPerson, body: OrganisationId) -> Person | None:
        if found := self._by_key.get(row.key):
            return self.persons[found]
        alike = [
            person
            for person in (self.persons[p] for p in self._by_name.get(normal(row.name), ()))
            if (not body or not person.organisation or person.organisation == body)
            and (not row.number or not person.number or person.number == row.number)
            and not (_has_own_id(row.key) and _has_own_id(person.import_key))
        ]
        return alike[0] if len(alike) == 1 else None

    def _contact(self, person: PersonId, row: ImportedPerson) -> None:
        if not row.email and not row.phone:
            return
        known = self.contacts.get(person, Contact())
        self.contacts[person] = Contact(row.email or known.email, row.phone or known.phone)


def _has_own_id(key: str) -> bool:
    """Return whether a key is an id of the file's own: two such ids never mean one person."""
    return key.startswith(("id:", "guid:"))


def with_texts(known: LocalText, given: LocalText) -> LocalText:
    """Return a text with the languages given replaced and the others kept."""
    return LocalText(given.kk or known.kk, given.ru or known.ru, given.en or known.en)
