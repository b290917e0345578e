"""Lines of notes: what marks they can carry, whose words they hold, how many there are."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from moderator.domain.floor import Speech
from moderator.domain.ids import RequestId


class Mark(StrEnum):
    """What a line of notes was marked as."""

    RECOMMENDATION = "recommendation"
    COMMITMENT = "commitment"
    QUESTION = "question"
    ANSWER = "answer"
    DECISION = "decision"
    ISSUE = "issue"


COMMANDS: Mapping[str, Mark] = {
    "rec": Mark.RECOMMENDATION,
    "act": Mark.COMMITMENT,
    "q": Mark.QUESTION,
    "a": Mark.ANSWER,
    "dec": Mark.DECISION,
    "issue": Mark.ISSUE,
}
"""What is typed after a slash, in every language."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of notes."""

    text: str
    began_utc_ms: int | None = None
    """When its first character was typed; None where nobody has stamped it."""
    mark: Mark | None = None
    mark_id: str = ""
    speech: RequestId = RequestId("")
    """Set by hand only; otherwise ``speech_of`` derives it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much has been written."""

    lines: int = 0
    """Lines that are not blank."""
    words: int = 0
    characters: int = 0
    """Spaces counted, line ends not."""
    marks: Mapping[Mark, int] = field(default_factory=dict)


LONGEST_WORD = 2_000
"""Signs without a space. Laying out one word costs the square of its length: a pasted million,
as of a picture in letters, would stop every clock for half a minute."""

_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def with_breaks(text: str) -> str:
    """Return a text in which what is too long for a word goes on in the next line."""
    return _TOO_LONG.sub(r"\g<0>\n", text)


def speech_at(speeches: Iterable[Speech], began_utc_ms: int) -> RequestId:
    """Return whose speech a line begun at that time belongs to; empty when nobody had the floor.

    A held speech gives way to the one that interrupts it. The moment a speech ends is no longer
    its own.
    """
    speaking = [
        s
        for s in speeches
        if s.called_utc_ms <= began_utc_ms
        and (s.ended_utc_ms is None or began_utc_ms < s.ended_utc_ms)
    ]
    return max(speaking, key=_place).request if speaking else RequestId("")


def speech_of(speeches: Iterable[Speech], line: Line) -> RequestId:
    """Return a line's speech: the one set by hand, else by the time it was begun; may be empty."""
    if line.speech or line.began_utc_ms is None:
        return line.speech
    return speech_at(speeches, line.began_utc_ms)


def previous_speech(speeches: Iterable[Speech], line: Line) -> RequestId:
    """Return the speech called before a line's present one; empty when there is none.

    A line that belongs to nobody goes to the speech called last before it was begun; an
    unstamped one to the last of all.
    """
    rows = sorted(speeches, key=_place)
    present = speech_of(rows, line)
    if present:
        places = [n for n, s in enumerate(rows) if s.request == present]
        before = rows[: places[0]] if places else []
    else:
        began = line.began_utc_ms
        before = [s for s in rows if began is None or s.called_utc_ms <= began]
    return before[-1].request if before else RequestId("")


def counts(lines: Iterable[Line]) -> Counts:
    """Return how many lines, words, characters and marks there are."""
    line_count = words = characters = 0
    marks: dict[Mark, int] = {}
    for line in lines:
        found = len(line.text.split())
        line_count += found > 0
        words += found
        characters += len(line.text)
        if line.mark is not None:
            marks[line.mark] = marks.get(line.mark, 0) + 1
    return Counts(line_count, words, characters, marks)


def _place(speech: Speech) -> tuple[int, RequestId]:
    return (speech.called_utc_ms, speech.request)
