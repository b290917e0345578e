"""Taking what a file brought into a forum."""

from dataclasses import dataclass

from moderator.desk.forum import OpenForum
from moderator.domain.ids import new_id
from moderator.formats.merge import merge
from moderator.formats.values import Imported


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are new here, differ, or were here already."""

    added: int
    changed: int
    unchanged: int


def bring_in(imported: Imported, forum: OpenForum) -> Counts:
    """Write what is new or differs, remove nothing; call inside a batch."""
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
