"""Dates, times and lengths as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderator.formats.cells import (
    Cell,
    between_ms,
    date_of,
    length_ms,
    month_comes_first,
    times_of,
)

NOVEMBER = dt.date(2021, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2021-11-22",
        "2021-11-22 10:00",
        "2021-11-22T10:00:00+06:00",
        "22.11.2021",
        "22/11/2021",
        "22.11.21",
        "Пн, 22 ноября 2021 г.",
        "22 қараша 2021",
        "Monday, 22 November 2021",
        "November 22, 2021",
        dt.date(2021, 11, 22),
        dt.datetime(2021, 11, 22, 10, 0),  # noqa: DTZ001 - as a workbook gives it
    ],
)
def test_a_date_is_read_in_every_usual_spelling(text: Cell) -> None:
    assert date_of(text) == NOVEMBER


@pytest.mark.parametrize(
    "text", ["", "Day 1", "31.02.2021", "10:00", "2021", 44522.0, "1.1.1800", dt.date.max]
)
def test_what_is_no_date_is_none(text: Cell) -> None:
    assert date_of(text) is None


def test_the_order_of_day_and_month_is_told_by_the_whole_column() -> None:
    assert month_comes_first(["11/09/2021", "11/22/2021"])
    assert not month_comes_first(["09/11/2021", "22/11/2021"])
    assert not month_comes_first(["09/11/2021"])
    assert date_of("11/22/2021", month_first=True) == NOVEMBER


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("10:00", [(10, 0)]),
        ("9.30", [(9, 30)]),
        ("10:00:00", [(10, 0)]),
        ("2:05 PM", [(14, 5)]),
        ("12:15 a.m.", [(0, 15)]),
        ("10:00–10:45", [(10, 0), (10, 45)]),
        ("10.00 - 11.30", [(10, 0), (11, 30)]),
        ("2021-11-22T10:00:00+06:00", [(10, 0)]),
        ("22.11.2021 10:00", [(10, 0)]),
        (dt.time(10, 0), [(10, 0)]),
        (0.4375, [(10, 30)]),
    ],
)
def test_times_are_read_in_every_usual_spelling(text: Cell, times: list[tuple[int, int]]) -> None:
    assert times_of(text) == tuple(dt.time(h, m) for h, m in times)


@pytest.mark.parametrize("text", ["", "later", "25:00", "10:75", "22.11.2021", 44522.0, True])
def test_what_is_no_time_is_none(text: Cell) -> None:
    assert times_of(text) is None


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("30", 30),
        ("30 min", 30),
        ("00:45", 45),
        ("1:30", 90),
        ("1 ч 30 мин", 90),
        ("1 сағ 15 мин", 75),
        ("1.5 h", 90),
        ("40 минут", 40),
        (20.0, 20),
        (dt.time(0, 25), 25),
        (dt.timedelta(minutes=50), 50),
    ],
)
def test_lengths_are_read_in_every_usual_spelling(cell: Cell, minutes: int) -> None:
    assert length_ms(cell) == minutes * 60_000


@pytest.mark.parametrize("cell", ["", "long", "0", "-5", "2000", True])
def test_what_is_no_length_is_none(cell: Cell) -> None:
    assert length_ms(cell) is None


def test_a_length_may_go_past_midnight_but_not_backwards() -> None:
    assert between_ms(dt.time(23, 30), dt.time(0, 15)) == 45 * 60_000
    assert between_ms(dt.time(10, 0), dt.time(9, 0)) is None
    assert between_ms(dt.time(10, 0), dt.time(10, 0)) is None


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_without_a_fault(text: str) -> None:
    date_of(text)
    date_of(text, month_first=True)
    times_of(text)
    length_ms(text)
