"""What is wished for in a window becomes a command at the desk, or one line why not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from moderator.console.agenda_pane import AgendaPane
from moderator.console.floor_controls import FloorControls
from moderator.console.floor_pane import FloorPane
from moderator.console.queue_list import QueueList
from moderator.console.widgets.spoken import announce
from moderator.console.window import MainWindow
from moderator.desk.reasons import sentence
from moderator.domain.errors import ModeratorError
from moderator.domain.ids import ItemId, MeetingId, RequestId
from moderator.domain.kinds import Kind
from moderator.words import language

if TYPE_CHECKING:
    # The window is painted before what the desk needs is loaded.
    from moderator.console.strip import StripWindow
    from moderator.desk.desk import Desk
    from moderator.desk.room import Room


class Wishes(QObject):
    """Carries wishes to the desk; refusals are told in the window that shows the floor."""

    def __init__(self, desk: "Desk", window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.window = window

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
            announce(self.window, sentence(error))
            return False
        self.window.status.say("")
        return True

    def watch(self, window: MainWindow) -> None:
        """Hear what is wished for in the main window."""
        self._watch_floor(window.floor)
        self._watch_queue(window.queue)
        self._watch_agenda(window.agenda)
        window.header.meeting_asked.connect(self._select_meeting)

    def watch_strip(self, strip: "StripWindow") -> None:
        """Hear what is wished for in a strip."""
        self._watch_controls(strip.controls)

    def _watch_controls(self, controls: FloorControls) -> None:
        controls.open_asked.connect(self.open_meeting)
        controls.call_next_asked.connect(self.call_next)
        controls.pause_asked.connect(self.toggle)
        controls.end_asked.connect(self.end)
        controls.point_now_asked.connect(self._point_now)
        controls.point_later_asked.connect(self._point_later)

    def _watch_floor(self, floor: FloorPane) -> None:
        self._watch_controls(floor.controls)
        floor.time_asked.connect(self.change_time)
        floor.not_here_asked.connect(self.not_here)
        floor.undo_asked.connect(self.undo)

    def _watch_queue(self, queue: QueueList) -> None:
        queue.add_asked.connect(self._add)
        queue.move_asked.connect(self._move)
        queue.withdraw_asked.connect(self._withdraw)
        queue.call_asked.connect(self._call)
        queue.kind_asked.connect(self._change_kind)
        queue.time_asked.connect(self._change_allotted)
        queue.list_asked.connect(self._set_list)
        queue.each_asked.connect(self._set_each)

    def _watch_agenda(self, agenda: AgendaPane) -> None:
        agenda.item_selected.connect(self._select_item)
        agenda.open_asked.connect(self.open_item)
        agenda.close_asked.connect(self.close_item)
        agenda.skip_asked.connect(self.skip_item)
        agenda.move_asked.connect(self._move_item)
        agenda.title_edited.connect(self._retitle_item)

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

    @Slot()
    def open_next_item(self) -> None:
        """Open the item that comes next."""
        self.attempt(lambda: self.room.floor.open_next_item())

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
        if not self.attempt(lambda: self._add_and_show(name, kind)):
            self.window.queue.add_refused()

    def _add_and_show(self, name: str, kind: Kind) -> None:
        self.window.queue.reveal(self.room.floor.add(name, kind))

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
        self.attempt(lambda: self.desk.planning.retitle_item(ItemId(item), title, language()))

    @Slot(str)
    def _select_meeting(self, meeting: str) -> None:
        self.attempt(lambda: self.desk.select_meeting(MeetingId(meeting)))
