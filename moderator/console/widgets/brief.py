"""Names cut to what a window can show, for where the window is made as wide as their words."""

import re

LONGEST_WORD = 40
"""No name and no title has a longer word; one that was typed in error must not push the clock
off the screen."""

LONGEST = 300

_TOO_LONG = re.compile(rf"(\S{{{LONGEST_WORD - 1}}})\S{{2,}}")


def brief(text: str) -> str:
    """Return a text with an ellipsis in the place of what no window has room for."""
    if len(text) <= LONGEST_WORD:
        return text
    whole = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return _TOO_LONG.sub(r"\1…", whole)
