"""One open forum: its documents and the rows made from them."""

from moderator.desk.keeper import Keeper
from moderator.desk.planning import PlanningDesk
from moderator.documents.document import contacts_name, people_name, programme_name
from moderator.documents.people import ContactsDocument, PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.domain.changes import Changes
from moderator.domain.ids import ForumId
from moderator.domain.programme import Forum
from moderator.store.rows import PeopleRows, ProgrammeRows, StoredForum


class OpenForum:
    """The programme, the people and their contacts, loaded and followed."""

    def __init__(self, forum: ForumId, keeper: Keeper) -> None:
        self.id = forum
        self._keeper = keeper
        self.programme = keeper.open(ProgrammeDocument, programme_name(forum))
        self.people = keeper.open(PeopleDocument, people_name(forum))
        self.contacts = keeper.open(ContactsDocument, contacts_name(forum))
        self.programme.on_change(self._programme_changed)
        self.people.on_change(self._people_changed)
        self.planning = PlanningDesk(self.programme, keeper)

    @classmethod
    def create(cls, forum: Forum, keeper: Keeper) -> "OpenForum":
        """Return a new forum; call inside a batch."""
        made = cls(forum.id, keeper)
        for document in (made.programme, made.people, made.contacts):
            document.create()
        made.programme.put_forum(forum)
        return made

    def _programme_changed(self) -> None:
        self._keeper.add(ProgrammeRows(self.programme.programme))
        self._keeper.note(Changes(programme=True))

    def _people_changed(self) -> None:
        self._keeper.add(PeopleRows(self.id, self.people.people))
        self._keeper.note(Changes(people=True))

    def stored(self) -> StoredForum:
        """Return what the list of forums shows of it, as opened now."""
        forum = self.programme.programme.forum
        now = self._keeper.clock.read().utc_ms
        known = next((f for f in self._keeper.forums() if f.id == self.id), None)
        made = known.made_utc_ms if known else now
        return StoredForum(self.id, forum.title, forum.sample, made, now)

    def close(self) -> None:
        """Stop following the documents."""
        for document in (self.programme, self.people, self.contacts):
            document.close()
