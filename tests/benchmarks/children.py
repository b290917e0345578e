"""Child processes, each a fresh start of what is measured; they answer in one line of JSON."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
BEGAN = "MODERATOR_BENCH_BEGAN_NS"
_PATIENCE_S = 900


def run(module: str, *arguments: object, home: Path) -> dict[str, Any]:
    """Run ``tests.benchmarks.<module>`` and return what it found.

    Raises:
        RuntimeError: it failed; its standard error is in the message.
    """
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "APPDATA": str(home / "config"),
        "PYTHONPATH": str(TOP),
    }
    # compiled files are part of any start but the first
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    environment[BEGAN] = str(time.monotonic_ns())
    done = subprocess.run(
        command,
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def since_start_ms() -> float:
    """Return how long ago the parent began to start this process."""
    return (time.monotonic_ns() - int(os.environ[BEGAN])) / 1e6


def tell(**found: Any) -> None:
    """Answer the parent."""
    print(json.dumps(found), flush=True)
