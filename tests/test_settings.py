"""The settings file: read with patience, written with care."""

import dataclasses
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderator import settings
from moderator.settings import Settings

_VALUES = st.recursive(
    st.text() | st.integers() | st.booleans() | st.floats(allow_nan=False) | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def _write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / settings.FILE_NAME).write_text(text, encoding="utf-8")


def _written(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / settings.FILE_NAME).read_text(encoding="utf-8"))


def test_without_a_file_all_settings_are_at_their_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "nowhere") == (Settings(), [])


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    chosen = Settings(own_name='Айгүл "Ә"\n\x7f', language="kk", theme="dark", speech_ms=240_000)
    settings.save(chosen, tmp_path / "new" / "folder")
    assert settings.load(tmp_path / "new" / "folder") == (chosen, [])


def test_each_setting_has_a_row_with_help_and_a_default_that_fits() -> None:
    assert [row.name for row in settings.TABLE] == [f.name for f in dataclasses.fields(Settings)]
    for row in settings.TABLE:
        assert row.help.endswith(".")
        assert row.fits(row.default)
        assert row.unit or isinstance(row.default, str)


def test_times_are_named_by_their_unit() -> None:
    for row in settings.TABLE:
        assert row.name.endswith("_ms") == (row.unit == "milliseconds")


def test_the_file_explains_each_setting(tmp_path: Path) -> None:
    settings.save(Settings(), tmp_path)
    text = (tmp_path / settings.FILE_NAME).read_text(encoding="utf-8")
    for row in settings.TABLE:
        assert f"# {row.help}\n# {row.allowed()}\n{row.name} = " in text


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('theme = "pink"', "theme"),
        ("theme = 3", "theme"),
        ("text_size_percent = 90", "text_size_percent"),
        ("text_size_percent = 100.0", "text_size_percent"),
        ("speech_ms = true", "speech_ms"),
        ('speech_ms = "3 min"', "speech_ms"),
        ("speech_ms = -1", "speech_ms"),
        ("own_name = ['a']", "own_name"),
        (f'own_name = "{"a" * 1000}"', "own_name"),
    ],
)
def test_a_bad_value_is_replaced_by_its_default_and_told(
    tmp_path: Path, line: str, name: str
) -> None:
    _write(tmp_path, f'{line}\nlanguage = "ru"\n')
    loaded, messages = settings.load(tmp_path)
    assert loaded == Settings(language="ru")
    assert len(messages) == 1
    assert name in messages[0]
    assert len(messages[0]) < 200 + len(str(tmp_path))


def test_a_file_that_is_not_toml_is_told_and_kept_aside_when_saving(tmp_path: Path) -> None:
    _write(tmp_path, "speech_ms = = 3")
    loaded, messages = settings.load(tmp_path)
    assert loaded == Settings()
    assert len(messages) == 1
    assert "line 1" in messages[0]
    settings.save(Settings(theme="dark"), tmp_path)
    assert (tmp_path / "settings.unreadable.toml").read_text() == "speech_ms = = 3"
    assert settings.load(tmp_path) == (Settings(theme="dark"), [])


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).write_bytes(b"\xff\xfe\x00")
    loaded, messages = settings.load(tmp_path)
    assert (loaded, len(messages)) == (Settings(), 1)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).mkdir()
    loaded, messages = settings.load(tmp_path)
    assert (loaded, len(messages)) == (Settings(), 1)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    _write(tmp_path, '\ufefftheme = "dark"')
    assert settings.load(tmp_path) == (Settings(theme="dark"), [])


def test_messages_speak_the_language_in_use(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "tr", lambda text: "{name}: жарамайды")
    _write(tmp_path, "speech_ms = 0")
    assert settings.load(tmp_path)[1] == ["speech_ms: жарамайды"]


@given(others=st.dictionaries(st.text(), _VALUES, max_size=5))
def test_keys_of_other_versions_are_kept(
    tmp_path_factory: pytest.TempPathFactory, others: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    others = {key: value for key, value in others.items() if not hasattr(Settings, key)}
    _write(
        folder, "\n".join(f"{settings._toml(k)} = {settings._toml(v)}" for k, v in others.items())
    )
    settings.save(Settings(language="kk"), folder)
    assert _written(folder) == dataclasses.asdict(Settings(language="kk")) | others


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save(Settings(theme="dark"), tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.save(Settings(theme="light"), tmp_path)
    assert settings.load(tmp_path) == (Settings(theme="dark"), [])
    assert [each.name for each in tmp_path.iterdir()] == [settings.FILE_NAME]


def test_a_value_outside_its_limits_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="text_size_percent"):
        settings.save(Settings(text_size_percent=300), tmp_path)
    assert not list(tmp_path.iterdir())
