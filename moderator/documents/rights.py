"""Who may read and write which document: the one table behind hub and laptops (DESIGN.md §4.1)."""

from enum import StrEnum

from moderator.documents.document import DocumentKind, parse_name


class Role(StrEnum):
    """What somebody does at a forum."""

    CHAIR = "chair"
    TIMEKEEPER = "timekeeper"
    NOTE_TAKER = "note-taker"
    VIEWER = "viewer"


_ALL = frozenset(DocumentKind)
_PLAN = frozenset({DocumentKind.PROGRAMME, DocumentKind.PEOPLE, DocumentKind.FLOOR})
_TEXT = frozenset({DocumentKind.NOTES, DocumentKind.RECOMMENDATIONS})

_STAFF = frozenset({DocumentKind.STAFF})
"""What those who run the forum say to each other, and where they are: never a viewer's."""

_READ = {
    Role.CHAIR: _ALL,
    Role.TIMEKEEPER: _PLAN | _TEXT | _STAFF,
    Role.NOTE_TAKER: _PLAN | _TEXT | _STAFF,
    Role.VIEWER: frozenset({DocumentKind.PROGRAMME, DocumentKind.FLOOR}),
}
_WRITE = {
    Role.CHAIR: _ALL,
    Role.TIMEKEEPER: _PLAN | _STAFF,
    Role.NOTE_TAKER: _TEXT | _STAFF,
    Role.VIEWER: frozenset[DocumentKind](),
}


def may_read(role: Role, document: str) -> bool:
    """Return whether a role may read the document with this full name."""
    name = parse_name(document)
    return name is not None and name.kind in _READ[role]


def writes(role: Role, kind: DocumentKind) -> bool:
    """Return whether a role may write documents of a kind."""
    return kind in _WRITE[role]


def may_write(role: Role, document: str) -> bool:
    """Return whether a role may write the document with this full name."""
    name = parse_name(document)
    return name is not None and name.kind in _WRITE[role]
