"""The list of speakers: who waits for the floor, in which order, for what and how long."""

from collections.abc import Callable, Sequence

from moderator.desk import people as people_desk
from moderator.desk import times
from moderator.desk.session import Session
from moderator.domain import rules, sortkey
from moderator.domain.clock import Reading
from moderator.domain.errors import Reason, Refused
from moderator.domain.events import Fact
from moderator.domain.floor import FloorState, Request
from moderator.domain.ids import ItemId, PersonId, RequestId, new_id
from moderator.domain.kinds import RULES, Kind
from moderator.domain.programme import Meeting, Programme
from moderator.domain.rules import Draft
from moderator.domain.texts import need_short, one_line


class SpeakerList:
    """The commands of a meeting's lists of speakers, one list for each agenda item."""

    def __init__(
        self,
        session: Session,
        programme: Callable[[], Programme],
        shown_item: Callable[[], ItemId | None],
    ) -> None:
        self._session = session
        self._programme = programme
        self._shown_item = shown_item

    @property
    def state(self) -> FloorState:
        """The floor as it is now."""
        return self._session.state

    @property
    def meeting(self) -> Meeting:
        """The meeting this floor belongs to, as planned now."""
        found = self._programme().meeting(self._session.meeting)
        if found is None:
            raise Refused(Reason.NO_MEETING)
        return found

    def allotted_ms(self, request: Request) -> int:
        """Return the time a request gets when it is called."""
        return times.allotted_ms(self._programme(), self.meeting, request)

    def set_list(self, is_open: bool, item: ItemId | None = None) -> None:
        """Open or close the list of speakers of an item, by default the one shown."""
        self._do(rules.set_list(self.state, item or self._need_item(), is_open), self._now())

    def add(
        self,
        name: str | PersonId,
        kind: Kind = Kind.CONTRIBUTION,
        item: ItemId | None = None,
        allotted_ms: int = 0,
    ) -> RequestId:
        """Put a participant, or a name typed, on the list of an item, by default the one shown.

        Without a time of its own the request gets what this laptop's settings give its kind.
        """
        typed = one_line(name)
        if not typed:
            raise Refused(Reason.NAME_EMPTY)
        need_short(typed)
        known = self._session.people.persons
        person = PersonId(typed) if PersonId(typed) in known else None
        person = person or people_desk.exact(self._session.people, typed)
        where = item or self._need_item()
        rows = [r for r in self.state.waiting(where) if RULES[r.kind].rank == RULES[kind].rank]
        request = Request(
            id=RequestId(new_id()),
            item=where,
            kind=kind,
            key=sortkey.between(rows[-1].key if rows else "", ""),
            person=person or PersonId(""),
            allotted_ms=allotted_ms or self._preset_ms(kind, where),
        )
        names = {} if person else {request.id: typed}
        self._session.append(rules.ask(self.state, request), self._now(), names)
        return request.id

    def withdraw(self, request: RequestId) -> None:
        """Take a waiting request off the list."""
        self._do(rules.withdraw(self.state, request), self._now())

    def move(self, request: RequestId, index: int) -> None:
        """Move a waiting request to a place in the list, as near as its kind's rank allows."""
        found = self.state.requests.get(request)
        if found is None:
            raise Refused(Reason.UNKNOWN_REQUEST)
        rank = RULES[found.kind].rank
        rows = [r for r in self.state.waiting(found.item) if r.id != request]
        ahead = sum(1 for r in rows if RULES[r.kind].rank < rank)
        peers = [r for r in rows if RULES[r.kind].rank == rank]
        place = min(max(index - ahead, 0), len(peers))
        before = peers[place - 1].key if place else ""
        after = peers[place].key if place < len(peers) else ""
        drafts = rules.move(self.state, request, sortkey.between(before, after))
        self._do(drafts, self._now())

    def change(self, request: RequestId, **facts: Fact) -> None:
        """Change ``kind``, ``person`` or ``allotted_ms`` of a request.

        With another kind comes its time, unless the request had been given one by hand.
        """
        found = self.state.requests.get(request)
        by_hand = found is None or found.allotted_ms != self._preset_ms(found.kind, found.item)
        if found is not None and not by_hand and "kind" in facts:
            own_ms = self._preset_ms(Kind(str(facts["kind"])), found.item)
            facts = {"allotted_ms": own_ms, **facts}
        self._do(rules.change(self.state, request, facts), self._now())

    def _preset_ms(self, kind: Kind, item: ItemId) -> int:
        return times.preset_ms(self._programme(), self._session.me.settings(), kind, item)

    def _now(self) -> Reading:
        return self._session.me.clock.read()

    def _do(self, drafts: Sequence[Draft], at: Reading) -> None:
        self._session.append(drafts, at)

    def _need_item(self) -> ItemId:
        item = self._shown_item()
        if item is None:
            raise Refused(Reason.NO_ITEM)
        return item
