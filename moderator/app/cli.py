"""The command line: the window's commands without a window, and the way to start it.

Exit codes: 0, everything is committed; 1, refused or failed, said in one sentence on standard
error; 2, the command line itself was not understood; 3, done, but the disk takes nothing at the
moment: the open window writes it later.
"""

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from moderator import __version__, paths, words
from moderator import settings as user_settings
from moderator.app import holder, printing
from moderator.app.hub_verbs import add_hub_verbs
from moderator.app.parsing import Parser
from moderator.app.writing import write_out
from moderator.desk.reasons import sentence
from moderator.domain.errors import BadInput, ModeratorError, NotYetWritten, Reason
from moderator.domain.floor import Plan
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import ItemKind
from moderator.formats import READ_VERB
from moderator.words import tr

_Text = Callable[[Any], str]

NOT_YET_WRITTEN = 3
"""The exit code for what is done but not on the disk yet."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the window when there is none; return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if len(arguments) == 2 and arguments[0] == READ_VERB:
        # parsers are loaded only when there is something to parse
        from moderator.formats import worker

        return worker.main(arguments[1:])
    # whoever calls gets one sentence, and nothing that was logged beside it
    logging.getLogger("moderator").addHandler(logging.NullHandler())
    config = paths.config_folder()
    chosen, _ = user_settings.load(config)
    # the help texts, too, are in the language asked for
    asked = _language_in(arguments)
    known = asked if asked in words.LANGUAGES else chosen.language
    words.use(known or words.system_language())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack letters
    args = parser().parse_args(arguments)
    try:
        return _do(args, config)
    except ModeratorError as error:
        print(printing.harmless(sentence(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _language_in(arguments: Sequence[str]) -> str:
    finder = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    finder.add_argument("--language", default="")
    try:
        return str(finder.parse_known_args(arguments)[0].language)
    except argparse.ArgumentError:
        return ""  # the real parser says what is wrong


def _do(args: argparse.Namespace, config: Path) -> int:
    is_hub = args.command.startswith("hub.")
    usual = paths.data_folder() / "hub" if is_hub else paths.data_folder()
    args.data = folder = _absolute(args.data or usual)
    if not args.command:
        return _run_window(folder, config)
    asked: dict[str, Any] = args.ready(vars(args))
    sent = {name: value for name, value in asked.items() if name not in _OWN}
    sent["language"] = words.language()
    perform = _ask_hub if is_hub else partial(holder.perform, config=config)
    try:
        value = perform(folder, command=args.command, args=_sound(sent))
    except NotYetWritten as error:
        _tell(args, error.value)
        print(printing.harmless(sentence(error)), file=sys.stderr)
        return NOT_YET_WRITTEN
    _tell(args, value)
    return 1 if args.value_is_bad and value else 0


def _tell(args: argparse.Namespace, value: Any) -> None:
    """Say what a command answered."""
    try:
        args.tell(args, value)
        sys.stdout.flush()
    except BrokenPipeError:
        _mute()  # whoever read has seen enough
    except OSError as error:
        _mute()
        raise BadInput(Reason.FILE_UNWRITABLE, file="stdout") from error


def _ask_hub(folder: Path, command: str, args: Mapping[str, Any]) -> Any:
    # what a hub needs is loaded only for one
    from moderator.app import hub

    return hub.perform(folder, command, args)


def _mute() -> None:
    """Let standard output lead nowhere, else Python complains of it once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_window(folder: Path, config: Path) -> int:
    # Qt is loaded only when there is to be a window
    from moderator.app.window_first import run

    return run(folder, config)


# ---- what a command may want done on this side, before and after it is run

_OWN = frozenset({"command", "ready", "in_words", "tell", "value_is_bad", "data", "json"})
"""What of the command line stays on this side."""


def _as_given(args: Mapping[str, Any]) -> dict[str, Any]:
    return dict(args)


def _read(args: Mapping[str, Any]) -> dict[str, Any]:
    """Read the file to take in, so that whoever holds the forums gets nothing but values."""
    # parsers are loaded only when there is something to parse
    from moderator.formats import codec
    from moderator.formats.safely import read_safely

    rest = {name: value for name, value in args.items() if name != "file"}
    return rest | {"imported": codec.dump(read_safely(Path(args["file"])))}


def _find(args: Mapping[str, Any]) -> dict[str, Any]:
    """Say where a file is for a process in another folder, too."""
    return {**args, "file": str(_absolute(args["file"]))}


