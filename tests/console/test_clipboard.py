"""What was copied from the notes outlives the window, and the program ends in peace."""

import subprocess
import sys

_PROGRAM = """
from PySide6.QtWidgets import QApplication
from moderator.console.note_editor import NoteEditor

app = QApplication([])
editor = NoteEditor()
editor.setPlainText("one two")
editor.selectAll()
for _ in range(20):
    editor.copy()
print(app.clipboard().text())
"""


def test_a_program_that_copied_from_the_notes_ends_without_a_crash() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "one two"), ended.stderr
