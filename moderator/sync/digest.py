"""Whether two sides hold the same of many documents, in a few bytes rather than one by one.

Equal state vectors do not prove equal documents, for deletions move none; they are what a missed
change of any other kind would show in.
"""

import hashlib
from collections.abc import Callable, Iterable

from moderator.sync.lib0 import Malformed, Reader

_BYTES = 8
_MOST_WRITERS = 1_000_000


def of_document(state_vector: bytes) -> bytes:
    """Return a digest of how much of each writer's work is in a document.

    Raises:
        Malformed: the bytes are no state vector.
    """
    read = Reader(state_vector)
    count = read.number()
    if count > _MOST_WRITERS:
        raise Malformed("too many writers")
    # the same vector is written in any order
    writers = sorted((read.number(), read.number()) for _ in range(count))
    read.end()
    return hashlib.sha256(repr(writers).encode()).digest()[:_BYTES]


def of_vectors(documents: Iterable[str], state_vector: Callable[[str], bytes]) -> str:
    """Return a digest of documents, given by their names."""
    return of_all((name, of_document(state_vector(name))) for name in documents)


def of_all(documents: Iterable[tuple[str, bytes]]) -> str:
    """Return a digest of documents, each given by its name and its own digest."""
    return hashlib.sha256(repr(sorted(documents)).encode()).hexdigest()[: 2 * _BYTES]
