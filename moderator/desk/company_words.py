"""Who is here, in words: for the list in the window, for screen readers and for a terminal."""

from collections.abc import Sequence

from moderator.domain.company import PersonHere
from moderator.domain.programme import local
from moderator.words import tr, tr_n


def role_title(role: str) -> str:
    """Return a role as it stands by itself; an unknown one is empty."""
    return {
        "chair": tr("Chair"),
        "timekeeper": tr("Timekeeper"),
        "note-taker": tr("Note-taker"),
        "viewer": tr("Viewer"),
    }.get(role, "")


def person_name(person: PersonHere) -> str:
    """Return by what to call somebody: their name, else what they do."""
    name = person.name or role_title(person.role) or tr("No name")
    return tr("{name} (you)").format(name=name) if person.is_me else name


def person_facts(person: PersonHere, zone: str) -> tuple[str, ...]:
    """Return what is to be said of somebody beside the name."""
    role = role_title(person.role) if person.name else ""
    if person.last_seen_utc_ms is not None:
        seen = f"{local(person.last_seen_utc_ms, zone):%H:%M}"
        return tuple(filter(None, (role, tr("last seen {time}").format(time=seen))))
    floor = tr("runs the floor") if person.runs_floor else ""
    return tuple(filter(None, (role, floor, person.meeting, person.item)))


def person_text(person: PersonHere, zone: str) -> str:
    """Return one line on somebody."""
    return " · ".join((person_name(person), *person_facts(person, zone)))


def count_text(people: Sequence[PersonHere]) -> str:
    """Return how many are here, we counted."""
    here = sum(person.last_seen_utc_ms is None for person in people)
    return tr_n("{n} here", "{n} here", here)
