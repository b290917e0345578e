"""A window comes back where it stood, and is there before it is shown."""

from pathlib import Path

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from moderator.app import placing
from moderator.console.window import MainWindow


def placed(qtbot: QtBot, where: QRect) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.setMinimumSize(100, 100)  # there is less room on the off-screen platform
    window.setGeometry(where)
    return window


def test_a_window_has_its_last_place_before_it_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    first = placed(qtbot, QRect(30, 40, 600, 500))
    first.show()
    placing.keep(first, tmp_path)
    second = placed(qtbot, QRect(0, 0, 1200, 720))
    assert placing.put_back(second, tmp_path)
    assert second.isHidden()
    assert second.geometry() == first.geometry()


def test_what_cannot_be_read_leaves_the_window_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    window = placed(qtbot, QRect(0, 0, 1100, 700))
    assert not placing.put_back(window, tmp_path)
    for text in ("", "%%%", "AAAA", "ж"):
        (tmp_path / placing.FILE).write_text(text, encoding="utf-8")
        assert not placing.put_back(window, tmp_path)
    assert not window.is_placed
    assert window.geometry() == QRect(0, 0, 1100, 700)


def test_a_disk_that_takes_nothing_keeps_no_window_from_closing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    placing.keep(placed(qtbot, QRect(0, 0, 1100, 700)), tmp_path / "missing")
