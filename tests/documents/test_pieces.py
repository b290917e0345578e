"""Large updates in pieces that come to the same, each one of use as soon as it is there."""

import random

import pytest

from moderator.documents.gaps import holds_all, is_known
from moderator.documents.notes import Edit, NotesDocument
from moderator.documents.people import PeopleDocument
from moderator.documents.pieces import Unsplittable, pieces
from moderator.documents.update_reader import UpdateReader
from tests.documents.replicas import ITEMS, NAME, Laptop, exchange


def _written_by_three(seed: int, edits: int = 300) -> NotesDocument:
    draw = random.Random(seed)
    laptops = [Laptop() for _ in range(3)]
    for n in range(edits):
        draw.choice(laptops).act(draw, n)
        if draw.random() < 0.05:
            one, other = draw.sample(laptops, 2)
            one.notes.apply(other.notes.missing(one.notes.state_vector()))
    exchange(laptops)
    return laptops[0].notes


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [200, 1_000])
def test_pieces_come_to_the_same_and_none_waits_for_a_later_one(seed: int, most: int) -> None:
    whole = _written_by_three(seed)
    update = whole.state()
    made = pieces(update, most)
    assert len(made) > 2
    copy = NotesDocument(NAME)
    copy.prepare(ITEMS)
    for piece in made:
        assert len(piece) <= most
        copy.apply(piece)
        assert holds_all(copy.state_vector(), (piece,))
    assert all(copy.text(item) == whole.text(item) for item in ITEMS)
    assert all(copy.lines(item) == whole.lines(item) for item in ITEMS)
    assert is_known(copy, update)
    assert is_known(whole, copy.state())


def test_a_difference_can_be_split_as_well() -> None:
    whole = _written_by_three(1)
    copy = NotesDocument(NAME)
    copy.prepare(ITEMS)
    first = pieces(whole.state(), 300)
    for piece in first[: len(first) // 2]:
        copy.apply(piece)
    for piece in pieces(whole.missing(copy.state_vector()), 300):
        copy.apply(piece)
    assert all(copy.text(item) == whole.text(item) for item in ITEMS)


def test_a_text_longer_than_a_piece_is_cut_between_letters() -> None:
    whole = NotesDocument(NAME)
    whole.prepare(ITEMS)
    words = "Қазақша 🐎 жазба " * 400
    whole.edit(ITEMS[0], Edit(0, 0, words), 1)
    whole.edit(ITEMS[0], Edit(5, 0, "so"), 2)
    copy = NotesDocument(NAME)
    copy.prepare(ITEMS)
    for piece in pieces(whole.state(), 500):
        assert len(piece) <= 500
        copy.apply(piece)
    assert copy.text(ITEMS[0]) == whole.text(ITEMS[0])


def test_what_is_small_enough_stays_as_it_is() -> None:
    update = _written_by_three(2, 20).state()
    assert pieces(update, 10_000) == [update]


def test_a_value_larger_than_a_piece_cannot_be_split() -> None:
    people = PeopleDocument("forum/people")
    with people.transaction():
        people._meta["long"] = "x" * 2_000
    with pytest.raises(Unsplittable):
        pieces(people.state(), 500)


@pytest.mark.parametrize("seed", range(3))
def test_bytes_that_are_no_update_are_told_from_one(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(300):
        with pytest.raises(Unsplittable):
            pieces(b"\x05" + draw.randbytes(600), 100)


def test_the_reader_finds_the_end_of_what_was_written() -> None:
    update = _written_by_three(3).state()
    reader = UpdateReader(update)
    assert sum(len(parts) for _, _, parts in reader.writers()) > 100
    reader.deletions()
    assert reader.at == len(update)
