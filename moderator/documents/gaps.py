"""Whether updates build on something that never arrived; pycrdt itself is silent about it."""

from collections.abc import Sequence

from pycrdt import get_update, merge_updates

from moderator.documents.document import Document, DocumentBroken


def holds_all(state_vector: bytes, updates: Sequence[bytes]) -> bool:
    """Return whether a document at ``state_vector``, filled from ``updates``, took in all of them.

    What it kept back over a gap is in none of its own bytes, so that a snapshot would lose it. A
    gap that holds nothing but deletions is not seen here; the next exchange with a hub repairs it.
    """
    if not updates:
        return True
    # an update begins with the number of writers it has something new of
    return get_update(merge_updates(*updates), state_vector)[0] == 0


def is_known(document: Document, update: bytes) -> bool:
    """Return whether a document has all that an update says already, deletions included."""
    if update == document.missing(document.state_vector()):
        return True  # what everybody answers who has the same
    scratch = Document(document.name)
    try:
        scratch.load((document.state(),))
        return not scratch.apply(update) and holds_all(scratch.state_vector(), (update,))
    except DocumentBroken:
        return False
    finally:
        scratch.close()
