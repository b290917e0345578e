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
    return result(start(module, *arguments, home=home))


def start(module: str, *arguments: object, home: Path) -> "subprocess.Popen[str]":
    """Start ``tests.benchmarks.<module>`` and let it run."""
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
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=TOP, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def result(child: "subprocess.Popen[str]") -> dict[str, Any]:
    """Wait for a child and return what it found.

    Raises:
        RuntimeError: it failed; its standard error is in the message.
    """
    try:
        said, errors = child.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        said, errors = child.communicate()
    lines = said.splitlines()
    if child.returncode or not lines:
        raise RuntimeError(f"{child.args!r}\n{said}{errors}")
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def since_start_ms() -> float:
    """Return how long ago the parent began to start this process."""
    return (time.monotonic_ns() - int(os.environ[BEGAN])) / 1e6


def tell(**found: Any) -> None:
    """Answer the parent."""
    print(json.dumps(found), flush=True)
