"""Actions of the Meeting menu: opening and closing, and making the programme by hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from moderator.app.actions import Do
from moderator.console.binding import Binding
from moderator.console.widgets.banner import Choice, Notice
from moderator.domain.floor import MeetingPhase
from moderator.domain.ids import ItemId
from moderator.domain.programme import AgendaItem, Meeting
from moderator.words import language, tr

if TYPE_CHECKING:
    from moderator.app.screens import Screens


PUT_BACK = "put-back"
"""What the banner calls taking back what was removed."""


class PlanHandlers(QObject):
    """Changes the programme, and opens and closes what is planned."""

    def __init__(self, screens: "Screens", parent: QObject) -> None:
        super().__init__(parent)
        self._screens = screens
        self._gone: AgendaItem | Meeting | None = None

    def table(self) -> dict[Do, Callable[[], None]]:
        """Return the handler of every action here."""
        return {
            Do.OPEN_MEETING: self.open_meeting,
            Do.CLOSE_MEETING: self.close_meeting,
            Do.OPEN_ITEM: self.open_item,
            Do.CLOSE_ITEM: self.close_item,
            Do.SKIP_ITEM: self.skip_item,
            Do.EDIT_ITEM: self.edit_item,
            Do.ITEM_UP: self.item_up,
            Do.ITEM_DOWN: self.item_down,
            Do.ADD_ITEM: self.add_item,
            Do.REMOVE_ITEM: self.remove_item,
            Do.ADD_MEETING: self.add_meeting,
            Do.EDIT_MEETING: self.edit_meeting,
            Do.REMOVE_MEETING: self.remove_meeting,
            Do.ADD_DAY: self.add_day,
        }

    @property
    def _binding(self) -> Binding | None:
        return self._screens.binding

    def _chosen(self) -> ItemId | None:
        return self._screens.window.agenda.selected()

    def _attempt(self, act: Callable[[Any], object]) -> None:
        """Do something with the desk's planning, if there is a desk."""
        binding = self._binding
        if binding is not None:
            binding.wishes.attempt(lambda: act(binding.desk.planning))

    @Slot()
    def open_meeting(self) -> None:
        """Open the meeting in front."""
        if self._binding is not None:
            self._binding.wishes.open_meeting()

    @Slot()
    def close_meeting(self) -> None:
        """Close the meeting in front."""
        binding = self._binding
        if binding is not None:
            binding.wishes.attempt(lambda: binding.desk.room.floor.close_meeting())

    @Slot()
    def open_item(self) -> None:
        """Open the item chosen in the agenda; the next one while that is open already."""
        item, binding = self._chosen(), self._binding
        if binding is None or binding.view is None:
            return
        if item is None or item == binding.view.item:
            binding.wishes.open_next_item()
        else:
            binding.wishes.open_item(item)

    @Slot()
    def close_item(self) -> None:
        """Close the open item."""
        binding = self._binding
        if binding is not None and binding.view is not None and binding.view.item is not None:
            binding.wishes.close_item(binding.view.item)

    @Slot()
    def skip_item(self) -> None:
        """Skip the item chosen in the agenda, or take it back."""
        item = self._chosen()
        if self._binding is not None and item is not None:
            self._binding.wishes.skip_item(item)

    @Slot()
    def item_up(self) -> None:
        """Move the chosen item one place up."""
        self._move(-1)

    @Slot()
    def item_down(self) -> None:
        """Move the chosen item one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        item = self._chosen()
        binding = self._binding
        if item is None or binding is None:
            return
        order = [i.id for i in binding.desk.programme.agenda(binding.desk.room.id)]
        self._attempt(lambda planning: planning.move_item(item, order.index(item) + by))

    # ---- dialogs

    @Slot()
    def add_item(self) -> None:
        """Ask for a new agenda item."""
        self._item_dialog(None)

    @Slot()
    def edit_item(self) -> None:
        """Change the item chosen in the agenda."""
        item = self._chosen()
        if item is not None:
            self.edit_item_asked(item)

    @Slot(str)
    def edit_item_asked(self, item: str) -> None:
        """Change an item."""
        self._item_dialog(ItemId(item))

    def _item_dialog(self, item: ItemId | None) -> None:
        from moderator.console.dialogs.item import ItemDialog

        binding = self._binding
        if binding is None or not binding.desk.has_room:
            return
        desk = binding.desk
        found = desk.programme.item(item) if item is not None else None
        dialog = ItemDialog(found, desk.people, self._screens.window)
        dialog.done_with.connect(self._put_item)
        dialog.open()

    @Slot(object)
    def _put_item(self, item: Any) -> None:
        binding = self._binding
        if binding is not None:
            self._attempt(lambda planning: planning.put_item(binding.desk.room.id, item))

    @Slot()
    def remove_item(self) -> None:
        """Take the chosen item off the agenda; it can be put back."""
        item = self._chosen()
        binding = self._binding
        found = binding.desk.programme.item(item) if binding is not None and item else None
        if found is not None:
            self._attempt(lambda planning: planning.remove_item(found.id))
            self._offer_back(found)

    @Slot()
    def add_meeting(self) -> None:
        """Ask for a new meeting."""
        self._meeting_dialog(new=True)

    @Slot()
    def edit_meeting(self) -> None:
        """Change the meeting in front."""
        self._meeting_dialog(new=False)

    def _meeting_dialog(self, new: bool) -> None:
        from moderator.console.dialogs.meeting import MeetingDialog

        binding = self._binding
        if binding is None or not binding.desk.has_forum:
            return
        desk = binding.desk
        meeting = None if new or not desk.has_room else desk.room.meeting
        days = desk.programme.days
        dialog = MeetingDialog(meeting, days, self._screens.settings, self._screens.window)
        dialog.done_with.connect(self._put_meeting)
        dialog.open()

    @Slot(object)
    def _put_meeting(self, meeting: Any) -> None:
        binding = self._binding
        if binding is not None:
            binding.wishes.attempt(lambda: self._kept(binding, meeting))

    def _kept(self, binding: Binding, meeting: Meeting) -> None:
        """Write a meeting down; a new one comes to the front unless one is running there."""
        desk = binding.desk
        kept = desk.planning.put_meeting(meeting)
        runs = desk.has_room and desk.room.session.state.phase is MeetingPhase.OPEN
        if not runs:
            desk.select_meeting(kept)

    @Slot()
    def remove_meeting(self) -> None:
        """Take the meeting in front out of the programme; it can be put back."""
        binding = self._binding
        if binding is not None and binding.desk.has_room:
            found = binding.desk.room.meeting
            self._attempt(lambda planning: planning.remove_meeting(found.id))
            self._offer_back(found)

    def _offer_back(self, gone: AgendaItem | Meeting) -> None:
        """Say what was removed, and let it be taken back."""
        self._gone = gone
        text = tr("Removed: {title}").format(title=gone.title.best(language()))
        back = Choice(PUT_BACK, tr("Put it back"))
        self._screens.tell(Notice(text, (back,), icon_name="trash-2"))

    @Slot(str)
    def answer(self, choice: str) -> None:
        """Take back what was removed, when that was chosen."""
        gone, binding = self._gone, self._binding
        if choice != PUT_BACK or gone is None or binding is None:
            return
        self._gone = None
        self._attempt(lambda planning: planning.put_back(gone))
        if isinstance(gone, Meeting):
            binding.wishes.attempt(lambda: binding.desk.select_meeting(gone.id))

    @Slot()
    def add_day(self) -> None:
        """Ask for a new day."""
        from moderator.console.dialogs.day import DayDialog

        binding = self._binding
        if binding is None or not binding.desk.has_forum:
            return
        dialog = DayDialog(binding.desk.programme.days, self._screens.window)
        dialog.made.connect(self._put_day)
        dialog.open()

    @Slot(object)
    def _put_day(self, date: Any) -> None:
        self._attempt(lambda planning: planning.add_day(date))
