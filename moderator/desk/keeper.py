"""Sees that whatever changes a document reaches the disk, together with the rows made from it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from moderator.desk.views import SaveState
from moderator.documents.document import Document
from moderator.domain.changes import Changes
from moderator.domain.clock import Clock
from moderator.store.database import Store
from moderator.store.rows import Rows
from moderator.store.writes import Outcome, Update, Write

_WAIT_S = 10.0


class Keeper:
    """Collects what one command changed and hands it to the store as one value.

    Every change of a watched document must happen inside ``batch``: bytes and rows of a batch are
    committed in one transaction, and listeners are told once, when the batch ends.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self._updates: list[Update] = []
        self._rows: list[Rows] = []
        self._changes = Changes()
        self._depth = 0
        self._pending = 0
        self._saved_utc_ms: int | None = None
        self._failed = ""
        self._listeners: list[Callable[[Changes], None]] = []
        self.say_failed: Callable[[Outcome], str] = _silent

    def listen(self, told: Callable[[Changes], None]) -> None:
        """Call ``told`` after every batch and every commit, until ``forget``."""
        self._listeners.append(told)

    def forget(self, told: Callable[[Changes], None]) -> None:
        """Stop calling ``told``."""
        self._listeners.remove(told)

    def load(self, document: Document) -> None:
        """Fill a document from the disk and keep every update of it from now on."""
        if self._pending:
            self.store.flush(_WAIT_S)  # the disk must have what a closed room handed over
        document.load(self.store.load(document.name))
        name = document.name

        def keep(body: bytes, local: bool) -> None:
            made = self.clock.read().utc_ms
            self._updates.append(Update(name, body, local, made))

        document.on_update(keep)

    def add(self, rows: Rows) -> None:
        """Add projected rows to the present batch."""
        self._rows.append(rows)

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

    def _hand_over(self) -> None:
        changes, self._changes = self._changes, Changes()
        if self._updates or self._rows:
            write = Write(tuple(self._updates), tuple(self._rows), self._done)
            self._updates, self._rows = [], []
            self._pending += 1
            self.store.write(write)
        if changes != Changes():
            self._tell(changes)

    def _done(self, outcome: Outcome) -> None:
        if outcome.failed is None:
            self._pending -= 1
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
        return SaveState(self._saved_utc_ms, self._pending, self._failed)


def _silent(outcome: Outcome) -> str:
    return outcome.failed.reason.value if outcome.failed else ""
