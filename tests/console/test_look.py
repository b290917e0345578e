"""The look: readable colours, complete fonts, icons that exist, one style."""

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from moderator import paths
from moderator.console.look import fonts, icons, style, tokens
from moderator.console.look.current import look
from moderator.console.look.palette import palette
from moderator.console.look.tokens import Theme, Type, contrast

EVERY_THEME = [*tokens.themes(), tokens.STAGE]
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
SIGNS = "₸→⇧·✓−×«»…№"


def _text_pairs(of: Theme) -> list[tuple[str, str]]:
    texts = (of.ink, of.soft, of.faint, of.accent, of.ok, of.warn, of.over)
    grounds = (of.ground, of.surface, of.raised, of.selected)
    pairs = [(text, ground) for text in texts for ground in grounds]
    pairs += [(of.ink, soft) for soft in (of.accent_soft, of.ok_soft, of.warn_soft, of.over_soft)]
    pairs += [(of.on_accent, of.accent), (of.accent, of.accent_soft)]
    pairs += [(of.ok, of.ok_soft), (of.warn, of.warn_soft), (of.over, of.over_soft)]
    for colour in (*of.sectors, *of.persons, of.soft):
        pairs.append((tokens.tag_ink(colour, of), tokens.tag_ground(colour, of)))
    return pairs


def _shape_pairs(of: Theme) -> list[tuple[str, str]]:
    shapes = (of.edge, of.accent, *of.sectors, *of.persons)
    pairs = [(shape, ground) for shape in shapes for ground in (of.ground, of.surface, of.raised)]
    return pairs + [(shape, of.line) for shape in (of.ok, of.warn, of.over, of.accent)]


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    style.apply(qapp, "light", 100)
    return qapp


@pytest.mark.parametrize("of", EVERY_THEME, ids=lambda of: of.name)
def test_every_text_reads_on_its_ground(of: Theme) -> None:
    bad = [pair for pair in _text_pairs(of) if contrast(*pair) < tokens.TEXT_CONTRAST]
    assert not bad


@pytest.mark.parametrize("of", EVERY_THEME, ids=lambda of: of.name)
def test_every_meaningful_shape_stands_out(of: Theme) -> None:
    bad = [pair for pair in _shape_pairs(of) if contrast(*pair) < tokens.SHAPE_CONTRAST]
    assert not bad


def test_the_high_contrast_look_is_stricter_than_the_others() -> None:
    assert min(contrast(*pair) for pair in _text_pairs(tokens.CONTRAST)) >= 7


def test_contrast_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_an_unknown_theme_is_light() -> None:
    assert tokens.theme("mauve") is tokens.LIGHT


def test_sector_colours_come_round_and_no_sector_is_soft() -> None:
    assert tokens.sector_colour(7, tokens.DARK) == tokens.DARK.sectors[1]
    assert tokens.sector_colour(-1, tokens.DARK) == tokens.DARK.soft


@pytest.mark.parametrize("of", EVERY_THEME, ids=lambda of: of.name)
def test_a_palette_reads_in_every_group(of: Theme) -> None:
    made = palette(of)
    pairs = [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    ]
    groups = [QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive]
    for group in groups:
        for text, ground in pairs:
            names = (made.color(group, text).name(), made.color(group, ground).name())
            assert contrast(*names) >= tokens.TEXT_CONTRAST, (group, text)


@pytest.mark.parametrize("cut", fonts.CUTS.values())
def test_every_cut_writes_kazakh(dressed: QApplication, cut: str) -> None:
    file = paths.resources() / "fonts" / f"Inter-{cut}.ttf"
    raw = QRawFont(str(file), 20)
    assert raw.familyName().startswith("Inter")
    assert [sign for sign in KAZAKH + SIGNS if not raw.supportsCharacter(ord(sign))] == []


@pytest.mark.parametrize("role", list(Type))
def test_every_text_is_inter_at_its_weight(dressed: QApplication, role: Type) -> None:
    info = QFontInfo(fonts.font(role))
    assert (info.family(), info.weight()) == ("Inter", tokens.TYPE[role].weight)


@pytest.mark.parametrize("role", list(Type))
def test_figures_are_equally_wide(dressed: QApplication, role: Type) -> None:
    metrics = QFontMetricsF(fonts.font(role))
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("00:00")


def test_running_text_keeps_its_short_hyphens(dressed: QApplication) -> None:
    even = QFontMetricsF(fonts.font(Type.BODY, 200)).horizontalAdvance("-")
    assert QFontMetricsF(fonts.prose(Type.BODY, 200)).horizontalAdvance("-") < even


def test_text_grows_with_the_scale(dressed: QApplication) -> None:
    small, large = fonts.font(Type.BODY, 100), fonts.font(Type.BODY, 200)
    assert large.pointSizeF() == pytest.approx(2 * small.pointSizeF())
    assert small.pointSizeF() >= 11


def test_no_text_is_smaller_than_promised() -> None:
    assert min(size.points for size in tokens.TYPE.values()) >= 10.5


def test_every_icon_has_a_picture_and_no_black_left(dressed: QApplication) -> None:
    files = sorted((paths.resources() / "icons").glob("*.svg"))
    assert len(files) >= 40
    for file in files:
        image = icons.pixmap(file.stem, "#FF0000", 24).toImage()
        dots = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
        seen = [dot for dot in dots if dot.alpha() > 128]
        assert seen, file.stem
        assert all(dot.red() > 200 and dot.green() < 60 for dot in seen), file.stem


def test_an_icon_takes_the_themes_colour(dressed: QApplication) -> None:
    style.apply(dressed, "dark")
    image = icons.icon("square", "accent", 24).pixmap(24, 24).toImage()
    assert any(image.pixelColor(x, 12) == QColor(tokens.DARK.accent) for x in range(image.width()))


def test_a_missing_icon_is_told(dressed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000", 16)


def test_applying_dresses_the_program(dressed: QApplication) -> None:
    style.apply(dressed, "dark", 150)
    assert dressed.style().name() in ("fusion", "")
    assert dressed.palette().color(QPalette.ColorRole.Window) == QColor(tokens.DARK.ground)
    assert dressed.font().family() == "Inter"
    assert look().theme is tokens.DARK
    assert look().px(8) == 12


@pytest.mark.parametrize(("asked", "given"), [(50, 100), (300, 200), (125, 125)])
def test_the_text_scale_stays_in_its_bounds(dressed: QApplication, asked: int, given: int) -> None:
    assert style.apply(dressed, "light", asked).scale_percent == given


def test_system_is_light_where_the_desktop_tells_nothing(dressed: QApplication) -> None:
    assert style.resolve("system", dressed) is tokens.LIGHT
