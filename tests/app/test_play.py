"""Where there is no display the sample meeting is played off-screen, and says what it did."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_sample_meeting_is_played_printed_and_pictured(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "moderator.app.play"], cwd=tmp_path, timeout=120,
        env=environment | {"LANGUAGE": "en", "LC_ALL": "C.UTF-8"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for told in ("Director, Youth Foundation", "Open school spending data monthly", "calendar"):
        assert told in done.stdout
    pictures = {file.name for file in tmp_path.rglob("*.png")}
    assert {"1-before-console.png", "2-running-console.png", "2-running-stage.png"} <= pictures
    assert "Traceback" not in done.stderr
