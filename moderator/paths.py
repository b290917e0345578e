"""Where the program's files and the user's data lie, in a checkout, a wheel or a frozen folder."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Return the folder of fonts, icons, words, sounds and the sample forum.

    Raises:
        FileNotFoundError: the program is installed without its resources.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    for folder in candidates:
        if (folder / "fonts").is_dir():
            return folder
    raise FileNotFoundError("the program's resources folder is missing; install it again")


def _home(variable: str, fallback: str) -> Path:
    # The base directory specification: a relative path in these variables is to be ignored.
    chosen = Path(os.environ.get(variable, ""))
    return chosen if chosen.is_absolute() else _own() / fallback


def _own() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        return Path(_PACKAGE.anchor)  # a user without a home, as a service: / cannot be written


def data_folder() -> Path:
    """Return the platform's folder for the user's forums; it may not exist yet."""
    if sys.platform == "win32":
        return _home("LOCALAPPDATA", "AppData/Local") / "Moderator"
    if sys.platform == "darwin":
        return _own() / "Library/Application Support/Moderator"
    return _home("XDG_DATA_HOME", ".local/share") / "moderator"


def config_folder() -> Path:
    """Return the platform's folder for the user's settings; it may not exist yet."""
    if sys.platform == "win32":
        return _home("APPDATA", "AppData/Roaming") / "Moderator"
    if sys.platform == "darwin":
        return _own() / "Library/Preferences/Moderator"
    return _home("XDG_CONFIG_HOME", ".config") / "moderator"
