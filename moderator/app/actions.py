"""One table of everything a person can do: menu, keys, command box, help and man page read it.

Key strings are Qt's, in English, and never translated. Only keys that work on every layout while
somebody types may touch the floor: F-keys, and Return with Ctrl (DESIGN.md §6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from moderator.words import tr


class Do(StrEnum):
    """A stable name for each action."""

    CALL_NEXT = "floor.call-next"
    TAKE_BACK = "floor.take-back"
    TOGGLE = "floor.toggle"
    END = "floor.end"
    MORE = "floor.more-time"
    LESS = "floor.less-time"
    POINT = "floor.point-of-order"
    NOT_HERE = "floor.not-here"
    UNDO = "floor.undo"
    REDO = "floor.redo"
    TAKE_FLOOR = "floor.take"
    COMPARE = "floor.compare"
    ADD_SPEAKER = "list.add"
    TOGGLE_LIST = "list.toggle"
    OPEN_MEETING = "meeting.open"
    CLOSE_MEETING = "meeting.close"
    OPEN_ITEM = "item.open"
    CLOSE_ITEM = "item.close"
    SKIP_ITEM = "item.skip"
    EDIT_ITEM = "item.edit"
    ITEM_UP = "item.up"
    ITEM_DOWN = "item.down"
    ADD_ITEM = "item.add"
    REMOVE_ITEM = "item.remove"
    ADD_MEETING = "meeting.add"
    EDIT_MEETING = "meeting.edit"
    REMOVE_MEETING = "meeting.remove"
    ADD_DAY = "day.add"
    HOST = "hub.host"
    INVITE = "hub.invite"
    JOIN = "hub.join"
    STAND_BY = "hub.stand-by"
    LEAVE_HUB = "hub.leave"
    PREVIOUS_SPEECH = "note.previous-speech"
    NEXT_PANE = "view.next-pane"
    STAFF = "view.staff"
    WHO = "view.who"
    STAGE = "view.stage"
    STAGE_FULL = "view.stage-full-screen"
    STAGE_BLANK = "view.stage-blank"
    STRIP = "view.strip"
    NOTES_MODE = "view.note-taker"
    COMMANDS = "view.commands"
    NEW_FORUM = "forum.new"
    OPEN_FORUM = "forum.open"
    SAMPLE = "forum.sample"
    REMOVE_FORUM = "forum.remove"
    IMPORT = "file.import"
    EXPORT_JSON = "file.export-json"
    BACKUP = "file.backup"
    RESTORE = "file.restore"
    SETTINGS = "file.settings"
    QUIT = "file.quit"
    KEYS = "help.keys"
    ABOUT = "help.about"


class Menu(StrEnum):
    """The menus of the bar, in their order."""

    FILE = "file"
    MEETING = "meeting"
    SPEAKERS = "speakers"
    NOTES = "notes"
    VIEW = "view"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What the table says of one action."""

    do: Do
    menu: Menu
    text: Callable[[], str]
    """The words in the reader's language."""
    keys: tuple[str, ...] = ()
    """The first one is shown."""
    icon: str = ""
    needs_room: bool = True
    """Whether a meeting must be in front."""
    group: int = 0
    """A line stands between groups of a menu."""


def menu_name(menu: Menu) -> str:
    """Return a menu's title with its mnemonic."""
    return {
        Menu.FILE: tr("&File"),
        Menu.MEETING: tr("&Meeting"),
        Menu.SPEAKERS: tr("&Speakers"),
        Menu.NOTES: tr("&Notes"),
        Menu.VIEW: tr("&View"),
        Menu.HELP: tr("&Help"),
    }[menu]


_F, _M, _S, _N, _V, _H = Menu

