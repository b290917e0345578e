"""Documents filled from the store, by whichever way their log still allows."""

from collections.abc import Callable
from typing import TypeVar

from moderator.documents.document import Document, DocumentBroken
from moderator.store.database import Store

AnyDocument = TypeVar("AnyDocument", bound=Document)


def filled(store: Store, make: Callable[[str], AnyDocument], name: str) -> AnyDocument:
    """Return a document with all that is committed of it; an unknown one is empty.

    Raises:
        DocumentBroken: neither its snapshots nor its whole log can be used.
        StoreFailed: the disk or the database refuses.
    """
    document = make(name)
    try:
        document.load(store.load(name))
        return document
    except DocumentBroken:
        document.close()
    document = make(name)
    document.load(store.load(name, trust_snapshots=False))
    return document
