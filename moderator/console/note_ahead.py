"""What the notes have before the page: a key, from the press until Qt has written it."""

from collections.abc import Sequence
from typing import NamedTuple

from moderator.console.note_page import ItemEdit
from moderator.domain.notes import Line


class Told(NamedTuple):
    """What the notes said of some lines of an item."""

    which: int
    first: int
    lines: Sequence[Line]
    known: bool


class NoteAhead:
    """One edit that was sent ahead, if any, and what the notes said of the lines it makes."""

    def __init__(self) -> None:
        self.edit: ItemEdit | None = None
        self._told: list[Told] = []

    def keeps(self, told: Told) -> bool:
        """Keep what is told of lines that the page does not have yet; False where it has."""
        if self.edit is not None:
            self._told.append(told)
        return self.edit is not None

    def end(self) -> tuple[ItemEdit | None, Sequence[Told]]:
        """Return the edit and what was told of it; from here on nothing is ahead."""
        edit, told = self.edit, self._told
        self.edit, self._told = None, []
        return edit, told
