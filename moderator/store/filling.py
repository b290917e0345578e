"""Documents filled from the store, by whichever way their log still allows."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from moderator.documents.document import Document, DocumentBroken
from moderator.store.database import Store

AnyDocument = TypeVar("AnyDocument", bound=Document)


def filled(
    store: Store, make: Callable[[str], AnyDocument], name: str, waiting: Sequence[bytes] = ()
) -> AnyDocument:
    """Return a document with all that is committed of it; an unknown one is empty.

    ``waiting`` are updates handed to the store, oldest first, that may not be committed yet.

    Raises:
        DocumentBroken: neither its snapshots nor its whole log can be used.
        StoreFailed: the disk or the database refuses.
    """
    document = make(name)
    try:
        document.load((*store.load(name), *waiting))
        return document
    except DocumentBroken:
        document.close()
    document = make(name)
    document.load((*store.load(name, trust_snapshots=False), *waiting))
    return document
