"""The one thread that writes: it commits at once when idle, and all that waits as one.

What arrives during a commit goes into the next; no timer delays anything. A commit that fails is
kept in memory and tried again, ever less often, and told once; it is told again when all is well.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from moderator.domain.errors import Reason, StoreFailed
from moderator.store import engine as engines
from moderator.store import snapshots
from moderator.store.driver import DriverError, Raw
from moderator.store.failures import reason_of
from moderator.store.log import Log
from moderator.store.project import Projector
from moderator.store.rows import KEPT, ForumGone, StateRow
from moderator.store.writes import Outcome, Write

Deliver = Callable[[Callable[[], None]], None]

STALE = "projections-stale"
"""The fact of this laptop that says that rows were left out and projections must be made anew."""

SNAPSHOT_EVERY = 2_000
_SNAPSHOT_AT_CLOSE = 200
_CHECKPOINT_EVERY = 128
_FIRST_RETRY_S, _LAST_RETRY_S = 0.5, 5.0

_logger = logging.getLogger(__name__)


class Writer:
    """Owns the only writing connection from now on. Methods may be called from any thread."""

    def __init__(self, connection: Connection, file: Path, deliver: Deliver) -> None:
        self._connection = connection
        self._file = file
        self._deliver = deliver
        self._wake = threading.Condition()
        self._waiting: deque[Write] = deque()
        self._asked = 0
        self._settled = 0
        self._closing = False
        self._trouble: StoreFailed | None = None
        self._retry_s = 0.0
        self._since_checkpoint = 0
        self._thread = threading.Thread(target=self._run, name="store writer", daemon=True)
        self._thread.start()

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
        """Wait until everything put so far is committed; return whether it is."""
        with self._wake:
            asked = self._asked
            return self._wake.wait_for(lambda: self._settled >= asked, timeout_s)

    def close(self, timeout_s: float) -> bool:
        """Commit what waits, with one last try where the disk failed; return whether all is."""
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        self._thread.join(timeout_s)
        return not self._waiting and not self._thread.is_alive()

    # the thread

    def _run(self) -> None:
        with self._connection as connection:
            tables = _Tables(engines.raw_of(connection))
            while (batch := self._next()) is not None:
                failed = tables.commit(batch, self._file)
                self._settle(batch, failed)
                if failed is None:
                    self._tidy(tables, len(batch))
                elif self._closing:
                    break
            else:
                tables.snapshot(_SNAPSHOT_AT_CLOSE)
                tables.checkpoint("TRUNCATE")

    def _next(self) -> tuple[Write, ...] | None:
        """Return all that waits, as soon as it may be tried; None when closing and all is done."""
        until = time.monotonic() + (self._retry_s if self._trouble else 0.0)
        with self._wake:
            while True:
                wait_s = until - time.monotonic()
                if self._waiting and (self._closing or wait_s <= 0):
                    return tuple(self._waiting)
                if self._closing:
                    return None
                self._wake.wait(wait_s if self._waiting else None)

    def _settle(self, batch: tuple[Write, ...], failed: StoreFailed | None) -> None:
        before = self._trouble
        with self._wake:
            self._trouble = failed
            if failed is None:
                self._retry_s = 0.0
                for _ in batch:
                    self._waiting.popleft()
                self._settled += len(batch)
            else:
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

    def _tidy(self, tables: "_Tables", writes: int) -> None:
        """Do what may take a while after those who wait have been told."""
        tables.snapshot(SNAPSHOT_EVERY)
        self._since_checkpoint += writes
        if self._since_checkpoint >= _CHECKPOINT_EVERY:
            self._since_checkpoint = 0
            tables.checkpoint("PASSIVE")


class _Tables:
    """The writing connection with what is known about its tables."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._log = Log(raw)
        self._projector = Projector(raw)
        self._torn = False

    def commit(self, batch: tuple[Write, ...], file: Path) -> StoreFailed | None:
        """Commit all writes as one transaction; return what the disk has against it.

        Rows that do not fit never stand in the way of the truth: then the updates are kept without
        them, and the projections are marked to be made anew.
        """
        try:
            try:
                self._transact(batch, all_rows=True)
            except Exception as error:
                self._undo()
                if reason_of(error):
                    raise
                if not self._torn:
                    self._torn = True
                    _logger.exception("projections are out of step; made anew at the next start")
                self._transact(batch, all_rows=False)
        except Exception as error:
            self._undo()
            reason = reason_of(error)
            if reason is None:
                _logger.exception("a commit failed")
            return StoreFailed(reason or Reason.DISK_FAILED, file=str(file))
        return None

    def snapshot(self, grown_by: int) -> None:
        """Make snapshots of the documents that have grown by so many updates."""
        for name in self._log.grown(grown_by):
            try:
                made = snapshots.make(self._raw, name)
                if made is None:
                    self._log.skip_snapshot(name)
                    continue
                self._raw.execute("BEGIN IMMEDIATE")
                self._log.keep_snapshot(name, made)
                self._raw.execute("COMMIT")
            except DriverError:
                # the log holds everything, so a snapshot may wait for better times
                _logger.warning("no snapshot of %s", name, exc_info=True)
                self._undo()
                self._log.skip_snapshot(name)

    def checkpoint(self, how: str) -> None:
        """Bring the write-ahead log home into the database."""
        try:
            self._raw.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        except DriverError:
            # what is in the log is as safe there; the next commit tells of a disk that fails
            _logger.warning("no checkpoint", exc_info=True)

    def _transact(self, batch: tuple[Write, ...], *, all_rows: bool) -> None:
        self._raw.execute("BEGIN IMMEDIATE")
        for write in batch:
            for update in write.updates:
                self._log.append(update)
            for rows in write.rows:
                if all_rows or isinstance(rows, KEPT):
                    self._projector.apply(rows)
                if isinstance(rows, ForumGone):
                    self._log.forget()
        if not all_rows:
            self._projector.apply(StateRow(STALE, "true"))
        self._raw.execute("COMMIT")

    def _undo(self) -> None:
        if self._raw.in_transaction:
            try:
                self._raw.execute("ROLLBACK")
            except DriverError:
                # some errors have undone the transaction by themselves
                _logger.debug("nothing to roll back", exc_info=True)
        self._log.forget()
        self._projector.forget()


def _tell(told: list[Callable[[Outcome], None]], outcome: Outcome) -> None:
    for done in told:
        done(outcome)
