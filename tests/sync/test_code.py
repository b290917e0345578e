"""The short code, on whichever keyboard layout."""

import pytest

from moderator.sync import code


def test_a_code_is_eight_letters_that_begin_as_told() -> None:
    made = {code.make("K") for _ in range(200)}
    assert len(made) > 190
    assert all(len(c) == 8 and c[0] == "K" and set(c) <= set(code.LETTERS) for c in made)
    assert all(code.read(code.shown(c)) == c for c in made)


@pytest.mark.parametrize(
    "typed",
    [
        "ABCE-KMOX",
        " abce kmox ",
        "АВСЕ-КМОХ",  # Cyrillic letters that look the same
        "авсекм0х",
        "фису льщч",  # the Latin keys while a Russian or Kazakh layout is on
        "fdctrvj[",  # the Cyrillic keys while a Latin layout is on
    ],
)
def test_a_code_is_understood_however_it_was_typed(typed: str) -> None:
    assert code.read(typed) == "ABCEKMOX"


@pytest.mark.parametrize("typed", ["", "ABCE", "ABCEKMOXX", "ABCEKMOZ", "wss://hub:8440/sync"])
def test_what_is_no_code_is_not_taken_for_one(typed: str) -> None:
    assert code.read(typed) == ""
