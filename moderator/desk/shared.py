"""One forum's documents as the link to a hub sees them, whichever of them a screen shows.

Whatever comes takes the way that one's own changes take: into the document that is followed, from
there into rows and views, and with its bytes to the disk. A meeting that is not in front is opened
aside for as long as something comes for it.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from moderator.desk.forum import OpenForum, Whole
from moderator.desk.room import Room
from moderator.documents import rights
from moderator.documents.document import (
    Document,
    DocumentBroken,
    DocumentKind,
    UpdateMalformed,
    contacts_name,
    floor_name,
    notes_name,
    parse_name,
    people_name,
    programme_name,
    recommendations_name,
    staff_name,
)
from moderator.documents.gaps import holds_all
from moderator.documents.history import is_of_another
from moderator.documents.rights import Role
from moderator.domain.errors import ModeratorError, Reason, Refused
from moderator.domain.ids import ForumId, MeetingId
from moderator.store.database import Store
from moderator.store.filling import Waiting
from moderator.store.writes import Update, Write

if TYPE_CHECKING:
    from moderator.desk.desk import Desk

_LARGE_BYTES = 100_000
_OF_THE_FORUM = (DocumentKind.PROGRAMME, DocumentKind.PEOPLE, DocumentKind.CONTACTS)

_MOST_ASIDE = 3
"""Meetings kept open aside; each holds a whole floor and its notes in memory."""


class Shared:
    """The documents of one forum; belongs to the desk's thread."""

    def __init__(
        self, desk: "Desk", forum: ForumId, made_here: Callable[[str, bytes], None]
    ) -> None:
        """Call ``made_here(document, update)`` with everything this laptop changes itself."""
        self._desk = desk
        self.forum = forum
        self._made_here = made_here
        self._arriving: OpenForum | None = None
        """The forum, while it is being copied here and not opened yet."""
        self._aside: dict[MeetingId, Room] = {}
        self._plain: dict[str, Document] = {}
        desk.keeper.handed = self._handed

    def close(self) -> None:
        """Follow nothing any more."""
        self._desk.keeper.handed = None
        for room in self._aside.values():
            room.close()
        for document in self._plain.values():
            document.close()
        if self._arriving is not None and not self._is_open:
            self._arriving.close()
        self._aside.clear()
        self._plain.clear()

    def names(self, role: Role) -> list[str]:
        """Return the documents of the forum that a role may read, as far as they are known."""
        forum = self.forum
        names = [f(forum) for f in (programme_name, people_name, contacts_name)]
        names += [recommendations_name(forum), staff_name(forum)]
        for meeting in self.open_forum.programme.programme.meetings:
            names += [floor_name(forum, meeting.id), notes_name(forum, meeting.id)]
        return [name for name in names if rights.may_read(role, name)]

    @property
    def _is_open(self) -> bool:
        return self._desk.has_forum and self._desk.forum.id == self.forum

    @property
    def open_forum(self) -> OpenForum:
        """The forum, in front or on its way here."""
        if self._is_open:
            return self._desk.forum
        if self._arriving is None:
            self._arriving = OpenForum(self.forum, self._desk.keeper)
        return self._arriving

    # what the link asks

    def state_vector(self, document: str) -> bytes:
        """Return how much of a document is here."""
        return self._document(document).state_vector()

    def missing(self, document: str, state_vector: bytes) -> bytes:
        """Return all that a document at ``state_vector`` lacks, as one update."""
        return self._document(document).missing(state_vector)

    async def prepare(self, document: str, update: bytes) -> None:
        """Merge a large update into copies of the forum's documents, and go on with those.

        In a document that is followed, thousands of changes take longer than a window may stand
        still. Whatever hinders it is left to ``take``, which knows what to say.
        """
        name = parse_name(document)
        if len(update) < _LARGE_BYTES or name is None or name.kind not in _OF_THE_FORUM:
            return
        keeper, forum = self._desk.keeper, self.open_forum
        seen, waiting = keeper.changes_of(self.forum), keeper.waiting()
        try:
            whole = await asyncio.to_thread(
                _merged, self._desk.store, self.forum, waiting, document, update
            )
        except ModeratorError:
            return
        if keeper.changes_of(self.forum) != seen or self.open_forum is not forum:
            whole.close()  # it was changed meanwhile
            return
        with keeper.batch():
            made_utc_ms = keeper.clock.read().utc_ms
            keeper.take(Write((Update(document, update, False, made_utc_ms),)))
            forum.go_on_with(whole)

    def understands(self, document: str) -> bool:
        """Return whether this program may change a document."""
        return not self._document(document).is_newer

    def renew(self, document: str) -> None:
        """Write under another client id from now on."""
        self._reload(document)

    def take(self, document: str, update: bytes) -> bool:
        """Merge and keep what came; return False where something before it is missing.

        Raises:
            Refused: it belongs to another history of this name; nothing changed.
            DocumentBroken: it cannot be used; the document is as it was.
        """
        held = self._document(document)
        if is_of_another(held, update):
            raise Refused(Reason.HUB_OTHER_HISTORY)
        try:
            with self._desk.keeper.batch():
                moved = held.apply(update)
        except UpdateMalformed:
            raise
        except DocumentBroken:
            self._reload(document)
            raise
        return moved or holds_all(held.state_vector(), (update,))

    # inside

    def _handed(self, write: Write) -> None:
        for update in write.updates:
            if update.local and update.document.startswith(f"{self.forum}/"):
                self._leave_stale(update)
                self._made_here(update.document, update.body)

    def _leave_stale(self, update: Update) -> None:
        """Let go of a meeting opened aside that was changed by way of another copy of it."""
        name = parse_name(update.document)
        room = self._aside.pop(name.meeting, None) if name else None
        if room is not None:
            room.close()

    def _document(self, document: str) -> Document:
        name = parse_name(document)
        match name.kind if name else None:
            case DocumentKind.PROGRAMME:
                return self.open_forum.programme
            case DocumentKind.PEOPLE:
                return self.open_forum.people
            case DocumentKind.CONTACTS:
                return self.open_forum.contacts
            case DocumentKind.STAFF:
                return self.open_forum.staff
            case DocumentKind.FLOOR if name:
                return self._room(name.meeting).session.floor
            case DocumentKind.NOTES if name:
                return self._room(name.meeting).session.notes
            case _:
                return self._plain_one(document)

    def _plain_one(self, document: str) -> Document:
        """Return a document that this program keeps and does not show."""
        found = self._plain.get(document)
        if found is None:
            found = self._plain[document] = self._desk.keeper.open(Document, document)
        return found

    def _room(self, meeting: MeetingId) -> Room:
        aside = self._aside.pop(meeting, None)
        desk = self._desk
        if self._is_open and desk.has_room and desk.room.id == meeting:
            if aside is not None:
                aside.close()
            return desk.room
        room = aside or desk.enter(self.open_forum, meeting)
        while len(self._aside) >= _MOST_ASIDE:
            self._aside.pop(next(iter(self._aside))).close()
        self._aside[meeting] = room
        return room

    def _reload(self, document: str) -> None:
        """Put what is on the disk in the place of a document that a bad update broke."""
        broken = self._plain.pop(document, None)
        if broken is not None:
            broken.close()
            return
        for room in self._aside.values():
            room.close()
        self._aside.clear()
        if self._is_open:
            self._desk.library.open(self.forum)
        else:
            self._arriving = None


def _merged(store: Store, forum: ForumId, waiting: Waiting, document: str, update: bytes) -> Whole:
    """Return copies of a forum's documents with an update merged into one of them; on any thread.

    Raises:
        ModeratorError: it cannot be merged, or changes nothing.
    """
    whole = Whole.read(store, forum, waiting)
    copy = next(each for each in whole.all() if each.name == document)
    if is_of_another(copy, update) or not copy.apply(update):
        raise Refused(Reason.HUB_OTHER_HISTORY)
    return whole.parse()
