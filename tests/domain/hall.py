"""A hall for the tests: a clock that obeys, and a console that acts by the rules."""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from moderator.domain import rules, sortkey
from moderator.domain.clock import Reading
from moderator.domain.errors import Refused
from moderator.domain.events import EventKind, FloorEvent, digest, heads
from moderator.domain.floor import FloorState, Plan, Request, RequestState
from moderator.domain.fold import Fold
from moderator.domain.ids import (
    DayId,
    EventId,
    ItemId,
    LaptopId,
    MeetingId,
    PersonId,
    RequestId,
    RunId,
    new_id,
)
from moderator.domain.kinds import Kind
from moderator.domain.programme import ClockStart, LocalText, Meeting
from moderator.domain.rules import Call, Draft

TEN_UTC_MS = 1_731_733_200_000  # 16 November 2024, 10:00 in Almaty
SECOND = 1_000
MINUTE = 60_000
HOUR = 3_600_000
A, B = ItemId("item-a"), ItemId("item-b")

Command = tuple[str, int, int]
"""What is done, to which one of those it may be done to, and how long after the one before."""


class FakeClock:
    """A laptop's clocks, moved by hand."""

    def __init__(self, utc_ms: int = TEN_UTC_MS, boot: str = "laptop/boot-1") -> None:
        self.now = Reading(utc_ms, 5_000_000, boot)

    def read(self) -> Reading:
        return self.now

    def correct(self, by_ms: int) -> None:
        change_ms = by_ms - self.now.correction_ms
        self.now = replace(self.now, utc_ms=self.now.utc_ms + change_ms, correction_ms=by_ms)

    def wait(self, ms: int) -> None:
        self.now = replace(self.now, utc_ms=self.now.utc_ms + ms, mono_ms=self.now.mono_ms + ms)

    def sleep(self, ms: int) -> None:
        self.wait(ms)
        self.now = replace(self.now, asleep_ms=self.now.asleep_ms + ms)

    def step(self, ms: int) -> None:
        self.now = replace(self.now, utc_ms=self.now.utc_ms + ms)

    def reboot(self, ms: int) -> None:
        boot = self.now.boot + "+"
        self.now = Reading(self.now.utc_ms + ms, 20_000, boot)


