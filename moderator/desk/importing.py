"""Taking in what a file brought: worked out on any thread, then taken in one step.

What a file changes is worked out on copies of the documents, read from the disk; nothing is changed
until it is taken, so whoever waits may give up until then.
"""

from collections.abc import Callable
from dataclasses import dataclass

from moderator.desk import archive
from moderator.desk.forum import OpenForum
from moderator.desk.keeper import Keeper
from moderator.domain.clock import Clock
from moderator.domain.ids import ForumId, new_id
from moderator.formats.forum_json import ForumFile
from moderator.formats.merge import merge
from moderator.formats.values import Imported
from moderator.store.database import Store
from moderator.store.writes import Write


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are new here, differ, or were here already."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a file would write down: one update for each document it touches."""

    forum: ForumId
    write: Write
    counts: Counts


def prepare(store: Store, clock: Clock, forum: ForumId, imported: Imported) -> Prepared:
    """Return what a file changes in a forum as it lies on the disk: nothing is ever removed."""
    counts: list[Counts] = []

    def change(keeper: Keeper) -> None:
        copy = OpenForum(forum, keeper)
        counts.append(_merge(imported, copy))
        copy.close()

    write = _worked_out(store, clock, change)
    return Prepared(forum, write, counts[0])


def prepare_whole(store: Store, clock: Clock, file: ForumFile) -> Prepared:
    """Return what writes a whole forum down beside the others."""
    write = _worked_out(store, clock, lambda keeper: archive.put(file, keeper).close())
    return Prepared(file.programme.forum.id, write, Counts(archive.size(file), 0, 0))


def take(prepared: Prepared, forum: OpenForum) -> None:
    """Change a forum by what was prepared for it; call inside a batch."""
    updates = {update.document: update.body for update in prepared.write.updates}
    for document in (forum.programme, forum.people, forum.contacts):
        if document.name in updates:
            document.apply(updates[document.name], local=True)


def _worked_out(store: Store, clock: Clock, change: Callable[[Keeper], None]) -> Write:
    written: list[Write] = []
    keeper = Keeper(store, clock, written.append)
    with keeper.batch():
        change(keeper)
    return written[0] if written else Write()


def _merge(imported: Imported, forum: OpenForum) -> Counts:
    programme, people, contacts = forum.programme, forum.people, forum.contacts
    merged = merge(imported, programme.programme, people.people, new_id, contacts.all())
    with programme.transaction():
        for sector in merged.sectors:
            programme.put_sector(sector)
        for day in merged.days:
            programme.put_day(day)
        for meeting in merged.meetings:
            programme.put_meeting(meeting)
        for item in merged.items:
            programme.put_item(item)
    with people.transaction():
        for organisation in merged.organisations:
            people.put_organisation(organisation)
        for person in merged.persons:
            people.put_person(person)
    with contacts.transaction():
        for person_id, contact in merged.contacts.items():
            contacts.put(person_id, contact)
    counts = merged.counts.values()
    return Counts(
        added=sum(c.new for c in counts),
        changed=sum(c.changed for c in counts),
        unchanged=sum(c.unchanged for c in counts),
    )
