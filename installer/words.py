"""The translations' tool: brings the catalogues up to the source, compiles them, and checks them.

    python installer/words.py update    rewrite each .po from the source, then compile it to .mo
    python installer/words.py check     tell what is missing, wrong or not compiled

English is the source and has no catalogue.
"""

import gettext
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).resolve().parent.parent
SOURCE = TOP / "moderator"
WORDS = TOP / "resources" / "words"
LANGUAGES = ("kk", "ru")

# The same source gives the same file: no time of making in it.
_NO_DATE = datetime(2026, 11, 1, tzinfo=UTC)
_EMPTY_HEADER = re.compile(
    rb'^"(?:Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    rb"|Language-Team|Generated-By):.*\n",
    re.MULTILINE,
)
# The whole of it: a number's format ({minutes:02}) must come through too.
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
# "Shift" and "Return" are also verbs: "Shift everything", "Return to {name}".
_KEY_NAME = re.compile(r"\b(?:F\d{1,2}|(?:Ctrl|Shift|Alt)\+\w+|Return(?! to )|Escape|Delete)\b")


def extract(source: Path = SOURCE) -> Catalog:
    """Return all texts of the program, with the files they stand in."""
    template = Catalog(project="Moderator", version="1", header_comment="# The words of Moderator.")
    keywords: dict[str, tuple[int, ...] | None] = {"tr": None, "tr_n": (1, 2)}
    found = extract_from_dir(source, [("**.py", "python")], keywords=keywords)
    for file, _line, text, _comments, context in sorted(found, key=lambda each: each[:2]):
        place = f"{source.name}/{Path(file).as_posix()}"
        template.add(text, locations=[(place, 0)], context=context)
    return template


def update(source: Path = SOURCE, words: Path = WORDS) -> None:
    """Rewrite the catalogue of each language from the source and compile it."""
    template = extract(source)
    for language in LANGUAGES:
        path = _po(words, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = _read(path, language) if path.exists() else Catalog(locale=language)
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=True)
        catalogue.project, catalogue.version = template.project, template.version
        catalogue.fuzzy = False
        catalogue.obsolete.clear()
        catalogue.creation_date = catalogue.revision_date = _NO_DATE
        text = io.BytesIO()
        write_po(text, catalogue, width=100, sort_by_file=True, include_lineno=False)
        path.write_bytes(_EMPTY_HEADER.sub(b"", text.getvalue()))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        total = sum(1 for message in catalogue if message.id)
        print(f"{language}: {total - len(list(_untranslated(catalogue)))} of {total} translated")


def check(source: Path = SOURCE, words: Path = WORDS) -> list[str]:
    """Return what is wrong with the catalogues, one line each."""
    template = extract(source)
    wrong: list[str] = []
    for language in LANGUAGES:
        path = _po(words, language)
        if not path.exists():
            wrong.append(f"{language}: there is no catalogue; run `make words`")
            continue
        catalogue = _read(path, language)
        wanted, there = (_ids(each) for each in (template, catalogue))
        wrong += [f"{language}: not in the catalogue: {text!r}" for text in sorted(wanted - there)]
        wrong += [
            f"{language}: no longer in the source: {text!r}" for text in sorted(there - wanted)
        ]
        wrong += [f"{language}: not translated: {text!r}" for text in _untranslated(catalogue)]
        wrong += [f"{language}: {fault}" for fault in _faults(catalogue)]
        if not _is_compiled(catalogue, path.with_suffix(".mo")):
            wrong.append(f"{language}: the .mo file is not the .po file's; run `make words`")
    return wrong


def _po(words: Path, language: str) -> Path:
    return words / language / "LC_MESSAGES" / "moderator.po"


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _forms(message: Message) -> list[str]:
    text = message.string
    return [text] if isinstance(text, str) else list(text or [""])


def _ids(catalogue: Catalog) -> set[str]:
    return {_first(message.id) for message in catalogue if message.id}


def _untranslated(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if message.id and (message.fuzzy or not all(_forms(message))):
            yield _first(message.id)


def _faults(catalogue: Catalog) -> Iterator[str]:
    """Yield each translation that lost a placeholder or a key's name on the way."""
    for message in catalogue:
        if not message.id:
            continue
        text = _first(message.id)
        for form in filter(None, _forms(message)):
            if set(_PLACEHOLDER.findall(form)) != set(_PLACEHOLDER.findall(text)):
                yield f"other placeholders than in {text!r}: {form!r}"
            if set(_KEY_NAME.findall(form)) != set(_KEY_NAME.findall(text)):
                yield f"other key names than in {text!r}: {form!r}"


def _is_compiled(catalogue: Catalog, mo: Path) -> bool:
    if not mo.exists():
        return False
    with mo.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    return all(
        compiled.ngettext(message.id[0], message.id[1], 1) in _forms(message)
        if isinstance(message.id, list | tuple)
        else compiled.gettext(message.id) == message.string
        for message in catalogue
        if message.id and all(_forms(message))
    )


def main() -> int:
    """Do what the command line asks; return 1 where the check finds something."""
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    wrong = check()
    print("\n".join(wrong) or "The words are complete.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
