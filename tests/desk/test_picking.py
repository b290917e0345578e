"""One of several things is meant by its number, its name or its id, or by a start of them."""

import pytest

from moderator.desk.picking import Choice, pick
from moderator.domain.errors import Reason, Refused
from tests.desk.kit import reason_of

THINGS = [
    Choice("a" * 32, ("Открытие", "Opening"), 1),
    Choice("b" * 32, ("Сұрақтар", "Open questions"), 2),
    Choice("c" * 32, ("Closing",), 3),
    Choice("d" * 32, ("Closing",), 4),
    Choice("e" * 32, ("Жёлтый  зал",)),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1", "a"),
        ("opening", "a"),
        (" ОТКРЫТИЕ ", "a"),
        ("сұр", "b"),
        ("open q", "b"),
        ("bbbbbb", "b"),
        ("c" * 32, "c"),
        ("желтый зал", "e"),
    ],
)
def test_a_thing_is_meant_by_number_name_or_id(wanted: str, found: str) -> None:
    assert pick(wanted, THINGS, Reason.UNKNOWN_ITEM) == found * 32


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("open", Reason.NOT_UNIQUE),
        ("Closing", Reason.NOT_UNIQUE),
        ("b", Reason.UNKNOWN_ITEM),
        ("5", Reason.UNKNOWN_ITEM),
        ("0", Reason.UNKNOWN_ITEM),
        (" ", Reason.UNKNOWN_ITEM),
    ],
)
def test_what_fits_none_or_several_is_refused(wanted: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        pick(wanted, THINGS, Reason.UNKNOWN_ITEM)
    assert reason_of(refused) is reason
