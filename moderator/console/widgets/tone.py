"""What a coloured surface means, and the colours that say so."""

from dataclasses import dataclass
from enum import StrEnum

from moderator.console.look.tokens import Role


class Tone(StrEnum):
    """The meaning of a pill or a notice; never told by its colour alone."""

    NEUTRAL = "neutral"
    OK = "ok"
    WARN = "warn"
    OVER = "over"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class ToneColours:
    """The roles of a tone's text, ground and border."""

    ink: Role
    ground: Role
    border: Role


TONES = {
    Tone.NEUTRAL: ToneColours("soft", "ground", "line"),
    Tone.OK: ToneColours("ok", "ok_soft", "ok_soft"),
    Tone.WARN: ToneColours("warn", "warn_soft", "warn_soft"),
    Tone.OVER: ToneColours("over", "over_soft", "over"),
    Tone.ACCENT: ToneColours("accent", "accent_soft", "accent_soft"),
}
