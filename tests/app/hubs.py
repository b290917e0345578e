"""Hubs as processes of their own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.app.command_line import ROOT

_PROGRAM = [sys.executable, "-m", "moderator.app.cli"]


@contextmanager
def hub_process(folder: Path, *more: str, port: str = "0") -> Iterator["subprocess.Popen[str]"]:
    """Run a hub until the end of the test, or until it is killed."""
    run = [*_PROGRAM, "hub", "--data", str(folder), "--port", port, *more]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=ROOT) as hub:
        assert hub.stdout is not None
        assert "/sync" in hub.stdout.readline()
        try:
            yield hub
        finally:
            if hub.poll() is None:
                hub.send_signal(signal.SIGTERM)
            hub.wait(20)
