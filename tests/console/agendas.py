"""Plain agendas for the tests of what people see."""

import datetime as dt
from dataclasses import replace
from typing import Any

from moderator.desk.views import AgendaView, DayTab, ItemView, MeetingTab
from moderator.domain.agenda import ItemTimes, Schedule
from moderator.domain.floor import ItemState, MeetingPhase
from moderator.domain.ids import DayId, ItemId, MeetingId
from moderator.domain.programme import ItemKind, Visibility, utc_ms

ZONE = "Asia/Almaty"
MINUTE_MS = 60_000
BEGIN_UTC_MS = utc_ms(dt.date(2026, 11, 23), dt.time(10), ZONE)


def item(number: int, title: str = "", **more: Any) -> ItemView:
    """Return an item of the agenda."""
    usual = ItemView(
        id=ItemId(f"i{number}"),
        title=title or f"Item {number}",
        kind=ItemKind.DISCUSSION,
        visibility=Visibility.PUBLIC,
        state=ItemState.AHEAD,
        heard=0,
        waiting=0,
        notes=0,
    )
    return replace(usual, **more)


def times(number: int, state: ItemState, late_min: int = 0) -> ItemTimes:
    """Return the times of an item of ten minutes, ``late_min`` late."""
    planned = BEGIN_UTC_MS + number * 10 * MINUTE_MS
    return ItemTimes(
        item=ItemId(f"i{number}"),
        state=state,
        planned_start_utc_ms=planned,
        planned_ms=10 * MINUTE_MS,
        expected_start_utc_ms=planned + late_min * MINUTE_MS,
        expected_ms=10 * MINUTE_MS,
        actual_start_utc_ms=None,
        actual_end_utc_ms=None,
        spent_ms=7 * MINUTE_MS + 31_000,
        progress=0.75,
    )


def agenda(
    *items: ItemView, late_min: int = 0, phase: MeetingPhase = MeetingPhase.OPEN
) -> AgendaView:
    """Return a meeting with these items, or with four."""
    rows = items or tuple(item(n) for n in range(4))
    end = BEGIN_UTC_MS + len(rows) * 10 * MINUTE_MS
    late_ms = late_min * MINUTE_MS
    made = tuple(times(int(row.id[1:]), row.state, late_min) for row in rows)
    return AgendaView(
        meeting=MeetingId("m"),
        title="The fight against corruption",
        number=1,
        of=12,
        phase=phase,
        opened_utc_ms=BEGIN_UTC_MS if phase is not MeetingPhase.NOT_OPEN else None,
        items=rows,
        schedule=Schedule(made, BEGIN_UTC_MS, end, end + late_ms, late_ms),
        zone=ZONE,
    )


def days() -> tuple[DayTab, ...]:
    """Return five days: the first with the meeting of ``agenda``, the second with two."""
    meetings = {0: ("m",), 1: ("n1", "n2")}
    return tuple(
        DayTab(
            DayId(f"d{n}"),
            f"2026-11-{23 + n}",
            tuple(
                MeetingTab(MeetingId(m), f"Meeting {m}", n + 1, BEGIN_UTC_MS)
                for m in meetings.get(n, (f"o{n}",))
            ),
        )
        for n in range(5)
    )
