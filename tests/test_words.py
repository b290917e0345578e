"""The words people read: found in the source, complete in each language, and quick to change."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from installer import words as catalogues
from moderator import paths, words

_SOURCE = """
from moderator.words import tr, tr_n
a = tr("Call next: {name} (F8)").format(name="x")
b = tr_n("{n} waiting", "{n} waiting", 3)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "window.py").write_text(_SOURCE)
    return folder


@pytest.fixture
def folder(tmp_path: Path, source: Path) -> Path:
    made = tmp_path / "resources" / "words"
    catalogues.update(source, made)
    return made


def _po(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "moderator.po"


def _translate(folder: Path, language: str, texts: dict[str, str | tuple[str, ...]]) -> None:
    path = _po(folder, language)
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language)
    for text, translated in texts.items():
        catalogue[text].string = translated
    with path.open("wb") as file:
        write_po(file, catalogue)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def _translate_all(folder: Path, called: str = "Келесі: {name} (F8)") -> None:
    call = "Call next: {name} (F8)"
    _translate(folder, "kk", {call: called, "{n} waiting": ("{n} күтуде", "{n} күтуде")})
    waiting = ("{n} ожидает", "{n} ожидают", "{n} ожидают")
    _translate(folder, "ru", {call: "Вызвать: {name} (F8)", "{n} waiting": waiting})


def test_untranslated_texts_are_told_by_language(source: Path, folder: Path) -> None:
    wrong = catalogues.check(source, folder)
    assert len(wrong) == 4
    assert "kk: not translated: 'Call next: {name} (F8)'" in wrong


def test_complete_catalogues_pass(source: Path, folder: Path) -> None:
    _translate_all(folder)
    assert catalogues.check(source, folder) == []


@pytest.mark.parametrize(
    ("called", "why"),
    [("Келесі: {аты} (F8)", "placeholders"), ("Келесі: {name} (Ф8)", "key names")],
)
def test_a_lost_placeholder_or_key_name_is_told(
    source: Path, folder: Path, called: str, why: str
) -> None:
    _translate_all(folder, called)
    (wrong,) = catalogues.check(source, folder)
    assert why in wrong


def test_a_changed_source_and_a_stale_compilation_are_told(source: Path, folder: Path) -> None:
    _translate_all(folder)
    (source / "window.py").write_text(_SOURCE.replace("Call next", "Call"))
    assert len(catalogues.check(source, folder)) == 4
    (source / "window.py").write_text(_SOURCE)
    _po(folder, "ru").with_suffix(".mo").unlink()
    (wrong,) = catalogues.check(source, folder)
    assert "make words" in wrong


def test_updating_keeps_translations_and_writes_the_same_file_again(
    source: Path, folder: Path
) -> None:
    _translate_all(folder)
    catalogues.update(source, folder)
    once = _po(folder, "ru").read_bytes()
    catalogues.update(source, folder)
    assert _po(folder, "ru").read_bytes() == once
    assert catalogues.check(source, folder) == []


@pytest.fixture
def speaking(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program speak from the small catalogues of this test."""
    _translate_all(folder)
    monkeypatch.setattr(paths, "resources", lambda: folder.parent)


@pytest.mark.usefixtures("speaking")
def test_the_language_changes_at_once() -> None:
    assert words.tr("Call next: {name} (F8)") == "Call next: {name} (F8)"
    words.use("kk")
    assert words.tr("Call next: {name} (F8)") == "Келесі: {name} (F8)"
    assert words.language() == "kk"
    words.use("en")
    assert words.tr("Call next: {name} (F8)") == "Call next: {name} (F8)"


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 ожидают"), (1, "1 ожидает"), (2, "2 ожидают"), (5, "5 ожидают"), (21, "21 ожидает")],
)
def test_numbers_take_their_form(n: int, said: str) -> None:
    words.use("ru")
    assert words.tr_n("{n} waiting", "{n} waiting", n) == said


def test_an_unknown_language_means_english() -> None:
    words.use("tlh")
    assert (words.language(), words.tr("Call next")) == ("en", "Call next")


@pytest.mark.parametrize(
    ("variable", "value", "language"),
    [
        ("LANG", "kk_KZ.UTF-8", "kk"),
        ("LANG", "ru_RU.UTF-8", "ru"),
        ("LC_ALL", "de_DE.UTF-8", "en"),
        ("LANG", "C", "en"),
    ],
)
def test_the_system_says_which_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, language: str
) -> None:
    for each in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(variable, value)
    assert words.system_language() == language


def test_the_languages_offered_are_those_translated() -> None:
    assert set(words.LANGUAGES) == {*catalogues.LANGUAGES, "en"}
