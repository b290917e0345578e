"""Names and titles as they can stand in one line among others."""

import unicodedata

_ORDERS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that make what follows run the other way, out of a name into what stands beside it."""


def one_line(text: str) -> str:
    """Return text in one line, composed, without control characters and half surrogates."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return " ".join(unicodedata.normalize("NFC", kept.translate(_ORDERS)).split())
