"""What the writer does to the tables: commits, snapshots and checkpoints."""

import logging
from pathlib import Path

from moderator.domain.errors import Reason, StoreFailed
from moderator.store import snapshots
from moderator.store.driver import DriverError, Raw
from moderator.store.failures import reason_of
from moderator.store.letter import Letters
from moderator.store.log import Log
from moderator.store.project import Projector
from moderator.store.rows import KEPT, ForumGone, StateRow
from moderator.store.writer import STALE
from moderator.store.writes import Write

_logger = logging.getLogger(__name__)


class Tables:
    """The writing connection with what is known about its tables."""

    def __init__(self, raw: Raw, file: Path) -> None:
        self._raw = raw
        self._file = file
        self._log = Log(raw)
        self._projector = Projector(raw)
        self._letters = Letters(raw, self._log, self._projector)
        self._torn = False

    def commit(self, batch: tuple[Write, ...]) -> StoreFailed | None:
        """Commit all writes as one transaction; return what the disk has against it.

        Rows that do not fit never stand in the way of the truth: then the updates are kept without
        them, and the projections are marked to be made anew.
        """
        try:
            try:
                if not self._letters.write(batch):
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
            return StoreFailed(reason or Reason.DISK_FAILED, file=str(self._file))
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

    def close(self) -> None:
        """Let go of the file."""
        self._raw.close()

    def checkpoint(self, *, is_last: bool) -> None:
        """Bring the write-ahead log home into the database."""
        how = "TRUNCATE" if is_last else "PASSIVE"
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
