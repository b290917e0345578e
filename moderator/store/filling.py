"""Documents filled from the store, by whichever way their log still allows."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

from moderator.documents.document import Document, DocumentBroken

AnyDocument = TypeVar("AnyDocument", bound=Document)


class Kept(Protocol):
    """Where documents are loaded from."""

    def load(self, document: str, *, trust_snapshots: bool = True) -> tuple[bytes, ...]:
        """Return what to fill a document from."""
        ...


Waiting = Mapping[str, Sequence[bytes]]
"""Updates handed to the store that may not be committed yet, oldest first, by document."""

NOTHING_WAITS: Waiting = MappingProxyType({})


def filled(
    store: Kept,
    make: Callable[[str], AnyDocument],
    name: str,
    waiting: Waiting = NOTHING_WAITS,
) -> AnyDocument:
    """Return a document with all that is committed of it, and what waits; an unknown one is empty.

    Raises:
        DocumentBroken: neither its snapshots nor its whole log can be used.
        StoreFailed: the disk or the database refuses.
    """
    document = make(name)
    try:
        document.load((*store.load(name), *waiting.get(name, ())))
        return document
    except DocumentBroken:
        document.close()
    document = make(name)
    document.load((*store.load(name, trust_snapshots=False), *waiting.get(name, ())))
    return document
