"""Reading a file that may be hostile: in a child process, bounded in size, time and memory."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from moderator.domain.errors import BadInput, Reason
from moderator.formats import READ_VERB, codec
from moderator.formats.values import MAX_BYTES, Imported

WALL_S = 10.0

_ENVIRONMENT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TMP", "TEMP")
"""What a Python needs to start; the child gets nothing else of the user's."""


def command(path: Path) -> list[str]:
    """Return the command line of a child that reads ``path``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_VERB, str(path.absolute())]
    return [sys.executable, "-P", "-m", "moderator.formats.worker", str(path.absolute())]


def environment() -> dict[str, str]:
    """Return the child's environment: where this package lies, and little else."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


def read_safely(path: Path, wall_s: float = WALL_S) -> Imported:
    """Return what a file brings; blocks until it is read or its time is over.

    Raises:
        BadInput: the file cannot be used, or reading it takes too long or too much memory.
    """
    child = _start(path)
    return _finish(child, path, wall_s)


async def read_safely_async(path: Path, wall_s: float = WALL_S) -> Imported:
    """Return what a file brings; cancelling ends the child at once.

    Raises:
        BadInput: the file cannot be used, or reading it takes too long or too much memory.
    """
    child = _start(path)
    try:
        # a thread, as not every event loop can watch a child process
        return await asyncio.to_thread(_finish, child, path, wall_s)
    finally:
        child.kill()


def _start(path: Path) -> "subprocess.Popen[bytes]":
    _check(path)
    try:
        return subprocess.Popen(
            command(path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise BadInput(Reason.FILE_UNREADABLE, file=path.name) from error


def _finish(child: "subprocess.Popen[bytes]", path: Path, wall_s: float) -> Imported:
    with child:
        try:
            output, _ = child.communicate(timeout=wall_s)
        except subprocess.TimeoutExpired as error:
            raise BadInput(Reason.FILE_SLOW, file=path.name, seconds=round(wall_s)) from error
        finally:
            child.kill()
    return _result(path, child.returncode, output)


def _check(path: Path) -> None:
    """Refuse what need not be opened to be refused."""
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise BadInput(Reason.FILE_MISSING, file=path.name) from error
    except (OSError, ValueError) as error:
        raise BadInput(Reason.FILE_UNREADABLE, file=path.name) from error
    if not path.is_file():  # a pipe or a device might never end
        raise BadInput(Reason.FILE_KIND, file=path.name)
    if size > MAX_BYTES:
        raise BadInput(Reason.FILE_TOO_LARGE, file=path.name, limit=f"{MAX_BYTES // 1024**2} MB")


def _result(path: Path, code: int, output: bytes) -> Imported:
    """Return what the child said; one that died was asked for more than it may have."""
    try:
        value = codec.parse(output)
        if "imported" in value:
            return codec.load(Imported, value["imported"])
        raise BadInput(Reason(value["reason"]), **_facts(value["facts"]))
    except (codec.NotThis, KeyError, TypeError, ValueError) as error:
        raise BadInput(Reason.FILE_BROKEN, file=path.name, code=code) from error


def _facts(value: Any) -> dict[str, str | int]:
    return {str(k): v for k, v in value.items() if isinstance(v, str | int)}