def _absolute(path: str | Path) -> Path:
    try:
        return Path(path).absolute()
    except FileNotFoundError as error:  # the folder one is in was removed
        raise BadInput(Reason.FILE_MISSING, file=str(path)) from error


def _say(args: argparse.Namespace, value: Any) -> None:
    if args.json:
        print(json.dumps(value, ensure_ascii=False, indent=2))
    elif text := args.in_words(value):
        print(printing.harmless(text))


def _write(args: argparse.Namespace, value: Any) -> None:
    """Write a text to the file named; without one, to standard output, in UTF-8."""
    if args.file not in ("", "-"):
        write_out(Path(args.file), f"{value}\n", args.data)
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a forum has letters no code page has
    sys.stdout.write(f"{value}\n")


def _nothing(value: Any) -> str:
    return ""


def _sound(given: dict[str, Any]) -> dict[str, Any]:
    """Return arguments whose texts can be kept, whatever bytes the shell passed on."""
    return {
        name: value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if isinstance(value, str)
        else value
        for name, value in given.items()
    }


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; the man page is made from it too."""
    top = Parser(
        prog="moderator",
        description=tr("Run a meeting: agenda, list of speakers, timers and notes."),
        parents=[_common(None)],
        epilog=tr(
            "Exit code 0: it is on the disk. 1: refused or failed. 2: the "
            "command line was not understood. 3: done, but the disk takes nothing at the moment; "
            "the open window keeps it and writes it later. Do not repeat it then (what adds a "
            "note, a speaker, a meeting, an item or a forum adds nothing twice)."
        ),
    )
    version = f"moderator {__version__}"
    about = tr("show the version and exit")
    top.add_argument("--version", action="version", version=version, help=about)
    top.set_defaults(command="", ready=_as_given, in_words=_nothing, tell=_say, value_is_bad=False)
    verbs = _Verbs(top, tr("COMMAND"), required=False)
    verbs.add("run", tr("open the window (the default)"), "")
    _forum_verbs(verbs)
    _meeting_verbs(verbs)
    _floor_verbs(verbs.group("floor", tr("do something on the floor")))
    _file_verbs(verbs)
    add_hub_verbs(verbs, lambda hub: _Verbs(hub, tr("ACTION"), required=False))
    return top


class _Verbs:
    """The words that may follow, each of which says which command it stands for."""

    def __init__(self, parent: Parser, placeholder: str, required: bool = True) -> None:
        self._verbs = parent.add_subparsers(metavar=placeholder, required=required)
        self._common = _common(argparse.SUPPRESS)

    def add(
        self, name: str, about: str, command: str, in_words: _Text = _nothing, **more: Any
    ) -> Parser:
        """Add a word for a command, whose value ``in_words`` puts into words for a terminal."""
        made = self._verbs.add_parser(name, help=about, description=about, parents=[self._common])
        made.set_defaults(command=command, in_words=in_words, **more)
        return made

    def group(self, name: str, about: str) -> "_Verbs":
        """Add a word that says nothing without one of those after it."""
        return _Verbs(self.add(name, about, ""), tr("ACTION"))


def _common(default: Any) -> Parser:
    """Return the options that every verb knows; given after the verb they win."""
    options = Parser(add_help=False)
    add = options.add_argument
    add("--data", metavar="DIR", default=default, help=tr("the data folder"))
    add("--forum", metavar="FORUM", default=default, help=tr("title or id; default: the open one"))
    add(
        "--meeting",
        metavar="MEETING",
        default=default,
        help=tr("number, title or id; default: what is open, else today's, else the first"),
    )
    add("--item", metavar="ITEM", default=default, help=tr("place, title or id of an agenda item"))
    add("--language", choices=words.LANGUAGES, default=default, help=tr("language of the answer"))
    add("--json", action="store_true", default=default, help=tr("answer as JSON"))
    return options


def _forum_verbs(verbs: _Verbs) -> None:
    forums = verbs.add(
        "forums", tr("list the forums on this laptop, or remove one"), "forums", printing.forums
    )
    remove = _Verbs(forums, tr("ACTION"), required=False).add(
        "remove", tr("remove a forum"), "forums.remove", printing.removed
    )
    remove.add_argument("title", metavar="FORUM")
    new = verbs.add("new", tr("make a forum and open it"), "new", printing.opened)
    new.add_argument("title", metavar="TITLE")
    new.add_argument("--date", metavar="YYYY-MM-DD", help=tr("its first day; default: today"))
    opens = verbs.add("open", tr("open a forum"), "open", printing.opened)
    opens.add_argument("title", metavar="FORUM")


_SHOWN = ("all", "agenda", "queue", "notes", "staff", "here")


def _meeting_verbs(verbs: _Verbs) -> None:
    show = verbs.add("show", tr("show agenda, list of speakers and notes"), "show", printing.show)
    show.add_argument("what", nargs="?", default="all", choices=_SHOWN)
    note = verbs.group("note", tr("write a note")).add("add", tr("append a line"), "note.add")
    note.add_argument("text", metavar="TEXT")
    note.add_argument("--mark", choices=[m.value for m in Mark], help=tr("mark the line"))
    say = verbs.group("staff", tr("write to those who run the forum"))
    say.add("say", tr("send a message"), "staff.say").add_argument("text", metavar="TEXT")
    meeting = verbs.group("meeting", tr("change the programme"))
    made = meeting.add("add", tr("add a meeting"), "meeting.add")
    made.add_argument("title", metavar="TITLE")
    made.add_argument("--date", required=True, metavar="YYYY-MM-DD")
    made.add_argument("--starts", default="10:00", metavar="HH:MM")
    item = meeting.add("item", tr("add an agenda item"), "meeting.item")
    item.add_argument("title", metavar="TITLE")
    item.add_argument("--kind", default="other", choices=[k.value for k in ItemKind])
    item.add_argument("--minutes", type=int, default=10)


def _floor_verbs(floor: _Verbs) -> None:
    def action(name: str, about: str) -> Parser:
        return floor.add(name, about, f"floor.{name}", printing.queue)

    add = action("add", tr("put a name on the list of speakers"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--kind", default="contribution", choices=[k.value for k in Kind])
    add.add_argument("--seconds", type=int, default=0, help=tr("time; default: as planned"))
    call = action("call", tr("call the next speaker, or the one named"))
    call.add_argument("name", metavar="NAME", nargs="?", default="")
    point = action("point", tr("point of order: NAME takes the floor now"))
    point.add_argument("name", metavar="NAME")
    point.add_argument("--later", action="store_true", help=tr("after this speech"))
    action("withdraw", tr("take a name off the list")).add_argument("name", metavar="NAME")
    move = action("move", tr("move a name to a place in the list"))
    move.add_argument("name", metavar="NAME")
    move.add_argument("place", metavar="PLACE", type=int)
    action("time", tr("give or take seconds")).add_argument("seconds", metavar="SECONDS", type=int)
    plan = action("plan", tr("where a late start is won back: nowhere, everywhere, in the breaks"))
    plan.add_argument("plan", choices=[p.value for p in Plan])
    for name, about in (
        ("open-item", tr("open an agenda item")),
        ("skip-item", tr("skip an agenda item, or take it back")),
    ):
        action(name, about).add_argument("name", metavar="ITEM")
    for name, about in (
        ("take", tr("run the floor from this laptop")),
        ("pause", tr("stop the clock")),
        ("resume", tr("start the clock, or let it go on")),
        ("end", tr("end the speech; nobody else is called")),
        ("not-here", tr("the called speaker is not here: back on the list")),
        ("take-back", tr("take back the last call")),
        ("undo", tr("take back the last action")),
        ("redo", tr("do again what was taken back")),
        ("open", tr("open the meeting")),
        ("close", tr("close the meeting")),
        ("close-item", tr("close the open agenda item")),
        ("open-list", tr("open the list of speakers")),
        ("close-list", tr("close the list of speakers")),
    ):
        action(name, about)


def _file_verbs(verbs: _Verbs) -> None:
    about = tr("take in a programme, people or an exported forum")
    verbs.add("import", about, "import", printing.imported, ready=_read).add_argument(
        "file", metavar="FILE"
    )
    export = verbs.add("export", tr("write the whole forum"), "export", tell=_write)
    export.add_argument("what", choices=("json",))
    export.add_argument(
        "file", metavar="FILE", nargs="?", default="", help=tr("default: standard output")
    )
    export.add_argument("--contacts", action="store_true", help=tr("with contact details"))
    about = tr("write a backup of everything")
    verbs.add("backup", about, "backup", printing.backup, ready=_find).add_argument(
        "file", metavar="FILE"
    )
    about = tr("put a backup in the place of everything")
    verbs.add("restore", about, "restore", printing.restored, ready=_find).add_argument(
        "file", metavar="FILE"
    )
    verbs.add("check", tr("verify the database"), "check", printing.check, value_is_bad=True)


if __name__ == "__main__":
    sys.exit(main())
