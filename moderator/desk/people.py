"""Finding people by what is typed, and naming those on the list."""

from dataclasses import dataclass

from moderator.desk.picking import fold
from moderator.domain.ids import PersonId
from moderator.domain.programme import People, Person

_INSIDE = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A participant who fits what was typed."""

    person: PersonId
    name: str
    detail: str
    begins: bool = True
    """Whether a word of theirs begins so, or it is their number: else it is only inside a word."""


def detail_of(person: Person, people: People, language: str) -> str:
    """Return a person's office and organisation, joined by a middle dot."""
    body = people.organisations.get(person.organisation)
    parts = (person.office, body.name.best(language) if body else "")
    return " · ".join(part for part in parts if part and part not in person.name)


def find(people: People, typed: str, language: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return who fits ``typed`` best first: a number, then starts of a name, then any word."""
    wanted = fold(typed)
    if not wanted:
        return ()
    ranked: list[tuple[int, str, Suggestion]] = []
    for person in people.persons.values():
        detail = detail_of(person, people, language)
        rank = _rank(wanted, person, detail)
        if rank is not None:
            one = Suggestion(person.id, person.name, detail, begins=rank < _INSIDE)
            ranked.append((rank, fold(person.name), one))
    ranked.sort(key=lambda row: row[:2])
    return tuple(row[2] for row in ranked[:limit])


def exact(people: People, typed: str) -> PersonId | None:
    """Return the one person with this name or participant number, else None."""
    wanted = fold(typed)
    fits = [p.id for p in people.persons.values() if wanted in (fold(p.name), fold(p.number))]
    return fits[0] if len(fits) == 1 and wanted else None


def _rank(wanted: str, person: Person, detail: str) -> int | None:
    name = fold(person.name)
    if person.number and fold(person.number) == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = f"{name} {fold(detail)}".replace(",", " ").split()
    if any(word.startswith(wanted) for word in words):
        return 2
    return _INSIDE if wanted in name or wanted in fold(detail) else None
