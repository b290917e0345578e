"""The words people read, in their language: one gettext catalogue for window and command line."""

import gettext

from moderator import paths

LANGUAGES = ("kk", "ru", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak ``language`` ("kk", "ru" or "en") from now on; an unknown one means English."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else "en"
    _catalogue = gettext.translation(
        "moderator", paths.resources() / "words", [_language], fallback=True
    )


def language() -> str:
    """Return the language in use."""
    return _language


def tr(text: str) -> str:
    """Return ``text`` in the language in use; braces are filled by the caller's ``format``."""
    return _catalogue.gettext(text)


def tr_n(one: str, many: str, n: int) -> str:
    """Return the form for ``n`` things, with ``{n}`` filled in."""
    return _catalogue.ngettext(one, many, n).format(n=n)
