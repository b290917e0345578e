"""Consoles with all documents of a forum at a hub over lines that delay, double and break.

What is on its way when a line breaks is lost; whoever comes back exchanges state vectors. Once all
are back, all must hold the same, folded the same.
"""

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from moderator.documents.document import Document
from moderator.documents.floor import FloorChange, FloorDocument
from moderator.documents.notes import NotesDocument
from moderator.documents.people import Contact, ContactsDocument, PeopleDocument
from moderator.documents.programme import ProgrammeDocument
from moderator.domain import adopting
from moderator.domain.adopted import may_adopt
from moderator.domain.adopting import Lines
from moderator.domain.events import FloorEvent
from moderator.domain.fold import Fold
from moderator.domain.ids import ItemId, MeetingId, PersonId, RequestId
from moderator.domain.notes import Mark
from moderator.domain.programme import AgendaItem, ItemKind, LocalText, Person
from moderator.domain.rules import Draft, take_gavel
from tests.documents.replicas import PIECES, random_edit
from tests.domain.hall import A, B, FakeClock, Hall

FORUM = "forum"
MEETING = MeetingId("meeting")
FREE = ("ask", "ask", "withdraw", "move", "move", "change", "skip")
HELD = ("next", "next", "call", "pause", "resume", "time", "end", "not-here", "item", "list")
"""What takes the gavel."""
WORDS = ("one", "екі", "три", "четыре 😀")


class Console(Hall):
    """One laptop: a floor whose events lie in a document, and everything beside it."""

    def __init__(self, name: str) -> None:
        clock = FakeClock(boot=f"{name}/1")
        super().__init__(clock, name)
        self.floor = FloorDocument(f"{FORUM}/floor/{MEETING}")
        self.notes = NotesDocument(f"{FORUM}/notes/{MEETING}")
        self.programme = ProgrammeDocument(f"{FORUM}/programme")
        self.people = PeopleDocument(f"{FORUM}/people")
        self.contacts = ContactsDocument(f"{FORUM}/contacts")
        self.recommendations = Document(f"{FORUM}/recommendations")
        self.notes.prepare((A, B))
        self.floor.on_change(self._events_came)

    @property
    def documents(self) -> tuple[Document, ...]:
        return (
            self.floor,
            self.notes,
            self.programme,
            self.people,
            self.contacts,
            self.recommendations,
        )

    def _events_came(self, change: FloorChange) -> None:
        self.fold.add(change.events)

    def write(self, drafts: Sequence[Draft]) -> list[FloorEvent]:
        events = super().write(drafts)
        self.floor.append(events, {RequestId(e.subject): self.laptop for e in events if e.subject})
        return events

    # what somebody does

    def act(self, draw: random.Random) -> None:
        """Do one random thing anywhere."""
        beside = (self._type, self._type_one_line, self._plan)
        what = self._run_floor if draw.random() < 0.6 else draw.choice(beside)
        what(draw)
        self.wait(draw.choice((1, 400, 9_000)))

    def _run_floor(self, draw: random.Random) -> None:
        gavel = self.state.gavel
        if gavel is None or gavel.laptop != self.laptop:
            if draw.random() < 0.15:
                self.write(take_gavel(self.fold, self.laptop, f"who-{draw.random()}"))
            else:
                self.run_command((draw.choice(FREE), draw.randint(0, 40), 1))
            return
        if draw.random() < 0.3:
            self._adopt(draw)
        elif draw.random() < 0.06 and self.own() - self.fold.void:
            self.write_undone(draw.choice(sorted(self.own())))
        else:
            self.run_command((draw.choice((*HELD, *FREE)), draw.randint(0, 40), 1))

    def _adopt(self, draw: random.Random) -> None:
        for line in Lines(self.fold).open():
            chosen = draw.choice(line.speeches) if line.speeches else None
            if chosen is None or draw.random() < 0.4:
                self.write(adopting.adopt_line(line, self.state))
            elif may_adopt(self.state, chosen):
                self.write([adopting.adopt_speech(line, chosen)])

    def _type(self, draw: random.Random) -> None:
        item = draw.choice((A, B))
        chance = draw.random()
        if chance < 0.7:
            self.notes.edit(item, random_edit(draw, self.notes.text(item)), self.now.utc_ms)
        elif chance < 0.85:
            mark = draw.choice([None, *Mark])
            self.notes.set_mark(item, draw.randint(0, 4), mark, f"mark-{draw.random()}")
        elif chance < 0.95:
            self.notes.undo()
        else:
            self.notes.redo()

    def _type_one_line(self, draw: random.Random) -> None:
        edit = random_edit(draw, self.notes.text(A))
        inserted = draw.choice(PIECES).replace("\n", "·")
        self.notes.edit(A, replace(edit, removed=min(edit.removed, 1), inserted=inserted), 1)

    def _plan(self, draw: random.Random) -> None:
        name, words = draw.randint(0, 5), draw.choice(WORDS)
        doing: tuple[Callable[[], None], ...] = (
            partial(self._recommend, f"recommendation-{name}", words),
            partial(self._recommend, f"recommendation-{name}", ""),
            partial(self.programme.put_item, _item(name, words, draw.randint(0, 9))),
            partial(self.programme.remove_item, ItemId(f"item-{name}")),
            partial(self.people.put_person, Person(PersonId(f"person-{name}"), words)),
            partial(self.people.remove_person, PersonId(f"person-{name}")),
            partial(self.contacts.put, PersonId(f"person-{name}"), Contact(email=words)),
            partial(self.contacts.erase, PersonId(f"person-{name}")),
        )
        draw.choice(doing)()

    def _recommend(self, name: str, text: str) -> None:
        """Write a recommendation, merge it into another's words, or take it away."""
        with self.recommendations.transaction():
            if text:
                self.recommendations._meta[name] = text
            elif name in self.recommendations._meta:
                del self.recommendations._meta[name]

    # what a test looks at

    def contents(self) -> dict[str, object]:
        """Return all that the documents hold, and what is folded of it."""
        return {
            "events": self.floor.events(),
            "names": dict(self.floor.names),
            "state": self.state,
            "afresh": Fold(self.floor.events()).state,
            "apart": self.fold.apart,
            "undone": self.fold.undone,
            "notes": {item: self.notes.lines(item) for item in (A, B)},
            "programme": self.programme.programme,
            "people": self.people.people,
            "contacts": dict(self.contacts.all()),
            "recommendations": dict(self.recommendations._meta.to_py() or {}),
        }


