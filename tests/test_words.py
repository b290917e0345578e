"""The words people read: found in the source, complete in each language, and quick to change."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from installer import words as catalogues
from moderator import paths, words
from moderator.app.actions import Menu, menu_name

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


def _shipped(language: str) -> Catalog:
    with _po(catalogues.WORDS, language).open("rb") as file:
        return read_po(file, locale=language)


def _forms(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else list(text)


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    """Yield every text with each of its translated forms."""
    for message in _shipped(language):
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            yield from ((one, form) for form in _forms(message))


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield every call of ``tr`` and ``tr_n`` in the program: where, the call, which."""
    for path in sorted(catalogues.SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in ("tr", "tr_n"):
                    yield f"{path.name}:{node.lineno}", node, name


def test_the_catalogues_shipped_are_complete_and_compiled() -> None:
    assert catalogues.check() == []


def test_only_literals_are_translated() -> None:
    wrong = []
    for where, call, name in _calls():
        texts = call.args[: 1 if name == "tr" else 2]
        literal = (isinstance(t, ast.Constant) and isinstance(t.value, str) for t in texts)
        if call.keywords or not texts or not all(literal):
            wrong.append(where)
    assert wrong == []


def test_texts_have_named_placeholders_and_numbers_only_theirs() -> None:
    for message in catalogues.extract():
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for text in ids:
            for placeholder in re.findall(r"\{([^}:]*)", text):
                assert placeholder.isidentifier(), text
                assert len(ids) == 1 or placeholder == "n", text


@pytest.mark.parametrize(("language", "forms"), [("kk", 2), ("ru", 3)])
def test_every_number_has_all_forms_of_its_language(language: str, forms: int) -> None:
    catalogue = _shipped(language)
    assert catalogue.num_plurals == forms
    for message in catalogue:
        if message.id and message.pluralizable:
            assert len(_forms(message)) == forms
            assert all(_forms(message))


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    catalogue = _shipped(language)
    assert not catalogue.obsolete
    assert not [message.id for message in catalogue if message.id and message.fuzzy]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_keep_the_shape_of_their_text(language: str) -> None:
    for text, said in _pairs(language):
        assert said.count("&") == text.count("&"), said
        assert said.endswith("…") == text.endswith("…"), said
        assert said.endswith(".") == text.endswith(".") or text.startswith("Title, "), said
        edges = (len(said) - len(said.lstrip()), len(said) - len(said.rstrip()))
        assert edges == (len(text) - len(text.lstrip()), len(text) - len(text.rstrip())), said
        assert "\n" not in said, said


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    assert [said for _, said in _pairs(language) if set(said) & set('“”"')] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_two_menus_open_at_the_same_letter(language: str) -> None:
    words.use(language)
    letters = [menu_name(menu).partition("&")[2][:1].casefold() for menu in Menu]
    assert len(set(letters)) == len(letters)
    assert all(letter.isalpha() for letter in letters)
