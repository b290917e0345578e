"""The parser of the command line, whose own words are in the reader's language."""

import argparse
from typing import Any

from moderator.words import tr


class Parser(argparse.ArgumentParser):
    """Says "usage", "options" and the like in the language in use when it is made."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"formatter_class": _Help} | more)
        if self.add_help:  # a parent is made without: its groups are found by their English titles
            self._positionals.title = tr("arguments")
            self._optionals.title = tr("options")
            self._option_string_actions["-h"].help = tr("show this help and exit")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """See argparse."""
        super().add_usage(usage, actions, groups, tr("usage: ") if prefix is None else prefix)
