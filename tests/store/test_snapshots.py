"""A snapshot is trusted only when it was compared and its bytes are as written; rows stay."""

import random
from pathlib import Path

import pytest

from moderator.documents.document import Document
from moderator.store import log, snapshots
from moderator.store.copies import DATABASE
from moderator.store.database import Store
from moderator.store.driver import scalar
from moderator.store.writes import Update, Write
from tests.store.kit import NOTES, PATIENCE_S, Typist, change, text_of

_ENOUGH = 230


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """Return a folder whose notes were typed with many keys, in two sessions."""
    for _ in range(2):
        store = Store.open(tmp_path)
        typist = Typist(store)
        for n in range(_ENOUGH):
            typist.type("ә" if n % 9 else "\n")
        assert store.close()
    return tmp_path


def test_closing_leaves_a_snapshot_and_all_rows(typed: Path) -> None:
    store = Store.open(typed)
    assert len(store.load(NOTES)) == 1
    with store.reading() as raw:
        assert [s.upto for s in log.snapshots(raw, NOTES)] == [2 * _ENOUGH, _ENOUGH]
        assert scalar(raw, "SELECT count(*) FROM doc_update") == 2 * _ENOUGH
    assert len(text_of(store)) == 2 * _ENOUGH
    store.close()


def test_a_snapshot_whose_bytes_changed_gives_way_to_the_older_one(typed: Path) -> None:
    change(typed / DATABASE, "UPDATE doc_snapshot SET body = zeroblob(99) WHERE upto > ?", _ENOUGH)
    store = Store.open(typed)
    assert len(store.load(NOTES)) == 1 + _ENOUGH
    assert len(text_of(store)) == 2 * _ENOUGH
    store.close()


def test_without_a_sound_snapshot_every_row_is_loaded(typed: Path) -> None:
    change(typed / DATABASE, "UPDATE doc_snapshot SET sha256 = zeroblob(32)")
    store = Store.open(typed)
    assert len(store.load(NOTES)) == 2 * _ENOUGH
    assert len(text_of(store)) == 2 * _ENOUGH
    assert len(store.load(NOTES, trust_snapshots=False)) == 2 * _ENOUGH
    store.close()


def test_no_snapshot_is_made_over_a_gap(store: Store) -> None:
    typist = Typist(store)
    bodies: list[bytes] = []
    typist.notes.on_update(lambda body, _local: bodies.append(body))
    for letter in "abcdef":
        typist.type(letter)
    gapped = "forum/notes/gapped"
    for body in (*bodies[:2], *bodies[3:]):
        store.write(Write((Update(gapped, body, False, 1),)))
    assert store.flush(PATIENCE_S)
    with store.reading() as raw:
        assert snapshots.make(raw, NOTES) is not None
        assert snapshots.make(raw, gapped) is None
    # what was missing arrives late
    store.write(Write((Update(gapped, bodies[2], False, 1),)))
    assert store.flush(PATIENCE_S)
    with store.reading() as raw:
        assert snapshots.make(raw, gapped) is not None


@pytest.mark.parametrize("seed", range(20))
def test_a_snapshot_is_made_of_what_many_wrote_at_once(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    writers = [Document(NOTES) for _ in range(5)]
    made: list[bytes] = []
    for writer in writers:
        writer.on_update(lambda body, local: made.append(body) if local else None)
    for n in range(60):
        writer, other = chance.sample(writers, 2)
        with writer.transaction():
            writer._meta[str(chance.randrange(9))] = str(n)
        if chance.random() < 0.5:
            other.apply(writer.state())
    store.write(Write(tuple(Update(NOTES, body, False, 1) for body in made)))
    assert store.flush(PATIENCE_S)
    with store.reading() as raw:
        snapshot = snapshots.make(raw, NOTES)
        assert snapshot is not None
        assert snapshots.agrees(raw, NOTES, snapshot)


def test_no_snapshot_is_made_of_bytes_that_are_no_document(store: Store) -> None:
    store.write(Write((Update(NOTES, b"\xff\xff\xff", False, 1),)))
    assert store.flush(PATIENCE_S)
    with store.reading() as raw:
        assert snapshots.make(raw, NOTES) is None
        assert snapshots.make(raw, "unknown") is None
