"""The one thread that writes: it commits at once when idle, and all that waits as one.

What arrives during a commit goes into the next; no timer delays anything. A commit that fails is
kept in memory and tried again, ever less often, and told once; it is told again when all is well.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Protocol

from moderator.domain.errors import StoreFailed
from moderator.store.commit_times import CommitTimes
from moderator.store.writes import Outcome, Write

Deliver = Callable[[Callable[[], None]], None]

STALE = "projections-stale"
"""The fact of this laptop that says that rows were left out and projections must be made anew."""

SNAPSHOT_EVERY = 2_000
_SNAPSHOT_AT_CLOSE = 200
_CHECKPOINT_EVERY = 128
_FIRST_RETRY_S, _LAST_RETRY_S = 0.5, 5.0

_logger = logging.getLogger(__name__)


class Tables(Protocol):
    """A writing connection with what is known about its tables; used by one thread."""

    def commit(self, batch: tuple[Write, ...]) -> StoreFailed | None:
        """Commit all writes as one transaction; return what the database has against it."""
        ...

    def snapshot(self, grown_by: int) -> None:
        """Make snapshots of the documents that have grown by so many updates."""
        ...

    def checkpoint(self, *, is_last: bool) -> None:
        """Bring home what is committed but not yet in its place."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Writer:
    """Owns the only writing connection from now on. Methods may be called from any thread."""

    def __init__(self, open_tables: Callable[[], Tables], deliver: Deliver) -> None:
        """``open_tables`` is called once, on the writer's thread; nothing is written before."""
        self._open_tables = open_tables
        self._deliver = deliver
        self._wake = threading.Condition()
        self._waiting: deque[Write] = deque()
        self._asked = 0
        self._settled = 0
        self._failures = 0
        """How many commits failed, ever."""
        self._trying = False
        self._hurry = False
        """Somebody waits: the next try is made at once, however many failed before."""
        self._closing = False
        self._trouble: StoreFailed | None = None
        self._retry_s = 0.0
        self._since_checkpoint = 0
        self._begun = False
        self.times = CommitTimes()
        self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)

    def begin(self) -> bool:
        """Write what was put and will be put; return whether this was the first call."""
        with self._wake:
            first, self._begun = not self._begun, True
            if first:
                self._thread.start()
        return first

    @property
    def trouble(self) -> StoreFailed | None:
        """What keeps the last commit from happening, or None."""
        return self._trouble

    def put(self, write: Write) -> None:
        """Queue a write; it is committed in the order in which writes were put."""
        with self._wake:
            if self._closing:
                raise RuntimeError("nothing is written any more: the store was closed")
            self._waiting.append(write)
            self._asked += 1
            self._wake.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything put so far is committed; return whether it is.

        A disk that goes on failing is not waited for: it is tried once more, and whoever asked is
        told at once.
        """
        self.begin()
        with self._wake:
            asked = self._asked
            tries = self._failures + (2 if self._trying else 1)
            self._hurry = True
            self._wake.notify_all()
            self._wake.wait_for(
                lambda: self._settled >= asked or self._failures >= tries, timeout_s
            )
            return self._settled >= asked

    def wait(self, timeout_s: float) -> bool:
        """Wait for all that was put, but not where the disk fails; return if it is committed."""
        with self._wake:
            asked = self._asked
            if self._begun and self._trouble is None:
                self._wake.wait_for(lambda: self._settled >= asked, timeout_s)
            return self._settled >= asked

    def close(self, timeout_s: float) -> bool:
        """Commit what waits, with one last try where the disk failed; return whether all is."""
        self.begin()
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout_s)
        return not self._waiting and not self._thread.is_alive()

    # the thread

    def _run(self) -> None:
        with closing(self._open_tables()) as tables:
            while (batch := self._next()) is not None:
                begun_s = time.monotonic()
                failed = tables.commit(batch)
                self._count(time.monotonic() - begun_s, failed)
                self._settle(batch, failed)
                if failed is None:
                    self._tidy(tables, len(batch))
                elif self._closing:
                    break
            else:
                tables.snapshot(_SNAPSHOT_AT_CLOSE)
                tables.checkpoint(is_last=True)

    def _next(self) -> tuple[Write, ...] | None:
        """Return all that waits, as soon as it may be tried; None when closing and all is done."""
        until = time.monotonic() + (self._retry_s if self._trouble else 0.0)
        with self._wake:
            while True:
                wait_s = until - time.monotonic()
                if self._waiting and (self._closing or self._hurry or wait_s <= 0):
                    self._trying, self._hurry = True, False
                    return tuple(self._waiting)
                if self._closing:
                    return None
                self._wake.wait(wait_s if self._waiting else None)

    def _count(self, took_s: float, failed: StoreFailed | None) -> None:
        if failed is None:
            self.times.note(took_s)
        else:
            self.times.failed += 1

    def _settle(self, batch: tuple[Write, ...], failed: StoreFailed | None) -> None:
        before = self._trouble
        with self._wake:
            self._trouble = failed
            self._trying = False
            if failed is None:
                self._retry_s = 0.0
                for _ in batch:
                    self._waiting.popleft()
                self._settled += len(batch)
            else:
                self._failures += 1
                self._retry_s = min(max(_FIRST_RETRY_S, self._retry_s * 2), _LAST_RETRY_S)
            self._wake.notify_all()
        if failed is None or before is None or before.reason is not failed.reason:
            told = [write.done for write in batch if write.done]
            if told:
                self._tell(partial(_tell, told, Outcome(failed)))

    def _tell(self, told: Callable[[], None]) -> None:
        try:
            self._deliver(told)
        except Exception:
            # whoever asked may fail; what others ask for must still be written
            _logger.exception("telling of a commit failed")

    def _tidy(self, tables: Tables, writes: int) -> None:
        """Do what may take a while after those who wait have been told."""
        tables.snapshot(SNAPSHOT_EVERY)
        self._since_checkpoint += writes
        if self._since_checkpoint >= _CHECKPOINT_EVERY:
            self._since_checkpoint = 0
            tables.checkpoint(is_last=False)


def _tell(told: list[Callable[[Outcome], None]], outcome: Outcome) -> None:
    for done in told:
        done(outcome)
