"""What the note pane needs of the desk, so that it can be shown and tested without one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from moderator.desk.views import NoteItem, NoteLineView
from moderator.domain.ids import ItemId
from moderator.domain.notes import Mark

if TYPE_CHECKING:
    # The window is painted before pycrdt is loaded.
    from moderator.documents.notes import NoteChange


class NotesPort(Protocol):
    """One meeting's notes; positions are UTF-16 units of an item's plain text.

    Listeners are called within the call that changed the notes.
    """

    def items(self) -> Sequence[NoteItem]:
        """Return the page's headings in order."""
        ...

    def text(self, item: ItemId) -> str:
        """Return an item's notes, lines joined by newlines."""
        ...

    def gutter(
        self, item: ItemId, first: int = 0, count: int | None = None
    ) -> Sequence[NoteLineView]:
        """Return what stands beside ``count`` lines from ``first`` on, by default all."""
        ...

    def edit(self, item: ItemId, position: int, removed: int, inserted: str) -> None:
        """Replace ``removed`` units at ``position``."""
        ...

    def set_mark(self, item: ItemId, line: int, mark: Mark | None) -> None:
        """Mark a line, or take its mark away."""
        ...

    def give_to_previous(self, item: ItemId, line: int) -> None:
        """Give a line to the speech before its own."""
        ...

    def undo(self) -> bool:
        """Take back one's own last edit; return whether there was one."""
        ...

    def redo(self) -> bool:
        """Do it again; return whether there was anything."""
        ...

    def listen(self, told: "Callable[[NoteChange], None]") -> None:
        """Call ``told`` after every change."""
        ...

    def forget(self, told: "Callable[[NoteChange], None]") -> None:
        """Stop calling ``told``."""
        ...