class Hall:
    """One console on one meeting's floor."""

    def __init__(
        self, clock: FakeClock | None = None, laptop: str = "laptop", meeting: Meeting | None = None
    ) -> None:
        self.clock = clock or FakeClock(boot=f"{laptop}/1")
        self.meeting = meeting or a_meeting()
        self.fold = Fold()
        self.laptop = LaptopId(laptop)
        self.run = RunId(f"run-{laptop}")
        self._head = ""
        self._asked = 0

    @property
    def state(self) -> FloorState:
        return self.fold.state

    @property
    def now(self) -> Reading:
        return self.clock.read()

    def wait(self, ms: int) -> None:
        self.clock.wait(ms)

    def write(self, drafts: Sequence[Draft]) -> list[FloorEvent]:
        events: list[FloorEvent] = []
        for n, draft in enumerate(drafts, start=1):
            event = FloorEvent(
                id=EventId(new_id()),
                kind=draft.kind,
                laptop=self.laptop,
                run=self.run,
                lamport=self.fold.lamport + n,
                at=self.now,
                subject=draft.subject,
                facts=draft.facts,
                previous=self._head,
            )
            self._head = digest(event)
            events.append(event)
        self.fold.add(events)
        return events

    def meet(self, other: "Hall") -> None:
        """Let both consoles know what either did."""
        events = {e.id: e for e in (*self.fold.events, *other.fold.events)}
        self.fold.add(events.values())
        other.fold.add(events.values())

    # ---- what a chair does

    def begin(self, item: ItemId = A) -> "Hall":
        self.write(rules.open_item(self.state, item, self.now))
        return self

    def close(self) -> None:
        self.write(rules.close_meeting(self.state, self.now, heads(self.fold.events)))

    def ask(
        self,
        name: str = "",
        kind: Kind = Kind.CONTRIBUTION,
        item: ItemId = A,
        allotted_ms: int = 0,
    ) -> RequestId:
        self._asked += 1
        request = RequestId(f"{self.laptop}-{self._asked}")
        rows = self.state.waiting(item)
        key = sortkey.between(rows[-1].key if rows else "", "")
        wanted = Request(request, item, kind, key, PersonId(name), allotted_ms)
        self.write(rules.ask(self.state, wanted))
        return request

    def call(self, request: RequestId, hold: bool = False, allotted_ms: int = 180_000) -> None:
        found = self.state.requests.get(request)
        wanted = Call(request, (found.allotted_ms if found else 0) or allotted_ms, hold)
        self.write(rules.call(self.state, self.now, self.meeting, wanted))

    def speaks(self, name: str = "", kind: Kind = Kind.CONTRIBUTION) -> RequestId:
        """Put somebody on the list and call them at once."""
        request = self.ask(name, kind)
        self.call(request)
        return request

    def interrupt(self, kind: Kind = Kind.POINT_OF_ORDER) -> RequestId:
        request = self.ask("", kind)
        self.call(request, hold=True)
        return request

    def pause(self) -> None:
        self.write(rules.pause(self.state, self.now))

    def resume(self) -> None:
        self.write(rules.resume(self.state, self.now))

    def end(self) -> None:
        self.write(rules.end(self.state, self.now))

    def not_here(self, key: str = "") -> None:
        self.write(rules.not_here(self.state, key))

    def adjust(self, by_ms: int) -> None:
        self.write(rules.adjust(self.state, by_ms))

    def change_time(self, by_ms: int) -> None:
        self.write(rules.change_time(self.state, by_ms))

    def own(self) -> frozenset[EventId]:
        return frozenset(e.id for e in self.fold.events if e.laptop == self.laptop)

    def undo(self) -> FloorEvent:
        """Take the last action back and return the event that is undone."""
        target = rules.undo_target(self.fold.events, self.fold.undone, self.own())
        self.write_undone(target.id)
        return target

    def write_undone(self, event: EventId) -> None:
        """Undo any event, by the rules or not, as a console apart might have done."""
        self.write([Draft(EventKind.UNDONE, event)])

    def redo(self) -> None:
        target = rules.redo_target(self.fold.events, self.fold.undone, self.own())
        self.write_undone(target.id)

    # ---- what a test looks at

    def spoken_ms(self, request: RequestId) -> int:
        booked = self.state.booked(self.now)
        return sum(s.spent_ms for s in booked.speeches() if s.request == request)

    def elapsed_ms(self) -> int:
        return self.state.elapsed_ms(self.now)

    def run_command(self, command: Command) -> int:
        """Do what is asked where it is possible; return how many events that made."""
        what, which, gap_ms = command
        self.wait(gap_ms)
        before = len(self.fold.events)
        try:
            _COMMANDS[what](self, which)
        except Refused:
            return 0
        return len(self.fold.events) - before


def a_meeting(clock_start: ClockStart = ClockStart.CALL, start_delay_ms: int = 5_000) -> Meeting:
    return Meeting(
        MeetingId("meeting"),
        DayId("day"),
        LocalText(en="Meeting"),
        dt.time(10),
        clock_start=clock_start,
        start_delay_ms=start_delay_ms,
    )


def portions_in_any_order(events: Sequence[FloorEvent], seed: int) -> Iterator[list[FloorEvent]]:
    """Deal out events, shuffled, a few or many at a time."""
    draw = random.Random(seed)
    rest = list(events)
    draw.shuffle(rest)
    while rest:
        count = draw.choice([1, 1, 2, 5, 40])
        yield rest[:count]
        del rest[:count]


