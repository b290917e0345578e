"""Planned, expected and actual times of a meeting's agenda, and how to win back a late start.

What was planned never moves. What is expected follows from how far the meeting is now: done items
count as they were, the open one lasts at least until now, those ahead follow each other, and a
fixed start waits for its time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from moderator.domain.clock import Reading
from moderator.domain.floor import FloorState, ItemRun, ItemState, MeetingPhase, Plan
from moderator.domain.ids import ItemId, MeetingId
from moderator.domain.programme import AgendaItem, ItemKind, Programme, utc_ms

SHORTEST_BREAK_MS = 300_000
"""What ``Plan.BREAK`` leaves of a break."""
_HALF_A_DAY_MS = 12 * 3_600_000


@dataclass(frozen=True, slots=True)
class Starts:
    """When a meeting and its items with a start of their own are planned to begin."""

    meeting_utc_ms: int
    fixed: Mapping[ItemId, int] = field(default_factory=dict)
    """UTC milliseconds of the items whose start does not follow the item before."""


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """The times of one agenda item."""

    item: ItemId
    state: ItemState
    planned_start_utc_ms: int
    planned_ms: int
    expected_start_utc_ms: int
    """When it begins as things go; with ``expected_ms`` it gives the expected end."""
    expected_ms: int
    """How long it lasts in all as things go; 0 for a skipped item."""
    actual_start_utc_ms: int | None
    actual_end_utc_ms: int | None
    spent_ms: int
    progress: float
    """From 0 to 1."""

    @property
    def planned_end_utc_ms(self) -> int:
        """Return when the item was planned to end."""
        return self.planned_start_utc_ms + self.planned_ms

    @property
    def expected_end_utc_ms(self) -> int:
        """Return when the item ends as things go."""
        return self.expected_start_utc_ms + self.expected_ms


@dataclass(frozen=True, slots=True)
class Schedule:
    """The times of a whole meeting at one moment."""

    rows: tuple[ItemTimes, ...]
    planned_start_utc_ms: int
    planned_end_utc_ms: int
    expected_end_utc_ms: int
    late_ms: int
    """How far the meeting runs behind its plan now; negative when it is early."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to deal with a late start."""

    plan: Plan
    late_ms: int
    """By how much the meeting begins late: what ``rules.choose_plan`` is given."""
    ends_utc_ms: int
    possible: bool
    """False where this plan would win back nothing."""


def starts_of(programme: Programme, meeting: MeetingId) -> Starts:
    """Return when a meeting and its items with fixed starts are planned to begin.

    An item's start more than half a day before the meeting's lies after midnight.

    Raises:
        KeyError: the meeting or its day is not in the programme.
    """
    begins_utc_ms = programme.starts_utc_ms(meeting)
    found = programme.meeting(meeting)
    day = programme.day(found.day) if found else None
    assert day is not None  # starts_utc_ms has found both
    fixed: dict[ItemId, int] = {}
    for item in programme.agenda(meeting):
        if item.starts is None:
            continue
        start_utc_ms = utc_ms(day.date, item.starts, programme.forum.zone)
        if begins_utc_ms - start_utc_ms > _HALF_A_DAY_MS:
            next_date = day.date + timedelta(days=1)
            start_utc_ms = utc_ms(next_date, item.starts, programme.forum.zone)
        fixed[item.id] = start_utc_ms
    return Starts(begins_utc_ms, fixed)


def schedule(
    items: Sequence[AgendaItem], starts: Starts, state: FloorState, now: Reading
) -> Schedule:
    """Return planned, expected and actual times of ``items`` (in order) as of ``now``."""
    planned = _planned_starts(items, starts)
    planned_end_utc_ms = _planned_end(items, planned, starts)
    lengths = _lengths(items, starts, state.plan, state.plan_late_ms)
    lengths_of = {item.id: length for item, length in zip(items, lengths, strict=True)}
    walk = _Walk(starts, state, now, lengths_of)
    rows = tuple(walk.row(i, p) for i, p in zip(items, planned, strict=True))
    if state.phase is MeetingPhase.CLOSED and state.closed_utc_ms is not None:
        expected_end_utc_ms = state.closed_utc_ms
    else:
        expected_end_utc_ms = walk.cursor_utc_ms
    late_ms = expected_end_utc_ms - planned_end_utc_ms
    present = _present(rows) if state.phase is not MeetingPhase.CLOSED else None
    if present is not None:
        late_ms = present.expected_end_utc_ms - present.planned_end_utc_ms
    return Schedule(rows, starts.meeting_utc_ms, planned_end_utc_ms, expected_end_utc_ms, late_ms)


