"""Who speaks by the note-taker's own word: a line that begins with ``/sp NAME``.

For hours without the hub the floor is not known here; what was said is matched with the floor's
speeches once they come, by the name and by the time. The line stays as it was typed.
"""

import bisect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from moderator.documents.notes import NoteChange, NotesDocument
from moderator.domain.floor import Speech
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import Line

# the second word is what the same keys write on the Russian and Kazakh layouts
_SAID = re.compile(r"\s*/(?:sp|ыз)\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """That somebody speaks from one line on."""

    line: int
    name: str
    began_utc_ms: int | None


class Said:
    """Where in the notes it was said who speaks; kept up with every change."""

    def __init__(self, document: NotesDocument) -> None:
        self._document = document
        self._words: dict[ItemId, list[Word]] = {}
        document.on_change(self._changed)

    def before(self, item: ItemId, line: int) -> Word | None:
        """Return what was said last in an item up to a line, that line included."""
        words = self._words.get(item)
        if words is None:
            words = self._words[item] = list(_words(self._document.lines(item), 0))
        place = bisect.bisect(words, line, key=lambda word: word.line)
        return words[place - 1] if place else None

    def _changed(self, change: NoteChange) -> None:
        words = self._words.get(change.item)
        if words is None:
            return
        end, more = change.first_line + change.removed_lines, len(change.lines)
        shift = more - change.removed_lines
        after = [Word(w.line + shift, w.name, w.began_utc_ms) for w in words if w.line >= end]
        kept = [w for w in words if w.line < change.first_line]
        self._words[change.item] = [*kept, *_words(change.lines, change.first_line), *after]


def matched(word: Word, speeches: Iterable[Speech], name: Callable[[Speech], str]) -> RequestId:
    """Return the speech that is meant: of that name, the nearest in time; empty for none."""
    wanted = word.name.casefold().split()
    found = [s for s in speeches if _fits(wanted, name(s).casefold().split())]
    if not found:
        return RequestId("")
    at = word.began_utc_ms

    def away_ms(speech: Speech) -> int:
        if at is None:
            return -speech.called_utc_ms
        if at < speech.called_utc_ms:
            return speech.called_utc_ms - at
        return max(0, at - speech.ended_utc_ms) if speech.ended_utc_ms is not None else 0

    return min(found, key=away_ms).request


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _words(lines: Iterable[Line], first: int) -> Iterable[Word]:
    for number, line in enumerate(lines, first):
        said = _SAID.match(line.text)
        if said is not None:
            yield Word(number, " ".join(said[1].split()), line.began_utc_ms)
