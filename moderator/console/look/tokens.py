"""The design's numbers: colours by role, sizes and type, as one table per theme."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Literal

GAP_PX = 8
GAP_AROUND_PX = 16
RADIUS_PX = 10
CARD_RADIUS_PX = 14
TARGET_PX = 36
FLOOR_KEY_PX = 44
FOCUS_RING_PX = 2
ICON_PX = 16

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

Role = Literal[
    "ground", "surface", "raised", "line", "edge", "ink", "soft", "faint",
    "accent", "accent_soft", "on_accent", "selected",
    "ok", "ok_soft", "warn", "warn_soft", "over", "over_soft",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: each colour by what it is for, as "#RRGGBB"."""

    name: str
    dark: bool
    ground: str
    """Behind everything."""
    surface: str
    """Cards, lists and panes."""
    raised: str
    """Menus, buttons and what floats."""
    line: str
    """Quiet separators; carries no meaning of its own."""
    edge: str
    """The border by which a field to type in is recognised."""
    ink: str
    soft: str
    faint: str
    """The palest text there is; still readable."""
    accent: str
    accent_soft: str
    on_accent: str
    selected: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    over: str
    over_soft: str
    sectors: tuple[str, ...]
    persons: tuple[str, ...]
    """This theme's shades of ``domain.company.COLOURS``; none is amber, none the accent."""

    def colour(self, role: Role) -> str:
        """Return the colour for ``role``."""
        return str(getattr(self, role))


LIGHT = Theme(
    name="light",
    dark=False,
    ground="#F4F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E2E6EB",
    edge="#848E9C",
    ink="#12171E",
    soft="#5A6473",
    faint="#5F6A79",
    accent="#0A6F86",
    accent_soft="#E3F3F6",
    on_accent="#FFFFFF",
    selected="#EDF6F8",
    ok="#17794F",
    ok_soft="#E4F4EC",
    warn="#8F5300",
    warn_soft="#FFF2DC",
    over="#B8283A",
    over_soft="#FDE8EA",
    sectors=("#3C5BD6", "#0A8F7A", "#B35C9E", "#8A6D1A", "#5A6473", "#B8563A"),
    persons=("#7A3EC8", "#1D62D1", "#B0306F", "#3F7A1C", "#84563C", "#4A6072"),
)

DARK = Theme(
    name="dark",
    dark=True,
    ground="#0E1116",
    surface="#161A20",
    raised="#1C2129",
    line="#272D37",
    edge="#667182",
    ink="#E8ECF1",
    soft="#9AA4B2",
    faint="#8F9AAA",
    accent="#3FC1D8",
    accent_soft="#11323A",
    on_accent="#06222A",
    selected="#15262C",
    ok="#46CC91",
    ok_soft="#10301F",
    warn="#FFB84D",
    warn_soft="#3A2A0C",
    over="#FF7680",
    over_soft="#3D171B",
    sectors=("#8BA2FF", "#4FD3BD", "#E39AD0", "#D9BC5C", "#9AA4B2", "#F0A184"),
    persons=("#C79BFF", "#86B2FF", "#FF8DC3", "#9BD46A", "#D9A58A", "#A9BDCF"),
)

CONTRAST = Theme(
    name="contrast",
    dark=True,
    ground="#000000",
    surface="#000000",
    raised="#0A0A0A",
    line="#595959",
    edge="#FFFFFF",
    ink="#FFFFFF",
    soft="#F0F0F0",
    faint="#E0E0E0",
    accent="#5CE1FF",
    accent_soft="#00303D",
    on_accent="#000000",
    selected="#002E3A",
    ok="#5CFFA8",
    ok_soft="#00331A",
    warn="#FFC857",
    warn_soft="#332400",
    over="#FF9AA2",
    over_soft="#330008",
    sectors=("#A9BBFF", "#66F0D9", "#FFB3EC", "#F2D777", "#DADADA", "#FFB79E"),
    persons=("#D9BBFF", "#ADCBFF", "#FFB0D8", "#BDF592", "#F2C9B4", "#D5E2EE"),
)

STAGE = replace(
    DARK,
    name="stage",
    ground="#06080B",
    surface="#06080B",
    line="#1D242E",
    ink="#F4F7FA",
    soft="#A9B4C2",
)
"""What the hall sees, the same in every console's theme."""

_THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


def theme(name: str) -> Theme:
    """Return the theme of that name; an unknown one is light."""
    return _THEMES.get(name, LIGHT)


def themes() -> Iterator[Theme]:
    """Go over all themes that people can choose, without the stage's."""
    yield from _THEMES.values()


def sector_colour(index: int, of: Theme) -> str:
    """Return the colour of the sector at ``index``; a negative index, no sector, is soft."""
    return of.soft if index < 0 else of.sectors[index % len(of.sectors)]


def person_colour(index: int, of: Theme) -> str:
    """Return the colour by which somebody else who is here is known."""
    return of.persons[index % len(of.persons)]


class Type(StrEnum):
    """What a text is; its size and weight follow."""

    SMALL = "small"
    SMALL_STRONG = "small-strong"
    KEY = "key"
    BODY = "body"
    BODY_MEDIUM = "body-medium"
    BODY_STRONG = "body-strong"
    HEADING = "heading"
    SPEAKER = "speaker"
    FACE = "face"
    """A clock's digits; they fill their box, so only the weight counts."""


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A text's size in points at 100 % and its weight, 400 to 700."""

    points: float
    weight: int


TYPE = {
    Type.SMALL: TypeSize(10.5, 400),
    Type.SMALL_STRONG: TypeSize(10.5, 600),
    Type.KEY: TypeSize(10.5, 500),
    Type.BODY: TypeSize(11, 400),
    Type.BODY_MEDIUM: TypeSize(11, 500),
    Type.BODY_STRONG: TypeSize(11, 600),
    Type.HEADING: TypeSize(13, 600),
    Type.SPEAKER: TypeSize(20, 700),
    Type.FACE: TypeSize(20, 700),
}


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(over: str, under: str, share: float) -> str:
    """Return ``share`` (0 to 1) of one colour laid over another."""
    pairs = zip(_parts(over), _parts(under), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def tag_ground(colour: str, of: Theme) -> str:
    """Return the pale ground of a sector's tag."""
    return mixed(colour, of.surface, 0.18 if of.dark else 0.10)


@lru_cache(maxsize=64)
def tag_ink(colour: str, of: Theme) -> str:
    """Return the sector's colour, drawn towards the ink until it reads on its tag's ground."""
    ground = tag_ground(colour, of)
    steps = (mixed(of.ink, colour, step / 20) for step in range(21))
    return next((ink for ink in steps if contrast(ink, ground) >= TEXT_CONTRAST), of.ink)
