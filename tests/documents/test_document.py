"""Documents as bytes: what goes in comes out, and foreign bytes never take anything down."""

import random
from collections.abc import Iterator

import pytest

from moderator.documents.document import (
    Document,
    DocumentBroken,
    DocumentKind,
    DocumentName,
    UpdateMalformed,
    contacts_name,
    floor_name,
    notes_name,
    parse_name,
    people_name,
    programme_name,
    recommendations_name,
)
from moderator.documents.gaps import holds_all
from moderator.documents.notes import Edit, NotesDocument
from moderator.domain.errors import Reason, StoreFailed
from moderator.domain.ids import ForumId, ItemId, MeetingId
from tests.documents.replicas import NAME, Laptop

FORUM, MEETING, ITEM = ForumId("f"), MeetingId("m"), ItemId("i")


def written(count: int) -> list[bytes]:
    """Return the updates of so many key presses, one each."""
    notes = NotesDocument(NAME)
    updates: list[bytes] = []
    notes.on_update(lambda update, local: updates.append(update))
    for number in range(count):
        notes.edit(ITEM, Edit(number, 0, "қ😀b\n"[number % 4 : number % 4 + 1] or "x"), number)
    return updates


@pytest.mark.parametrize(
    ("name", "kind", "meeting"),
    [
        (programme_name(FORUM), DocumentKind.PROGRAMME, ""),
        (people_name(FORUM), DocumentKind.PEOPLE, ""),
        (contacts_name(FORUM), DocumentKind.CONTACTS, ""),
        (recommendations_name(FORUM), DocumentKind.RECOMMENDATIONS, ""),
        (floor_name(FORUM, MEETING), DocumentKind.FLOOR, "m"),
        (notes_name(FORUM, MEETING), DocumentKind.NOTES, "m"),
    ],
)
def test_a_name_says_what_a_document_is(name: str, kind: DocumentKind, meeting: str) -> None:
    assert parse_name(name) == DocumentName(FORUM, kind, MeetingId(meeting))


@pytest.mark.parametrize(
    "name", ["", "f", "f/", "/programme", "f/songs", "f/floor", "f/floor/", "f/people/m", "a/b/c/d"]
)
def test_a_name_of_nothing_is_refused(name: str) -> None:
    assert parse_name(name) is None


def test_a_document_gets_one_incarnation() -> None:
    document = Document(NAME)
    assert document.incarnation == ""
    document.create()
    first = document.incarnation
    document.create()
    assert len(first) == 32
    assert document.incarnation == first
    copy = Document(NAME)
    copy.load([document.state()])
    assert copy.incarnation == first


def test_many_writes_in_one_transaction_make_one_update() -> None:
    notes = NotesDocument(NAME)
    updates: list[tuple[bytes, bool]] = []
    notes.on_update(lambda update, local: updates.append((update, local)))
    with notes.transaction():
        notes.edit(ITEM, Edit(0, 0, "a"), 1)
        with notes.transaction():
            notes.edit(ITEM, Edit(1, 0, "b"), 1)
    assert len(updates) == 1
    assert updates[0][1]
    copy = NotesDocument(NAME)
    assert copy.apply(updates[0][0])
    assert copy.text(ITEM) == "ab"


