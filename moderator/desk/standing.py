"""What this laptop may do at each forum: all where it is alone, else what its role at the hub is.

Edits that a role may not make are refused at once and in words: kept back in silence they would be
seen here and nowhere else.
"""

from moderator.desk import known_hubs
from moderator.desk.keeper import Keeper
from moderator.desk.reasons import sentence
from moderator.documents import rights
from moderator.documents.document import DocumentKind, parse_name
from moderator.documents.rights import Role
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.ids import ForumId
from moderator.store.writes import Write


class Standing:
    """The roles of one laptop."""

    def __init__(self, keeper: Keeper) -> None:
        """Have the keeper's documents ask before they are changed here."""
        self._keeper = keeper
        keeper.guard = self.need
        self._roles: dict[ForumId, Role | None] = {}
        self.lost_utc_ms: int | None = None
        """Since when the open forum's hub is not heard; None while it is, or there is none."""

    def role(self, forum: ForumId) -> Role | None:
        """Return the role at the forum's hub; None where the forum is only here."""
        if forum not in self._roles:
            self._roles[forum] = known_hubs.role(self._keeper.store, forum)
        return self._roles[forum]

    def take(self, forum: ForumId, role: Role | None) -> None:
        """Go by another role from now on; None: the forum is only here again."""
        if self.role(forum) is not role:
            self._roles[forum] = role
            with self._keeper.batch():
                self._keeper.note(Changes(role=True, floor=True))

    def hear_loss(self, lost_utc_ms: int | None) -> None:
        """Note since when the open forum's hub is not heard, or that it is heard again."""
        is_new = (lost_utc_ms is None) != (self.lost_utc_ms is None)
        self.lost_utc_ms = lost_utc_ms
        if is_new:
            with self._keeper.batch():
                self._keeper.note(Changes(floor=True))

    def why_no_notes(self, forum: ForumId) -> str:
        """Return the sentence why notes cannot be written; empty where they can."""
        return _said(self.why_not(forum, DocumentKind.NOTES))

    def why_no_plan(self, forum: ForumId) -> str:
        """Return the sentence why the programme cannot be changed; empty where it can."""
        return _said(self.why_not(forum, DocumentKind.PROGRAMME))

    def need(self, document: str) -> None:
        """Refuse a change of a document that the role may not write.

        Raises:
            Refused: it may not; nothing changed.
        """
        name = parse_name(document)
        role = self.role(name.forum) if name else None
        if name is not None and role is not None and not rights.may_write(role, document):
            raise refusal(role, name.kind)

    def need_for(self, write: Write) -> None:
        """Refuse what was worked out aside where the role may not write all of it.

        Raises:
            Refused: it may not; nothing changed.
        """
        for update in write.updates:
            self.need(update.document)

    def why_not(self, forum: ForumId, kind: DocumentKind) -> Refused | None:
        """Return why documents of a kind cannot be written; None where they can."""
        role = self.role(forum)
        allowed = role is None or rights.writes(role, kind)
        return None if role is None or allowed else refusal(role, kind)


def refusal(role: Role, kind: DocumentKind) -> Refused:
    """Return the refusal of a change that a role may not make."""
    return Refused(Reason.ROLE_MAY_NOT, role=role.value, kind=kind.value)


def _said(why: Refused | None) -> str:
    return sentence(why) if why else ""
