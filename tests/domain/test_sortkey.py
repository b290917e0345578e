"""A key lies where it is wanted, whatever keys are there already."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from moderator.domain.sortkey import DIGITS, between, spread


def _draw(draws: Iterator[int], below: int) -> int:
    return next(draws) % below


DIGIT_DRAWS = st.lists(st.integers(0, 61), min_size=4, max_size=4)


@given(st.lists(st.tuples(st.integers(0, 10_000), DIGIT_DRAWS), min_size=1, max_size=60))
def test_a_key_lies_between_its_neighbours(inserts: list[tuple[int, list[int]]]) -> None:
    keys: list[str] = []
    for wanted, draws in inserts:
        place = wanted % (len(keys) + 1)
        digit = partial(_draw, iter(draws))
        key = between(
            keys[place - 1] if place else "",
            keys[place] if place < len(keys) else "",
            digit,
        )
        keys.insert(place, key)
    assert keys == sorted(set(keys))
    assert not any(key.endswith(DIGITS[0]) for key in keys)


@given(st.integers(0, 2_000))
def test_a_whole_list_is_spread_in_order_with_room_between(count: int) -> None:
    keys = spread(count)
    assert len(keys) == count
    assert all(a < between(a, b) < b for a, b in pairwise(keys[:50]))
    assert all(a < b for a, b in pairwise(keys))


def test_keys_stay_short_at_both_ends_of_a_long_list() -> None:
    first = last = between("", "")
    for _ in range(3_000):
        grown, lower = between(last, ""), between("", first)
        assert grown > last
        assert lower < first
        last, first = grown, lower
    assert max(len(first), len(last)) <= 8


def test_the_ends_of_the_range_are_no_dead_ends() -> None:
    first, last = "0001V", "zzzyV"
    for _ in range(50):
        lower, higher = between("", first), between(last, "")
        assert lower < first
        assert higher > last
        first, last = lower, higher


def test_two_laptops_choosing_the_same_gap_get_different_keys() -> None:
    assert len({between("V", "W") for _ in range(50)}) > 45


def test_between_equal_keys_the_new_one_comes_just_after() -> None:
    key = between("V1", "V1")
    assert "V1" < key < "V2"


def test_a_key_with_foreign_characters_stops_nobody() -> None:
    assert between("ә", "") > ""
    assert between("V é", "Vя")
