"""A theme as Qt's palette, in all groups, so that no colour is left to the platform."""

from PySide6.QtGui import QColor, QPalette

from moderator.console.look.tokens import Theme, mixed

_Part = QPalette.ColorRole


def _living(of: Theme) -> dict[QPalette.ColorRole, str]:
    return {
        _Part.Window: of.ground,
        _Part.WindowText: of.ink,
        _Part.Base: of.surface,
        _Part.AlternateBase: mixed(of.ground, of.surface, 0.5),
        _Part.Text: of.ink,
        _Part.PlaceholderText: of.faint,
        _Part.Button: of.raised,
        _Part.ButtonText: of.ink,
        _Part.BrightText: of.over,
        _Part.ToolTipBase: of.raised,
        _Part.ToolTipText: of.ink,
        _Part.Highlight: of.accent,
        _Part.HighlightedText: of.on_accent,
        _Part.Accent: of.accent,
        _Part.Link: of.accent,
        _Part.LinkVisited: of.accent,
        _Part.Light: mixed(of.raised, of.line, 0.5),
        _Part.Midlight: of.line,
        _Part.Mid: of.edge,
        _Part.Dark: of.edge,
        _Part.Shadow: mixed(of.ink, of.ground, 0.3),
    }


def palette(of: Theme) -> QPalette:
    """Return the palette of a theme; a window keeps its colours when another is active."""
    made = QPalette()
    living = _living(of)
    for part, colour in living.items():
        made.setColor(QPalette.ColorGroup.All, part, QColor(colour))
    for part in (_Part.WindowText, _Part.Text, _Part.ButtonText, _Part.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(of.faint))
    made.setColor(QPalette.ColorGroup.Disabled, _Part.Highlight, QColor(of.line))
    made.setColor(QPalette.ColorGroup.Disabled, _Part.Button, QColor(of.ground))
    return made
