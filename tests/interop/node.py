"""Programs from npm, installed beside the checkout once for each list of packages.

The lock file is written by ``npm install --package-lock-only --omit-lockfile-registry-resolved``:
it pins every package by its content and says nothing of where it was fetched.
"""

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

_HERE = Path(__file__).parent
_PLACE = Path(__file__).resolve().parents[2] / "build" / "node"
_LIST, _LOCK = "package.json", "package-lock.json"
_INSTALL_S = 300


class NodeMissing(RuntimeError):
    """What is measured or met here is written for Node, and there is none."""


def prepared() -> Path:
    """Return a folder with the packages of ``package.json`` and the scripts that lie beside it.

    Raises:
        NodeMissing: there is no Node, or nothing can be installed.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NodeMissing("This needs Node 18 or newer with npm: install it, then try again.")
    done = _PLACE / f"installed-{_LOCK}"
    _PLACE.mkdir(parents=True, exist_ok=True)
    if not done.exists() or not filecmp.cmp(done, _HERE / _LOCK, shallow=False):
        for name in (_LIST, _LOCK):
            shutil.copy(_HERE / name, _PLACE)
        command = [npm, "ci", "--no-audit", "--no-fund"]
        command.append("--ignore-scripts")  # what is needed comes compiled
        ended = subprocess.run(
            command, cwd=_PLACE, capture_output=True, text=True, timeout=_INSTALL_S, check=False
        )
        if ended.returncode:
            raise NodeMissing(f"npm could not install the packages: {ended.stderr.strip()[-500:]}")
        shutil.copy(_HERE / _LOCK, done)
    for script in _HERE.glob("*.mjs"):  # modules are found from where a script lies
        shutil.copy(script, _PLACE)
    return _PLACE


def start(script: str, *arguments: object, **settings: object) -> "subprocess.Popen[str]":
    """Start a script of the prepared folder; what it says can be read, errors are shown.

    Raises:
        NodeMissing: there is no Node, or nothing can be installed.
    """
    place = prepared()
    return subprocess.Popen(
        ["node", script, *map(str, arguments)],
        cwd=place,
        env=os.environ | {name: str(value) for name, value in settings.items()},
        stdout=subprocess.PIPE,
        text=True,
    )
