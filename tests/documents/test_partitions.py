"""However a network splits, a forum comes together again, equal and folded alike."""

import pytest

from tests.partitions import differences, play

LONG = 2_000


@pytest.mark.parametrize("seed", range(50))
def test_consoles_apart_come_together_equal(seed: int) -> None:
    assert differences(play(seed)) == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(1_000, 1_000 + LONG, 100))
def test_thousands_of_partitions_diverge_nowhere(first: int) -> None:
    found = {seed: differences(play(seed, 400, 4)) for seed in range(first, first + 100)}
    assert {seed: names for seed, names in found.items() if names} == {}
