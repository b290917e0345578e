"""What holds for every test: a home of its own, English words, no noise and nothing left behind."""

import gc
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

from moderator import words

# Before a window is made: the windows of the tests are nobody's business.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A shared machine is no measure of an example's speed.
hypothesis.settings.register_profile("house", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

_HOME_VARIABLES = {
    "HOME": "",
    "USERPROFILE": "",
    "LOCALAPPDATA": "AppData/Local",
    "APPDATA": "AppData/Roaming",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".run",
}
# Qt keeps these for as long as it likes.
_QT_OWN_WINDOWS = {"QTipLabel"}


def pytest_collection_finish() -> None:
    """Set aside all that was imported: looking for leftovers need not go through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home folder, and return it."""
    folder = tmp_path_factory.mktemp("home")
    for variable, below in _HOME_VARIABLES.items():
        monkeypatch.setenv(variable, str(folder / below))
    (folder / ".run").mkdir(mode=0o700)
    # nor is the keyring of whoever runs them
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return folder


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    words.use("en")
    yield
    words.use("en")


@pytest.fixture(autouse=True)
def _no_noise(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail the test for a log record of WARNING or above, unless marked ``log_expected``."""
    yield
    if request.node.get_closest_marker("log_expected"):
        return
    noise = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    assert not noise, "logged, and not expected: " + "; ".join(noise)


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, a running timer or a window behind."""
    # Looking through all objects takes a while: only where the test shows something.
    looks = "qapp" in request.fixturenames
    threads_before = set(threading.enumerate())
    qt_before = _qt_alive() if looks else {}
    yield
    if request.node.get_closest_marker("leftovers_expected"):
        return
    left = [f"thread {thread.name}" for thread in _threads_since(threads_before)]
    if looks:
        left += [what for key, what in _qt_alive().items() if key not in qt_before]
    assert not left, "left behind: " + ", ".join(left)


def _threads_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # A thread that Qt started shows as a dummy once it runs Python; it is found as QThread.
    new = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in new:
        # One that was told to stop may need a moment.
        thread.join(timeout=1.0)
    return [thread for thread in new if thread.is_alive()]


def _qt_alive() -> dict[int, str]:
    """Return what each running thread and timer and each window of Qt is, by its address."""
    # What was told to go goes now; a cycle of Python objects may hold on to it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found: list[QObject] = [
        window
        for window in QApplication.topLevelWidgets()
        if window.metaObject().className() not in _QT_OWN_WINDOWS
    ]
    found += [
        each
        for each in gc.get_objects()
        if isinstance(each, QTimer | QThread) and shiboken6.isValid(each) and _is_busy(each)
    ]
    return {shiboken6.getCppPointer(each)[0]: _told(each) for each in found}


def _is_busy(each: QTimer | QThread) -> bool:
    if isinstance(each, QTimer):
        return each.isActive()
    return each.isRunning() and each is not QThread.currentThread()


def _told(each: QObject) -> str:
    return f"{type(each).__name__} {each.objectName()!r}"
