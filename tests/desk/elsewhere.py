"""Another console of the same forum, as far as its floor is heard here."""

from collections.abc import Sequence
from dataclasses import replace

from moderator.desk.desk import Desk
from moderator.documents.floor import FloorDocument
from moderator.documents.rights import Role
from moderator.domain.events import FloorEvent
from moderator.domain.fold import Fold
from moderator.domain.ids import EventId, LaptopId, RequestId, RunId, new_id
from moderator.domain.rules import Draft, take_gavel


class Elsewhere:
    """Knows what it was told last; what it writes is heard at ``tell``."""

    def __init__(self, desk: Desk, name: str = "Aida", role: Role = Role.CHAIR) -> None:
        """Join the desk's forum with a role, without a hub."""
        self._desk = desk
        self.laptop = LaptopId(new_id())
        self._run = RunId(new_id())
        self._name = name
        desk.standing.take(desk.forum.id, role)
        self.document = FloorDocument(desk.room.session.floor.name)
        self.hear()

    def hear(self) -> None:
        """Take in what the desk did."""
        here = self._desk.room.session.floor
        self.document.apply(here.missing(self.document.state_vector()))

    def write(self, drafts: Sequence[Draft]) -> list[FloorEvent]:
        """Do something on the floor there."""
        lamport = Fold(self.document.events()).lamport
        at = replace(self._desk.clock.read(), boot=f"{self.laptop}/1")
        events = [
            FloorEvent(
                EventId(new_id()),
                d.kind,
                self.laptop,
                self._run,
                lamport + n,
                at,
                d.subject,
                d.facts,
            )
            for n, d in enumerate(drafts, start=1)
        ]
        self.document.append(events)
        return events

    def take(self) -> None:
        """Take the gavel there."""
        who = RequestId(new_id())
        self.write(take_gavel(Fold(self.document.events()), self.laptop, who))
        self.document.append([], {who: self._name})

    def tell(self) -> None:
        """Let the desk hear of it."""
        here = self._desk.room.session.floor
        with self._desk.keeper.batch():
            here.apply(self.document.missing(here.state_vector()))
