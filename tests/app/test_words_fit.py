"""The words of every language have room on a small laptop, scene by scene of a meeting."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from moderator import words
from moderator.app.actions import Do
from moderator.settings import Settings
from tests.console.seeing import cut_texts, settle
from tests.rehearsal import scenes
from tests.rig import Rig, clock_at

DIALOGS = (Do.NEW_FORUM, Do.OPEN_FORUM, Do.SETTINGS, Do.ADD_DAY, Do.EDIT_MEETING, Do.ABOUT)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_words_are_cut_on_a_small_laptop(
    qapp: QApplication, tmp_path: Path, language: str
) -> None:
    rig = Rig(tmp_path, clock_at(9, 55), Settings(language=language, theme="light"))
    rig.show(1366, 768)
    rig.screens.show_strip()
    strip = rig.screens.strip
    assert strip is not None
    cut: list[str] = []
    for scene in scenes(rig):
        rig.settle()
        cut += _cut(rig.screens.window, scene) + _cut(strip, f"strip, {scene}")
    for do in DIALOGS:
        rig.do(do)
        for dialog in rig.screens.window.findChildren(QDialog):
            cut += _cut(dialog, do.value)
            dialog.close()
        rig.settle()
    rig.close()
    assert cut == []


def _cut(window: QWidget, where: str) -> list[str]:
    settle()
    return [f"{where}: {text}" for text in cut_texts(window)]
