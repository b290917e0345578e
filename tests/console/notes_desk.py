"""A meeting's notes for the pane's tests: a real document, with speakers by a simple rule."""

from collections.abc import Callable, Sequence

from moderator.desk.views import NoteItem, NoteLineView
from moderator.documents.notes import Edit, NoteChange, NotesDocument
from moderator.domain.ids import ItemId, RequestId
from moderator.domain.notes import Line, Mark

MINUTE_MS = 60_000
BEGUN_UTC_MS = 1_790_573_460_000  # 10:31 in Almaty

TITLES = ("Opening", "Questions from NGOs to the agency", "Қоғамдық кеңестердің тиімділігі")


class NotesDesk:
    """Does what the desk's notes do; ``speakers`` maps the minute of a stamp to a name."""

    def __init__(self, titles: Sequence[str] = TITLES) -> None:
        self.document = NotesDocument("forum/notes/meeting")
        self.titles = list(titles)
        self.ids = [ItemId(f"item{n}") for n in range(len(titles))]
        self.document.prepare(self.ids)
        self.now_utc_ms = BEGUN_UTC_MS
        self.speakers: dict[int, str] = {}
        self.edits: list[tuple[ItemId, Edit]] = []
        self.asked = 0

    def items(self) -> tuple[NoteItem, ...]:
        pairs = zip(self.ids, self.titles, strict=True)
        return tuple(NoteItem(item, title) for item, title in pairs)

    def text(self, item: ItemId) -> str:
        return self.document.text(item)

    def texts(self) -> list[str]:
        return [self.document.text(item) for item in self.ids]

    def gutter(
        self, item: ItemId, first: int = 0, count: int | None = None
    ) -> tuple[NoteLineView, ...]:
        self.asked += 1
        return tuple(map(self._beside, self.document.lines(item, first, count)))

    def edit(self, item: ItemId, position: int, removed: int, inserted: str) -> None:
        edit = Edit(position, removed, inserted)
        self.edits.append((item, edit))
        self.document.edit(item, edit, self.now_utc_ms)

    def set_mark(self, item: ItemId, line: int, mark: Mark | None) -> None:
        self.document.set_mark(item, line, mark, "id" if mark else "")

    def give_to_previous(self, item: ItemId, line: int) -> None:
        self.document.set_speech(item, line, RequestId("Speaker before"))

    def undo(self) -> bool:
        return self.document.undo()

    def redo(self) -> bool:
        return self.document.redo()

    def listen(self, told: Callable[[NoteChange], None]) -> None:
        self.document.on_change(told)

    def forget(self, told: Callable[[NoteChange], None]) -> None:
        self.document.forget(told)

    def _beside(self, line: Line) -> NoteLineView:
        speaker = str(line.speech)
        if not speaker and line.began_utc_ms is not None:
            speaker = self.speakers.get((line.began_utc_ms - BEGUN_UTC_MS) // MINUTE_MS, "")
        mark = line.mark.value if line.mark else ""
        return NoteLineView(line.began_utc_ms, mark, speaker, bool(line.speech))
