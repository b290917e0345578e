"""Between the desk and the windows: wishes become commands, changes become what is shown.

There is one way in: what this window did and what came from elsewhere (the command line's door,
later another laptop) reach the screen by the same ``Changes``.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from moderator.console.agenda_showing import AgendaShowing
from moderator.console.company_binding import CompanyBinding
from moderator.console.herald import Herald
from moderator.console.messages import Messages
from moderator.console.role_binding import RoleBinding
from moderator.console.ticker import Ticker
from moderator.console.window import MainWindow
from moderator.console.wishes import Wishes
from moderator.desk.reasons import sentence
from moderator.desk.views import FloorReading, FloorView
from moderator.domain.changes import Changes
from moderator.domain.errors import Reason, Refused
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import MeetingId
from moderator.domain.programme import local
from moderator.words import language

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.console.stage import StageWindow
    from moderator.console.strip import StripWindow
    from moderator.desk.desk import Desk

NOTHING = FloorView(
    phase=MeetingPhase.NOT_OPEN,
    item=None,
    shown_item=None,
    item_title="",
    current=None,
    clock=None,
    held=(),
    queue=(),
    upcoming=(),
    past=(),
    list_open=True,
    shares=(),
    undo=None,
    redo=None,
)
"""What is shown where there is no meeting."""

RECENT = 8
"""How many forums are offered without a search."""


class Binding(QObject):
    """Keeps one set of windows and one desk in step.

    Signals:
        shown_changed: which actions make sense may have changed.
    """

    shown_changed = Signal()

    def __init__(self, desk: "Desk", window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.window = window
        self.stage: StageWindow | None = None
        self.strip: StripWindow | None = None
        self.view: FloorView | None = None
        self._minute = 0
        self._failed = ""
        self._saved: tuple[str, bool, int | None] | None = None
        self._notes_of: MeetingId | None = None
        self._herald = Herald(window)
        self._agenda = AgendaShowing(desk, window, self)
        self.ticker = Ticker(self._read, self._wall_utc_ms, self)
        self.ticker.read_changed.connect(self._show_reading)
        self.ticker.wall_changed.connect(self._show_wall)
        self.wishes = Wishes(desk, window, self)
        self.wishes.watch(window)
        window.floor.controls.point.set_suggestions(self._find)
        window.queue.set_suggestions(self._find)
        window.notes.counted.connect(self._notes_counted)
        self.messages = Messages(desk, window.banner, self.wishes, self)
        self.company = CompanyBinding(self.wishes, self.messages, self)
        self.roles = RoleBinding(self.wishes, self.messages, self)
        self.ticker.watch_floor(window)
        self.ticker.watch_wall(window.header)
        desk.listen(self._changed)
        self._changed(Changes(forum=True))

    def release(self) -> None:
        """Let go of the desk for good; the windows may then be closed, or bound to another one."""
        self.ticker.stop()
        self._agenda.rest()
        self.messages.rest()
        self.company.release()
        self.desk.forget(self._changed)
        self.window.notes.open_notes(None)
        self.deleteLater()  # else windows that stay would go on telling it wishes

    def attach_stage(self, stage: "StageWindow") -> None:
        """Show the floor on a stage display too."""
        self.stage = stage
        self._minute = 0  # the stage wants the time of day too
        self.ticker.watch_floor(stage)
        self.ticker.watch_wall(stage)
        self._show_floor()

    def attach_strip(self, strip: "StripWindow") -> None:
        """Show the floor in a strip too, and take its wishes."""
        self.strip = strip
        self.wishes.watch_strip(strip)
        strip.controls.point.set_suggestions(self._find)
        self.ticker.watch_floor(strip)
        self._show_floor()
        self._show_saved()

    def detach(self, window: QWidget) -> None:
        """Stop showing the floor in a window that is closed."""
        self.ticker.forget(window)
        if window is self.stage:
            self.stage = None
        elif window is self.strip:
            self.strip = None

    # ---- showing

    def _read(self) -> FloorReading | None:
        is_known = self.view is None or not self.view.last_known
        return self.desk.room.reading() if self.desk.has_room and is_known else None

    def _wall_utc_ms(self) -> int:
        return self.desk.clock.read().utc_ms

    def _find(self, typed: str) -> Any:
        return self.desk.room.find_people(typed) if self.desk.has_room else ()

    def _changed(self, changes: Changes) -> None:
        if changes.forum:
            self._show_recent()
        if changes.forum or changes.programme:
            self._show_forum()
        another = changes.forum or changes.meeting
        if another:
            self._show_meeting()
        elif changes.programme or changes.floor:
            self.window.notes.refresh_items()
        if another or changes.programme or changes.people or changes.floor:
            self._show_floor()
        if changes.floor or changes.people:
            self.window.notes.refresh_speakers()
        if changes.forum or (changes.saved and self._is_saved_otherwise()):
            self._show_saved()
        if changes.link or changes.forum:
            self.show_link()
        if another or changes.link or changes.company or changes.staff:
            self.company.refresh()
        if another or changes.link or changes.role or changes.floor:
            self.roles.refresh(changes, self.view)

    def _show_recent(self) -> None:
        front = self.desk.forum.id if self.desk.has_forum else ""
        others = [f for f in self.desk.library.all() if f.id != front][:RECENT]
        rows = [(f.id, f.title.best(language())) for f in others]
        self.window.show_recent(rows)

    def _show_forum(self) -> None:
        has = self.desk.has_forum
        title = self.desk.programme.forum.title.best(language()) if has else ""
        zone = self.desk.programme.forum.zone if has else "UTC"
        self.window.header.show_forum(title, self.desk.day_tabs() if has else (), zone)
        self.window.retitle(title)

    def _show_meeting(self) -> None:
        self.messages.begin_meeting()
        has = self.desk.has_forum
        zone = self.desk.programme.forum.zone if has else "UTC"
        if self.desk.has_room:
            if self._notes_of != self.desk.room.id:
                self.window.notes.open_notes(self.desk.room.notes, zone)
        else:
            self.window.notes.open_notes(None, zone)
            self.window.agenda.show_agenda(None, "" if has else sentence(Refused(Reason.NO_FORUM)))
            self.window.header.show_agenda(None)
        self._notes_of = self.desk.room.id if self.desk.has_room else None

    def _show_floor(self) -> None:
        self._enable(self.desk.has_room)
        if not self.desk.has_room:
            self._show_nothing()
            return
        before, self.view = self.view, self.desk.room.floor_view()
        opened = self.view.item
        is_new = opened is not None and (before is None or before.item != opened)
        if opened is not None and is_new and not self.window.notes.is_writing:
            self.window.notes.show_item(opened)
        self._herald.hear_floor(self.view)
        self.window.floor.show_floor(self.view)
        self.window.agenda.speaking.show_floor(self.view)
        self.window.queue.show_floor(self.view)
        self.window.queue.set_each(self.desk.room.usual_ms())
        if self.stage is not None:
            self.stage.show_floor(self.view)
        if self.strip is not None:
            self.strip.show_floor(self.view)
        if self.view.last_known:
            self._show_digits(None)
        self.ticker.refresh()
        self._show_expected()
        self._agenda.refresh()
        self.messages.refresh()
        self.shown_changed.emit()

    def _enable(self, there_is_a_meeting: bool) -> None:
        came = there_is_a_meeting and not self.window.column.isEnabled()
        self.window.column.setEnabled(there_is_a_meeting)
        if came and not self.window.notes_mode:
            self.window.queue.focus_list()  # what is disabled loses the keys
        if self.strip is not None:
            self.strip.setEnabled(there_is_a_meeting)

    def _show_nothing(self) -> None:
        self.view = None
        self.window.floor.show_floor(NOTHING)
        self.window.agenda.speaking.show_floor(NOTHING)
        self.window.queue.show_floor(NOTHING)
        self._show_expected()
        if self.stage is not None:
            self.stage.show_floor(None)
        if self.strip is not None:
            self.strip.show_floor(NOTHING)
        self.messages.refresh()
        self.shown_changed.emit()

    @Slot()
    def _notes_counted(self) -> None:
        if self.window.notes_mode and self.desk.has_room:
            self._agenda.refresh()

    @Slot(object)
    def _show_reading(self, reading: FloorReading) -> None:
        self._herald.hear_reading(reading)
        self._show_digits(reading)

    def _show_digits(self, reading: FloorReading | None) -> None:
        self.window.floor.show_reading(reading)
        self.window.agenda.speaking.show_reading(reading)
        if self.stage is not None:
            self.stage.show_reading(reading)
        if self.strip is not None:
            self.strip.show_reading(reading)

    @Slot(object, bool)
    def _show_wall(self, utc_ms: int, seconds: bool) -> None:
        self.window.header.show_wall(utc_ms, seconds)
        minute = utc_ms // 60_000
        if minute == self._minute or not self.desk.has_forum:
            return
        self._minute = minute
        text = f"{local(utc_ms, self.desk.programme.forum.zone):%H:%M}"
        self.window.queue.set_now(utc_ms, text)
        self.window.queue.show_shares(self.desk.room.shares() if self.desk.has_room else ())
        if self.stage is not None:
            self.stage.show_clock(text)
        if self.desk.has_room:
            self._show_expected()
            self._agenda.refresh()

    def _show_expected(self) -> None:
        """Tell when the list shown will have had its say, as far as anybody can know."""
        reading, rest_ms = self._read(), self.view.rest_ms if self.view else None
        ends = ""
        if reading is not None and rest_ms is not None:
            ends_utc_ms = self._wall_utc_ms() + max(0, reading.left_ms) + rest_ms
            ends = f"{local(ends_utc_ms, self.desk.programme.forum.zone):%H:%M}"
        self.window.queue.set_expected(ends)

    def show_link(self) -> None:
        """Show how far this laptop and its hub are."""
        zone = self.desk.programme.forum.zone if self.desk.has_forum else "UTC"
        self.window.header.show_link(self.desk.link, zone)

    def _is_saved_otherwise(self) -> bool:
        """Return whether people would be told anything else, which most keys do not change."""
        state = self.desk.saved
        second = None if state.saved_utc_ms is None else state.saved_utc_ms // 1_000
        before, self._saved = self._saved, (state.failed, state.pending > 0, second)
        return self._saved != before

    def _show_saved(self) -> None:
        state = self.desk.saved
        at = ""
        if state.saved_utc_ms is not None and self.desk.has_forum:
            at = f"{local(state.saved_utc_ms, self.desk.programme.forum.zone):%H:%M}"
        self.window.notes.set_saved(state)
        self.window.header.show_saved(state, at)
        if self.strip is not None:
            self.strip.show_saved(state, at)
        if state.failed != self._failed or not self.desk.has_room:
            # every key ends here: what else the banner may say is worked out with the floor
            self._failed = state.failed
            self.messages.refresh()
