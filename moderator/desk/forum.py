"""One open forum: its documents and the rows made from them."""

from dataclasses import dataclass

from moderator.desk.keeper import Keeper
from moderator.desk.planning import PlanningDesk
from moderator.documents.document import (
    Document,
    contacts_name,
    people_name,
    programme_name,
    staff_name,
)
from moderator.documents.people import ContactsDocument, PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.documents.staff import StaffDocument
from moderator.domain.changes import Changes
from moderator.domain.ids import ForumId
from moderator.domain.programme import Forum
from moderator.store.database import Store
from moderator.store.filling import NOTHING_WAITS, Waiting, filled
from moderator.store.rows import PeopleRows, ProgrammeRows, StoredForum


@dataclass(frozen=True, slots=True)
class Whole:
    """The documents that hold what belongs to no single meeting."""

    programme: ProgrammeDocument
    people: PeopleDocument
    contacts: ContactsDocument

    @classmethod
    def read(cls, store: Store, forum: ForumId, waiting: Waiting = NOTHING_WAITS) -> "Whole":
        """Return copies of what lies on the disk, and of what waits for it; on any thread."""
        return cls(
            filled(store, ProgrammeDocument, programme_name(forum), waiting),
            filled(store, PeopleDocument, people_name(forum), waiting),
            filled(store, ContactsDocument, contacts_name(forum), waiting),
        )

    def parse(self) -> "Whole":
        """Make of the documents what is asked of them first, which takes long for a large one."""
        assert self.programme.programme is not None
        assert self.people.people is not None
        return self

    def close(self) -> None:
        """Stop following them."""
        for document in self.all():
            document.close()

    def all(self) -> tuple[Document, ...]:
        """Return all of them."""
        return (self.programme, self.people, self.contacts)


class OpenForum:
    """The programme, the people and their contacts, loaded and followed."""

    def __init__(self, forum: ForumId, keeper: Keeper, whole: Whole | None = None) -> None:
        """Read the documents, or go on with ``whole``, which must hold all there is."""
        self.id = forum
        self._keeper = keeper
        self.whole = whole or Whole.read(keeper.store, forum, keeper.waiting())
        for document in self.whole.all():
            keeper.follow(document)
        self._staff: StaffDocument | None = None
        self._watch()

    @classmethod
    def create(cls, forum: Forum, keeper: Keeper) -> "OpenForum":
        """Return a new forum; call inside a batch."""
        made = cls(forum.id, keeper)
        for document in made.whole.all():
            document.create()
        made.programme.put_forum(forum)
        return made

    @property
    def programme(self) -> ProgrammeDocument:
        """The plan."""
        return self.whole.programme

    @property
    def people(self) -> PeopleDocument:
        """Who takes part."""
        return self.whole.people

    @property
    def contacts(self) -> ContactsDocument:
        """How to reach them."""
        return self.whole.contacts

    @property
    def staff(self) -> StaffDocument:
        """What those who run the forum say to each other, read when first asked for."""
        if self._staff is None:
            self._staff = self._keeper.open(StaffDocument, staff_name(self.id))
            self._staff.on_change(self._staff_changed)
        return self._staff

    @property
    def planning(self) -> PlanningDesk:
        """Changes the plan."""
        return PlanningDesk(self.programme, self._keeper)

    def go_on_with(self, newer: Whole) -> None:
        """Put copies that hold more in the place of the documents; call inside a batch.

        To apply thousands of changes to a document that is followed takes longer than a window may
        stand still. What the copies hold must be in the store, or in the batch.
        """
        for old, new in zip(self.whole.all(), newer.all(), strict=True):
            new.apply(old.missing(new.state_vector()))
            old.close()
            self._keeper.follow(new)
        self.whole = newer
        self._watch()
        self._programme_changed()
        self._people_changed()

    def _watch(self) -> None:
        self.programme.on_change(self._programme_changed)
        self.people.on_change(self._people_changed)

    def _programme_changed(self) -> None:
        self._keeper.add(ProgrammeRows(self.programme.programme))
        self._keeper.note(Changes(programme=True))

    def _people_changed(self) -> None:
        self._keeper.add(PeopleRows(self.id, self.people.people))
        self._keeper.note(Changes(people=True))

    def _staff_changed(self) -> None:
        self._keeper.note(Changes(staff=True))

    def stored(self) -> StoredForum:
        """Return what the list of forums shows of it, as opened now."""
        forum = self.programme.programme.forum
        now = self._keeper.clock.read().utc_ms
        known = next((f for f in self._keeper.forums() if f.id == self.id), None)
        made = known.made_utc_ms if known else now
        return StoredForum(self.id, forum.title, forum.sample, made, now)

    def close(self) -> None:
        """Stop following the documents."""
        self.whole.close()
        if self._staff is not None:
            self._staff.close()
