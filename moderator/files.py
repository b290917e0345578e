"""Writing a file whole or not at all."""

import os
from pathlib import Path


def is_one_of(file: Path, folder: Path) -> bool:
    """Return whether a file is there and lies directly in a folder, whatever links lead to it."""
    try:
        return file.exists() and file.parent.samefile(folder)
    except OSError:
        return False


def write_whole(file: Path, text: str, *, private: bool = False) -> None:
    """Write a text file so that a crash or a full disk leaves the old one or the new one.

    A pipe or a device is written to; ``private`` keeps the file from everybody but the user.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    body = text.encode()
    if file.exists() and not file.is_file():
        file.write_bytes(body)
        return
    # named by process, so that two of them never write into one file
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        mode = 0o600 if private else 0o666
        with os.fdopen(os.open(part, _NEW, mode), "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
