"""One program writes in a data folder; a dead one leaves no lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from moderator.domain.errors import FolderBusy, Reason
from moderator.store.lock import FolderLock


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "new"), FolderLock(tmp_path / "new")
    with first:
        with pytest.raises(FolderBusy) as refused:
            second.acquire(0.1)
        assert refused.value.reason is Reason.FOLDER_BUSY
    second.acquire()
    assert second.held
    second.release()


def test_taking_it_twice_is_harmless(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert not lock.held


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from moderator.store.lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1]))\n"
        "lock.acquire()\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'sqlalchemy']\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(FolderBusy):
        FolderLock(tmp_path).acquire()
    child.kill()
    child.communicate()
    with FolderLock(tmp_path) as lock:
        assert lock.held
