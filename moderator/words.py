"""The words people read, in their language: one gettext catalogue for window and command line."""

import gettext
import locale
import os

from moderator import paths

LANGUAGES = ("kk", "ru", "en")

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak ``language`` ("kk", "ru" or "en") from now on; an unknown one means English."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else "en"
    _catalogue = gettext.translation(
        "moderator", paths.resources() / "words", [_language], fallback=True
    )


def system_language() -> str:
    """Return the language the system speaks, if it is one of ours, else English."""
    chosen = next((os.environ[v] for v in _VARIABLES if os.environ.get(v)), "")
    chosen = chosen or locale.getlocale()[0] or ""
    short = {"kazakh": "kk", "russian": "ru"}.get(chosen.split("_")[0].lower(), chosen[:2].lower())
    return short if short in LANGUAGES else "en"


def language() -> str:
    """Return the language in use."""
    return _language


def tr(text: str) -> str:
    """Return ``text`` in the language in use; braces are filled by the caller's ``format``."""
    return _catalogue.gettext(text)


def tr_n(one: str, many: str, n: int) -> str:
    """Return the form for ``n`` things, with ``{n}`` filled in."""
    return _catalogue.ngettext(one, many, n).format(n=n)