def open_ms(hall: Hall) -> int:
    """Return how long the meeting was open, told from openings and closings alone."""
    total_ms, since_ms = 0, None
    for event in hall.fold.events:
        if event.id in hall.fold.undone:
            continue
        if event.kind is EventKind.MEETING_OPENED and since_ms is None:
            since_ms = event.at.mono_ms
        elif event.kind is EventKind.MEETING_CLOSED and since_ms is not None:
            total_ms += event.at.mono_ms - since_ms
            since_ms = None
    return total_ms + (hall.now.mono_ms - since_ms if since_ms is not None else 0)


def _any(hall: Hall, which: int, *states: RequestState) -> RequestId:
    rows = [r.id for r in hall.state.requests.values() if r.state in states]
    return rows[which % len(rows)] if rows else RequestId("nobody")


def _ask(hall: Hall, which: int) -> None:
    kinds = list(Kind)
    item = (A, B)[which % 2]
    hall.ask(f"person-{which % 5}" if which % 3 else "", kinds[which % len(kinds)], item)


def _call_next(hall: Hall, _which: int) -> None:
    item = hall.state.item
    waiting = hall.state.waiting(item) if item else ()
    hall.call(waiting[0].id if waiting else RequestId("nobody"))


def _call_any(hall: Hall, which: int) -> None:
    request = _any(hall, which, RequestState.WAITING)
    rules.withdraw(hall.state, request)  # refuses what does not wait
    hall.call(request, hold=which % 2 == 0)


def _change(hall: Hall, which: int) -> None:
    request = _any(hall, which, *RequestState)
    person = f"person-{which % 5}" if which % 2 else ""
    hall.write(rules.change(hall.state, request, {"person": person, "allotted_ms": 1_000 * which}))


def _move(hall: Hall, which: int) -> None:
    request = _any(hall, which, RequestState.WAITING)
    hall.write(rules.move(hall.state, request, sortkey.between("", "") if which % 2 else "V"))


_COMMANDS: dict[str, Callable[[Hall, int], object]] = {
    "open": lambda h, n: h.write(rules.open_meeting(h.state)),
    "close": lambda h, n: h.close() if n % 4 == 0 else None,
    "plan": lambda h, n: h.write(rules.choose_plan(list(Plan)[n % 3], n * SECOND)),
    "item": lambda h, n: h.begin((A, B)[n % 2]),
    "close-item": lambda h, n: h.write(rules.close_item(h.state, (A, B)[n % 2], h.now)),
    "skip": lambda h, n: h.write(rules.skip_item(h.state, (A, B)[n % 2])),
    "list": lambda h, n: h.write(rules.set_list(h.state, (A, B)[n % 2], n % 3 == 0)),
    "ask": _ask,
    "withdraw": lambda h, n: h.write(rules.withdraw(h.state, _any(h, n, RequestState.WAITING))),
    "move": _move,
    "change": _change,
    "next": _call_next,
    "call": _call_any,
    "pause": lambda h, n: h.pause(),
    "resume": lambda h, n: h.resume(),
    "time": lambda h, n: h.change_time((n % 7 - 3) * 10 * SECOND),
    "adjust": lambda h, n: h.adjust((n % 7 - 3) * SECOND),
    "end": lambda h, n: h.end(),
    "not-here": lambda h, n: h.not_here("V" if n % 2 else ""),
}


def commands(max_size: int = 50, min_size: int = 25) -> st.SearchStrategy[list[Command]]:
    """Return sessions: lists of commands, the ones that give the floor more often."""
    names = [*_COMMANDS, "ask", "ask", "next", "next", "call", "pause", "resume", "end"]
    one = st.tuples(st.sampled_from(names), st.integers(0, 40), st.integers(0, 90_000))
    begun = [("item", 0, 0), ("ask", 2, 700), ("ask", 4, 40_000), ("ask", 16, 0), ("next", 0, 9)]
    rest = st.lists(one, min_size=min_size, max_size=max_size)
    return st.builds(lambda first, more: [*first, *more], st.sampled_from([begun, begun, []]), rest)


def meetings() -> st.SearchStrategy[Meeting]:
    """Return meetings whose clocks start in every way."""
    return st.builds(a_meeting, st.sampled_from(ClockStart), st.sampled_from([0, 1, 5_000, 90_000]))