class Line:
    """The connection of one console to the hub; what is on its way is lost when it is cut."""

    def __init__(self, console: Console, hub: "Hub") -> None:
        self.console = console
        self._hub = hub
        self.is_up = False
        self._to_hub: deque[tuple[int, bytes]] = deque()
        self._from_hub: deque[tuple[int, bytes]] = deque()
        for place, document in enumerate(console.documents):
            document.on_update(partial(self._changed, place))

    def _changed(self, place: int, update: bytes, local: bool) -> None:
        if local and self.is_up:
            self._to_hub.append((place, update))

    def cut(self) -> None:
        """Lose what is on its way, in both directions."""
        self.is_up = False
        self._to_hub.clear()
        self._from_hub.clear()

    def join(self) -> None:
        """Connect again: both sides send what the other lacks."""
        self.cut()
        self.is_up = True
        for place, (mine, theirs) in enumerate(
            zip(self.console.documents, self._hub.documents, strict=True)
        ):
            self._from_hub.append((place, theirs.missing(mine.state_vector())))
            self._to_hub.append((place, mine.missing(theirs.state_vector())))

    def send(self, place: int, update: bytes) -> None:
        """Take what the hub passes on."""
        if self.is_up:
            self._from_hub.append((place, update))

    def carry(self, draw: random.Random) -> bool:
        """Bring one message, in its order, to whichever side; return whether there was any."""
        ways = [way for way in (self._to_hub, self._from_hub) if way]
        if not ways:
            return False
        way = draw.choice(ways)
        place, update = way.popleft()
        for _ in range(draw.choice((1, 1, 1, 2))):  # also twice
            if way is self._to_hub:
                self._hub.take(self, place, update)
            else:
                self.console.documents[place].apply(update)
        return True


class Hub:
    """What lies between the consoles: it keeps and passes on, and understands nothing."""

    def __init__(self, consoles: Sequence[Console], draw: random.Random) -> None:
        self._draw = draw
        self.documents = [Document(d.name) for d in consoles[0].documents]
        self._emitted: list[bytes] = []
        for document in self.documents:
            document.on_update(self._emit)
        self.lines = [Line(console, self) for console in consoles]

    def _emit(self, update: bytes, _local: bool) -> None:
        self._emitted.append(update)

    def take(self, sender: Line, place: int, update: bytes) -> None:
        """Merge what one sent, and pass it on to the others."""
        self.documents[place].apply(update)
        emitted, self._emitted = self._emitted, []
        for line in self.lines:
            if line is not sender:
                for each in emitted:
                    line.send(place, each)

    def trouble(self) -> None:
        """Cut somebody off, or let them back in."""
        line = self._draw.choice(self.lines)
        if line.is_up:
            line.cut()
        else:
            line.join()

    def carry(self, most: int) -> None:
        """Bring up to so many messages, on any line."""
        for _ in range(most):
            self._draw.choice(self.lines).carry(self._draw)

    def settle(self) -> None:
        """Let everybody back in, and bring all there is."""
        for line in self.lines:
            line.join()
        moves = True
        while moves:
            moves = False
            for line in self.lines:
                moves = line.carry(self._draw) or moves


def play(seed: int, steps: int = 250, count: int = 3) -> list[Console]:
    """Let consoles work apart and together, then bring all of them together; return them."""
    draw = random.Random(seed)
    consoles = [Console(name) for name in ("one", "two", "three", "four")[:count]]
    for console in consoles:
        console.clock.step(draw.choice((0, 700, -60_000, 180_000)))
    hub = Hub(consoles, draw)
    first = consoles[0]
    first.write(take_gavel(first.fold, first.laptop, "who"))
    first.begin()
    hub.settle()
    for _ in range(steps):
        draw.choice(consoles).act(draw)
        hub.carry(draw.choice((0, 2, 10)))
        if draw.random() < 0.05:
            hub.trouble()
    hub.settle()
    return consoles


def differences(consoles: list[Console]) -> list[str]:
    """Return what is not the same on all consoles, and folds that differ from a fresh one."""
    first, *others = (console.contents() for console in consoles)
    found = [name for name in first if any(other[name] != first[name] for other in others)]
    return found if first["state"] == first["afresh"] else [*found, "fold"]


def _item(name: int, words: str, minutes: int) -> AgendaItem:
    return AgendaItem(
        id=ItemId(f"item-{name}"),
        meeting=MEETING,
        title=LocalText(kk=words, ru=words, en=words),
        key="V",
        kind=ItemKind.DISCUSSION,
        planned_ms=minutes * 60_000,
    )
