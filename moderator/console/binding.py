"""Between the desk and the windows: wishes become commands, changes become what is shown.

There is one way in: what this window did and what came from elsewhere (the command line's door,
later another laptop) reach the screen by the same ``Changes``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from moderator.console import notices
from moderator.console.stage import StageWindow
from moderator.console.strip import StripWindow
from moderator.console.ticker import Ticker
from moderator.console.window import MainWindow
from moderator.desk.reasons import sentence
from moderator.desk.views import FloorReading, FloorView
from moderator.domain.changes import Changes
from moderator.domain.errors import ModeratorError
from moderator.domain.floor import Plan
from moderator.domain.ids import ItemId, MeetingId, RequestId
from moderator.domain.kinds import Kind
from moderator.domain.programme import local

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.desk.desk import Desk
    from moderator.desk.room import Room


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
        self._offered = False
        self._notes_of: MeetingId | None = None
        self.ticker = Ticker(self._read, self._wall_utc_ms, self)
        self.ticker.read_changed.connect(self._show_reading)
        self.ticker.wall_changed.connect(self._show_wall)
        self._connect_floor()
        self._connect_queue()
        self._connect_rest()
        self.ticker.watch_floor(window)
        self.ticker.watch_wall(window.header)
        desk.listen(self._changed)
        self._changed(Changes(forum=True))

    def release(self) -> None:
        """Let go of the desk; the windows may then be closed."""
        self.ticker.stop()
        self.desk.forget(self._changed)
        self.window.notes.open_notes(None)

    def attach_stage(self, stage: StageWindow) -> None:
        """Show the floor on a stage display too."""
        self.stage = stage
        self.ticker.watch_floor(stage)
        self.ticker.watch_wall(stage)
        self._show_floor()

    def attach_strip(self, strip: StripWindow) -> None:
        """Show the floor in a strip too, and take its wishes."""
        self.strip = strip
        floor = self.window.floor
        strip.open_asked.connect(floor.open_asked)
        strip.call_next_asked.connect(floor.call_next_asked)
        strip.pause_asked.connect(floor.pause_asked)
        strip.end_asked.connect(floor.end_asked)
        strip.point_now_asked.connect(floor.point_now_asked)
        strip.point_later_asked.connect(floor.point_later_asked)
        strip.set_suggestions(self._find)
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

    # ---- commands

    @property
    def room(self) -> "Room":
        """The meeting in front; raises ``Refused`` when there is none."""
        return self.desk.room

    def attempt(self, act: Callable[..., object], *args: Any) -> bool:
        """Do something at the desk; a refusal becomes one line. Return whether it was done."""
        try:
            act(*args)
        except ModeratorError as error:
            self.window.status.say(sentence(error))
            notices.announce_refusal(self.window, sentence(error))
            return False
        self.window.status.say("")
        return True

    def _connect_floor(self) -> None:
        floor = self.window.floor
        floor.open_asked.connect(self.open_meeting)
        floor.call_next_asked.connect(self.call_next)
        floor.pause_asked.connect(self.toggle)
        floor.end_asked.connect(self.end)
        floor.time_asked.connect(self.change_time)
        floor.point_now_asked.connect(self._point_now)
        floor.point_later_asked.connect(self._point_later)
        floor.not_here_asked.connect(self.not_here)
        floor.undo_asked.connect(self.undo)
        floor.set_suggestions(self._find)

    def _connect_queue(self) -> None:
        queue = self.window.queue
        queue.add_asked.connect(self._add)
        queue.move_asked.connect(self._move)
        queue.withdraw_asked.connect(self._withdraw)
        queue.call_asked.connect(self._call)
        queue.kind_asked.connect(self._change_kind)
        queue.time_asked.connect(self._change_allotted)
        queue.list_asked.connect(self._set_list)
        queue.each_asked.connect(self._set_each)
        queue.set_suggestions(self._find)

    def _connect_rest(self) -> None:
        agenda = self.window.agenda
        agenda.item_selected.connect(self._select_item)
        agenda.open_asked.connect(self.open_item)
        agenda.close_asked.connect(self.close_item)
        agenda.skip_asked.connect(self.skip_item)
        agenda.move_asked.connect(self._move_item)
        agenda.title_edited.connect(self._retitle_item)
        self.window.header.meeting_asked.connect(self._select_meeting)
        self.window.banner.chosen.connect(self._chosen)

    @Slot()
    def open_meeting(self) -> None:
        """Open the meeting in front."""
        self.attempt(lambda: self.room.floor.open_meeting())

    @Slot()
    def call_next(self) -> None:
        """Call the first on the list, or give the floor back."""
        self.attempt(lambda: self.room.floor.call_next())

    @Slot()
    def take_back(self) -> None:
        """Take back the last call."""
        self.attempt(lambda: self.room.floor.take_back())

    @Slot()
    def toggle(self) -> None:
        """Start the clock or stop it."""
        self.attempt(lambda: self.room.floor.toggle())

    @Slot()
    def end(self) -> None:
        """End the speech without a successor."""
        self.attempt(lambda: self.room.floor.end())

    @Slot(int)
    def change_time(self, by_ms: int) -> None:
        """Give the speaker more time, or less."""
        self.attempt(lambda: self.room.floor.change_time(by_ms))

    @Slot()
    def not_here(self) -> None:
        """Put the called speaker back on the list."""
        self.attempt(lambda: self.room.floor.not_here())

    @Slot()
    def undo(self) -> None:
        """Take back the last action on the floor."""
        self.attempt(lambda: self.room.floor.undo())

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back."""
        self.attempt(lambda: self.room.floor.redo())

    @Slot(str)
    def open_item(self, item: str) -> None:
        """Open an agenda item."""
        self.attempt(lambda: self.room.floor.open_item(ItemId(item)))

    @Slot(str)
    def close_item(self, item: str) -> None:
        """Close an agenda item."""
        self.attempt(lambda: self.room.floor.close_item(ItemId(item)))

    @Slot(str)
    def skip_item(self, item: str) -> None:
        """Skip an agenda item, or take it back."""
        self.attempt(lambda: self.room.floor.skip_item(ItemId(item)))

    @Slot(str)
    def _point_now(self, name: str) -> None:
        self.attempt(lambda: self.room.floor.point_of_order(name, now=True))

    @Slot(str)
    def _point_later(self, name: str) -> None:
        self.attempt(lambda: self.room.floor.point_of_order(name, now=False))

    @Slot(str, object)
    def _add(self, name: str, kind: Kind) -> None:
        self.attempt(lambda: self.room.floor.add(name, kind))

    @Slot(str, int)
    def _move(self, request: str, place: int) -> None:
        self.attempt(lambda: self.room.floor.move(RequestId(request), place))

    @Slot(str)
    def _withdraw(self, request: str) -> None:
        self.attempt(lambda: self.room.floor.withdraw(RequestId(request)))

    @Slot(str)
    def _call(self, request: str) -> None:
        self.attempt(lambda: self.room.floor.call(RequestId(request)))

    @Slot(str, object)
    def _change_kind(self, request: str, kind: Kind) -> None:
        self.attempt(lambda: self.room.floor.change(RequestId(request), kind=kind.value))

    @Slot(str, int)
    def _change_allotted(self, request: str, allotted_ms: int) -> None:
        self.attempt(lambda: self.room.floor.change(RequestId(request), allotted_ms=allotted_ms))

    @Slot(bool)
    def _set_list(self, is_open: bool) -> None:
        self.attempt(lambda: self.room.floor.set_list(is_open))

    @Slot(int)
    def _set_each(self, each_ms: int) -> None:
        self.attempt(lambda: self.desk.planning.change_speech_time(self.room.shown_item, each_ms))

    @Slot(str)
    def _select_item(self, item: str) -> None:
        self.attempt(lambda: self.room.select_item(ItemId(item) if item else None))
        self.window.notes.show_item(ItemId(item))

    @Slot(str, int)
    def _move_item(self, item: str, place: int) -> None:
        self.attempt(lambda: self.desk.planning.move_item(ItemId(item), place))

    @Slot(str, str)
    def _retitle_item(self, item: str, title: str) -> None:
        self.attempt(
            lambda: self.desk.planning.retitle_item(ItemId(item), title, self.desk.language)
        )

    @Slot(str)
    def _select_meeting(self, meeting: str) -> None:
        self.attempt(lambda: self.desk.select_meeting(MeetingId(meeting)))

    # ---- showing

    def _read(self) -> FloorReading | None:
        return self.desk.room.reading() if self.desk.has_room else None

    def _wall_utc_ms(self) -> int:
        return self.desk.clock.read().utc_ms

    def _find(self, typed: str) -> Any:
        return self.desk.room.find_people(typed) if self.desk.has_room else ()

    def _changed(self, changes: Changes) -> None:
        if changes.forum or changes.programme:
            self._show_forum()
        if changes.forum or changes.meeting:
            self._show_meeting()
        elif changes.programme:
            self.window.notes.refresh_items()
        if changes.forum or changes.meeting or changes.programme or changes.people:
            self._show_floor()
        elif changes.floor:
            self._show_floor()
            self.window.notes.refresh_speakers()
        if changes.saved or changes.forum:
            self._show_saved()

    def _show_forum(self) -> None:
        has = self.desk.has_forum
        title = self.desk.programme.forum.title.best(self.desk.language) if has else ""
        self.window.header.show_forum(title, self.desk.day_tabs() if has else ())
        self.window.retitle(title)

    def _show_meeting(self) -> None:
        self._offered = False
        if self.desk.has_room:
            zone = self.desk.programme.forum.zone
            if self._notes_of != self.room.id:
                self.window.notes.open_notes(self.room.notes, zone)
        else:
            self.window.notes.open_notes(None)
            self.window.agenda.show_agenda(None)
            self.window.header.show_agenda(None)
        self._notes_of = self.room.id if self.desk.has_room else None

    def _show_floor(self) -> None:
        if not self.desk.has_room:
            self.shown_changed.emit()
            return
        self.view = self.room.floor_view()
        self.window.floor.show_floor(self.view)
        self.window.queue.show_floor(self.view)
        self.window.queue.set_each(self.room.usual_ms())
        if self.stage is not None:
            self.stage.show_floor(self.view)
        if self.strip is not None:
            self.strip.show_floor(self.view)
        self.ticker.refresh()
        self._show_agenda()
        self._show_banner()
        self.shown_changed.emit()

    def _show_agenda(self) -> None:
        view = self.room.agenda()
        self.window.agenda.show_agenda(view)
        self.window.header.show_agenda(view)
        shown = self.room.shown_item
        if shown is not None:
            self.window.agenda.select(shown)

    @Slot(object)
    def _show_reading(self, reading: FloorReading) -> None:
        self.window.floor.show_reading(reading)
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
        if self.stage is not None:
            self.stage.show_clock(text)
        if self.desk.has_room:
            self._show_agenda()

    def _show_saved(self) -> None:
        state = self.desk.saved
        at = ""
        if state.saved_utc_ms is not None and self.desk.has_forum:
            at = f"{local(state.saved_utc_ms, self.desk.programme.forum.zone):%H:%M}"
        self.window.notes.set_saved(state)
        self.window.header.show_saved(state, at)
        if self.strip is not None:
            self.strip.show_saved(state, at)
        self._show_banner()

    # ---- the notice across the window

    def _show_banner(self) -> None:
        """Show the one thing that most needs the chair, or nothing."""
        notice = notices.choose(self.desk, late_offered=self._offered)
        if notice is None:
            self.window.banner.take_away()
        else:
            self.window.banner.tell(notice)

    @Slot(str)
    def _chosen(self, choice: str) -> None:
        answer = notices.answer_of(choice)
        if isinstance(answer, Plan):
            self._offered = True
            self.attempt(lambda: self.room.floor.choose_plan(answer))
        elif answer is not None:
            self.attempt(lambda: self.room.questions.answer(answer))
        self._show_banner()
