"""The data folder's lock: whoever writes there holds it, and a killed program lets go of it."""

import sys
import time
from pathlib import Path
from typing import IO

from moderator.domain.errors import FolderBusy, Reason, StoreFailed

_NAME = "lock"
_LOOK_AGAIN_S = 0.05

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """An operating-system lock on a data folder; also a context manager that does not wait."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self, wait_s: float = 0.0) -> None:
        """Take the lock, waiting up to ``wait_s`` seconds for another holder to leave.

        Raises:
            FolderBusy: another program holds it.
            StoreFailed: the folder cannot be made or written.
        """
        if self._file is not None:
            return
        until = time.monotonic() + wait_s
        file = self._open()
        while True:
            try:
                _take(file)
            except OSError as error:
                if time.monotonic() >= until:
                    file.close()
                    raise FolderBusy(Reason.FOLDER_BUSY, folder=str(self._folder)) from error
                time.sleep(_LOOK_AGAIN_S)
            else:
                self._file = file
                return

    def release(self) -> None:
        """Let go of the lock; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "FolderLock":
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _open(self) -> IO[bytes]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return (self._folder / _NAME).open("ab")
        except OSError as error:
            reason = Reason.DISK_READ_ONLY
            raise StoreFailed(reason, file=str(self._folder)) from error
