"""A screen to measure on: the one there is, else a virtual one of our own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SIZE = "1920x1080x24"


@contextmanager
def screen() -> Iterator[str]:
    """Yield what the windows are shown on; children find it in the environment."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield os.environ.get("QT_QPA_PLATFORM") or f"the {sys.platform} desktop"
    elif shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen (no Xvfb here)"
    else:
        with virtual() as display:
            os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
            yield f"xcb on Xvfb {_SIZE}"


@contextmanager
def another() -> Iterator[None]:
    """Show what is started meanwhile elsewhere: a window that another covers is not painted."""
    if os.environ.get("QT_QPA_PLATFORM") != "xcb" or shutil.which("Xvfb") is None:
        yield
        return
    first = os.environ["DISPLAY"]
    with virtual() as display:
        os.environ["DISPLAY"] = display
        try:
            yield
        finally:
            os.environ["DISPLAY"] = first


@contextmanager
def virtual() -> Iterator[str]:
    """Yield the name of a display of one's own."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", _SIZE, "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        [*command, "-noreset"], pass_fds=(writing,), stdout=quiet, stderr=quiet
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
