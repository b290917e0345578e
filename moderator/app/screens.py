"""The program's windows: made at start, filled when the desk is open, made anew for a new look."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from moderator.app import keys, placing
from moderator.app.actions import CHANGES_PLAN, TABLE, Do, Menu, menu_name
from moderator.app.beside import Beside
from moderator.app.displays import Displays
from moderator.app.handlers import Handlers
from moderator.console.binding import Binding
from moderator.console.furniture import furnish
from moderator.console.widgets.banner import Notice
from moderator.console.widgets.tone import Tone
from moderator.console.window import MainWindow
from moderator.desk.phrases import redo_text, undo_text
from moderator.desk.reasons import sentence
from moderator.domain.errors import Known, Reason
from moderator.domain.floor import MeetingPhase
from moderator.settings import Settings
from moderator.words import tr

if TYPE_CHECKING:
    # loaded when first shown
    # loaded on a thread while the window is up
    from moderator.app.hosting import Hosting
    from moderator.app.standing_by import StandingBy
    from moderator.console.stage import StageWindow
    from moderator.console.strip import StripWindow
    from moderator.desk.desk import Desk
    from moderator.desk.membership import Membership

_LAYOUT = "window"


class Screens:
    """Owns all windows; knows whether there is a desk behind them yet."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        settings_changed: Callable[[Settings], None],
        leave: Callable[[], None],
        window: MainWindow | None = None,
    ) -> None:
        """Make a whole window, or take an empty one that ``make`` fills step by step."""
        self.app = app
        self.settings = settings
        self.settings_changed = settings_changed
        self.leave = leave
        self.restore: Callable[[Path], Awaitable[object]] | None = None
        self.hosting: Hosting | None = None
        """The meeting hosted here, once the desk is open."""
        self.membership: Membership | None = None
        """This laptop's hubs, once the desk is open."""
        self.standing_by: StandingBy | None = None
        """Whether this laptop would take a host's place, once the desk is open."""
        self.keeps_hosting = False
        """Whether the hub goes on when the program ends."""
        self._desk: Desk | None = None
        self.binding: Binding | None = None
        self.displays = Displays(self)
        self.beside = Beside()
        self.window = window or MainWindow()
        self.handlers = Handlers(self)
        self.actions: dict[Do, QAction] = {}
        if window is None:
            self._make_all()

    def _make_all(self) -> None:
        for _step in self.make():
            pass
        self.put_icons()

    def put_icons(self) -> None:
        """Draw the icons of the actions, once there is time."""
        keys.put_icons(self.actions)

    def make(self) -> Iterator[None]:
        """Make the actions and all that stands in the window, some at each step."""
        self.actions = keys.build(self.app, self.handlers.table())
        yield
        named = {do.value: action for do, action in self.actions.items()}
        yield from furnish(self.window, named, self._menus())
        self.window.close_asked.connect(self.handlers.meet.leave)
        self.window.banner.chosen.connect(self.handlers.meet.answer)
        self.window.banner.chosen.connect(self.handlers.stand.answer)
        if self.window.close_wanted:
            self.leave()
        self.window.file_dropped.connect(self.handlers.files.bring_in)
        self.window.forum_asked.connect(self.handlers.files.open_kept)
        self.window.banner.chosen.connect(self.handlers.files.stop)
        self.window.banner.chosen.connect(self.handlers.plan.answer)
        self.window.agenda.edit_asked.connect(self.handlers.plan.edit_item_asked)
        self.window.queue.left.connect(self.window.queue.focus_list)

    def _menus(self) -> list[tuple[str, list[QAction | None]]]:
        menus: list[tuple[str, list[QAction | None]]] = []
        for menu in Menu:
            rows: list[QAction | None] = []
            group = 0
            for spec in TABLE:
                if spec.menu is not menu:
                    continue
                if spec.group != group:
                    rows.append(None)
                    group = spec.group
                rows.append(self.actions[spec.do])
            menus.append((menu_name(menu), rows))
        return menus

    # ---- the desk behind them

    @property
    def desk(self) -> "Desk":
        """The open desk.

        Raises:
            Known: it is still being opened, or could not be.
        """
        if self._desk is None:
            raise Known(Reason.WINDOW_SILENT)
        return self._desk

    @property
    def has_desk(self) -> bool:
        """Whether the desk is open."""
        return self._desk is not None

    def open_desk(self, desk: "Desk") -> None:
        """Fill the windows from a desk."""
        self._desk = desk
        self._restore_layout()
        self._bind()

    def _bind(self) -> None:
        self.binding = Binding(self.desk, self.window, self.window)
        self.binding.shown_changed.connect(self.handlers.refresh)
        self.displays.bind(self.binding)
        self.handlers.refresh()

    def put_away_desk(self) -> "Desk":
        """Empty the windows and return the desk, which the caller closes."""
        desk = self.desk
        if self.binding is not None:
            self.binding.release()
            self.binding = None
        self._desk = None
        return desk

    def close_windows(self) -> "Desk | None":
        """Close everything for good; return the desk, which the caller closes."""
        self._save_layout()
        self.displays.close()
        desk = self.put_away_desk() if self.has_desk else None
        self.window.leave()
        return desk

    def forget_windows(self) -> None:
        """Let go of the main window and its actions."""
        self._forget_actions()
        self.window.deleteLater()

    def _forget_actions(self) -> None:
        for action in self.actions.values():
            action.deleteLater()
        self.handlers.deleteLater()

    def take_settings(self, settings: Settings) -> None:
        """Go on with changed settings that do not show."""
        self.settings = settings
        if self._desk is not None:
            self._desk.settings = settings

    def rebuild(self, settings: Settings) -> None:
        """Make all windows anew, in another language, theme or size; nothing stops meanwhile."""
        self.take_settings(settings)
        self._save_layout()
        old, focus = self.window, self.window.note_place()
        in_front = old.isActiveWindow()
        if self.binding is not None:
            self.binding.release()
            self.binding = None
        before = self.displays.set_aside()
        self._forget_actions()
        self.window = MainWindow()
        self.handlers = Handlers(self)
        self._make_all()
        if self._desk is not None:
            self._restore_layout()
            self._bind()
        self.window.show()
        self.window.restore_note_place(focus)
        self.displays.come_back(before)
        old.leave()
        old.deleteLater()
        if in_front:
            self.window.activateWindow()

    # ---- the main window

    def show_window(self) -> None:
        """Show the main window."""
        self.window.show()

    def raise_window(self) -> None:
        """Bring the main window to the front."""
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _save_layout(self) -> None:
        if self._desk is not None:
            self._desk.store.put_state(_LAYOUT, self.window.save_layout())
            placing.keep(self.window, self._desk.store.folder)

    def _restore_layout(self) -> None:
        layout = self.desk.store.state(_LAYOUT)
        if isinstance(layout, dict):
            self.window.restore_layout(layout)

    def tell(self, notice: Notice) -> None:
        """Show a message across the window."""
        if self.binding is not None:
            self.binding.messages.tell(notice)
        elif self.window.is_furnished:
            self.window.banner.tell(notice)

    def take_back(self, notice: Notice) -> None:
        """Show a message no longer that has become untrue."""
        if self.binding is not None:
            self.binding.messages.take_back(notice)

    def tell_failed(self, error: Known) -> None:
        """Show why the data could not be opened."""
        self.tell(_alarm(sentence(error), can_dismiss=False))

    def warn(self, text: str) -> None:
        """Show one sentence that needs no answer."""
        self.tell(Notice(text, tone=Tone.WARN, icon_name="triangle-alert", urgent=True))

    def tell_bug(self, what: str) -> None:
        """Show that something unforeseen went wrong, and that nothing typed is lost."""
        text = tr("Something went wrong ({what}). What you typed is on this laptop.")
        self.tell(_alarm(text.format(what=what)))

    # ---- the other windows

    @property
    def stage(self) -> "StageWindow | None":
        """The stage display, while it is shown."""
        return self.displays.stage

    @property
    def strip(self) -> "StripWindow | None":
        """The strip, while it is shown."""
        return self.displays.strip

    def show_stage(self) -> None:
        """Show the stage display where it stood last."""
        self.displays.show_stage()

    def show_strip(self) -> None:
        """Show the strip at the bottom right of the screen."""
        self.displays.show_strip()

    def refresh_actions(self) -> None:
        """Name what undo and redo would do, and grey what needs a meeting."""
        has_room = self._desk is not None and self._desk.has_room
        for spec in TABLE:
            self.actions[spec.do].setEnabled(has_room or not spec.needs_room)
        view = self.binding.view if self.binding is not None and has_room else None
        self.actions[Do.UNDO].setText(undo_text(view.undo if view else None))
        self.actions[Do.REDO].setText(redo_text(view.redo if view else None))
        phase = view.phase if view else None
        self.actions[Do.OPEN_MEETING].setEnabled(bool(view) and phase is not MeetingPhase.OPEN)
        self.actions[Do.CLOSE_MEETING].setEnabled(phase is MeetingPhase.OPEN)
        self.actions[Do.UNDO].setEnabled(bool(view and view.undo))
        self.actions[Do.REDO].setEnabled(bool(view and view.redo))
        _bar_plan(self._desk, self.actions)
        self.window.status.show_displays(self.stage is not None, self.strip is not None)


def _bar_plan(desk: "Desk | None", actions: Mapping[Do, QAction]) -> None:
    """Grey, with the reason as tip, what a role may not do to the programme."""
    why = desk.standing.why_no_plan(desk.forum.id) if desk and desk.has_forum else ""
    for do in CHANGES_PLAN:
        actions[do].setToolTip(why or actions[do].text())
        if why:
            actions[do].setEnabled(False)


def _alarm(text: str, can_dismiss: bool = True) -> Notice:
    return Notice(
        text, tone=Tone.OVER, icon_name="octagon-alert", can_dismiss=can_dismiss, urgent=True
    )
