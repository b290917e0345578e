"""The floor's events: append-only, random ids, chained by hash within each run of a console.

An event says what was done, by which console, when, and, where a speech's clock stops, that
speech's total elapsed milliseconds. It holds no names (DESIGN.md §4.3).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from moderator.domain.clock import Reading
from moderator.domain.ids import EventId, LaptopId, RunId

Fact = str | int | bool

LAST_UTC_MS = 253_402_214_400_000
"""Midnight at the beginning of 31 December 9999: the last day every time zone can show."""


class EventKind(StrEnum):
    """What happened; ``subject`` and ``facts`` of the event are given beside each.

    ``elapsed_ms`` is the total of the speech whose clock runs until then; beside it stands
    ``measure`` ("wall") where it was not measured within one boot.
    """

    MEETING_OPENED = "meeting-opened"  # no subject
    MEETING_CLOSED = "meeting-closed"  # facts: "head:<run>" of every chain, elapsed_ms
    PLAN_CHOSEN = "plan-chosen"  # facts: plan, late_ms
    ITEM_OPENED = "item-opened"  # subject: item; facts: elapsed_ms
    ITEM_CLOSED = "item-closed"  # subject: item; facts: elapsed_ms
    ITEM_SKIPPED = "item-skipped"  # subject: item; facts: skipped (False takes it back)
    LIST_OPENED = "list-opened"  # subject: item
    LIST_CLOSED = "list-closed"  # subject: item
    REQUESTED = "requested"  # subject: request; facts: item, person, kind, key, allotted_ms
    WITHDRAWN = "withdrawn"  # subject: request
    MOVED = "moved"  # subject: request; facts: key
    CHANGED = "changed"  # subject: request; facts: any of person, kind, allotted_ms
    CALLED = "called"  # subject: request; facts: allotted_ms, start, delay_ms, hold, elapsed_ms
    PAUSED = "paused"  # subject: request; facts: elapsed_ms
    RESUMED = "resumed"  # subject: request
    TIME_CHANGED = "time-changed"  # subject: request; facts: by_ms
    ADJUSTED = "adjusted"  # subject: request; facts: by_ms, added to the time already spent
    ENDED = "ended"  # subject: request; facts: elapsed_ms
    NOT_HERE = "not-here"  # subject: request; facts: key
    BOOKED = "booked"  # no subject: time up to here was measured before a clock was set
    UNDONE = "undone"  # subject: event
    GAVEL_TAKEN = "gavel-taken"  # subject: whose name it is; facts: after, seen
    ADOPTED = "adopted"  # subject: request; facts: line, called and what that speech was
    ITEM_ADOPTED = "item-adopted"  # subject: item; facts: line, opened_utc_ms, closed_utc_ms
    SETTLED = "settled"  # subject: whose line it is; facts: seen


@dataclass(frozen=True, slots=True)
class FloorEvent:
    """One thing that happened on the floor."""

    id: EventId
    kind: EventKind
    laptop: LaptopId
    run: RunId
    """One start of a program on that laptop."""
    lamport: int
    """Logical time; events are ordered by it, then by id."""
    at: Reading
    """``asleep_ms`` is not kept."""
    subject: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    previous: str = ""
    """The digest of this run's event before; empty for its first."""

    @property
    def order(self) -> tuple[int, str]:
        """Return the place of this event among all others."""
        return (self.lamport, self.id)

    def number(self, fact: str) -> int | None:
        """Return a fact that is a whole number, or None."""
        value = self.facts.get(fact)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def text(self, fact: str) -> str:
        """Return a fact that is text, or empty text."""
        value = self.facts.get(fact)
        return value if isinstance(value, str) else ""


def to_json(event: FloorEvent) -> str:
    """Return the event as canonical JSON (sorted, no spaces), without its id."""
    value = {
        "kind": event.kind,
        "laptop": event.laptop,
        "run": event.run,
        "n": event.lamport,
        "at": event.at.utc_ms,
        "mono": event.at.mono_ms,
        "boot": event.at.boot,
        "on": event.subject,
        "facts": dict(event.facts),
        "prev": event.previous,
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(event: str, text: str) -> FloorEvent | None:
    """Return the event with id ``event`` read from ``text``; None where this program cannot.

    What other laptops wrote is not trusted: a number no clock gives or text that no file can hold
    is as unreadable as broken JSON.
    """
    try:
        value = json.loads(text)
        at = Reading(int(value["at"]), int(value["mono"]), str(value["boot"]))
        facts = {str(k): v for k, v in value["facts"].items() if isinstance(v, str | int | bool)}
        read = FloorEvent(
            id=EventId(event),
            kind=EventKind(value["kind"]),
            laptop=LaptopId(str(value["laptop"])),
            run=RunId(str(value["run"])),
            lamport=int(value["n"]),
            at=at,
            subject=str(value["on"]),
            facts=facts,
            previous=str(value["prev"]),
        )
        # a lone surrogate gets through JSON's escapes, which our own events hardly ever have
        (to_json(read) if "\\u" in text else text).encode()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    numbers = (read.lamport, at.mono_ms, *(v for v in facts.values() if isinstance(v, int)))
    sound = 0 <= at.utc_ms <= LAST_UTC_MS and all(abs(n) <= LAST_UTC_MS for n in numbers)
    return read if sound else None


HEAD = "head:"
"""What a closing's facts about a run begin with; the run's id follows."""


def digest(event: FloorEvent) -> str:
    """Return the hash by which the next event of the same run refers to this one (SHA-256)."""
    return hashlib.sha256(f"{event.id}\n{to_json(event)}".encode()).hexdigest()


def heads(events: Iterable[FloorEvent]) -> dict[RunId, str]:
    """Return the digest of the last event of every run."""
    last: dict[RunId, FloorEvent] = {}
    for event in sorted(events, key=lambda e: e.order):
        last[event.run] = event
    return {run: digest(event) for run, event in last.items()}


def broken_links(events: Iterable[FloorEvent]) -> tuple[EventId, ...]:
    """Return the events whose predecessor is missing or was changed.

    That is the one before in the same run, and for a closing of the meeting the head of every run.
    """
    expected: dict[RunId, str] = {}
    digests: set[str] = set()
    broken: list[EventId] = []
    for event in sorted(events, key=lambda e: e.order):
        sealed = [str(v) for k, v in event.facts.items() if k.startswith(HEAD)]
        if event.previous != expected.get(event.run, "") or not digests.issuperset(sealed):
            broken.append(event.id)
        expected[event.run] = digest(event)
        digests.add(expected[event.run])
    return tuple(broken)