def test_a_transaction_that_fails_keeps_what_it_wrote() -> None:
    notes = NotesDocument(NAME)
    updates: list[bytes] = []
    notes.on_update(lambda update, local: updates.append(update))

    def fail() -> None:
        with notes.transaction():
            notes.edit(ITEM, Edit(0, 0, "a"), 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert notes.text(ITEM) == "a"
    assert len(updates) == 1


def test_a_transaction_without_a_change_tells_nothing() -> None:
    document = Document(NAME)
    updates: list[bytes] = []
    document.on_update(lambda update, local: updates.append(update))
    with document.transaction():
        pass
    assert updates == []


def test_loading_tells_nothing() -> None:
    notes = NotesDocument(NAME)
    told: list[object] = []
    notes.on_update(lambda update, local: told.append(update))
    notes.on_change(told.append)
    notes.load(written(5))
    assert told == []
    assert notes.text(ITEM) != ""


def test_bytes_of_others_are_told_as_theirs() -> None:
    notes = NotesDocument(NAME)
    told: list[bool] = []
    notes.on_update(lambda update, local: told.append(local))
    for update in written(3):
        assert notes.apply(update)
    assert told == [False] * 3


def test_known_bytes_change_nothing() -> None:
    update = written(1)[0]
    notes = NotesDocument(NAME)
    assert notes.apply(update)
    assert not notes.apply(update)


def test_a_gap_is_told_apart_and_healed_by_an_exchange() -> None:
    first, second, third = written(3)
    notes = NotesDocument(NAME)
    assert notes.apply(first)
    assert not notes.apply(third)
    assert not holds_all(notes.state_vector(), [first, third])
    whole = NotesDocument(NAME)
    whole.load([first, second, third])
    assert notes.apply(whole.missing(notes.state_vector()))
    assert notes.text(ITEM) == whole.text(ITEM)
    assert holds_all(notes.state_vector(), [first, second, third])


def test_a_failing_listener_does_not_keep_bytes_from_the_store() -> None:
    notes = NotesDocument(NAME)
    stored: list[bytes] = []

    def fail(change: object) -> None:
        raise ZeroDivisionError

    notes.on_change(fail)
    notes.on_update(lambda update, local: stored.append(update))
    with pytest.raises(ZeroDivisionError):
        notes.edit(ITEM, Edit(0, 0, "a"), 1)
    assert len(stored) == 1


def test_a_listener_may_write() -> None:
    notes = NotesDocument(NAME)
    updates: list[bytes] = []

    def answer(change: object) -> None:
        if notes.text(ITEM) == "a":
            notes.edit(ITEM, Edit(1, 0, "b"), 1)

    notes.on_change(answer)
    notes.on_update(lambda update, local: updates.append(update))
    notes.edit(ITEM, Edit(0, 0, "a"), 1)
    copy = NotesDocument(NAME)
    assert [copy.apply(update) for update in updates] == [True, True]
    assert copy.text(ITEM) == "ab"


def test_nobody_is_told_after_closing() -> None:
    document = NotesDocument(NAME)
    told: list[object] = []
    document.on_update(lambda update, local: told.append(update))
    document.on_change(told.append)
    document.close()
    document.edit(ITEM, Edit(0, 0, "a"), 1)
    assert told == []


@pytest.mark.parametrize("junk", [b"", b"\x00", b"\xff" * 20, b"<html>"])
def test_what_is_no_update_leaves_the_document_as_it_was(junk: bytes) -> None:
    notes = NotesDocument(NAME)
    notes.load(written(5))
    before = notes.state()
    with pytest.raises(UpdateMalformed):
        notes.apply(junk)
    assert notes.state() == before
    notes.edit(ITEM, Edit(0, 0, "a"), 1)


def test_a_log_with_junk_in_it_is_refused() -> None:
    notes = NotesDocument(NAME)
    with pytest.raises(DocumentBroken):
        notes.load([*written(2), b"\xff\xff"])
    with pytest.raises(DocumentBroken):
        notes.state()


def test_what_the_store_raises_is_its_own() -> None:
    def rows() -> Iterator[bytes]:
        yield from written(1)
        raise StoreFailed(Reason.DISK_FAILED)

    with pytest.raises(StoreFailed):
        Document(NAME).load(rows())


def test_mutated_updates_leave_the_notes_usable_or_say_that_they_broke() -> None:
    draw = random.Random(20_261_124)
    good = written(40)
    laptop = Laptop()
    told_broken = 0
    for _ in range(3_000):
        update = bytearray(draw.choice(good))
        for _ in range(draw.randint(1, 3)):
            update[draw.randrange(len(update))] = draw.randrange(256)
        try:
            laptop.notes.apply(bytes(update))
        except UpdateMalformed:
            continue
        except DocumentBroken:
            told_broken += 1
            laptop = Laptop()
            continue
        laptop.check()
        laptop.notes.edit(ITEM, Edit(0, 0, "q"), 1)
        laptop.check()
    assert told_broken < 100