def opening_options(
    items: Sequence[AgendaItem], starts: Starts, now: Reading
) -> tuple[Option, ...]:
    """Return every plan for a meeting that begins now, with the end each of them gives."""
    late_ms = max(0, now.utc_ms - starts.meeting_utc_ms)
    begins_utc_ms = starts.meeting_utc_ms + late_ms
    shifted_utc_ms = _end(items, starts, begins_utc_ms, [i.planned_ms for i in items])
    options: list[Option] = []
    for plan in Plan:
        lengths = _lengths(items, starts, plan, late_ms)
        ends_utc_ms = _end(items, starts, begins_utc_ms, lengths)
        possible = plan is Plan.SHIFT or ends_utc_ms < shifted_utc_ms
        options.append(Option(plan, late_ms, ends_utc_ms, possible))
    return tuple(options)


@dataclass(slots=True)
class _Walk:
    """Goes through the items in order and knows when the next one can begin."""

    starts: Starts
    state: FloorState
    now: Reading
    lengths_ms: Mapping[ItemId, int]
    cursor_utc_ms: int = field(init=False)

    def __post_init__(self) -> None:
        begins_utc_ms = self.now.utc_ms
        if self.state.phase is MeetingPhase.NOT_OPEN:
            begins_utc_ms = max(self.starts.meeting_utc_ms, begins_utc_ms)
        open_item = self.state.item
        if open_item is not None:
            begins_utc_ms += self._rest_ms(open_item)
        self.cursor_utc_ms = begins_utc_ms

    def _rest_ms(self, item: ItemId) -> int:
        spent_ms = self.state.item_spent_ms(item, self.now)
        return max(0, self.lengths_ms.get(item, 0) - spent_ms)

    def row(self, item: AgendaItem, planned_start_utc_ms: int) -> ItemTimes:
        """Return an item's times; the items before it were asked for already."""
        run = self.state.run_of(item.id)
        spent_ms = self.state.item_spent_ms(item.id, self.now)
        start_utc_ms, expected_ms = self._expected(item, run, spent_ms, planned_start_utc_ms)
        return ItemTimes(
            item=item.id,
            state=run.state,
            planned_start_utc_ms=planned_start_utc_ms,
            planned_ms=item.planned_ms,
            expected_start_utc_ms=start_utc_ms,
            expected_ms=expected_ms,
            actual_start_utc_ms=run.opened_utc_ms,
            actual_end_utc_ms=run.closed_utc_ms,
            spent_ms=spent_ms,
            progress=_progress(run.state, spent_ms, expected_ms),
        )

    def _expected(
        self, item: AgendaItem, run: ItemRun, spent_ms: int, planned_start_utc_ms: int
    ) -> tuple[int, int]:
        """Return an item's expected start and length, and move on if it is still ahead."""
        length_ms = self.lengths_ms[item.id]
        if run.state is ItemState.OPEN:
            return self.now.utc_ms - spent_ms, max(length_ms, spent_ms)
        if run.state is ItemState.DONE and run.opened_utc_ms is not None:
            return run.opened_utc_ms, spent_ms
        if self.state.phase is MeetingPhase.CLOSED:
            return planned_start_utc_ms, 0
        start_utc_ms = self.cursor_utc_ms
        if run.state is ItemState.SKIPPED:
            return start_utc_ms, 0
        start_utc_ms = max(start_utc_ms, self.starts.fixed.get(item.id, start_utc_ms))
        self.cursor_utc_ms = start_utc_ms + length_ms
        return start_utc_ms, length_ms


def _progress(state: ItemState, spent_ms: int, expected_ms: int) -> float:
    if state is ItemState.DONE:
        return 1.0
    if state is not ItemState.OPEN:
        return 0.0
    return min(1.0, spent_ms / expected_ms) if expected_ms else 1.0


