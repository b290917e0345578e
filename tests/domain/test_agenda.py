"""Planned, expected and actual times of an agenda, from before the opening to after the close."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderator.domain import rules
from moderator.domain.agenda import (
    SHORTEST_BREAK_MS,
    Option,
    Schedule,
    Starts,
    opening_options,
    schedule,
    starts_of,
)
from moderator.domain.floor import FloorState, ItemState, Plan
from moderator.domain.ids import DayId, ForumId, ItemId, MeetingId
from moderator.domain.programme import (
    AgendaItem,
    Day,
    Forum,
    ItemKind,
    LocalText,
    Meeting,
    Programme,
    local,
)
from tests.domain.hall import HOUR, MINUTE, SECOND, TEN_UTC_MS, FakeClock, Hall


def item(name: str, minutes: int, kind: ItemKind = ItemKind.SPEECH) -> AgendaItem:
    return AgendaItem(
        ItemId(name), MeetingId("meeting"), LocalText(), name, kind, planned_ms=minutes * MINUTE
    )


# 10:00 opening, 10:10 report, 10:40 break, 10:55 debate, 11:55 close, 12:00 end
ITEMS = (
    item("opening", 10),
    item("report", 30),
    item("break", 15, ItemKind.BREAK),
    item("debate", 60),
    item("closing", 5),
)
STARTS = Starts(TEN_UTC_MS)
NOON_UTC_MS = TEN_UTC_MS + 2 * HOUR


def clock(utc_ms: int) -> str:
    return f"{local(utc_ms, 'Asia/Almaty'):%H:%M}"


def expected(found: Schedule) -> list[str]:
    rows = [f"{clock(r.expected_start_utc_ms)} {r.item}" for r in found.rows]
    return [*rows, clock(found.expected_end_utc_ms)]


def at(hall: Hall, items: Sequence[AgendaItem] = ITEMS, starts: Starts = STARTS) -> Schedule:
    return schedule(items, starts, hall.state, hall.now)


def test_before_the_opening_all_is_as_planned() -> None:
    found = at(Hall(FakeClock(TEN_UTC_MS - HOUR)))
    assert expected(found) == [
        "10:00 opening",
        "10:10 report",
        "10:40 break",
        "10:55 debate",
        "11:55 closing",
        "12:00",
    ]
    assert [r.planned_start_utc_ms for r in found.rows] == [
        r.expected_start_utc_ms for r in found.rows
    ]
    assert (found.planned_start_utc_ms, found.planned_end_utc_ms) == (TEN_UTC_MS, NOON_UTC_MS)
    assert found.late_ms == 0
    assert {r.progress for r in found.rows} == {0.0}


def test_a_meeting_that_has_not_begun_in_time_is_late_already() -> None:
    found = at(Hall(FakeClock(TEN_UTC_MS + 7 * MINUTE)))
    assert found.late_ms == 7 * MINUTE
    assert expected(found)[0] == "10:07 opening"
    assert found.expected_end_utc_ms == NOON_UTC_MS + 7 * MINUTE


def test_done_items_count_as_they_were_and_the_open_one_lasts_until_now() -> None:
    hall = Hall().begin(ItemId("opening"))
    hall.wait(6 * MINUTE)
    hall.begin(ItemId("report"))
    hall.wait(15 * MINUTE)
    found = at(hall)
    opening, report = found.rows[:2]
    assert opening.state is ItemState.DONE
    assert (opening.actual_start_utc_ms, opening.actual_end_utc_ms) == (
        TEN_UTC_MS,
        TEN_UTC_MS + 6 * MINUTE,
    )
    assert (opening.spent_ms, opening.expected_ms, opening.progress) == (
        6 * MINUTE,
        6 * MINUTE,
        1.0,
    )
    assert (report.actual_start_utc_ms, report.actual_end_utc_ms) == (
        TEN_UTC_MS + 6 * MINUTE,
        None,
    )
    assert (report.spent_ms, report.progress) == (15 * MINUTE, 0.5)
    assert found.late_ms == -4 * MINUTE
    assert expected(found) == [
        "10:00 opening",
        "10:06 report",
        "10:36 break",
        "10:51 debate",
        "11:51 closing",
        "11:56",
    ]
    hall.wait(25 * MINUTE)
    found = at(hall)
    assert found.rows[1].expected_ms == 40 * MINUTE
    assert found.rows[1].progress == 1.0
    assert found.late_ms == 6 * MINUTE
    assert expected(found)[2:] == ["10:46 break", "11:01 debate", "12:01 closing", "12:06"]


def test_skipped_items_take_no_time() -> None:
    hall = Hall().begin(ItemId("opening"))
    hall.write(rules.skip_item(hall.state, ItemId("report")))
    found = at(hall)
    assert found.rows[1].state is ItemState.SKIPPED
    assert found.rows[1].expected_ms == 0
    assert expected(found)[2:] == ["10:10 break", "10:25 debate", "11:25 closing", "11:30"]
    hall.wait(10 * MINUTE)
    hall.write(rules.close_item(hall.state, ItemId("opening"), hall.now))
    assert at(hall).late_ms == -30 * MINUTE


def test_a_fixed_start_waits_when_the_meeting_is_early_and_moves_when_it_is_late() -> None:
    starts = Starts(TEN_UTC_MS, {ItemId("debate"): TEN_UTC_MS + HOUR})
    hall = Hall().begin(ItemId("opening"))
    found = at(hall, starts=starts)
    assert expected(found)[3:] == ["11:00 debate", "12:00 closing", "12:05"]
    assert found.planned_end_utc_ms == NOON_UTC_MS + 5 * MINUTE
    hall.wait(14 * MINUTE)
    found = at(hall, starts=starts)
    assert found.late_ms == 4 * MINUTE
    assert expected(found)[3:] == ["11:00 debate", "12:00 closing", "12:05"]
    hall.wait(6 * MINUTE)
    assert expected(at(hall, starts=starts))[3:] == ["11:05 debate", "12:05 closing", "12:10"]


def test_items_opened_out_of_order_and_again_keep_the_end_right() -> None:
    hall = Hall().begin(ItemId("debate"))
    hall.wait(20 * MINUTE)
    hall.begin(ItemId("opening"))
    hall.wait(10 * MINUTE)
    hall.begin(ItemId("debate"))
    hall.wait(10 * MINUTE)
    found = at(hall)
    assert found.rows[3].spent_ms == 30 * MINUTE
    assert found.rows[3].expected_end_utc_ms == TEN_UTC_MS + 70 * MINUTE
    assert expected(found)[1:3] == ["11:10 report", "11:40 break"]
    assert clock(found.expected_end_utc_ms) == "12:00"


def test_a_step_of_the_wall_clock_does_not_touch_what_is_spent() -> None:
    hall = Hall().begin(ItemId("opening"))
    hall.wait(4 * MINUTE)
    hall.clock.step(HOUR)
    row = at(hall).rows[0]
    assert (row.spent_ms, row.progress) == (4 * MINUTE, 0.4)
    assert row.expected_end_utc_ms == hall.now.utc_ms + 6 * MINUTE


def test_after_the_close_the_end_is_what_it_was() -> None:
    hall = Hall().begin(ItemId("opening"))
    hall.wait(3 * HOUR)
    assert at(hall).late_ms == 3 * HOUR - 10 * MINUTE
    hall.close()
    hall.wait(HOUR)
    found = at(hall)
    assert found.expected_end_utc_ms == TEN_UTC_MS + 3 * HOUR
    assert found.late_ms == HOUR
    assert found.rows[4].expected_ms == 0


def test_an_open_meeting_with_nothing_ahead_ends_now_at_the_earliest() -> None:
    hall = Hall().begin(ItemId("opening"))
    hall.write(rules.close_item(hall.state, ItemId("opening"), hall.now))
    hall.wait(HOUR)
    found = at(hall, ITEMS[:1])
    assert found.expected_end_utc_ms == hall.now.utc_ms
    assert found.late_ms == 50 * MINUTE


def test_an_agenda_without_items_has_times_too() -> None:
    found = at(Hall(), ())
    assert (found.rows, found.late_ms, found.planned_end_utc_ms) == ((), 0, TEN_UTC_MS)


def test_an_item_planned_for_no_time_at_all_is_complete_at_once() -> None:
    hall = Hall().begin(ItemId("vote"))
    assert at(hall, [item("vote", 0)]).rows[0].progress == 1.0


# ---- a late opening


def options(late_ms: int, items: Sequence[AgendaItem] = ITEMS) -> dict[Plan, Option]:
    now = FakeClock(TEN_UTC_MS + late_ms).read()
    return {o.plan: o for o in opening_options(items, STARTS, now)}


def after(plan: Plan, late_ms: int, starts: Starts = STARTS) -> Schedule:
    hall = Hall(FakeClock(TEN_UTC_MS + late_ms)).begin(ItemId("opening"))
    hall.write(rules.choose_plan(plan, late_ms))
    return at(hall, starts=starts)


def test_every_plan_tells_its_end() -> None:
    found = options(7 * MINUTE)
    assert {p: clock(o.ends_utc_ms) for p, o in found.items()} == {
        Plan.SHIFT: "12:07",
        Plan.EVEN: "12:00",
        Plan.BREAK: "12:00",
    }
    assert all(o.possible and o.late_ms == 7 * MINUTE for o in found.values())


def test_a_plan_once_chosen_keeps_the_end_it_told() -> None:
    for late_ms in (7 * MINUTE, 12 * MINUTE, HOUR, 3 * HOUR):
        for plan, option in options(late_ms).items():
            assert after(plan, late_ms).expected_end_utc_ms == option.ends_utc_ms


def test_shifting_moves_everything() -> None:
    assert expected(after(Plan.SHIFT, 7 * MINUTE)) == [
        "10:07 opening",
        "10:17 report",
        "10:47 break",
        "11:02 debate",
        "12:02 closing",
        "12:07",
    ]


def test_shortening_evenly_leaves_breaks_alone_and_keeps_the_end() -> None:
    found = after(Plan.EVEN, 21 * MINUTE)
    assert [r.expected_ms for r in found.rows] == [
        8 * MINUTE,
        24 * MINUTE,
        15 * MINUTE,
        48 * MINUTE,
        4 * MINUTE,
    ]
    assert found.expected_end_utc_ms == NOON_UTC_MS


def test_shortening_leaves_every_item_a_third_of_its_time() -> None:
    found = after(Plan.EVEN, 2 * HOUR)
    assert [r.expected_ms for r in found.rows] == [
        200 * SECOND,
        10 * MINUTE,
        15 * MINUTE,
        20 * MINUTE,
        100 * SECOND,
    ]
    assert found.expected_end_utc_ms == NOON_UTC_MS + 50 * MINUTE


def test_the_break_gives_what_it_has_and_the_rest_is_shifted() -> None:
    found = after(Plan.BREAK, 12 * MINUTE)
    assert found.rows[2].expected_ms == SHORTEST_BREAK_MS
    assert found.expected_end_utc_ms == NOON_UTC_MS + 2 * MINUTE


def test_the_first_break_gives_first() -> None:
    items = (item("a", 60), item("b", 15, ItemKind.BREAK), item("c", 30, ItemKind.BREAK))
    hall = Hall(FakeClock(TEN_UTC_MS + 14 * MINUTE)).begin(ItemId("a"))
    hall.write(rules.choose_plan(Plan.BREAK, 14 * MINUTE))
    assert [r.expected_ms for r in at(hall, items).rows] == [
        60 * MINUTE,
        5 * MINUTE,
        26 * MINUTE,
    ]


@pytest.mark.parametrize("minutes", [0, 5])
def test_without_a_break_that_has_time_to_give_that_plan_is_not_possible(minutes: int) -> None:
    found = options(7 * MINUTE, (ITEMS[0], item("break", minutes, ItemKind.BREAK)))
    assert not found[Plan.BREAK].possible
    assert found[Plan.EVEN].possible
    assert found[Plan.BREAK].ends_utc_ms == found[Plan.SHIFT].ends_utc_ms


def test_in_time_there_is_nothing_to_win_back() -> None:
    found = options(-5 * MINUTE)
    assert [p for p, o in found.items() if o.possible] == [Plan.SHIFT]
    assert {o.late_ms for o in found.values()} == {0}


def test_what_a_fixed_start_absorbs_is_not_cut_off() -> None:
    # report ends at 10:40, the debate waits until 11:15: seven minutes late hurt nobody there
    starts = Starts(TEN_UTC_MS, {ItemId("debate"): TEN_UTC_MS + 75 * MINUTE})
    found = after(Plan.EVEN, 7 * MINUTE, starts)
    assert [r.expected_ms for r in found.rows] == [i.planned_ms for i in ITEMS]
    # 27 minutes late: seven of them reach the debate
    found = after(Plan.EVEN, 27 * MINUTE, starts)
    assert found.expected_end_utc_ms == found.planned_end_utc_ms
    assert sum(i.planned_ms - r.expected_ms for i, r in zip(ITEMS, found.rows, strict=True)) < (
        8 * MINUTE
    )
    found = after(Plan.BREAK, 27 * MINUTE, starts)
    assert found.rows[2].expected_ms == 8 * MINUTE


def test_lengths_promised_stay_while_the_meeting_goes_on() -> None:
    hall = Hall(FakeClock(TEN_UTC_MS + 21 * MINUTE)).begin(ItemId("opening"))
    hall.write(rules.choose_plan(Plan.EVEN, 21 * MINUTE))
    promised = [r.expected_ms for r in at(hall).rows]
    hall.wait(promised[0])
    hall.begin(ItemId("report"))
    assert [r.expected_ms for r in at(hall).rows] == promised
    assert at(hall).expected_end_utc_ms == NOON_UTC_MS


LENGTHS = st.lists(
    st.tuples(st.integers(0, 5_400_000), st.sampled_from(ItemKind), st.integers(-1, 4)), max_size=12
)


@given(LENGTHS, st.integers(0, 10_000_000), st.sampled_from(Plan))
def test_no_plan_ends_later_than_shifting_or_earlier_than_planned(
    lengths: list[tuple[int, ItemKind, int]], late_ms: int, plan: Plan
) -> None:
    items = [
        AgendaItem(ItemId(f"{n}"), MeetingId("m"), LocalText(), f"{n}", kind, planned_ms=ms)
        for n, (ms, kind, _) in enumerate(lengths)
    ]
    fixed = {
        ItemId(f"{n}"): TEN_UTC_MS + hour * HOUR
        for n, (_, _, hour) in enumerate(lengths)
        if hour > 0
    }
    starts = Starts(TEN_UTC_MS, fixed)
    now = FakeClock(TEN_UTC_MS + late_ms).read()
    found = {o.plan: o for o in opening_options(items, starts, now)}
    planned = schedule(items, starts, FloorState(), FakeClock(TEN_UTC_MS).read())
    shifted_utc_ms = found[Plan.SHIFT].ends_utc_ms
    assert found[plan].ends_utc_ms <= shifted_utc_ms
    assert found[plan].ends_utc_ms >= min(planned.planned_end_utc_ms, shifted_utc_ms)


# ---- fixed starts of a programme


def programme(starts: dt.time, fixed: dt.time | None) -> Programme:
    day = Day(DayId("d"), dt.date(2024, 11, 16))
    meeting = Meeting(MeetingId("m"), day.id, LocalText(), starts)
    items = (
        AgendaItem(ItemId("a"), meeting.id, LocalText(), "a"),
        AgendaItem(ItemId("b"), meeting.id, LocalText(), "b", starts=fixed),
    )
    return Programme(
        Forum(ForumId("f"), LocalText()),
        days=(day,),
        meetings=(meeting,),
        items={meeting.id: items},
    )


@pytest.mark.parametrize(
    ("starts", "fixed", "shown"),
    [
        (dt.time(10), dt.time(11, 30), "16 11:30"),
        (dt.time(10), dt.time(9, 55), "16 09:55"),
        (dt.time(22), dt.time(0, 30), "17 00:30"),
    ],
)
def test_a_fixed_start_lies_on_the_meetings_day_or_after_midnight(
    starts: dt.time, fixed: dt.time, shown: str
) -> None:
    found = starts_of(programme(starts, fixed), MeetingId("m"))
    assert clock(found.meeting_utc_ms) == f"{starts:%H:%M}"
    assert f"{local(found.fixed[ItemId('b')], 'Asia/Almaty'):%d %H:%M}" == shown
    assert ItemId("a") not in found.fixed


def test_a_meeting_nobody_planned_has_no_start() -> None:
    with pytest.raises(KeyError):
        starts_of(programme(dt.time(10), None), MeetingId("other"))
