"""Whether what comes belongs to a document's history here, or began another under its name."""

from moderator.documents.document import Document, DocumentBroken


def is_of_another(document: Document, update: bytes) -> bool:
    """Return whether a difference begins the document anew, under another incarnation than ours.

    Only what was not merged yet can tell: once two histories are one, each hides the other.
    """
    ours = document.incarnation
    if not ours:
        return False
    scratch = Document(document.name)
    try:
        scratch.apply(update)
        return scratch.incarnation not in ("", ours)
    except DocumentBroken:
        return False  # the document itself will say so
    finally:
        scratch.close()
