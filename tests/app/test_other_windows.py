"""Strip and stage display beside the main window: the floor's keys work in them, too."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from moderator.domain.floor import MeetingPhase
from tests.rig import Rig


@pytest.mark.parametrize("which", ["strip", "stage"])
def test_the_keys_of_the_floor_work_in_every_window(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication, which: str
) -> None:
    rig = Rig(tmp_path)
    rig.show()
    rig.screens.show_strip()
    rig.screens.show_stage()
    window: QWidget = getattr(rig.screens, which)
    window.activateWindow()
    qtbot.waitUntil(lambda: qapp.activeWindow() is window)
    QTest.keyClick(window, Qt.Key.Key_F8)
    rig.settle()
    assert rig.room.floor_view().phase is MeetingPhase.OPEN
    rig.close()
