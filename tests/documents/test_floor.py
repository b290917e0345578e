"""The floor's record: only the first value of an id counts, and names can be erased."""

from itertools import permutations

from moderator.documents.floor import FloorChange, FloorDocument
from moderator.domain.clock import Reading
from moderator.domain.events import EventKind, FloorEvent, to_json
from moderator.domain.ids import EventId, LaptopId, RequestId, RunId

NAME = "forum/floor/meeting"
ASEL, BOLAT = RequestId("asel"), RequestId("bolat")


def event(name: str, lamport: int, kind: EventKind = EventKind.REQUESTED) -> FloorEvent:
    return FloorEvent(
        id=EventId(name),
        kind=kind,
        laptop=LaptopId("laptop"),
        run=RunId("run"),
        lamport=lamport,
        at=Reading(1_764_000_000_123, 456, "boot"),
        subject="asel",
        facts={"key": "V", "allotted_ms": 180_000, "hold": True},
    )


ONE, TWO, THREE = event("one", 1), event("two", 2, EventKind.CALLED), event("three", 3)


def floor(*events: FloorEvent) -> FloorDocument:
    document = FloorDocument(NAME)
    document.append(events)
    return document


def told_by(document: FloorDocument) -> list[FloorChange]:
    told: list[FloorChange] = []
    document.on_change(told.append)
    return told


def overwrite(document: FloorDocument, name: str, text: str | None) -> None:
    """Do what no console of ours does: change or delete an event."""
    with document.transaction():
        if text is None:
            del document._event_map[name]
        else:
            document._event_map[name] = text


def test_events_come_back_as_they_were() -> None:
    copy = FloorDocument(NAME)
    copy.load([floor(ONE, TWO).state()])
    assert copy.events() == [ONE, TWO]


def test_one_command_is_one_update() -> None:
    document = FloorDocument(NAME)
    updates: list[bytes] = []
    document.on_update(lambda update, local: updates.append(update))
    told = told_by(document)
    document.append([ONE, TWO], {ASEL: "Әсел"})
    assert len(updates) == 1
    assert told == [FloorChange((ONE, TWO), {ASEL: "Әсел"})]
    document.append([])
    assert len(updates) == 1


def test_events_stand_in_their_logical_order_whatever_order_they_came_in() -> None:
    parts = [floor(each).state() for each in (ONE, TWO, THREE)]
    for order in permutations(parts):
        document = FloorDocument(NAME)
        told = told_by(document)
        for part in order:
            assert document.apply(part)
        assert document.events() == [ONE, TWO, THREE]
        assert sum(len(change.events) for change in told) == 3


def test_an_event_is_written_once() -> None:
    document = floor(ONE)
    told = told_by(document)
    document.append([ONE])
    assert told == []


def test_a_changed_event_goes_on_counting_as_first_seen() -> None:
    document, other = floor(ONE), FloorDocument(NAME)
    other.apply(document.state())
    overwrite(other, "one", to_json(event("one", 9)))
    told = told_by(document)
    document.apply(other.state())
    assert document.events() == [ONE]
    assert told == [FloorChange(tampered=(ONE.id,))]
    assert document.tampered == (ONE.id,)


def test_a_deleted_event_goes_on_counting() -> None:
    document, other = floor(ONE), FloorDocument(NAME)
    other.apply(document.state())
    overwrite(other, "one", None)
    document.apply(other.state())
    assert document.events() == [ONE]
    assert document.tampered == (ONE.id,)


def test_a_log_shows_that_an_event_was_changed() -> None:
    log: list[bytes] = []
    document = FloorDocument(NAME)
    document.on_update(lambda update, local: log.append(update))
    document.append([ONE])
    overwrite(document, "one", to_json(event("one", 9)))
    again = FloorDocument(NAME)
    again.load(log)
    assert again.events() == [ONE]
    assert again.tampered == (ONE.id,)


def test_events_nobody_can_read_are_named_and_let_be() -> None:
    document = floor(ONE)
    overwrite(document, "odd", "{}")
    overwrite(document, "newer", to_json(TWO).replace('"called"', '"levitated"'))
    with document.transaction():
        document._event_map["number"] = 5  # type: ignore[assignment]
    assert document.events() == [ONE]
    assert document.unreadable == {"odd", "newer", "number"}
    copy = FloorDocument(NAME)
    copy.load([document.state()])
    assert copy.unreadable == document.unreadable


def test_names_can_be_corrected_and_erased_while_the_record_stays() -> None:
    document, other = floor(ONE), FloorDocument(NAME)
    document.append([], {ASEL: "Asel", BOLAT: "Bolat"})
    document.append([], {ASEL: "Әсел"})
    other.apply(document.state())
    told = told_by(other)
    document.erase_names([ASEL, RequestId("nobody")])
    other.apply(document.state())
    assert document.names == other.names == {BOLAT: "Bolat"}
    assert told == [FloorChange(names={ASEL: ""})]
    assert other.events() == [ONE]
    assert "Әсел".encode() not in other.state()


def test_a_long_meeting_is_read_in_order() -> None:
    events = [event(f"{number * 7919 % 5000:04}", number) for number in range(5_000)]
    document = FloorDocument(NAME)
    document.load([floor(*events[2_500:]).state(), floor(*events[:2_500]).state()])
    assert document.events() == events
