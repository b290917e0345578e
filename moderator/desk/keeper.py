"""Sees that whatever changes a document reaches the disk, together with the rows made from it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import TypeVar

from moderator.desk.views import SaveState
from moderator.documents.document import Document
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.domain.ids import ForumId
from moderator.store.database import Store
from moderator.store.filling import Waiting, filled
from moderator.store.rows import ForumGone, ForumRow, Rows, StoredForum
from moderator.store.writes import Outcome, Update, Write

AnyDocument = TypeVar("AnyDocument", bound=Document)


_MOMENT_S = 0.001
"""Most commits take less, and nobody sees a letter come that much later."""


class Keeper:
    """Collects what one command changed and hands it to the store as one value.

    Every change of a watched document must happen inside ``batch``: bytes and rows of a batch are
    committed in one transaction, and listeners are told once, when the batch ends.
    """

    def __init__(
        self, store: Store, clock: Clock, write: Callable[[Write], None] | None = None
    ) -> None:
        """Hand batches to the store, or to ``write`` where they are only to be worked out."""
        self.store = store
        self.clock = clock
        self._write = write
        self._updates: list[Update] = []
        self._rows: list[Rows] = []
        self._changes = Changes()
        self._depth = 0
        self._numbers = count()
        self._pending: dict[int, Write] = {}
        """What the store was given and has not told of yet, oldest first."""
        self._handed: Counter[str] = Counter()
        self._saved_utc_ms: int | None = None
        self._failed = ""
        self._listeners: list[Callable[[Changes], None]] = []
        self.guard: Callable[[str], None] | None = None
        """Asked before a document that is followed is changed here; what it raises forbids it."""
        self.say_failed: Callable[[Outcome], str] = _silent
        self.handed: Callable[[Write], None] | None = None
        """Hears of everything that is handed to the store, committed or not yet."""

    def listen(self, told: Callable[[Changes], None]) -> None:
        """Call ``told`` after every batch and every commit, until ``forget``."""
        self._listeners.append(told)

    def forget(self, told: Callable[[Changes], None]) -> None:
        """Stop calling ``told``."""
        self._listeners.remove(told)

    def open(self, make: Callable[[str], AnyDocument], name: str) -> AnyDocument:
        """Return a document as it is now, and keep every update of it from here on.

        Nothing is waited for: what the disk has not taken yet comes from memory.

        Raises:
            StoreFailed: the disk or the database refuses.
            DocumentBroken: neither a snapshot nor the whole log can be used.
        """
        # looked at before the disk is read, else a commit in between would hide an update
        document = filled(self.store, make, name, self.waiting())
        self.follow(document)
        return document

    def waiting(self) -> Waiting:
        """Return what the disk may not have taken yet."""
        found: dict[str, list[bytes]] = {}
        given = (u for w in tuple(self._pending.values()) for u in w.updates)
        for update in (*given, *self._updates):
            found.setdefault(update.document, []).append(update.body)
        return found

    def changes_of(self, forum: ForumId) -> int:
        """Return how many changes of a forum were handed to the store so far."""
        return self._handed[forum]

    def follow(self, document: Document) -> None:
        """Keep every update of a document from here on; what it holds now is kept already."""
        name = document.name

        def keep(body: bytes, local: bool) -> None:
            made = self.clock.read().utc_ms
            self._updates.append(Update(name, body, local, made))

        document.on_update(keep)
        if self.guard is not None:
            document.guard = self.guard

    def forums(self) -> tuple[StoredForum, ...]:
        """Return the forums kept here; nothing is waited for, as in ``open``."""
        waiting = [r for w in tuple(self._pending.values()) for r in w.rows]
        found = {forum.id: forum for forum in self.store.forums()}
        for rows in (*waiting, *self._rows):
            if isinstance(rows, ForumRow):
                found[rows.forum.id] = rows.forum
            elif isinstance(rows, ForumGone):
                found.pop(rows.forum, None)
        return tuple(found.values())

    def add(self, rows: Rows) -> None:
        """Add projected rows to the present batch."""
        self._rows.append(rows)

    def take(self, write: Write) -> None:
        """Add what was worked out elsewhere, for documents nobody follows yet, to the batch."""
        self._updates += write.updates
        self._rows += write.rows

    def note(self, changes: Changes) -> None:
        """Add to what listeners are told at the end of the present batch."""
        self._changes |= changes

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Collect what changes inside; nested batches join the outermost one.

        What changed before an error is kept all the same: it is in the documents already.
        """
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._hand_over()

    def settle(self) -> None:
        """Wait a moment for the disk to take what was handed over; a slow one holds nobody up.

        The writer's thread needs the interpreter, which whoever calls would else keep from it by
        laying out and painting: what is waited for here is not waited for there.
        """
        if not self._depth and self._write is None:
            self.store.wait(_MOMENT_S)

    def _hand_over(self) -> None:
        changes, self._changes = self._changes, Changes()
        if self._updates or self._rows:
            number = next(self._numbers)
            done = partial(self._done, number)
            write = Write(tuple(self._updates), tuple(self._rows), done)
            self._pending[number] = write
            self._updates, self._rows = [], []
            self._handed.update(update.document.partition("/")[0] for update in write.updates)
            (self._write or self.store.write)(write)
            if self.handed is not None:
                self.handed(write)
        if changes != Changes():
            self._tell(changes)

    def _done(self, number: int, outcome: Outcome) -> None:
        if outcome.failed is None:
            del self._pending[number]
            self._saved_utc_ms = self.clock.read().utc_ms
            self._failed = ""
        else:
            self._failed = self.say_failed(outcome)
        self._tell(Changes(saved=True))

    def _tell(self, changes: Changes) -> None:
        for told in tuple(self._listeners):
            told(changes)

    @property
    def saved(self) -> SaveState:
        """What is on the disk."""
        return SaveState(self._saved_utc_ms, len(self._pending), self._failed)


def _silent(outcome: Outcome) -> str:
    return outcome.failed.reason.value if outcome.failed else ""
