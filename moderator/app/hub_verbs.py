"""The words of the command line about hubs: running one, asking it, and joining it."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from moderator.app import hub_words, printing
from moderator.app.parsing import Parser
from moderator.words import tr

_DAYS = 30
ROLES = ("chair", "timekeeper", "note-taker", "viewer")
"""As ``moderator.documents.rights.Role``, which needs what a command line must not load."""
SPEAKS = ("hub", "hocuspocus", "y-websocket")
"""As ``moderator.sync.address.Speaks``, likewise."""


class Verbs(Protocol):
    """Where words are added."""

    def add(
        self,
        name: str,
        about: str,
        command: str,
        in_words: Callable[[Any], str] = ...,
        **more: Any,
    ) -> Parser:
        """Add a word for a command."""
        ...


def add_hub_verbs(verbs: Verbs, actions: Callable[[Parser], Verbs]) -> None:
    """Add everything about hubs; ``actions`` makes the words after ``hub``."""
    hub = verbs.add("hub", tr("run a hub, or ask one"), "hub.run")
    hub.add_argument("--host", default="", help=tr("where to listen; default: this computer only"))
    hub.add_argument("--port", type=int, help=tr("default: as last time, else {n}").format(n=8440))
    hub.add_argument("--url", default="", help=tr("the address people reach it at, if another"))
    hub.add_argument("--certificate", default="", metavar="FILE", help=tr("for TLS, as PEM"))
    hub.add_argument("--key", default="", metavar="FILE", help=tr("the certificate's key"))
    about = tr("TLS with a certificate of its own; the default beyond this computer")
    hub.add_argument("--tls", action="store_true", help=about)
    about = tr("another port where that one is taken")
    hub.add_argument("--any-port", action="store_true", help=about)
    _add_storage(hub, "")
    about = tr("tell the local network, by this name, that the hub is here")
    hub.add_argument("--announce", metavar="NAME", default="", help=about)
    hub.add_argument("--behind-proxy", action="store_true", help=tr("a proxy does the TLS"))
    _hub_actions(_WithStorage(actions(hub)))
    _member_verbs(verbs)
    about = tr("host the open forum from this laptop")
    host = verbs.add("host", about, "host", hub_words.hosted)
    host.add_argument("--network", action="store_true", help=tr("let others on the network join"))
    about = tr("where to listen on the network; default: everywhere")
    host.add_argument("--address", default="", metavar="IP", help=about)
    host.add_argument("--port", type=int, help=tr("default: as last time, else {n}").format(n=8440))
    _host_actions(actions(host))
    _stand_by_verb(verbs, actions)


def _add_storage(parser: Parser, default: str) -> None:
    about = tr("PostgreSQL in place of the data folder; or set {name}")
    parser.add_argument(
        "--database", metavar="URL", default=default, help=about.format(name="MODERATOR_DATABASE")
    )
    parser.add_argument(
        "--database-file", metavar="FILE", default=default, help=tr("a file with that address")
    )


class _WithStorage:
    """Adds words that may have to open a hub's storage themselves."""

    def __init__(self, verbs: Verbs) -> None:
        self._verbs = verbs

    def add(
        self,
        name: str,
        about: str,
        command: str,
        in_words: Callable[[Any], str] = hub_words.changed,
        **more: Any,
    ) -> Parser:
        """Add a word for a command."""
        made = self._verbs.add(name, about, command, in_words, **more)
        # given before the word, they count as well
        _add_storage(made, argparse.SUPPRESS)
        return made


def _hub_actions(verbs: Verbs) -> None:
    invite = verbs.add("invite", tr("let somebody join"), "hub.invite", hub_words.invited)
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--name", default="", help=tr("whom it is for"))
    invite.add_argument("--days", type=int, default=_DAYS, help=tr("how long it is good"))
    verbs.add("status", tr("tell how the hub is doing"), "hub.status", hub_words.status)
    verbs.add("forums", tr("list the forums of the hub"), "hub.forums", hub_words.forums)
    revoke = verbs.add("revoke", tr("take an invitation back"), "hub.revoke", hub_words.changed)
    revoke.add_argument("invitation", metavar="ID")
    role = verbs.add("role", tr("change the role of an invitation"), "hub.role", hub_words.changed)
    role.add_argument("invitation", metavar="ID")
    role.add_argument("role", choices=ROLES)
    about = tr("write a backup of the hub")
    verbs.add("backup", about, "hub.backup", printing.backup, ready=_find).add_argument("file")
    about = tr("put a backup in the place of a hub that does not run")
    verbs.add("restore", about, "hub.restore", printing.restored, ready=_find).add_argument("file")


def _member_verbs(verbs: Verbs) -> None:
    join = verbs.add("join", tr("join a hub"), "join", hub_words.joined)
    about = tr("as “moderator hub invite” prints it")
    join.add_argument("invitation", metavar="CODE-OR-LINK", help=about)
    join.add_argument("--at", default="", metavar="HOST:PORT", help=tr("where a code is good"))
    join.add_argument("--token", default="", help=tr("for an address without one"))
    about = tr("what answers there, if no hub of this program")
    join.add_argument("--speaks", default=SPEAKS[0], choices=SPEAKS, help=about)
    sync = verbs.add("sync", tr("exchange everything with the hub"), "sync", hub_words.synced)
    sync.add_argument("--once", action="store_true", help=tr("and end; the default"))
    verbs.add("leave", tr("leave the hub; the forum stays"), "leave", hub_words.left)


def _stand_by_verb(verbs: Verbs, actions: Callable[[Parser], Verbs]) -> None:
    about = tr("be ready to host if the host falls silent")
    stand_by = verbs.add("stand-by", about, "stand-by", hub_words.standing_by)
    about = tr("where others would reach this laptop; default: its usual address")
    stand_by.add_argument("--address", default="", metavar="IP", help=about)
    stand_by.add_argument("--port", type=int, help=tr("default: {n}").format(n=8440))
    about = tr("stand by no longer")
    actions(stand_by).add("end", about, "stand-by.end", hub_words.stood_down)


def _host_actions(verbs: Verbs) -> None:
    about = tr("host in the place of a host that fell silent, and run the floor")
    verbs.add("take-over", about, "host.take-over", hub_words.hosted)
    verbs.add("stop", tr("host no longer"), "host.stop", hub_words.stopped)
    verbs.add("status", tr("tell who has joined"), "host.status", hub_words.hosted)
    invite = verbs.add("invite", tr("let one more laptop join"), "host.invite", hub_words.given)
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--name", default="", help=tr("whom it is for"))


def _find(args: Mapping[str, Any]) -> dict[str, Any]:
    """Say where a file is for a process in another folder, too."""
    return {**args, "file": str(Path(args["file"]).absolute())}
