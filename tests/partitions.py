"""Consoles with all documents of a forum over a network that delays, drops, doubles and splits.

What one writes goes to each of the others by itself, early, late, twice or never. Once whoever is
left apart exchanges state vectors, all must hold the same, folded the same.
"""

import random
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
        what = draw.choice((self._run_floor, self._type, self._type_one_line, self._plan))
        what(draw)
        self.wait(draw.choice((1, 400, 9_000)))

    def _run_floor(self, draw: random.Random) -> None:
        gavel = self.state.gavel
        if gavel is None or gavel.laptop != self.laptop:
            if draw.random() < 0.25:
                self.write(take_gavel(self.fold, self.laptop, f"who-{draw.random()}"))
            else:
                self.run_command((draw.choice(FREE), draw.randint(0, 40), 1))
            return
        if draw.random() < 0.15:
            self._adopt(draw)
        elif draw.random() < 0.08 and self.own() - self.fold.void:
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

    def exchange(self, other: "Console") -> None:
        """Let both have everything, as two laptops that meet."""
        for mine, theirs in zip(self.documents, other.documents, strict=True):
            mine.apply(theirs.missing(mine.state_vector()))
            theirs.apply(mine.missing(theirs.state_vector()))


class Network:
    """What is on its way between consoles."""

    def __init__(self, consoles: list[Console], draw: random.Random) -> None:
        self._consoles = consoles
        self._draw = draw
        self._way: list[tuple[Console, int, bytes]] = []
        self._sides: list[int] = [0] * len(consoles)
        """Which part of the network each console is in."""
        for console in consoles:
            for place, document in enumerate(console.documents):
                document.on_update(partial(self._sent, console, place))

    def _sent(self, sender: Console, place: int, update: bytes, local: bool) -> None:
        if not local:
            return
        here = self._sides[self._consoles.index(sender)]
        for console, side in zip(self._consoles, self._sides, strict=True):
            if console is not sender and side == here:
                for _ in range(self._draw.choice((0, 1, 1, 1, 1, 2))):
                    self._way.append((console, place, update))

    def split(self) -> None:
        """Part the network anew; those who meet again exchange what they lack."""
        self._sides = [self._draw.choice((0, 0, 1, 2)) for _ in self._consoles]
        one, two = self._draw.sample(range(len(self._consoles)), 2)
        if self._sides[one] == self._sides[two]:
            self._consoles[one].exchange(self._consoles[two])

    def deliver(self) -> None:
        """Bring some of what is on its way, in any order."""
        for _ in range(self._draw.randint(0, len(self._way))):
            console, place, update = self._way.pop(self._draw.randrange(len(self._way)))
            console.documents[place].apply(update)


def play(seed: int, steps: int = 120, count: int = 3) -> list[Console]:
    """Let consoles work apart and together, then bring all of them together; return them."""
    draw = random.Random(seed)
    consoles = [Console(name) for name in ("one", "two", "three", "four")[:count]]
    for console in consoles:
        console.clock.step(draw.choice((0, 700, -60_000, 180_000)))
    network = Network(consoles, draw)
    first = consoles[0]
    first.write(take_gavel(first.fold, first.laptop, "who"))
    first.begin()
    for other in consoles[1:]:
        first.exchange(other)
    for _ in range(steps):
        draw.choice(consoles).act(draw)
        if draw.random() < 0.5:
            network.deliver()
        if draw.random() < 0.08:
            network.split()
    for _ in range(2):
        for other in consoles[1:]:
            first.exchange(other)
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
