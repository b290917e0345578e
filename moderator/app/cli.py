"""The command line: the window's commands without a window, and the way to start it.

Exit codes: 0, everything is committed; 1, refused or failed, said in one sentence on standard
error; 2, the command line itself was not understood.
"""

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moderator import __version__, paths, words
from moderator import settings as user_settings
from moderator.app import holder, printing
from moderator.desk.reasons import sentence
from moderator.domain.errors import BadInput, ModeratorError, Reason
from moderator.domain.kinds import Kind
from moderator.domain.notes import Mark
from moderator.domain.programme import ItemKind
from moderator.formats import READ_VERB
from moderator.words import tr


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the window when there is none; return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if len(arguments) == 2 and arguments[0] == READ_VERB:
        # parsers are loaded only when there is something to parse
        from moderator.formats import worker

        return worker.main(arguments[1:])
    config = paths.config_folder()
    chosen, _ = user_settings.load(config)
    # the help texts, too, are in the language asked for
    words.use(_language_in(arguments) or chosen.language or words.system_language())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack letters
    args = parser().parse_args(arguments)
    try:
        return _do(args, config)
    except ModeratorError as error:
        print(sentence(error), file=sys.stderr)
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
    folder = Path(args.data or paths.data_folder()).absolute()
    if args.verb in (None, "run"):
        return _run_window(folder, config)
    value = holder.perform(folder, config, *_request(args))
    try:
        code = _tell(args, value)
        sys.stdout.flush()
    except BrokenPipeError:
        _mute()  # whoever read has seen enough
        return 0
    except OSError as error:
        _mute()
        raise BadInput(Reason.FILE_UNWRITABLE, file="stdout") from error
    return code


