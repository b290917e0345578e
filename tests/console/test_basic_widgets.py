"""The building blocks: what they show, say, ask for, and that nothing of it is cut off."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from moderator.console.fitting import ElidedLabel, SectionLabel
from moderator.console.look import style, tokens
from moderator.console.look.tokens import Type
from moderator.console.widgets import sector_tag
from moderator.console.widgets.banner import Banner, Choice, Notice
from moderator.console.widgets.flow import FlowLayout
from moderator.console.widgets.key_button import IconButton, KeyButton
from moderator.console.widgets.pill import Pill, PillButton
from moderator.console.widgets.search_field import SearchField
from moderator.console.widgets.surface import Card, PlainLabel
from moderator.console.widgets.tone import Tone

LONG = "Дать слово: директор, Молодёжный фонд города Алматы и Алматинской области"


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    style.apply(qapp, "light", 100)


@pytest.fixture(params=[("light", 100), ("dark", 200), ("contrast", 150)], ids=str)
def each_look(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    style.apply(qapp, *request.param)
    yield
    style.apply(qapp, "light", 100)


def _spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _described(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Description)


def test_everything_that_takes_the_keyboard_has_a_spoken_name(qtbot: QtBot) -> None:
    focusable = [
        KeyButton("Call next", "F8", primary=True),
        KeyButton("", "Shift+F8", icon_name="undo-2"),
        IconButton("settings", "Settings"),
        PillButton("3:00 each", opens=True),
        SearchField("Type a command"),
    ]
    for widget in focusable:
        qtbot.addWidget(widget)
        assert widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        assert _spoken(widget).strip(), widget


def test_a_key_button_says_its_text_and_its_key(qtbot: QtBot) -> None:
    button = KeyButton("Pause", "F7")
    qtbot.addWidget(button)
    assert _spoken(button) == "Pause, F7"
    button.set_words("Start")
    button.set_key("Shift+F7")
    assert (_spoken(button), button.words, button.key) == ("Start, Shift+F7", "Start", "Shift+F7")


def test_an_ampersand_in_a_name_stays_one(qtbot: QtBot) -> None:
    button = KeyButton("Call next: Law & Order", "F8")
    qtbot.addWidget(button)
    assert _spoken(button) == "Call next: Law & Order, F8"


def test_a_plain_key_button_is_never_narrower_than_its_text(qtbot: QtBot, each_look: None) -> None:
    button = KeyButton("Жүргізу тәртібі бойынша", "F5", icon_name="hand")
    qtbot.addWidget(button)
    text = QFontMetricsF(button.font()).horizontalAdvance(button.words)
    assert button.minimumSizeHint().width() > text
    assert button.minimumSizeHint().height() >= tokens.TARGET_PX


def test_a_long_call_goes_on_in_a_second_line(qtbot: QtBot, each_look: None) -> None:
    button = KeyButton(LONG, "F8", primary=True)
    qtbot.addWidget(button)
    one_line = button.sizeHint()
    assert one_line.height() >= tokens.FLOOR_KEY_PX
    assert button.minimumSizeHint().width() < one_line.width()
    assert button.heightForWidth(one_line.width()) == one_line.height()
    assert button.heightForWidth(one_line.width() * 2 // 3) > one_line.height()


def test_a_click_leaves_the_keyboard_where_it_was(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    field, button = SearchField("Name"), KeyButton("Pause", "F7")
    box.addWidget(field)
    box.addWidget(button)
    window.show()
    field.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is field


def test_a_long_call_lets_its_window_become_narrow(qtbot: QtBot, each_look: None) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    button = KeyButton(LONG, "F8", primary=True)
    box.addWidget(button)
    box.addStretch(1)
    window.resize(button.sizeHint().width() * 2 // 3, 400)
    window.show()
    qtbot.waitExposed(window)
    assert button.width() < button.sizeHint().width()
    assert button.height() == button.heightForWidth(button.width()) > button.sizeHint().height()


@pytest.mark.parametrize("primary", [False, True])
def test_a_button_paints_in_every_state(qtbot: QtBot, primary: bool, each_look: None) -> None:
    button = KeyButton("End", "Shift+F7", primary=primary, icon_name="square")
    qtbot.addWidget(button)
    pictures = [button.grab().toImage()]
    button.setDown(True)
    pictures.append(button.grab().toImage())
    button.setDown(False)
    button.setEnabled(False)
    pictures.append(button.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]


def test_a_pill_says_what_it_shows(qtbot: QtBot, each_look: None) -> None:
    pill = Pill("Saved", Tone.NEUTRAL, "check")
    qtbot.addWidget(pill)
    assert _spoken(pill) == "Saved"
    before = pill.sizeHint().width()
    pill.tell("No connection since 10:31", Tone.OVER, "cloud-off")
    assert _spoken(pill) == "No connection since 10:31"
    assert pill.sizeHint().width() > before


def test_a_pressed_pill_tells_and_is_large_enough(qtbot: QtBot) -> None:
    pill = PillButton("List open", Tone.OK, "check", opens=True)
    qtbot.addWidget(pill)
    assert pill.sizeHint().height() >= tokens.TARGET_PX
    with qtbot.waitSignal(pill.clicked):
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
    pill.tell("List closed", Tone.WARN)
    assert (_spoken(pill), pill.words) == ("List closed", "List closed")
    assert not pill.grab().isNull()


def test_markup_in_a_name_is_shown_as_typed(qtbot: QtBot) -> None:
    label = PlainLabel("<b>Robert</b>")
    qtbot.addWidget(label)
    assert _spoken(label) == "<b>Robert</b>"
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_heading_is_spoken_as_written(qtbot: QtBot) -> None:
    label = SectionLabel("Agenda")
    qtbot.addWidget(label)
    assert label.font().capitalization() == QFont.Capitalization.AllUppercase
    assert _spoken(label) == "Agenda"


def test_a_tag_is_as_wide_as_its_text_and_leaves_the_painter_alone(each_look: None) -> None:
    size = sector_tag.tag_size("Правительство")
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    pen = painter.pen()
    sector_tag.paint_tag(painter, QRectF(image.rect()), "Правительство", 0)
    assert painter.pen() == pen
    painter.end()


def test_a_banner_asks_and_tells_what_was_chosen(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.tell(Notice("It began late.", (Choice("shift", "Shift"), Choice("even", "Shorten"))))
    button = banner.findChild(KeyButton, "even")
    assert isinstance(button, KeyButton)
    with qtbot.waitSignal(banner.chosen) as chosen:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["even"]
    assert banner.isHidden()


def test_a_banner_can_be_dismissed_or_not(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.tell(Notice("Saved."))
    close = banner.findChild(IconButton)
    assert isinstance(close, IconButton)
    with qtbot.waitSignal(banner.dismissed):
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    banner.tell(Notice("The disk is full.", tone=Tone.OVER, can_dismiss=False))
    assert close.isHidden()
    banner.take_away()
    assert banner.isHidden()


def test_a_new_notice_brings_its_own_buttons(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.tell(Notice("One.", (Choice("a", "A"),)))
    banner.tell(Notice("Two.", (Choice("b", "B"),)))
    shown = [one.objectName() for one in banner.findChildren(KeyButton) if not one.isHidden()]
    assert shown == ["b"]
    assert banner.notice.text == "Two."


@pytest.mark.parametrize("width", [320, 700, 1366])
def test_a_banner_cuts_nothing_off(qtbot: QtBot, each_look: None, width: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    banner = Banner()
    box.addWidget(banner)
    box.addStretch(1)
    window.resize(width, 900)
    window.show()
    banner.tell(Notice(LONG, (Choice("a", "Сдвинуть всё"), Choice("b", "Сократить поровну"))))
    qtbot.waitUntil(lambda: banner.height() >= banner.heightForWidth(banner.width()))
    for button in banner.findChildren(KeyButton):
        within = button.mapTo(banner, button.rect().bottomRight())
        assert banner.rect().contains(within)
        assert button.width() >= button.minimumSizeHint().width()


def test_a_flow_goes_on_in_a_new_row(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    flow = FlowLayout(window)
    buttons = [KeyButton(f"Button {n}", "F7") for n in range(6)]
    for button in buttons:
        flow.addWidget(button)
    one_row = flow.sizeHint()
    assert flow.heightForWidth(one_row.width()) == one_row.height()
    assert flow.heightForWidth(one_row.width() // 2) > one_row.height()
    window.resize(one_row.width() // 2, 300)
    window.show()
    qtbot.waitExposed(window)
    assert all(window.rect().contains(button.geometry()) for button in buttons)
    assert len({button.y() for button in buttons}) > 1
    buttons[0].hide()
    assert flow.sizeHint().width() < one_row.width()
    taken = flow.takeAt(0)
    assert taken is not None
    assert flow.count() == 5
    assert flow.takeAt(9) is None


def test_escape_leaves_a_field_and_keeps_its_words(qtbot: QtBot) -> None:
    field = SearchField("Type a command")
    qtbot.addWidget(field)
    assert (_spoken(field), field.placeholderText()) == ("Type a command", "Type a command")
    QTest.keyClicks(field, "pause")
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "pause"


def test_a_cut_text_is_spoken_whole_and_once(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.tell(LONG)
    label.resize(80, 20)
    label.show()
    assert label.text() != LONG
    assert (_spoken(label), _described(label)) == (LONG, "")
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint()))
    assert QToolTip.text() == LONG
    QToolTip.hideText()


def test_a_card_paints_its_surface(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.resize(100, 60)
    assert card.grab().toImage().pixelColor(50, 30).name().upper() == tokens.LIGHT.surface


def test_a_running_text_uses_the_theme(qtbot: QtBot) -> None:
    label = PlainLabel("Held at 1:48", Type.SMALL, "warn", wraps=True)
    qtbot.addWidget(label)
    assert label.palette().windowText().color().name().upper() == tokens.LIGHT.warn


def test_what_cannot_be_pressed_is_told_apart_in_high_contrast(
    qtbot: QtBot, qapp: QApplication
) -> None:
    style.apply(qapp, "contrast", 100)
    try:
        button = KeyButton("Pause", "F7")
        qtbot.addWidget(button)
        edges = []
        for is_enabled in (True, False):
            button.setEnabled(is_enabled)
            image = button.grab().toImage()
            edges.append(image.pixelColor(0, image.height() // 2).name())
        assert tokens.contrast(*edges) >= tokens.SHAPE_CONTRAST
    finally:
        style.apply(qapp, "light", 100)
