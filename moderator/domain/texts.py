"""Names and titles as they can stand in one line among others."""

import unicodedata

from moderator.domain.errors import Reason, Refused

MAX_NAME = 500
"""Characters of one title or name, typed or sent or out of a file."""

_SHOWN = 40

_ORDERS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that make what follows run the other way, out of a name into what stands beside it."""


def one_line(text: str) -> str:
    """Return text in one line, composed, without control characters and half surrogates."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return " ".join(unicodedata.normalize("NFC", kept.translate(_ORDERS)).split())


def need_short(text: str) -> None:
    """Refuse a title or a name that fits no line.

    Raises:
        Refused: it is longer than ``MAX_NAME``.
    """
    if len(text) > MAX_NAME:
        raise Refused(Reason.TEXT_TOO_LONG, value=f"{text[:_SHOWN]}…", limit=MAX_NAME)
