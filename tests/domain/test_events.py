"""Events survive writing down, and what was changed or taken out is found."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderator.domain.clock import Reading
from moderator.domain.events import (
    EventKind,
    FloorEvent,
    broken_links,
    digest,
    from_json,
    heads,
    to_json,
)
from moderator.domain.ids import EventId, LaptopId, RunId
from tests.domain.hall import FakeClock, Hall

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WHOLE = st.integers(-(2**47), 2**47)
EVENTS = st.builds(
    FloorEvent,
    id=TEXT.map(EventId),
    kind=st.sampled_from(EventKind),
    laptop=TEXT.map(LaptopId),
    run=TEXT.map(RunId),
    lamport=st.integers(0, 2**40),
    at=st.builds(Reading, st.integers(0, 2**47), st.integers(0, 2**47), TEXT),
    subject=TEXT,
    facts=st.dictionaries(TEXT, st.one_of(TEXT, WHOLE, st.booleans()), max_size=4),
    previous=TEXT,
)


@given(EVENTS)
def test_an_event_reads_back_as_it_was_written(event: FloorEvent) -> None:
    text = to_json(event)
    read = from_json(event.id, text)
    assert read == event
    assert to_json(event) == text
    assert digest(read) == digest(event)


def test_the_hash_does_not_depend_on_the_order_of_the_facts() -> None:
    event = Hall().begin().fold.events[0]
    one, other = replace(event, facts={"a": 1, "b": 2}), replace(event, facts={"b": 2, "a": 1})
    assert digest(one) == digest(other)


def sample() -> dict[str, object]:
    hall = Hall().begin()
    found: dict[str, object] = json.loads(to_json(hall.fold.events[0]))
    return found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "dance"),
        ("n", "many"),
        ("n", float("inf")),
        ("n", 2**60),
        ("at", None),
        ("at", -1),
        ("at", 2**60),
        ("mono", []),
        ("facts", 5),
        ("facts", {"by_ms": 2**60}),
        ("on", "\ud800"),
        ("prev", None),
    ],
)
def test_what_no_console_writes_is_not_read(field: str, value: object) -> None:
    read = sample()
    assert from_json("e", json.dumps(read)) is not None
    if value is None:
        del read[field]
    else:
        read[field] = value
    assert from_json("e", json.dumps(read)) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "5", '"text"', "[" * 100_000, "{"])
def test_what_is_no_event_is_not_read(text: str) -> None:
    assert from_json("e", text) is None


def a_record() -> tuple[FloorEvent, ...]:
    one, two = Hall(laptop="one"), Hall(FakeClock(boot="two/1"), "two")
    one.begin()
    one.meet(two)
    for _ in range(4):
        two.ask()
        one.ask()
    one.meet(two)
    one.close()
    return one.fold.events


def test_a_whole_record_has_no_broken_links() -> None:
    events = a_record()
    assert broken_links(events) == ()
    assert broken_links(reversed(events)) == ()
    assert len(heads(events)) == 2


@pytest.mark.parametrize("place", range(10))
def test_a_changed_event_is_found(place: int) -> None:
    events = list(a_record())
    events[place] = replace(events[place], subject="somebody else")
    assert broken_links(events)


@pytest.mark.parametrize("place", range(10))
def test_a_missing_event_is_found(place: int) -> None:
    events = list(a_record())
    del events[place]
    assert broken_links(events)
