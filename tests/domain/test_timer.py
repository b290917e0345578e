"""How a time left is shown, and when that changes next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderator.domain.timer import (
    clock_text,
    left_text,
    shown_seconds,
    spent_text,
    until_change_ms,
)


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [
        (180_000, "3:00"),
        (179_999, "3:00"),
        (179_000, "2:59"),
        (1_000, "0:01"),
        (1, "0:01"),
        (0, "0:00"),
        (-999, "0:00"),
        (-1_000, "+0:01"),
        (-35_000, "+0:35"),
        (3_600_000, "1:00:00"),
        (-3_661_000, "+1:01:01"),
    ],
)
def test_a_time_left_is_shown_as_people_say_it(left_ms: int, text: str) -> None:
    assert left_text(left_ms) == text


@given(st.integers(-10_000_000, 10_000_000))
def test_the_shown_digits_change_exactly_when_foretold(left_ms: int) -> None:
    wait_ms = until_change_ms(left_ms)
    assert 1 <= wait_ms <= 1_000
    assert shown_seconds(left_ms - wait_ms) == shown_seconds(left_ms) - 1
    assert shown_seconds(left_ms - wait_ms + 1) == shown_seconds(left_ms)


def test_a_time_spent_counts_completed_seconds() -> None:
    assert [spent_text(ms) for ms in (-5, 0, 999, 1_000, 3_723_999)] == [
        "0:00",
        "0:00",
        "0:00",
        "0:01",
        "1:02:03",
    ]
    assert clock_text(-1) == "+0:01"
