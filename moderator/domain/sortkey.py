"""Sort keys between any two others, so that moving a row is one small edit.

Fractional indexing (Greenspan, "Implementing Fractional Indexing", 2020), with a few random digits
after the midpoint: two laptops that choose the same gap at once then get different keys
(research/local-first-sync §8). Keys are compared as text, then by the row's id.
"""

import bisect
import secrets
from collections.abc import Callable

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HEAD = 4  # digits counted up or down at a list's ends: room for seven million each way
_JITTER = 3


def between(before: str, after: str, digit: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a key after ``before`` and before ``after``; an empty bound is open.

    ``before`` must be smaller than ``after`` unless one is open; where two rows carry the same
    key nothing lies between, and a key just after it is given. ``digit(n)`` draws 0 ≤ x < n.
    """
    if before and after and before >= after:
        middle = before
    elif before and after:
        middle = _midpoint(before, after)
    else:
        middle = _beyond(before, after)
    tail = "".join(DIGITS[digit(len(DIGITS))] for _ in range(_JITTER))
    # a key never ends in the lowest digit: nothing would fit between it and its own prefix
    return middle + tail + DIGITS[1 + digit(len(DIGITS) - 1)]


def spread(count: int) -> list[str]:
    """Return ``count`` rising keys with even room between them, for a whole list at once."""
    keys: list[str] = []
    for n in range(count):
        value = (n + 1) * (len(DIGITS) ** 3) // (count + 1)
        keys.append(_text(value, 3) + DIGITS[len(DIGITS) // 2])
    return keys


def _beyond(before: str, after: str) -> str:
    """Return the next text after or before the only bound: keys stay short at a list's ends."""
    bound = before or after
    number = 0
    for place in range(_HEAD):
        number = number * len(DIGITS) + (_value(bound[place]) if place < len(bound) else 0)
    number += 1 if before else -1
    if not bound or not 0 <= number < len(DIGITS) ** _HEAD:
        return _midpoint(before, after)
    return _text(number, _HEAD)


def _text(number: int, length: int) -> str:
    text = ""
    for _ in range(length):
        number, rest = divmod(number, len(DIGITS))
        text = DIGITS[rest] + text
    return text


def _value(digit: str) -> int:
    """Return a digit's value; a character that is none counts as the nearest below."""
    return max(0, bisect.bisect(DIGITS, digit) - 1)


def _midpoint(before: str, after: str) -> str:
    """Return the shortest text strictly between the bounds that is not a prefix of ``after``."""
    base = len(DIGITS)
    out: list[str] = []
    bounded = after != ""
    for place in range(max(len(before), len(after)) + 1):
        low = _value(before[place]) if place < len(before) else 0
        high = _value(after[place]) if bounded and place < len(after) else base
        if not bounded:
            high = base
        if high - low > 1:
            out.append(DIGITS[(low + high) // 2])
            return "".join(out)
        out.append(DIGITS[low])
        if high > low:
            bounded = False
    out.append(DIGITS[base // 2])
    return "".join(out)