def _present(rows: Sequence[ItemTimes]) -> ItemTimes | None:
    """Return the open item's row, else that of the next one ahead."""
    for state in (ItemState.OPEN, ItemState.AHEAD):
        for row in rows:
            if row.state is state:
                return row
    return None


def _planned_starts(items: Sequence[AgendaItem], starts: Starts) -> list[int]:
    planned: list[int] = []
    cursor_utc_ms = starts.meeting_utc_ms
    for item in items:
        planned.append(starts.fixed.get(item.id, cursor_utc_ms))
        cursor_utc_ms = planned[-1] + item.planned_ms
    return planned


def _planned_end(items: Sequence[AgendaItem], planned: Sequence[int], starts: Starts) -> int:
    ends = [p + i.planned_ms for i, p in zip(items, planned, strict=True)]
    return max(ends, default=starts.meeting_utc_ms)


def _end(
    items: Sequence[AgendaItem], starts: Starts, begins_utc_ms: int, lengths: Sequence[int]
) -> int:
    """Return when a meeting that begins at ``begins_utc_ms`` ends with these lengths."""
    cursor_utc_ms = begins_utc_ms
    for item, length_ms in zip(items, lengths, strict=True):
        fixed_utc_ms = starts.fixed.get(item.id, cursor_utc_ms)
        cursor_utc_ms = max(cursor_utc_ms, fixed_utc_ms) + length_ms
    return cursor_utc_ms


def _lengths(items: Sequence[AgendaItem], starts: Starts, plan: Plan, late_ms: int) -> list[int]:
    """Return what each item gets under a plan for a start ``late_ms`` late.

    It depends on the plan alone, not on how the meeting goes: a length once promised stays.
    """
    if plan is Plan.SHIFT or late_ms <= 0:
        return [item.planned_ms for item in items]
    cut = _cut_evenly if plan is Plan.EVEN else _cut_breaks
    return cut(items, _needed_ms(items, starts, late_ms, cut))


def _cut_evenly(items: Sequence[AgendaItem], cut_ms: int) -> list[int]:
    """Return lengths with ``cut_ms`` taken in proportion from all but breaks."""
    total_ms = sum(i.planned_ms for i in items if i.kind is not ItemKind.BREAK)
    cut_ms = min(cut_ms, total_ms * 2 // 3)  # a third of each item stays
    lengths: list[int] = []
    passed_ms = taken_ms = 0
    for item in items:
        length_ms = item.planned_ms
        if item.kind is not ItemKind.BREAK and total_ms:
            # taken from the running sum, so that rounding never adds up
            passed_ms += length_ms
            due_ms = cut_ms * passed_ms // total_ms
            length_ms, taken_ms = length_ms - (due_ms - taken_ms), due_ms
        lengths.append(length_ms)
    return lengths


def _cut_breaks(items: Sequence[AgendaItem], cut_ms: int) -> list[int]:
    """Return lengths with ``cut_ms`` taken from breaks, the first of them first."""
    lengths: list[int] = []
    for item in items:
        spare_ms = item.planned_ms - SHORTEST_BREAK_MS if item.kind is ItemKind.BREAK else 0
        taken_ms = min(cut_ms, max(0, spare_ms))
        cut_ms -= taken_ms
        lengths.append(item.planned_ms - taken_ms)
    return lengths


def _needed_ms(
    items: Sequence[AgendaItem],
    starts: Starts,
    late_ms: int,
    cut: Callable[[Sequence[AgendaItem], int], list[int]],
) -> int:
    """Return the least cut that keeps the planned end, or comes as near to it as a cut can.

    Found by halving: a fixed start makes part of what is cut before it a mere wait.
    """
    begins_utc_ms = starts.meeting_utc_ms + late_ms
    most_ms = sum(item.planned_ms for item in items)
    planned_utc_ms = _planned_end(items, _planned_starts(items, starts), starts)
    nearest_utc_ms = _end(items, starts, begins_utc_ms, cut(items, most_ms))
    target_utc_ms = max(planned_utc_ms, nearest_utc_ms)
    low_ms, high_ms = 0, most_ms
    while low_ms < high_ms:
        middle_ms = (low_ms + high_ms) // 2
        if _end(items, starts, begins_utc_ms, cut(items, middle_ms)) <= target_utc_ms:
            high_ms = middle_ms
        else:
            low_ms = middle_ms + 1
    return low_ms
