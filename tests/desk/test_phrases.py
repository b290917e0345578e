"""Lengths and delays in words, the same for every screen and the command line."""

from moderator.desk.phrases import late_text, length_text, used_text

MINUTE = 60_000


def test_long_lengths_are_told_in_hours() -> None:
    assert length_text(95 * MINUTE) == "95 min"
    assert length_text(125 * MINUTE) == "2 h 05 min"


def test_used_time_is_counted_in_whole_minutes() -> None:
    assert used_text(MINUTE - 1, 30 * MINUTE) == "0 of 30 min"
    assert used_text(13 * MINUTE + 59_000, 30 * MINUTE) == "13 of 30 min"
    assert used_text(13 * MINUTE, 120 * MINUTE) == "13 min of 2 h 00 min"


def test_less_than_a_minute_is_on_time() -> None:
    assert late_text(MINUTE - 1) == late_text(1 - MINUTE) == "on time"
    assert late_text(4 * MINUTE) == "4 min late"
    assert late_text(-393 * MINUTE) == "6 h 33 min early"
