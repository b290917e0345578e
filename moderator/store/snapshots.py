"""Snapshots: a document as one update, trusted only after it was loaded and compared.

They are made from committed rows alone, never over a gap, and the rows below them stay.
"""

import hashlib
import logging
from collections.abc import Iterable, Sequence

from moderator.documents.document import Document, DocumentBroken
from moderator.documents.gaps import holds_all
from moderator.store import log
from moderator.store.driver import Raw
from moderator.store.log import Snapshot

_logger = logging.getLogger(__name__)


def make(raw: Raw, name: str) -> Snapshot | None:
    """Return a verified snapshot of a document as it lies in its log; None where none is safe."""
    base = newest_sound(log.snapshots(raw, name))
    return of_rows(name, base, log.updates_after(raw, name, base.upto if base else 0))


def newest_sound(snapshots: Iterable[Snapshot]) -> Snapshot | None:
    """Return the first, of snapshots that lie newest first, whose bytes are what was written."""
    return next((s for s in snapshots if s.is_sound), None)


def of_rows(name: str, base: Snapshot | None, rows: Sequence[tuple[int, bytes]]) -> Snapshot | None:
    """Return a verified snapshot of all numbered rows above another, or of all from the first.

    None where there are none, where one is missing, or where they cannot be taken as a whole.
    """
    above = base.upto if base else 0
    if not rows or [number for number, _ in rows] != list(range(above + 1, above + len(rows) + 1)):
        return None
    updates = [body for _, body in rows]
    if base is not None:
        updates.insert(0, base.body)
    body = _verified(name, updates)
    if body is None:
        _logger.info("no snapshot of %s: its log cannot be taken as a whole", name)
        return None
    return Snapshot(rows[-1][0], body, hashlib.sha256(body).digest())


def agrees(raw: Raw, name: str, snapshot: Snapshot) -> bool:
    """Return whether a snapshot is what the rows it stands for make, as far as they are kept."""
    if log.first_number(raw, name) != 1:
        return True  # after an erasure the snapshot is all there is
    rows = (body for n, body in log.updates_after(raw, name, 0) if n <= snapshot.upto)
    made = _verified(name, list(rows))
    return made is not None and _extent(name, made) == _extent(name, snapshot.body)


def _extent(name: str, body: bytes) -> dict[int, int]:
    document = Document(name)
    document.load((body,))
    return document.extent()


def _verified(name: str, updates: list[bytes]) -> bytes | None:
    document, copy = Document(name), Document(name)
    try:
        document.load(updates)
        if not holds_all(document.state_vector(), updates):
            return None
        body = document.state()
        copy.load((body,))
        same = copy.extent() == document.extent() and copy.state() == body
    except DocumentBroken:
        return None
    finally:
        document.close()
        copy.close()
    return body if same else None
