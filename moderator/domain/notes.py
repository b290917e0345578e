"""Lines of notes: what marks they can carry, whose words they hold, how many there are."""

import bisect
import itertools
import math
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
    if max(map(len, text.split("\n"))) <= LONGEST_WORD:
        return text
    return _TOO_LONG.sub(r"\g<0>\n", text)


class Timeline:
    """Whose words a line of notes holds: who had the floor when, or whom it was given to by hand.

    A held speech gives way to the one that interrupts it. The moment a speech ends is no longer
    its own. Asking takes no longer among thousands of speeches.
    """

    def __init__(self, speeches: Iterable[Speech] = ()) -> None:
        self._rows = sorted(speeches, key=_place)
        self._called = [speech.called_utc_ms for speech in self._rows]
        ends = (math.inf if s.ended_utc_ms is None else s.ended_utc_ms for s in self._rows)
        self._last_end = list(itertools.accumulate(ends, max))
        """For each speech when it and all before it were over."""

    def at(self, began_utc_ms: int) -> RequestId:
        """Return whose speech a line begun at that time belongs to; empty: nobody's."""
        for number in reversed(range(bisect.bisect(self._called, began_utc_ms))):
            if self._last_end[number] <= began_utc_ms:
                break
            ended_utc_ms = self._rows[number].ended_utc_ms
            if ended_utc_ms is None or began_utc_ms < ended_utc_ms:
                return self._rows[number].request
        return RequestId("")

    def of(self, line: Line) -> RequestId:
        """Return a line's speech: the one set by hand, else by when it began; may be empty."""
        if line.speech or line.began_utc_ms is None:
            return line.speech
        return self.at(line.began_utc_ms)

    def before(self, line: Line) -> RequestId:
        """Return the speech called before a line's present one; empty when there is none.

        A line that belongs to nobody goes to the speech called last before it was begun; an
        unstamped one to the last of all.
        """
        present, began = self.of(line), line.began_utc_ms
        if present:
            end = next((n for n, s in enumerate(self._rows) if s.request == present), 0)
        else:
            end = len(self._rows) if began is None else bisect.bisect(self._called, began)
        return self._rows[end - 1].request if end else RequestId("")


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
