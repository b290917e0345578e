"""Whether everything kept is what it should be: the file, the logs, the documents, the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from moderator.documents.document import Document, DocumentBroken, DocumentKind, parse_name
from moderator.documents.floor import FloorDocument
from moderator.domain.events import broken_links
from moderator.domain.ids import ForumId
from moderator.store import log, snapshots
from moderator.store.database import Store
from moderator.store.driver import Raw
from moderator.store.filling import filled
from moderator.store.rebuild import differing


class Problem(StrEnum):
    """What ``check`` can find; the sentence for each is in ``moderator.desk.reasons``."""

    FILE_DAMAGED = "file-damaged"
    """``detail``: what SQLite says."""
    UPDATE_MISSING = "update-missing"
    """A hole in a document's log; ``detail``: after which number."""
    DOCUMENT_BROKEN = "document-broken"
    SNAPSHOT_BROKEN = "snapshot-broken"
    """Its bytes changed, or it is not what its log makes; the log is used instead."""
    EVENT_CHANGED = "event-changed"
    """A floor event was changed or removed after it was first seen; ``detail``: its id."""
    CHAIN_BROKEN = "chain-broken"
    """The floor event before this one is missing or was changed; ``detail``: this one's id."""
    PROJECTION_DIFFERS = "projection-differs"
    """``detail``: the table."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    what: Problem
    where: str
    """The document or forum; empty for the file as a whole."""
    detail: str = ""


def check(store: Store) -> tuple[Finding, ...]:
    """Look through everything that is committed; an empty answer means all is sound.

    Raises:
        StoreFailed: the disk or the database refuses to be read at all.
    """
    findings = list(_file(store))
    for forum in store.known_forums():
        for name in store.documents(forum):
            with store.reading() as raw:
                findings.extend(_log(raw, name))
                findings.extend(_snapshots(raw, name))
            findings.extend(_document(store, name))
        findings.extend(_projections(store, forum))
    return tuple(findings)


def _file(store: Store) -> Iterator[Finding]:
    # SQLite 3.53 checks full-text indexes against what a connection remembers of them, so one
    # that read before the last commit finds faults where there are none
    with store.reading(afresh=True) as raw:
        for (said,) in raw.execute("PRAGMA integrity_check").fetchall():
            if said != "ok":
                yield Finding(Problem.FILE_DAMAGED, "", said)


def _log(raw: Raw, name: str) -> Iterator[Finding]:
    numbers = [number for number, _ in log.updates_after(raw, name, 0)]
    # an erasure puts a snapshot in the place of the rows before it
    reached = 0
    if numbers and numbers[0] != 1:
        upto = {s.upto for s in log.snapshots(raw, name)}
        reached = numbers[0] - 1 if any(u >= numbers[0] - 1 for u in upto) else 0
    for number in numbers:
        if number != reached + 1:
            yield Finding(Problem.UPDATE_MISSING, name, str(reached))
        reached = number


def _snapshots(raw: Raw, name: str) -> Iterator[Finding]:
    for snapshot in log.snapshots(raw, name):
        if not snapshot.is_sound or not snapshots.agrees(raw, name, snapshot):
            yield Finding(Problem.SNAPSHOT_BROKEN, name, str(snapshot.upto))


def _document(store: Store, name: str) -> Iterator[Finding]:
    parsed = parse_name(name)
    try:
        if parsed is not None and parsed.kind is DocumentKind.FLOOR:
            yield from _floor(store, name)
        else:
            filled(store, Document, name).close()
    except DocumentBroken:
        yield Finding(Problem.DOCUMENT_BROKEN, name)


def _floor(store: Store, name: str) -> Iterator[Finding]:
    # only the whole log, row by row, shows what was seen first
    floor = FloorDocument(name)
    try:
        floor.load(store.load(name, trust_snapshots=False))
        for event in floor.tampered:
            yield Finding(Problem.EVENT_CHANGED, name, event)
        for event in broken_links(floor.events()):
            yield Finding(Problem.CHAIN_BROKEN, name, event)
    finally:
        floor.close()


def _projections(store: Store, forum: ForumId) -> Iterator[Finding]:
    try:
        for table in differing(store, forum):
            yield Finding(Problem.PROJECTION_DIFFERS, forum, table)
    except DocumentBroken:
        return  # told already, by its document
