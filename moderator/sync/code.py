"""The short code that two people tell each other: eight letters, easy to say and to type.

The letters look the same in Latin and Cyrillic, so that it does not matter which keyboard layout is
on, and none looks like another one. The first letter says which of the hub's codes is meant; the
rest is the secret, and is never sent.
"""

import secrets

LETTERS = "ABCEHKMOPTX"
LENGTH = 8

_LOOKS = str.maketrans("АВСЕНКМОРТХ0", "ABCEHKMOPTXO")
"""Cyrillic letters, and a digit, as what they look like."""

_CYRILLIC_KEYS = str.maketrans("ФИСУРЛЬЩЗЕЧ", LETTERS)
"""What the keys of the Latin letters write while a Russian or Kazakh layout is on."""
_LATIN_KEYS = str.maketrans("FDCTYRVJHN[", LETTERS)
"""What the keys of the Cyrillic letters write while a Latin layout is on."""


def make(first: str) -> str:
    """Return a new code with this first letter."""
    return first + "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))


def shown(code: str) -> str:
    """Return a code as people read it: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def read(text: str) -> str:
    """Return the code that was typed, on whichever layout; empty where it is none."""
    typed = "".join(letter for letter in text.upper() if letter.isalnum() or letter == "[")
    for keys in (_LOOKS, _CYRILLIC_KEYS, _LATIN_KEYS):
        code = typed.translate(keys)
        if len(code) == LENGTH and set(code) <= set(LETTERS):
            return code
    return ""
