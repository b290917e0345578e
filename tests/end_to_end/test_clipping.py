"""What eyes and ears find in the whole program's windows, in three languages and two sizes."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QWidget,
)

from moderator.app.actions import Do
from moderator.console.command_box import CommandBox
from moderator.console.keys_sheet import KeysSheet
from moderator.settings import Settings
from tests.console.seeing import cut_texts, nameless
from tests.rehearsal import scenes
from tests.rig import Rig, clock_at
from tests.shots import DIALOGS

LOOKS = [(language, size) for language in ("en", "ru", "kk") for size in (100, 200)]
FLOOR = (
    "call_next",
    "pause",
    "end",
    "less_time",
    "more_time",
    "point_of_order",
    "not_here",
    "undo",
)
ROWS = 8

MakeRig = Callable[..., Rig]


@pytest.fixture
def make_rig(qapp: QApplication, tmp_path: Path) -> Iterator[MakeRig]:
    """Show the program in a language, size and theme; it is closed in the end."""
    made: list[Rig] = []

    def make(language: str, size: int, theme: str = "light") -> Rig:
        settings = Settings(language=language, theme=theme, text_size_percent=size)
        made.append(Rig(tmp_path, clock_at(9, 55), settings))
        made[-1].show()
        return made[-1]

    yield make
    for rig in made:
        rig.close()


def _played(rig: Rig, last: str) -> Iterator[str]:
    for scene in scenes(rig):
        rig.settle()
        yield scene
        if scene == last:
            return


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_nothing_is_cut_and_everything_has_a_name_while_a_meeting_runs(
    make_rig: MakeRig, language: str, size: int
) -> None:
    rig = make_rig(language, size)
    rig.screens.show_strip()
    assert rig.screens.strip is not None
    for scene in _played(rig, "idle"):
        for window in (rig.screens.window, rig.screens.strip):
            assert cut_texts(window) == [], scene
            assert nameless(window) == [], scene


@pytest.mark.parametrize(("language", "size"), LOOKS)
def test_nothing_is_cut_and_everything_has_a_name_in_forms_and_sheets(
    make_rig: MakeRig, language: str, size: int
) -> None:
    rig = make_rig(language, size)
    window = rig.screens.window
    for do in DIALOGS:
        rig.do(do)
        forms = [form for form in window.findChildren(QDialog) if form.isVisible()]
        assert len(forms) == 1, do
        assert cut_texts(forms[0]) == [], do
        assert nameless(forms[0]) == [], do
        forms[0].close()
        rig.settle()
    for do, kind in ((Do.COMMANDS, CommandBox), (Do.KEYS, KeysSheet)):
        rig.do(do)
        shown = window.findChildren(kind)
        assert cut_texts(shown[0]) == [], do
        assert nameless(shown[0]) == [], do
        shown[0].close()
        rig.settle()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_small_screen_shows_every_control_of_the_floor_and_eight_who_wait(
    make_rig: MakeRig, language: str
) -> None:
    rig = make_rig(language, 100)
    for scene in _played(rig, "running"):
        window = rig.screens.window
        assert (window.width(), window.height()) == (1366, 768)
        for name in FLOOR:
            button = window.floor.findChild(QAbstractButton, name)
            assert button is not None
            assert button.visibleRegion().boundingRect() == button.rect(), (scene, name)
        rows = window.queue.findChild(QAbstractItemView, "queue_rows")
        assert rows is not None
        assert _whole_rows(rows) >= ROWS, scene


def _whole_rows(view: QAbstractItemView) -> int:
    """Return how many rows can be seen whole."""
    seen = view.viewport().visibleRegion().boundingRect()
    indexes = (view.model().index(row, 0) for row in range(view.model().rowCount()))
    return sum(seen.contains(view.visualRect(index)) for index in indexes)


def test_tab_goes_through_the_window_in_reading_order(make_rig: MakeRig) -> None:
    rig = make_rig("en", 100)
    for _scene in _played(rig, "running"):
        pass
    window = rig.screens.window
    panes = (window.header, window.agenda, window.floor, window.queue, window.notes, window.status)
    chain = [widget for widget in _tab_chain(window) if _pane_of(widget, panes) is not None]
    order = [_pane_of(widget, panes) for widget in chain]
    assert list(dict.fromkeys(order)) == list(range(len(panes))), "from pane to pane"
    assert order == sorted(order, key=lambda pane: pane or 0), "one pane after the other"
    for number in range(len(panes)):
        inside = [w for w in chain if _pane_of(w, panes) == number]
        assert inside == sorted(inside, key=_place), panes[number].objectName()


def _tab_chain(window: QWidget) -> list[QWidget]:
    found, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        tabs = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if tabs and widget.isVisibleTo(window) and widget.isEnabled() and not widget.focusProxy():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def _pane_of(widget: QWidget, panes: tuple[QWidget, ...]) -> int | None:
    return next((n for n, pane in enumerate(panes) if pane.isAncestorOf(widget)), None)


def _place(widget: QWidget) -> tuple[int, int]:
    """Return the row of a widget, as high as a button, and its place there."""
    at = widget.mapTo(widget.window(), QPoint(0, widget.height() // 2))
    return at.y() // 24, at.x()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_text_stands_out_from_its_ground(make_rig: MakeRig, theme: str) -> None:
    rig = make_rig("en", 100, theme)
    for scene in _played(rig, "over"):
        for widget in rig.screens.window.findChildren(QWidget):
            if isinstance(widget, QLabel | QAbstractButton) and _has_words(widget):
                ratio = _contrast(widget)
                assert ratio >= 4.5, (scene, type(widget).__name__, widget.objectName(), ratio)


def _has_words(widget: QLabel | QAbstractButton) -> bool:
    shown = widget.isVisible() and widget.isEnabled() and widget.height() > 8
    return shown and any(letter.isalnum() for letter in widget.text())


def _contrast(widget: QWidget) -> float:
    """Return how far the strongest ink stands out from the commonest colour."""
    image = widget.grab().toImage()
    columns, rows = range(1, image.width(), 2), range(1, image.height())
    pixels = Counter(image.pixel(x, y) for x in columns for y in rows)
    ground = _light(QColor.fromRgb(pixels.most_common(1)[0][0]))
    lights = [_light(QColor.fromRgb(pixel)) for pixel in pixels]
    return max((max(a, ground) + 0.05) / (min(a, ground) + 0.05) for a in lights)


def _light(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
