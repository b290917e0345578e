"""What is too much to be shown in one go, and how it is parted."""

from collections.abc import Iterator

from moderator.console.note_diff import utf16_length
from moderator.console.note_page import ItemEdit

PIECE = 16_000
"""Characters shown in one go; more makes a change large."""

PIECE_LINES = 150
"""Lines shown in one go."""


def is_large(text: str) -> bool:
    """Return whether a text is too much to be shown in one go."""
    return len(text) > PIECE or text.count("\n") > PIECE_LINES


def pieces(edit: ItemEdit) -> Iterator[ItemEdit]:
    """Yield edits that do the same one after the other, none of them large."""
    which, position, removed, text = edit
    begin = 0
    while True:
        end = _cut(text, begin)
        piece = text[begin:end]
        yield ItemEdit(which, position, removed, piece)
        if end >= len(text):
            return
        position, removed, begin = position + utf16_length(piece), 0, end


def _cut(text: str, begin: int) -> int:
    most = min(len(text), begin + PIECE)
    end = begin
    for _line in range(PIECE_LINES):
        end = text.find("\n", end, most) + 1
        if not end:
            return most
    return end
