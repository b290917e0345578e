"""Reads one file in a process of its own, with limits, and writes what it found as JSON.

Run as ``python -m moderator.formats.worker FILE``; a frozen program calls ``main`` for its hidden
verb ``formats.READ_VERB``. The answer is one JSON object: ``{"imported": …}`` or ``{"reason": …,
"facts": …}``.
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

from moderator.domain.errors import BadInput, Reason
from moderator.formats import codec
from moderator.formats.registry import read

if sys.platform != "win32":
    import resource

MEMORY_BYTES = 300 * 1024 * 1024
PROCESSOR_S = 10


def limit() -> None:
    """Take at most 300 MB and ten seconds of processor from here on, where the system can."""
    if sys.platform == "win32":
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, PROCESSOR_S)):
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(what)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))


def answer(path: Path) -> dict[str, Any]:
    """Return what reading a file gave, as the parent process is told it."""
    try:
        return {"imported": codec.dump(read(path))}
    except BadInput as error:
        return {"reason": error.reason.value, "facts": dict(error.facts)}
    except MemoryError:
        facts = {"file": path.name, "limit": f"{MEMORY_BYTES // 1024**2} MB"}
        return {"reason": Reason.FILE_TOO_LARGE.value, "facts": facts}


def main(arguments: list[str]) -> int:
    """Answer for the file named first; returns the process's exit code."""
    limit()
    text = json.dumps(answer(Path(arguments[0])), allow_nan=False)
    sys.stdout.write(text)
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
