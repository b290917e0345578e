"""Three laptops write at once, in Kazakh, Russian and emoji, and come together the same."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from moderator.documents.notes import Edit, NoteChange, NotesDocument
from tests.documents.replicas import ITEMS, NAME, Laptop, exchange

SEEDS = st.integers(0, 2**32)
PAUSES_MS = (10, 300, 5_000)


def wander(draw: random.Random, laptops: list[Laptop], steps: int, in_order: bool) -> list[bytes]:
    """Let laptops write and now and then hear of the others; return all updates as made."""
    log: list[tuple[Laptop, bytes]] = []
    heard: dict[Laptop, set[int]] = {laptop: set() for laptop in laptops}
    now_ms = 1_000
    for _ in range(steps):
        laptop = draw.choice(laptops)
        now_ms += draw.choice(PAUSES_MS)
        if draw.random() < 0.85:
            laptop.act(draw, now_ms)
        else:
            news = [
                number
                for number, (author, _) in enumerate(log)
                if author is not laptop and number not in heard[laptop]
            ]
            if not in_order:
                draw.shuffle(news)
            for number in news:
                laptop.notes.apply(log[number][1])
                laptop.check()
            heard[laptop].update(news)
        log += [(laptop, update) for update in laptop.sent]
        laptop.sent.clear()
        laptop.check()
    for laptop in laptops:
        for number, (author, update) in enumerate(log):
            if author is not laptop and number not in heard[laptop]:
                laptop.notes.apply(update)
        laptop.check()
    return [update for _, update in log]


def assert_same(laptops: list[Laptop]) -> None:
    for item in ITEMS:
        assert len({laptop.notes.text(item) for laptop in laptops}) == 1
        assert len({laptop.notes.lines(item) for laptop in laptops}) == 1


@settings(max_examples=25)
@given(SEEDS)
def test_laptops_that_hear_each_other_late_end_with_the_same_lines(seed: int) -> None:
    laptops = [Laptop() for _ in range(3)]
    wander(random.Random(seed), laptops, steps=60, in_order=True)
    assert_same(laptops)


@settings(max_examples=25)
@given(SEEDS)
def test_updates_in_any_order_come_together_after_an_exchange(seed: int) -> None:
    laptops = [Laptop() for _ in range(3)]
    wander(random.Random(seed), laptops, steps=60, in_order=False)
    exchange(laptops)
    assert_same(laptops)


@settings(max_examples=15)
@given(SEEDS)
def test_a_log_in_any_order_loads_whole(seed: int) -> None:
    draw = random.Random(seed)
    laptops = [Laptop() for _ in range(2)]
    log = wander(draw, laptops, steps=60, in_order=True)
    draw.shuffle(log)
    read = NotesDocument(NAME)
    read.load(log)
    for item in ITEMS:
        assert read.lines(item) == laptops[0].notes.lines(item)


@settings(max_examples=15)
@given(SEEDS)
def test_undoing_everything_leaves_only_what_others_wrote(seed: int) -> None:
    draw = random.Random(seed)
    mine, other = Laptop(), Laptop()
    for step in range(20):
        mine.act(draw, step * 2_000)
        while mine.notes.undo():
            mine.check()
        assert not mine.notes.can_undo
    assert all(mine.notes.text(each) == "" for each in ITEMS)
    wander(draw, [other], steps=20, in_order=True)
    mine.notes.apply(other.notes.state())
    assert not mine.notes.undo()
    assert_same([mine, other])


def test_an_item_begun_with_a_change_of_another_is_told_of_too() -> None:
    first, other = ITEMS
    here, there = NotesDocument(NAME), NotesDocument(NAME)
    here.edit(first, Edit(0, 0, "a"), 1)
    there.apply(here.state())
    with there.transaction():
        there.edit(first, Edit(1, 0, "b"), 2)
        there.edit(other, Edit(0, 0, "c"), 2)
    told: list[NoteChange] = []
    here.on_change(told.append)
    here.apply(there.state())
    assert {change.item: here.text(change.item) for change in told} == {first: "ab", other: "c"}
