"""What differs between two versions of a text, and how long a text is for Qt."""

BEYOND_BMP = "\U00010000"
"""From here on a character takes two UTF-16 units."""


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units ``text`` takes, which is how Qt counts."""
    if not text or max(text) < BEYOND_BMP:
        return len(text)
    return len(text) + sum(character >= BEYOND_BMP for character in text)


def character_index(text: str, units: int) -> int:
    """Return how many characters lie before the UTF-16 offset ``units``.

    An offset inside a surrogate pair counts as the pair's end.
    """
    if not text or max(text) < BEYOND_BMP:
        return min(units, len(text))
    passed = 0
    for index, character in enumerate(text):
        if passed >= units:
            return index
        passed += 1 + (character >= BEYOND_BMP)
    return len(text)


def difference(old: str, new: str, caret: int = -1) -> tuple[int, int, int]:
    """Return where the texts begin to differ and where, in the old and the new one, that ends.

    ``caret`` is the typist's place in ``new`` in characters, -1 if elsewhere: among equally small
    differences the one that ends there is meant, which tells a new line before a blank one from
    one after it. Whole characters only, so that a surrogate pair is never split.
    """
    shorter = min(len(old), len(new))
    head = _common_head(old, new, shorter)
    tail = _common_tail(old, new, shorter - head)
    if 0 <= caret <= len(new):
        near_tail = _common_tail(old, new, min(shorter, len(new) - caret))
        near_head = min(head, shorter - near_tail)
        if near_head + near_tail == head + tail:
            head, tail = near_head, near_tail
    return head, len(old) - tail, len(new) - tail


def moved(position: int, edit_position: int, removed: int, inserted: int) -> int:
    """Return where a caret at ``position`` is after somebody else's edit; all in UTF-16 units.

    What is inserted right at the caret goes behind it.
    """
    if position <= edit_position:
        return position
    if position < edit_position + removed:
        return edit_position
    return position - removed + inserted


def _common_head(old: str, new: str, limit: int) -> int:
    # Halving compares slices in C: a long line costs no more than a short one.
    known, unknown = 0, limit
    while known < unknown:
        middle = (known + unknown + 1) // 2
        if old[known:middle] == new[known:middle]:
            known = middle
        else:
            unknown = middle - 1
    return known


def _common_tail(old: str, new: str, limit: int) -> int:
    known, unknown = 0, limit
    while known < unknown:
        middle = (known + unknown + 1) // 2
        if _tail(old, middle, known) == _tail(new, middle, known):
            known = middle
        else:
            unknown = middle - 1
    return known


def _tail(text: str, length: int, without: int) -> str:
    return text[len(text) - length : len(text) - without]
