"""The staff line: what those who run the open forum say to each other, and what of it was read."""

from typing import TYPE_CHECKING

from moderator.documents.rights import Role, may_write
from moderator.documents.staff import StaffDocument
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId, LaptopId, new_id
from moderator.domain.staff import MOST_CHARACTERS, StaffMessage
from moderator.domain.texts import one_line

if TYPE_CHECKING:
    from moderator.desk.desk import Desk

_READ = "staff-read/"
"""Before a forum's id: where the store keeps which messages were seen on this laptop."""


class StaffDesk:
    """Says and shows messages; its unread ones are those of others, never shown here yet."""

    def __init__(self, desk: "Desk", laptop: LaptopId) -> None:
        self._desk = desk
        self._laptop = laptop
        self._read: set[str] = set()
        self._read_of = ForumId("")

    @property
    def is_ours(self) -> bool:
        """Whether this laptop may take part: always while it is alone, never as a viewer."""
        desk = self._desk
        if not desk.has_forum:
            return False
        return desk.link is None or may_write(Role(desk.link.role), self._document.name)

    @property
    def _document(self) -> StaffDocument:
        return self._desk.forum.staff

    def messages(self) -> tuple[StaffMessage, ...]:
        """Return all that was said, oldest first.

        Raises:
            Refused: this laptop is a viewer's, or has no forum.
        """
        if self._desk.has_forum and not self.is_ours:
            raise Refused(Reason.NOT_STAFF)
        return self._document.messages

    def say(self, text: str) -> StaffMessage:
        """Say something to the others who run the forum.

        Raises:
            Refused: there are no words, or too many, or this laptop is a viewer's.
        """
        said = one_line(text)
        if not said:
            raise Refused(Reason.LINE_EMPTY)
        if len(said) > MOST_CHARACTERS:
            raise Refused(Reason.LINE_TOO_LONG, most=MOST_CHARACTERS)
        self.messages()
        name, now = self._desk.company.own_name, self._desk.clock.read().utc_ms
        message = StaffMessage(new_id(), name, self._laptop, now, said)
        with self._desk.keeper.batch():
            self._document.add(message)
        return message

    def is_own(self, message: StaffMessage) -> bool:
        """Return whether it was said on this laptop."""
        return message.laptop == self._laptop

    def unread(self) -> int:
        """Return how many messages of others were not seen here yet."""
        if not self.is_ours:
            return 0
        read = self._seen()
        return sum(m.id not in read and not self.is_own(m) for m in self._document.messages)

    def mark_read(self) -> None:
        """Note that everything was seen."""
        if not self.unread():
            return
        read = self._seen()
        read |= {m.id for m in self._document.messages if not self.is_own(m)}
        self._desk.store.put_state(_READ + self._read_of, sorted(read))
        with self._desk.keeper.batch():
            self._desk.keeper.note(Changes(staff=True))

    def _seen(self) -> set[str]:
        forum = self._desk.forum.id
        if forum != self._read_of:
            self._read_of = forum
            self._read = set(self._desk.store.state(_READ + forum) or ())
        return self._read