TABLE: tuple[ActionSpec, ...] = (
    ActionSpec(Do.NEW_FORUM, _F, lambda: tr("New forum…"), ("Ctrl+N",), "plus", False),
    ActionSpec(Do.OPEN_FORUM, _F, lambda: tr("Open forum…"), ("Ctrl+O",), "calendar", False),
    ActionSpec(Do.SAMPLE, _F, lambda: tr("Open the sample forum"), (), "calendar", False),
    ActionSpec(Do.REMOVE_FORUM, _F, lambda: tr("Remove forum…"), (), "trash-2", False),
    ActionSpec(Do.IMPORT, _F, lambda: tr("Import…"), ("Ctrl+I",), "file-down", False, 1),
    ActionSpec(Do.EXPORT_JSON, _F, lambda: tr("Export as JSON…"), (), "file-up", False, 1),
    ActionSpec(Do.BACKUP, _F, lambda: tr("Back up…"), (), "save", False, 1),
    ActionSpec(Do.RESTORE, _F, lambda: tr("Restore a backup…"), (), "history", False, 1),
    ActionSpec(Do.SETTINGS, _F, lambda: tr("Settings…"), (), "settings", False, 2),
    ActionSpec(Do.QUIT, _F, lambda: tr("Quit"), ("Ctrl+Q",), "x", False, 3),
    ActionSpec(Do.OPEN_MEETING, _M, lambda: tr("Open the meeting"), (), "play"),
    ActionSpec(Do.CLOSE_MEETING, _M, lambda: tr("Close the meeting"), (), "square"),
    ActionSpec(
        Do.OPEN_ITEM,
        _M,
        lambda: tr("Open the next item, or the selected one"),
        ("Ctrl+F8",),
        "chevron-right",
        True,
        1,
    ),
    ActionSpec(
        Do.CLOSE_ITEM, _M, lambda: tr("Close the open item"), ("Ctrl+Shift+F8",), "check", True, 1
    ),
    ActionSpec(
        Do.SKIP_ITEM,
        _M,
        lambda: tr("Skip the selected item, or take it back"),
        (),
        "skip-forward",
        True,
        1,
    ),
    ActionSpec(Do.EDIT_ITEM, _M, lambda: tr("Change the selected item…"), (), "pencil", True, 2),
    ActionSpec(Do.ITEM_UP, _M, lambda: tr("Move the item up"), (), "arrow-up", True, 2),
    ActionSpec(Do.ITEM_DOWN, _M, lambda: tr("Move the item down"), (), "arrow-down", True, 2),
    ActionSpec(Do.ADD_ITEM, _M, lambda: tr("Add an agenda item…"), (), "plus", True, 3),
    ActionSpec(Do.REMOVE_ITEM, _M, lambda: tr("Remove the selected item"), (), "trash-2", True, 3),
    ActionSpec(Do.ADD_MEETING, _M, lambda: tr("Add a meeting…"), (), "plus", False, 4),
    ActionSpec(Do.EDIT_MEETING, _M, lambda: tr("Change the meeting…"), (), "pencil", True, 4),
    ActionSpec(Do.REMOVE_MEETING, _M, lambda: tr("Remove the meeting"), (), "trash-2", True, 4),
    ActionSpec(Do.ADD_DAY, _M, lambda: tr("Add a day…"), (), "calendar", False, 4),
    ActionSpec(Do.HOST, _M, lambda: tr("Host this meeting…"), (), "radio", False, 5),
    ActionSpec(Do.INVITE, _M, lambda: tr("Invite…"), (), "user-plus", False, 5),
    ActionSpec(Do.JOIN, _M, lambda: tr("Join a meeting…"), (), "users", False, 5),
    ActionSpec(
        Do.STAND_BY, _M, lambda: tr("Stand by for the host, or no longer"), (), "clock", False, 5
    ),
    ActionSpec(Do.LEAVE_HUB, _M, lambda: tr("Leave the others"), (), "log-out", False, 5),
    ActionSpec(
        Do.CALL_NEXT, _S, lambda: tr("Call next"), ("F8", "Ctrl+Return", "Ctrl+Enter"), "mic"
    ),
    ActionSpec(Do.TAKE_BACK, _S, lambda: tr("Take back the call"), ("Shift+F8",), "undo-2"),
    ActionSpec(
        Do.TOGGLE,
        _S,
        lambda: tr("Start or pause the clock"),
        ("F7", "Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        "pause",
    ),
    ActionSpec(Do.END, _S, lambda: tr("End the speech"), ("Shift+F7",), "square"),
    ActionSpec(Do.MORE, _S, lambda: tr("30 seconds more"), ("F9",), "plus", True, 1),
    ActionSpec(Do.LESS, _S, lambda: tr("30 seconds less"), ("Shift+F9",), "minus", True, 1),
    ActionSpec(Do.POINT, _S, lambda: tr("Point of order"), ("F5",), "hand", True, 1),
    ActionSpec(
        Do.NOT_HERE, _S, lambda: tr("Not here: back on the list"), ("Shift+F5",), "user-x", True, 1
    ),
    ActionSpec(Do.ADD_SPEAKER, _S, lambda: tr("Add a speaker"), ("F4",), "list-plus", True, 2),
    ActionSpec(
        Do.TOGGLE_LIST, _S, lambda: tr("Close or open the list"), ("Shift+F4",), "list-x", True, 2
    ),
    ActionSpec(Do.UNDO, _S, lambda: tr("Undo"), ("Ctrl+F7",), "undo-2", True, 3),
    ActionSpec(Do.REDO, _S, lambda: tr("Redo"), ("Ctrl+Shift+F7",), "redo-2", True, 3),
    ActionSpec(
        Do.TAKE_FLOOR, _S, lambda: tr("Run the floor from here…"), ("Ctrl+F9",), "monitor", True, 4
    ),
    ActionSpec(Do.COMPARE, _S, lambda: tr("Compare what was done apart…"), (), "history", True, 4),
    ActionSpec(
        Do.PREVIOUS_SPEECH,
        _N,
        lambda: tr("Line belongs to the previous speech"),
        ("Ctrl+Shift+Backspace",),
        "arrow-up",
    ),
    ActionSpec(
        Do.NOTES_MODE, _N, lambda: tr("Note-taker mode"), ("Ctrl+Shift+N",), "pencil", True, 1
    ),
    ActionSpec(Do.COMMANDS, _V, lambda: tr("All commands…"), ("Ctrl+K",), "search", False),
    ActionSpec(Do.NEXT_PANE, _V, lambda: tr("Next pane"), ("F6",), "chevron-right", False),
    ActionSpec(Do.STAFF, _V, lambda: tr("Staff line"), ("F3",), "message-square", False),
    ActionSpec(Do.WHO, _V, lambda: tr("Who is here"), ("Shift+F3",), "users", False),
    ActionSpec(Do.STAGE, _V, lambda: tr("Stage display"), ("F11",), "monitor", False, 1),
    ActionSpec(
        Do.STAGE_FULL,
        _V,
        lambda: tr("Stage display: full screen"),
        ("Ctrl+F11",),
        "monitor",
        False,
        1,
    ),
    ActionSpec(
        Do.STAGE_BLANK, _V, lambda: tr("Stage display: blank"), ("Shift+F11",), "moon", False, 1
    ),
    ActionSpec(
        Do.STRIP,
        _V,
        lambda: tr("Strip beside a video call"),
        ("F10",),
        "picture-in-picture-2",
        False,
        1,
    ),
    ActionSpec(Do.KEYS, _H, lambda: tr("Keys"), ("F1",), "circle-help", False),
    ActionSpec(Do.ABOUT, _H, lambda: tr("About Moderator"), (), "info", False),
)

CHANGES_PLAN = (
    Do.EDIT_ITEM,
    Do.ITEM_UP,
    Do.ITEM_DOWN,
    Do.ADD_ITEM,
    Do.REMOVE_ITEM,
    Do.ADD_MEETING,
    Do.EDIT_MEETING,
    Do.REMOVE_MEETING,
    Do.ADD_DAY,
)
"""What only those may do who may change the programme."""