def _mute() -> None:
    """Let standard output lead nowhere, else Python complains of it once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_window(folder: Path, config: Path) -> int:
    # Qt is loaded only when there is to be a window
    from moderator.app.window_first import run

    return run(folder, config)


def _tell(args: argparse.Namespace, value: Any) -> int:
    if args.verb == "export":
        _write_out(str(value), args.file)
    elif args.json:
        print(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        text = printing.text(args.verb, getattr(args, "what", ""), value)
        if text:
            print(text)
    return 1 if args.verb == "check" and value else 0


def _write_out(text: str, file: str) -> None:
    """Write a whole file or none; without a name, to standard output, in UTF-8."""
    if not file or file == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # a forum has letters no code page has
        sys.stdout.write(text + "\n")
        return
    path = Path(file)
    part = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_text(text + "\n", encoding="utf-8")  # a pipe or device
            return
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise BadInput(Reason.FILE_UNWRITABLE, file=file) from error


def _request(args: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """Return the verb and arguments for ``commands``; files are read on this side."""
    given = {k: v for k, v in vars(args).items() if k not in ("verb", "action", "data", "json")}
    given["language"] = words.language()
    verb = args.verb
    if verb == "import":
        # parsers are loaded only when there is something to parse
        from moderator.formats import codec
        from moderator.formats.safely import read_safely

        file = given.pop("file")
        imported = codec.dump(read_safely(Path(file)))
        return verb, _sound(given) | {"imported": imported}
    action = getattr(args, "action", "") or ""
    if action:
        verb = {"remove": "remove", "item": "item.add"}.get(action, f"{verb}.{action}")
    if verb in ("backup", "restore"):
        given["file"] = str(Path(given["file"]).absolute())
    return verb, _sound(given)


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
    common = _common(argparse.SUPPRESS)
    top = argparse.ArgumentParser(
        prog="moderator",
        description=tr("Run a meeting: agenda, list of speakers, timers and notes."),
        parents=[_common(None)],
    )
    top.add_argument("--version", action="version", version=f"moderator {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar=tr("COMMAND"))

    def verb(name: str, help_text: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=help_text, description=help_text, parents=[common])

    verb("run", tr("open the window (the default)"))
    _forum_verbs(verb, common)
    _meeting_verbs(verb, common)
    _floor_verbs(verb("floor", tr("do something on the floor")), common)
    _file_verbs(verb)
    return top


def _common(default: Any) -> argparse.ArgumentParser:
    """Return the options that every verb knows; given after the verb they win."""
    options = argparse.ArgumentParser(add_help=False)
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


def _forum_verbs(verb: Any, common: argparse.ArgumentParser) -> None:
    forums = verb("forums", tr("list the forums on this laptop, or remove one"))
    actions = forums.add_subparsers(dest="action", metavar=tr("ACTION"))
    remove = actions.add_parser("remove", help=tr("remove a forum"), parents=[common])
    remove.add_argument("title", metavar="FORUM")
    new = verb("new", tr("make a forum and open it"))
    new.add_argument("title")
    new.add_argument("--date", metavar="YYYY-MM-DD", help=tr("its first day; default: today"))
    verb("open", tr("open a forum")).add_argument("title", metavar="FORUM")


def _meeting_verbs(verb: Any, common: argparse.ArgumentParser) -> None:
    show = verb("show", tr("show agenda, list of speakers and notes"))
    show.add_argument("what", nargs="?", default="all", choices=("all", "agenda", "queue", "notes"))
    note = verb("note", tr("write a note")).add_subparsers(dest="action", required=True)
    add = note.add_parser("add", help=tr("append a line"), parents=[common])
    add.add_argument("text")
    add.add_argument("--mark", choices=[m.value for m in Mark], help=tr("mark the line"))
    meeting = verb("meeting", tr("change the programme")).add_subparsers(
        dest="action", required=True
    )
    made = meeting.add_parser("add", help=tr("add a meeting"), parents=[common])
    made.add_argument("title")
    made.add_argument("--date", required=True, metavar="YYYY-MM-DD")
    made.add_argument("--starts", default="10:00", metavar="HH:MM")
    item = meeting.add_parser("item", help=tr("add an agenda item"), parents=[common])
    item.add_argument("title")
    item.add_argument("--kind", default="other", choices=[k.value for k in ItemKind])
    item.add_argument("--minutes", type=int, default=10)


def _floor_verbs(floor: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = floor.add_subparsers(dest="action", required=True, metavar=tr("ACTION"))

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common])

    add = action("add", tr("put a name on the list of speakers"))
    add.add_argument("name")
    add.add_argument("--kind", default="contribution", choices=[k.value for k in Kind])
    add.add_argument("--seconds", type=int, default=0, help=tr("time; default: as planned"))
    call = action("call", tr("call the next speaker, or the one named"))
    call.add_argument("name", nargs="?", default="")
    point = action("point", tr("point of order: NAME takes the floor now"))
    point.add_argument("name")
    point.add_argument("--later", action="store_true", help=tr("after this speech"))
    action("withdraw", tr("take a name off the list")).add_argument("name")
    move = action("move", tr("move a name to a place in the list"))
    move.add_argument("name")
    move.add_argument("place", type=int)
    action("time", tr("give or take seconds")).add_argument("seconds", type=int)
    for name, text in (
        ("open-item", tr("open an agenda item")),
        ("skip-item", tr("skip an agenda item, or take it back")),
    ):
        action(name, text).add_argument("name", metavar="ITEM")
    for name, text in (
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
        action(name, text)


def _file_verbs(verb: Any) -> None:
    verb("import", tr("take in a programme, people or an exported forum")).add_argument("file")
    export = verb("export", tr("write the whole forum"))
    export.add_argument("what", choices=("json",))
    export.add_argument("file", nargs="?", default="", help=tr("default: standard output"))
    export.add_argument("--contacts", action="store_true", help=tr("with contact details"))
    verb("backup", tr("write a backup of everything")).add_argument("file")
    verb("restore", tr("put a backup in the place of everything")).add_argument("file")
    verb("check", tr("verify the database"))


if __name__ == "__main__":
    sys.exit(main())
