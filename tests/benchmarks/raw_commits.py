"""What one commit of a key press costs SQLite itself: same library, settings, disk and pace.

raw_commits FOLDER COMMITS
"""

import sys
import threading
import time
from pathlib import Path

from moderator.store import driver
from tests.benchmarks.children import tell
from tests.benchmarks.typing_keys import PACE_S

_BODY = bytes(range(60))
"""About what one letter is as an update."""

_CHECKPOINT_EVERY = 128


def main() -> None:
    raw = driver.open_writing(Path(sys.argv[1]) / "raw.db")
    driver.set_journal(raw)
    raw.execute("CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY, body BLOB)")
    took = []
    pause = threading.Event()
    for number in range(int(sys.argv[2])):
        begun = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO log (body) VALUES (?)", (_BODY,))
        raw.execute("COMMIT")
        took.append((time.perf_counter() - begun) * 1e3)
        if number % _CHECKPOINT_EVERY == _CHECKPOINT_EVERY - 1:
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        pause.wait(max(0.0, begun + PACE_S - time.perf_counter()))
    raw.close()
    tell(commit_ms=took)


if __name__ == "__main__":
    main()
