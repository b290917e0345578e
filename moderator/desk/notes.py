"""What the note-taker does: typing, marks, and whose words a line holds."""

from collections.abc import Callable

from moderator.desk.said import Said, Word, matched
from moderator.desk.session import Session
from moderator.desk.show import Scene, name_of
from moderator.desk.views import NoteItem, NoteLineView
from moderator.documents.notes import Edit, NoteChange
from moderator.documents.places import Place
from moderator.domain.errors import Reason, Refused
from moderator.domain.floor import FloorState
from moderator.domain.ids import ItemId, RequestId, new_id
from moderator.domain.notes import Counts, Line, Mark, Timeline, counts

Gutter = tuple[NoteLineView, ...]
"""What stands beside each of some lines."""


class NotesDesk:
    """The notes of one meeting, a text for each agenda item."""

    def __init__(self, session: Session, scene: Callable[[str], Scene]) -> None:
        self._session = session
        self._scene = scene
        self._document = session.notes
        self._timed: tuple[FloorState, Timeline] | None = None
        self._said = Said(session.notes)

    def items(self, language: str = "") -> tuple[NoteItem, ...]:
        """Return the headings of the page, in the agenda's order."""
        scene = self._scene(language)
        days = [day.id for day in scene.programme.days]
        return tuple(
            NoteItem(
                id=item.id,
                title=item.title.best(scene.language),
                day=days.index(scene.meeting.day) + 1 if scene.meeting.day in days else 1,
                number=number,
                opened_utc_ms=self._session.state.run_of(item.id).opened_utc_ms,
            )
            for number, item in enumerate(scene.programme.agenda(self._session.meeting), 1)
        )

    def listen(self, told: Callable[[NoteChange], None]) -> None:
        """Call ``told`` after every change of the notes, one's own included."""
        self._document.on_change(told)

    def forget(self, told: Callable[[NoteChange], None]) -> None:
        """Stop calling ``told``."""
        self._document.forget(told)

    def text(self, item: ItemId) -> str:
        """Return an item's notes as plain text, lines joined by newlines."""
        return self._document.text(item)

    def place(self, item: ItemId, position: int) -> Place | None:
        """Return what keeps a position of an item's notes, in UTF-16 units, while others write."""
        return self._document.place(item, position)

    def position(self, item: ItemId, place: object) -> int | None:
        """Return where a place of anybody is now; None where it is not here."""
        return self._document.position(item, place)

    def lines(self, item: ItemId) -> tuple[Line, ...]:
        """Return an item's lines with their stamps and marks."""
        return self._document.lines(item)

    def gutter(self, item: ItemId, first: int = 0, count: int | None = None) -> Gutter:
        """Return what stands beside ``count`` lines from ``first`` on, by default all."""
        wanted = self._document.lines(item, first, count)
        if not wanted:
            return ()  # as of thousands of items nobody has spoken on
        scene, timeline = self._scene(""), self._timeline()
        words = (self._said.before(item, n) for n in range(first, first + len(wanted)))
        return tuple(
            _beside(scene, timeline, line, word) for line, word in zip(wanted, words, strict=True)
        )

    def edit(self, item: ItemId, position: int, removed: int, inserted: str) -> None:
        """Replace ``removed`` UTF-16 units at ``position`` by ``inserted``, as one key press.

        On most disks it is committed on return, before anybody sees it.
        """
        now = self._session.me.clock.read().utc_ms
        with self._session.batch():
            self._document.edit(item, Edit(position, removed, inserted), now)
        self._session.settle()

    def add(self, item: ItemId, text: str, mark: Mark | None = None) -> None:
        """Append lines of text to an item's notes, below the line somebody may be about to type.

        Whoever types takes back by undo what they typed, and not this.
        """
        if not text.strip():
            raise Refused(Reason.NOTE_EMPTY)
        before = self._document.text(item)
        joint = "\n" if before else ""
        place = len((before + joint).encode("utf-16-le")) // 2
        with self._session.batch(), self._document.aside():
            if joint:
                self.edit(item, place - 1, 0, joint)
            self.edit(item, place, 0, text)
            if mark is not None:
                last = len(self._document.lines(item)) - 1
                self.set_mark(item, last, mark)

    def set_mark(self, item: ItemId, line: int, mark: Mark | None) -> None:
        """Mark a line, or take its mark away."""
        with self._session.batch():
            self._document.set_mark(item, line, mark, new_id() if mark else "")

    def give_to_previous(self, item: ItemId, line: int) -> None:
        """Say by hand that a line belongs to the speech before the one it has now."""
        lines = self._document.lines(item)
        if not 0 <= line < len(lines):
            return
        earlier = self._timeline().before(lines[line])
        if earlier:
            self.set_speech(item, line, earlier)

    def set_speech(self, item: ItemId, line: int, speech: RequestId) -> None:
        """Say by hand whose words a line holds; empty means by time again."""
        with self._session.batch():
            self._document.set_speech(item, line, speech)

    def undo(self) -> bool:
        """Take back one's own last edit; return whether there was one."""
        with self._session.batch():
            return self._document.undo()

    def redo(self) -> bool:
        """Do again what was last taken back; return whether there was anything."""
        with self._session.batch():
            return self._document.redo()

    def counts(self) -> Counts:
        """Return how many lines, words and marks the meeting's notes have."""
        agenda = self._scene("").programme.agenda(self._session.meeting)
        return counts([line for item in agenda for line in self._document.lines(item.id)])

    def _timeline(self) -> Timeline:
        """Return who had the floor when, made anew only when the floor has moved."""
        state = self._session.state
        if self._timed is None or self._timed[0] is not state:
            self._timed = (state, Timeline(state.speeches()))
        return self._timed[1]


def _beside(scene: Scene, timeline: Timeline, line: Line, word: Word | None) -> NoteLineView:
    request, name = timeline.of(line), ""
    if word is not None and not line.speech:
        request, name = _by_word(scene, request, word)
    found = scene.session.state.requests.get(request) if request else None
    return NoteLineView(
        began_utc_ms=line.began_utc_ms,
        mark=line.mark.value if line.mark else "",
        speaker=name_of(scene, found.id, found.person) if found else name,
        by_hand=bool(line.speech),
    )


def _by_word(scene: Scene, by_time: RequestId, word: Word) -> tuple[RequestId, str]:
    """Return whose line it is by what the note-taker said, until the floor goes on to another."""
    speeches = {s.request: s for s in scene.session.state.speeches()}
    at = speeches.get(by_time)
    if at is not None and word.began_utc_ms is not None and at.called_utc_ms > word.began_utc_ms:
        return by_time, ""
    found = matched(word, speeches.values(), lambda s: name_of(scene, s.request, s.person))
    return found, word.name
