"""Where files lie: in a checkout, in an installed wheel, in a frozen folder."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from moderator import paths

_TOP = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("platform", "data", "config"),
    [
        ("linux", ".local/share/moderator", ".config/moderator"),
        ("darwin", "Library/Application Support/Moderator", "Library/Preferences/Moderator"),
        ("win32", "AppData/Local/Moderator", "AppData/Roaming/Moderator"),
    ],
)
def test_each_system_has_its_folders_in_the_home(
    home: Path, monkeypatch: pytest.MonkeyPatch, platform: str, data: str, config: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert (paths.data_folder(), paths.config_folder()) == (home / data, home / config)


def test_the_environment_chooses_the_folders_by_absolute_paths_only(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "here")
    assert paths.config_folder() == tmp_path / "moderator"
    assert paths.data_folder() == home / ".local/share/moderator"


def test_a_checkout_finds_its_resources() -> None:
    assert paths.resources() == _TOP / "resources"


def test_a_frozen_folder_finds_its_resources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_missing_resources_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "moderator")
    with pytest.raises(FileNotFoundError, match="install it again"):
        paths.resources()


def test_an_installed_wheel_finds_its_resources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=_TOP, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    found = _python(site, "from moderator import paths; print(paths.resources())")
    assert Path(found) == site / "moderator" / "resources"
    assert _names(Path(found)) == _names(_TOP / "resources")
    assert _names(site / "moderator") >= _names(_TOP / "moderator")


def _python(site: Path, code: str) -> str:
    # The checkout is on this interpreter's path: without its site module only the wheel is there.
    path = os.pathsep.join([str(site), sysconfig.get_path("purelib")])
    run = [sys.executable, "-S", "-c", code]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        run, cwd=site, env=environment, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout.strip()


def _names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not ({"__pycache__", ".mypy_cache"} & set(path.parts))
    }
