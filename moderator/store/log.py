"""The log of every document: updates are appended and numbered, never changed."""

import hashlib
from dataclasses import dataclass

from moderator.store.driver import Raw, scalar
from moderator.store.writes import Update

SNAPSHOTS_KEPT = 2


@dataclass(slots=True)
class _Tail:
    """Where the log of one document ends."""

    document: int
    number: int
    snapshot: int
    """How far the newest snapshot reaches, or the last try at one that was refused."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document as one update, in place of its first ``upto`` updates."""

    upto: int
    body: bytes
    sha256: bytes

    @property
    def is_sound(self) -> bool:
        """Whether the bytes are those that were written."""
        return hashlib.sha256(self.body).digest() == self.sha256


class Log:
    """The writing side; it belongs to the connection, and so to the thread, that writes."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._tails: dict[str, _Tail] = {}

    def append(self, update: Update) -> None:
        """Add an update at the end of its document's log."""
        place = self.next_place(update.document)
        row = (*place, update.body, update.local, update.made_utc_ms)
        self._raw.execute(_NEW_UPDATE, row)

    def next_place(self, document: str) -> tuple[int, int]:
        """Return a document's row and its next number, which is taken by that."""
        tail = self._tails.get(document) or self._open(document)
        tail.number += 1
        return tail.document, tail.number

    def forget(self) -> None:
        """Read where the logs end from the database again: a transaction was undone."""
        self._tails.clear()

    def grown(self, by: int) -> tuple[str, ...]:
        """Return the documents that have at least ``by`` updates above their snapshot."""
        tails = self._tails.items()
        return tuple(name for name, tail in tails if tail.number - tail.snapshot >= by)

    def keep_snapshot(self, document: str, snapshot: Snapshot) -> None:
        """Keep a snapshot that was verified, and of the older ones the newest."""
        tail = self._tails.get(document) or self._open(document)
        row = (tail.document, snapshot.upto, snapshot.body, snapshot.sha256)
        self._raw.execute(_NEW_SNAPSHOT, row)
        self._raw.execute(_OLD_SNAPSHOTS, (tail.document, tail.document, SNAPSHOTS_KEPT))
        tail.snapshot = snapshot.upto

    def skip_snapshot(self, document: str) -> None:
        """Try no snapshot of a document until it has grown as much again."""
        tail = self._tails.get(document)
        if tail is not None:
            tail.snapshot = tail.number

    def _open(self, name: str) -> _Tail:
        document = scalar(self._raw, _DOCUMENT, (name,))
        if document is None:
            forum = name.partition("/")[0]
            document = self._raw.execute(_NEW_DOCUMENT, (name, forum)).lastrowid
        number = scalar(self._raw, _LAST_UPDATE, (document,)) or 0
        snapshot = scalar(self._raw, _LAST_SNAPSHOT, (document,)) or 0
        # after an erasure the snapshot reaches further than any row left
        self._tails[name] = _Tail(document, max(number, snapshot), snapshot)
        return self._tails[name]


def snapshots(raw: Raw, document: str) -> tuple[Snapshot, ...]:
    """Return a document's snapshots, newest first."""
    return tuple(Snapshot(*row) for row in raw.execute(_SNAPSHOTS, (document,)))


def updates_after(raw: Raw, document: str, number: int) -> list[tuple[int, bytes]]:
    """Return the numbered updates after ``number``, in order."""
    return [(n, body) for n, body in raw.execute(_UPDATES, (document, number))]


def first_number(raw: Raw, document: str) -> int:
    """Return the number of the first update still kept, or 0 when there is none."""
    return scalar(raw, _FIRST_UPDATE, (document,)) or 0


def last_made_utc_ms(raw: Raw, document: str) -> int:
    """Return when a document's last update was made; 0 when it has none."""
    return scalar(raw, _LAST_MADE, (document,)) or 0


def load(raw: Raw, document: str, *, trust_snapshots: bool = True) -> tuple[bytes, ...]:
    """Return what a document is loaded from: its newest sound snapshot and the updates after it.

    Where no snapshot is sound, or none is to be trusted, every update from the first.
    """
    if trust_snapshots:
        for snapshot in snapshots(raw, document):
            if snapshot.is_sound:
                rows = updates_after(raw, document, snapshot.upto)
                return (snapshot.body, *(body for _, body in rows))
    return tuple(body for _, body in updates_after(raw, document, 0))


_DOCUMENT = "SELECT id FROM document WHERE name = ?"
_NEW_DOCUMENT = "INSERT INTO document (name, forum) VALUES (?, ?)"
_NEW_UPDATE = (
    "INSERT INTO doc_update (document, number, body, local, made_utc_ms) VALUES (?, ?, ?, ?, ?)"
)
_NEW_SNAPSHOT = (
    "INSERT OR REPLACE INTO doc_snapshot (document, upto, body, sha256) VALUES (?, ?, ?, ?)"
)
_LAST_UPDATE = "SELECT max(number) FROM doc_update WHERE document = ?"
_LAST_SNAPSHOT = "SELECT max(upto) FROM doc_snapshot WHERE document = ?"
_SNAPSHOTS = (
    f"SELECT upto, body, sha256 FROM doc_snapshot WHERE document = ({_DOCUMENT}) ORDER BY upto DESC"
)
_UPDATES = (
    "SELECT number, body FROM doc_update"
    f" WHERE document = ({_DOCUMENT}) AND number > ? ORDER BY number"
)
_FIRST_UPDATE = f"SELECT min(number) FROM doc_update WHERE document = ({_DOCUMENT})"
_LAST_MADE = (
    "SELECT made_utc_ms FROM doc_update"
    f" WHERE document = ({_DOCUMENT}) ORDER BY number DESC LIMIT 1"
)
_OLD_SNAPSHOTS = (
    "DELETE FROM doc_snapshot WHERE document = ? AND upto NOT IN"
    " (SELECT upto FROM doc_snapshot WHERE document = ? ORDER BY upto DESC LIMIT ?)"
)
