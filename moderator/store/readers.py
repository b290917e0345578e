"""Connections that cannot write, lent to whoever reads, on whatever thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moderator.store import driver
from moderator.store.driver import Raw


class Readers:
    """Opens connections when all are lent, and keeps those that come back."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._free: list[Raw] = []
        self._round = 0
        """Connections lent before the last ``dispose`` are not kept."""

    @contextmanager
    def lend(self) -> Iterator[Raw]:
        """Lend a connection, outside any transaction."""
        with self._lock:
            round_ = self._round
            raw = self._free.pop() if self._free else None
        raw = raw or driver.open_reading(self._file)
        try:
            yield raw
        except BaseException:
            raw.close()
            raise
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        with self._lock:
            if round_ == self._round:
                self._free.append(raw)
                return
        raw.close()

    def dispose(self) -> None:
        """Close all connections; those that are lent, when they come back."""
        with self._lock:
            self._round += 1
            free, self._free = self._free, []
        for raw in free:
            raw.close()
