"""The parser of the command line, whose own words are in the reader's language."""

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from moderator.words import tr


class Parser(argparse.ArgumentParser):
    """Says "usage", "options" and what it did not understand in the language in use."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"formatter_class": _Help} | more)
        if self.add_help:  # a parent is made without: its groups are found by their English titles
            self._positionals.title = tr("arguments")
            self._optionals.title = tr("options")
            self._option_string_actions["-h"].help = tr("show this help and exit")

    def error(self, message: str) -> NoReturn:
        """Tell how it is used and, in one sentence, what was not understood; exit with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {in_words(message)}\n")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """See argparse."""
        super().add_usage(usage, actions, groups, tr("usage: ") if prefix is None else prefix)


def in_words(said: str) -> str:
    """Return what argparse says, in the language in use; what it never said before, as it is."""
    for pattern, words in _SAID:
        found = pattern.fullmatch(said)
        if found:
            return words().format(**found.groupdict())
    within = _WITHIN.fullmatch(said)
    if within:
        return f"{within['name']}: {in_words(within['rest'])}"
    return said


_WITHIN = re.compile(r"argument (?P<name>.+?): (?P<rest>.*)", re.DOTALL)

_SAID: tuple[tuple[re.Pattern[str], Callable[[], str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"the following arguments are required: (?P<names>.*)",
            lambda: tr("Something is missing: {names}."),
        ),
        (
            r"unrecognized arguments: (?P<what>.*)",
            lambda: tr("This was not understood: {what}."),
        ),
        (
            r"invalid choice: (?P<value>.*) \(choose from (?P<choices>.*)\)",
            lambda: tr("{value} is none of these: {choices}."),
        ),
        (
            r"invalid int value: (?P<value>.*)",
            lambda: tr("{value} is no whole number."),
        ),
        (
            r"expected (?:one|at least one|1) argument",
            lambda: tr("something must follow."),
        ),
        (
            r"ambiguous option: (?P<option>.*) could match (?P<names>.*)",
            lambda: tr("{option} may mean any of these: {names}."),
        ),
        (
            r"ignored explicit argument (?P<value>.*)",
            lambda: tr("it takes no value, but {value} was given."),
        ),
    )
)
