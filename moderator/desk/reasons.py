"""The sentence for each reason why something was refused or failed, in the reader's language."""

from moderator.desk.phrases import only_read, role_name
from moderator.domain.errors import ModeratorError, Reason
from moderator.words import tr

_LONGEST = 200
"""Characters of a fact that a sentence repeats; what was sent or typed may have any number."""


def sentence(error: ModeratorError) -> str:
    """Return one sentence: what, where, and what to do."""
    text = _text(error.reason)
    facts = _Facts({name: _brief(fact) for name, fact in error.facts.items()})
    if error.reason is Reason.ROLE_MAY_NOT:
        facts["role"] = role_name(str(facts["role"]))
        facts["kind"] = only_read(str(facts["kind"]))
    return text.format_map(facts)


def _brief(fact: str | int) -> str | int:
    if isinstance(fact, str) and len(fact) > _LONGEST:
        return f"{fact[: _LONGEST - 1]}…"
    return fact


class _Facts(dict[str, str | int]):
    """An error's facts; what it does not know shows as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _text(reason: Reason) -> str:
    return (
        _floor(reason)
        or _names(reason)
        or _sent(reason)
        or _files(reason)
        or _keeping(reason)
        or _database(reason)
        or _hub(reason)
    ) or reason.value


def _floor(reason: Reason) -> str:
    return {
        Reason.NOBODY_WAITS: tr("Nobody is waiting to speak; add a name to the list first."),
        Reason.NOBODY_SPEAKS: tr("Nobody has the floor; call a speaker first."),
        Reason.ALREADY_RUNNING: tr("The clock is already running."),
        Reason.NOT_RUNNING: tr("The clock is not running; F7 starts it."),
        Reason.NOT_WAITING: tr("This speaker is no longer waiting."),
        Reason.ALREADY_WAITING: tr("This speaker is already on the list."),
        Reason.LIST_CLOSED: tr("The list of speakers is closed; open it to add a name."),
        Reason.LIST_OPEN: tr("The list of speakers is already open."),
        Reason.NOTHING_TO_UNDO: tr("There is nothing to undo."),
        Reason.NOTHING_TO_REDO: tr("There is nothing to redo."),
        Reason.OTHERS_BUILT_ON_IT: tr("Later actions rest on this one; take those back first."),
        Reason.FLOOR_OTHERS: tr(
            "{name} runs the floor since {time}; take it over first, in the menu Speakers."
        ),
        Reason.FLOOR_YOURS: tr("You run the floor already."),
        Reason.NOTHING_APART: tr("There is nothing left to take over."),
        Reason.HAS_THE_FLOOR: tr("“{name}” has the floor just now; end that speech first."),
        Reason.ROLE_MAY_NOT: tr("Your role is {role}: {kind}; the chair can change that."),
        Reason.TOO_SOON: tr("Called less than a second ago: the second key press was ignored."),
        Reason.ITEM_OPEN: tr("This agenda item is open; close it first."),
        Reason.ITEM_NOT_OPEN: tr("This agenda item is not open."),
        Reason.ITEM_DONE: tr("This agenda item is done; open it again if need be."),
        Reason.MEETING_NOT_OPEN: tr("The meeting is not open yet; open it first."),
        Reason.MEETING_OPEN: tr("The meeting is already open."),
        Reason.MEETING_CLOSED: tr("The meeting is closed; open it again to go on."),
        Reason.SPEECH_RUNS: tr("Somebody has the floor; end the speech first."),
    }.get(reason, "")


def _names(reason: Reason) -> str:
    return {
        Reason.UNKNOWN_FORUM: tr("There is no forum “{name}”; “moderator forums” lists them."),
        Reason.UNKNOWN_MEETING: tr("There is no meeting “{name}” in this forum."),
        Reason.UNKNOWN_ITEM: tr("There is no agenda item “{name}” in this meeting."),
        Reason.UNKNOWN_PERSON: tr("There is no participant “{name}” in this forum."),
        Reason.UNKNOWN_REQUEST: tr("“{name}” is not on the list of speakers."),
        Reason.DAY_NOT_EMPTY: tr("The day has meetings; remove those first."),
        Reason.NOTE_EMPTY: tr("There is nothing to write down; type some words."),
        Reason.NAME_EMPTY: tr("A name is needed; type one."),
        Reason.NOT_UNIQUE: tr("“{name}” fits more than one; type more of it."),
        Reason.NO_FORUM: tr("No forum is open; make or open one first."),
        Reason.NO_MEETING: tr("The forum has no meeting yet; add one first."),
        Reason.NO_ITEM_AHEAD: tr("All agenda items are done; open one of them again if need be."),
        Reason.NO_ITEM: tr("The meeting has no agenda item yet; add one first."),
        Reason.BAD_VALUE: tr("“{value}” cannot be used for {name}; write it like {wanted}."),
        Reason.TEXT_TOO_LONG: tr(
            "“{value}” is too long for a title or a name; use {limit} characters at most."
        ),
    }.get(reason, "")


def _sent(reason: Reason) -> str:
    return {
        Reason.VALUE_MISSING: tr("The command lacks “{name}”; send it, too."),
        Reason.VALUE_NO_TEXT: tr("“{name}” must be a text, not {value}; send it in quotes."),
        Reason.VALUE_NO_NUMBER: tr("“{name}” must be a whole number, not {value}."),
        Reason.VALUE_NO_FLAG: tr("“{name}” must be true or false, not {value}."),
        Reason.REQUEST_BROKEN: tr(
            "This is no request; send one line of JSON with secret, verb and args ({where})."
        ),
        Reason.REQUEST_STRANGER: tr(
            "The secret is not that of the running Moderator; read it from {file} again."
        ),
        Reason.COMMAND_UNKNOWN: tr("There is no command “{name}”; “moderator --help” lists them."),
        Reason.COMMAND_FAILED: tr(
            "Something went wrong in Moderator; look with “moderator show” whether it was done."
        ),
    }.get(reason, "")


def _files(reason: Reason) -> str:
    return {
        Reason.FILE_MISSING: tr("There is no file {file}; check the name."),
        Reason.FILE_UNREADABLE: tr("The file {file} cannot be read; check its permissions."),
        Reason.FILE_UNWRITABLE: tr("The file {file} cannot be written; choose another place."),
        Reason.FILE_TOO_LARGE: tr("The file {file} is too large to import ({limit} at most)."),
        Reason.FILE_KIND: tr(
            "The file {file} cannot be imported; use schedule JSON, CSV, XLSX, ODS or a forum "
            "exported as JSON."
        ),
        Reason.FILE_EMPTY: tr("The file {file} holds nothing to import."),
        Reason.FILE_BAD_LINE: tr(
            "In {file}, {place}: “{value}” cannot be used; correct it and import again."
        ),
        Reason.FILE_LONG_TEXT: tr(
            "In {file}, “{value}” is too long for a title or a name; shorten it to {limit} "
            "characters and import again."
        ),
        Reason.FILE_NO_COLUMNS: tr(
            "In {file} no row of headings was found; name the columns title and start, or name."
        ),
        Reason.FILE_BROKEN: tr("The file {file} is damaged; export it again where it came from."),
        Reason.FILE_SLOW: tr("The file {file} takes too long to read; make it smaller."),
        Reason.FILE_EXISTS: tr("The file {file} is there already; choose another name."),
        Reason.NOT_A_BACKUP: tr("The file {file} is not a sound backup of Moderator."),
    }.get(reason, "")


def _keeping(reason: Reason) -> str:
    return {
        Reason.DISK_FULL: tr("The disk is full; free some space now."),
        Reason.DISK_READ_ONLY: tr("{file} cannot be written; make it writable or choose another."),
        Reason.DISK_FAILED: tr("The disk refuses to save {file}; look whether it is still there."),
        Reason.NOT_YET_WRITTEN: tr(
            "Done, but the disk takes nothing at the moment: the open window keeps it and writes "
            "it as soon as it can; make room, and do not repeat the command."
        ),
        Reason.DATABASE_BROKEN: tr(
            "The database is damaged; restore a backup from the backups folder (in the File menu)."
        ),
        Reason.DATABASE_TOO_NEW: tr(
            "This data was written by a newer Moderator; install that version. Nothing was changed."
        ),
        Reason.SQLITE_TOO_OLD: tr("SQLite {found} is too old; {wanted} or newer is needed."),
        Reason.FOLDER_BUSY: tr("Another Moderator is using this data folder; close it first."),
        Reason.WINDOW_SILENT: tr("The running Moderator did not answer; try again."),
        Reason.NO_DISPLAY: tr(
            "There is no display here; start it on a desktop, or see “moderator --help”."
        ),
    }.get(reason, "")


def _database(reason: Reason) -> str:
    return {
        Reason.DATABASE_URL: tr(
            "This is no address of a PostgreSQL database; one looks like "
            "postgresql://user:password@host/name."
        ),
        Reason.DATABASE_SILENT: tr(
            "The database {file} does not answer or does not let the hub in; look whether it runs, "
            "and at its address, user and password."
        ),
        Reason.DATABASE_BUSY: tr("A hub is using this database; stop all its hubs first."),
        Reason.DATABASE_UNNAMED: tr(
            "This hub keeps its data in PostgreSQL; name the database, as when it is run."
        ),
        Reason.POSTGRESQL_MISSING: tr(
            "A hub on PostgreSQL needs one more package: pip install “moderator[postgresql]”."
        ),
        Reason.POSTGRESQL_UNFIT: tr(
            "The PostgreSQL server does not fit ({found}); 13 or newer with UTF8 is needed."
        ),
    }.get(reason, "")


def _hub(reason: Reason) -> str:
    return {
        Reason.INVITATION_BAD: tr(
            "This is no invitation; copy the whole link that “moderator hub invite” prints."
        ),
        Reason.INVITATION_USED: tr(
            "This invitation was used on another laptop; each laptop needs one of its own."
        ),
        Reason.CODE_WRONG: tr(
            "The code is wrong or no longer good; look at it once more, or ask for another."
        ),
        Reason.CODE_DEAD: tr("There were too many wrong tries; ask for another code."),
        Reason.CODE_NO_HOST: tr(
            "No meeting is found on this network; type the address that the host shows."
        ),
        Reason.CODE_MANY_HOSTS: tr(
            "Several meetings are on this network ({names}); say the address of the right one."
        ),
        Reason.HOST_ELSEWHERE: tr("This forum is hosted elsewhere; leave that hub first."),
        Reason.HOST_FAILED: tr("The meeting cannot be hosted here: {why}."),
        Reason.STAND_BY_CHAIRS: tr(
            "Only a laptop that joined with the chair's role can stand by for its host."
        ),
        Reason.NOT_STAND_BY: tr("This laptop does not stand by; let it while the host is there."),
        Reason.HOST_IS_THERE: tr("The host is there; nobody need take over."),
        Reason.NOT_HOSTING: tr("No meeting is hosted here; host one first."),
        Reason.HUB_SILENT: tr("The hub does not answer; look at the network and its address."),
        Reason.HUB_SLOW: tr("The hub stopped answering; what is here stays here. Try again."),
        Reason.HUB_REFUSED: tr("The hub does not know this invitation any more; ask for another."),
        Reason.HUB_STRANGER: tr(
            "What answers at this address is not the hub of the invitation; nothing was sent to it."
        ),
        Reason.HUB_EMPTY: tr("The hub has no forum yet; its chair must join first."),
        Reason.HUB_OTHER_HISTORY: tr(
            "The hub has another forum under the same name; export this one and import it there."
        ),
        Reason.HUB_NEWER: tr(
            "Others write with a newer program: update this one; what you write stays here."
        ),
        Reason.HUB_DENIED: tr("The hub does not take {document} ({why}); it stays here."),
        Reason.HUB_CERTIFICATE: tr("The certificate {file} or its key cannot be used."),
        Reason.HUB_PORT: tr("Nobody can listen at {host}, port {port}; choose another port."),
        Reason.NOT_JOINED: tr("This forum was not joined at any hub; join one first."),
        Reason.NOT_STAFF: tr("Only those who run the forum read and write the staff line."),
        Reason.LINE_EMPTY: tr("There is nothing to send; type some words."),
        Reason.LINE_TOO_LONG: tr("The message is too long; at most {most} characters."),
        Reason.UNKNOWN_TOKEN: tr(
            "There is no invitation “{name}”; “moderator hub status” lists them."
        ),
    }.get(reason, "")


def finding_text(what: str, where: str, detail: str) -> str:
    """Return one sentence on something ``check`` found wrong; ``what`` is a ``Problem`` value."""
    texts = {
        "file-damaged": tr("The database file is damaged ({detail}); restore a backup."),
        "update-missing": tr("In {where} something is missing after number {detail}."),
        "document-broken": tr("The document {where} cannot be read; restore a backup."),
        "snapshot-broken": tr("A snapshot of {where} is damaged; every change is read instead."),
        "event-changed": tr("In {where} the event {detail} was changed after it was written."),
        "chain-broken": tr("In {where} the event before {detail} is missing or was changed."),
        "projection-differs": tr("The table {detail} does not match the documents of {where}."),
    }
    return texts.get(what, "{where} {detail}").format(where=where, detail=detail)
