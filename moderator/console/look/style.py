"""Dresses the program: Fusion, our palette, and a style sheet for what a palette cannot say."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip

from moderator import paths
from moderator.console.look import tokens
from moderator.console.look.current import Look, put_on
from moderator.console.look.palette import palette
from moderator.console.look.tokens import Theme, Type, mixed

SYSTEM = "system"

# {{ }} are the sheet's own braces. Item views are left out: delegates paint them.
# Spin boxes are centred because Qt leaves their left padding out.
_SHEET = """
QPushButton, QToolButton {{
    background: {raised}; color: {ink}; border: 1px solid {line}; border-radius: {radius}px;
    padding: {pad_v}px {pad_h}px; min-height: {row}px;
}}
QToolButton {{ border-color: transparent; background: transparent; padding: 4px; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {accent_soft}; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {faint}; background: {ground}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {pad_v}px {gap}px; min-height: {row}px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit {{ placeholder-text-color: {faint}; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{
    color: {faint}; background: {ground};
}}
QAbstractSpinBox {{ qproperty-alignment: AlignCenter; }}
QComboBox::drop-down, QDateEdit::drop-down {{
    border: none; background: transparent; width: {arrow}px;
}}
QComboBox::down-arrow, QDateEdit::down-arrow {{
    image: url("{marks}/down.svg"); width: {tick}px; height: {tick}px;
}}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    border: none; background: transparent; width: {arrow}px;
}}
QAbstractSpinBox::up-arrow {{ image: url("{marks}/up.svg"); width: {tick}px; height: {tick}px; }}
QAbstractSpinBox::down-arrow {{
    image: url("{marks}/down.svg"); width: {tick}px; height: {tick}px;
}}
QCheckBox, QRadioButton {{ spacing: {gap}px; min-height: {row}px; }}
QCheckBox::indicator, QRadioButton::indicator {{
    background: {surface}; border: 1px solid {edge}; width: {tick}px; height: {tick}px;
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {round}px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{marks}/check-{check}.svg");
}}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {accent}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; }}
QPushButton:default:focus {{ border: 2px solid {ink}; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {accent}; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {soft}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenuBar {{ background: {surface}; color: {ink}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: {gap}px; background: transparent; border-radius: 6px; }}
QMenuBar::item:selected {{ background: {accent_soft}; }}
QMenu {{
    background: {raised}; color: {ink}; border: 1px solid {edge}; padding: 4px;
    icon-size: {tick}px;
}}
QMenu::item {{ padding: {pad_v}px {pad_h}px; border-radius: 6px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {ink}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {raised}; color: {ink}; border: 1px solid {edge}; padding: 4px; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
    background: transparent; color: {soft}; padding: {gap}px; margin: 0 4px;
    border: none; border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {ink}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QSplitter::handle {{ background: {line}; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}
"""


_SHEET_ROLES: tuple[tokens.Role, ...] = (
    "ground", "surface", "raised", "line", "edge", "ink", "soft", "faint",
    "accent", "accent_soft", "on_accent",
)  # fmt: skip


def _sheet(now: Look) -> str:
    of = now.theme
    colours = {role: of.colour(role) for role in _SHEET_ROLES}
    return _SHEET.format(
        **colours,
        hover=mixed(of.ink, of.raised, 0.06),
        radius=tokens.RADIUS_PX - 2,
        gap=now.px(tokens.GAP_PX),
        pad_v=now.px(6),
        pad_h=now.px(14),
        row=now.px(22),
        tick=now.px(tokens.ICON_PX),
        arrow=now.px(24),
        round=now.px(tokens.ICON_PX) // 2,
        marks=(paths.resources() / "icons" / "style").as_posix(),
        check="black" if of.dark else "white",
    )


def resolve(name: str, app: QApplication) -> Theme:
    """Return the theme meant by a setting; "system" is what the desktop tells, else light."""
    if name != SYSTEM:
        return tokens.theme(name)
    # The hints must be kept while they are asked, or their wrapper dies.
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return tokens.CONTRAST
    return tokens.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else tokens.LIGHT


def apply(app: QApplication, theme_name: str = SYSTEM, scale_percent: int = 100) -> Look:
    """Dress the whole program and return the look; windows made before keep their old sizes.

    ``scale_percent`` is held between 100 and 200.
    """
    now = Look(resolve(theme_name, app), min(200, max(100, scale_percent)))
    put_on(now)
    colours = palette(now.theme)
    # Once a sheet is set, Qt wraps the style in one without a name.
    if app.style().name() not in ("fusion", ""):
        app.setStyle("Fusion")
    app.setFont(now.prose(Type.BODY))
    app.setPalette(colours)
    QToolTip.setPalette(colours)
    QToolTip.setFont(now.prose(Type.SMALL))
    sheet = _sheet(now)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    return now
