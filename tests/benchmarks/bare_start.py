"""The floor of a start: a bare window with a list, a text edit and qasync.

With ``--imports``, what SQLAlchemy and pycrdt take to load comes on top.
"""

import sys

if "--imports" in sys.argv:
    import pycrdt
    import sqlalchemy

    LIBRARIES = (pycrdt, sqlalchemy)

import asyncio

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QMainWindow, QPlainTextEdit, QSplitter

from tests.benchmarks.children import since_start_ms, tell
from tests.benchmarks.painted import Painted


async def _show(window: QMainWindow) -> None:
    painted = asyncio.Event()
    probe = Painted(window, painted.set)
    window.show()
    await painted.wait()
    tell(painted_ms=since_start_ms())
    del probe


def main() -> None:
    application = QApplication([])
    window = QMainWindow()
    panes = QSplitter(Qt.Orientation.Horizontal)
    rows = QListWidget()
    rows.addItems([f"Row {n}" for n in range(20)])
    panes.addWidget(rows)
    panes.addWidget(QPlainTextEdit("A line of text.\n" * 20))
    window.setCentralWidget(panes)
    window.resize(1440, 900)
    qasync.run(_show(window))
    del application


if __name__ == "__main__":
    main()
