"""kill -9 at any moment loses no acknowledged key press and leaves a sound database."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from moderator.store.database import Store
from moderator.store.driver import scalar
from tests.store.kit import NOTES, lines_of, text_of

_KILLS = 5
_CHILD = Path(__file__).with_name("typing_child.py")


def _typed_until_killed(folder: Path, after: int) -> int:
    """Let a child type, kill it after so many acknowledgements; return how many there were."""
    root = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, str(_CHILD), str(folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert child.stdout is not None
    with child, child.stdout as said:
        for _ in range(after):
            assert said.readline() == b"saved\n"
        child.send_signal(signal.SIGKILL)
        # what it had said before it died counts too
        return after + said.read().count(b"saved\n")


def test_a_killed_program_has_kept_every_acknowledged_key(tmp_path: Path) -> None:
    draw = random.Random(2)
    acknowledged = 0
    for _ in range(_KILLS):
        acknowledged += _typed_until_killed(tmp_path, draw.randint(1, 150))
        store = Store.open(tmp_path)
        with store.reading() as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = scalar(raw, "SELECT count(*) FROM doc_update")
        assert kept >= acknowledged
        acknowledged = kept
        assert "\n".join(lines_of(store)) == text_of(store)
        assert len(store.load(NOTES)) <= kept
        store.close()
