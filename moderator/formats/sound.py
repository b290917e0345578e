"""Whether what was read from a file, or sent in its place, hangs together and can be shown."""

from collections.abc import Iterator

from moderator.domain.errors import BadInput, Reason
from moderator.domain.programme import FIRST_DATE, LAST_DATE, Person
from moderator.domain.texts import MAX_NAME
from moderator.formats import forum_json
from moderator.formats.values import Imported, ImportedPerson

_SHOWN = 60


def check(imported: Imported, file: str) -> None:
    """Refuse values of a file that no reader here makes.

    Raises:
        BadInput: something is too long, out of range, or belongs to nothing.
    """
    check_lengths(imported, file)
    if imported.forum is not None:
        forum_json.read(forum_json.write(imported.forum), file)
    meetings = {m.key for m in imported.meetings}
    organisations = {o.key for o in imported.organisations}
    persons = {p.key for p in imported.persons}
    sound = (
        all(FIRST_DATE <= m.day <= LAST_DATE for m in imported.meetings)
        and all(i.meeting in meetings for i in imported.items)
        and all(set(i.presenters or ()) <= persons for i in imported.items)
        and all(0 <= (i.planned_ms or 0) <= forum_json.MAX_SPAN_MS for i in imported.items)
        and all((p.organisation or "") in {"", *organisations} for p in imported.persons)
        and not any(t.tzinfo for t in (m.starts for m in imported.meetings))
        and not any(i.starts and i.starts.tzinfo for i in imported.items)
    )
    if not sound:
        raise BadInput(Reason.FILE_BROKEN, file=file)


def check_lengths(imported: Imported, file: str) -> None:
    """Refuse names and titles that fit no line.

    Raises:
        BadInput: one is longer than ``MAX_NAME``.
    """
    longest = max(_names(imported), key=len, default="")
    if len(longest) > MAX_NAME:
        shown = f"{longest[:_SHOWN]}…"
        raise BadInput(Reason.FILE_LONG_TEXT, file=file, value=shown, limit=MAX_NAME)


def _names(imported: Imported) -> Iterator[str]:
    """Yield the names and titles of everything."""
    persons: list[ImportedPerson | Person] = [*imported.persons]
    titles = [i.title for i in imported.items]
    titles += [m.title for m in imported.meetings if m.title is not None]
    titles += [o.name for o in imported.organisations]
    yield from (m.place or "" for m in imported.meetings)
    yield from (p.sector or "" for p in imported.persons)
    yield from (o.sector or "" for o in imported.organisations)
    if imported.forum is not None:
        plan, people = imported.forum.programme, imported.forum.people
        persons += people.persons.values()
        titles += [plan.forum.title, *(s.name for s in plan.sectors.values())]
        titles += [d.title for d in plan.days] + [m.title for m in plan.meetings]
        titles += [i.title for items in plan.items.values() for i in items]
        titles += [o.name for o in people.organisations.values()]
        yield from (m.place for m in plan.meetings)
        for floor in imported.forum.floors.values():
            yield from floor.names.values()
    for title in titles:
        yield from title.texts()
    for person in persons:
        yield from (person.name, person.office or "", person.number or "")
