"""The recipes that run a hub as a service: what they start is understood, and may do little."""

import configparser
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from moderator.app.cli import parser

_TOP = Path(__file__).resolve().parent.parent
_UNIT = _TOP / "installer" / "hub" / "moderator-hub.service"
_CONTAINER = _TOP / "installer" / "hub" / "Containerfile"


def _unit() -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    read.read_string(_UNIT.read_text(encoding="utf-8"))
    return read


def _steps() -> list[tuple[str, str]]:
    """Return the instructions of the container file, one a line."""
    text = _CONTAINER.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def test_the_service_starts_what_the_command_line_understands() -> None:
    program, *words = shlex.split(_unit()["Service"]["ExecStart"])
    assert program.endswith("/bin/moderator")
    found = parser().parse_args([word for word in words if word != "$HUB_OPTIONS"])
    assert (found.command, found.data) == ("hub.run", "${STATE_DIRECTORY}")
    assert found.behind_proxy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DynamicUser", "yes"),
        ("StateDirectory", "moderator"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
        ("CapabilityBoundingSet", ""),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("RestrictNamespaces", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
    ],
)
def test_the_service_may_do_little(name: str, value: str) -> None:
    assert _unit()["Service"][name] == value


def test_the_container_starts_what_the_command_line_understands_as_nobody_in_particular() -> None:
    steps = dict(_steps())  # the last of each kind counts
    words: list[str] = json.loads(steps["ENTRYPOINT"]) + json.loads(steps["CMD"])
    assert words[0] == "moderator"
    found = parser().parse_args(words[1:])
    assert (found.command, found.data, found.port) == ("hub.run", "/data", 8440)
    assert json.loads(steps["VOLUME"]) == [found.data]
    assert steps["EXPOSE"] == str(found.port)
    user = steps["USER"].partition(":")[0]
    assert user.isdecimal()
    assert int(user) > 0


def test_the_container_looks_whether_the_hub_is_well() -> None:
    check = dict(_steps())["HEALTHCHECK"]
    program, flag, code = json.loads(check.partition("CMD")[2])
    assert (program, flag) == ("python", "-c")
    compile(code, "the health check", "exec")
    assert ":8440/healthz" in code


def test_the_container_needs_nothing_of_the_checkout_but_what_is_there() -> None:
    copied = [
        rest.split()[:-1] for name, rest in _steps() if name == "COPY" and "--from" not in rest
    ]
    assert copied
    assert all((_TOP / part).exists() for parts in copied for part in parts)


def test_a_hub_is_installed_without_any_window() -> None:
    lock = (_TOP / "requirements-hub.lock").read_text(encoding="utf-8").lower()
    for absent in ("pyside6-essentials==", "shiboken6==", "qasync==", "http://", "https://"):
        assert absent not in lock
    for present in ("psycopg-binary==", "sqlcipher3==", "pycrdt==", "picows=="):
        assert present in lock


@pytest.mark.interop
def test_systemd_finds_nothing_wrong_with_the_service(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.fail("This test needs systemd-analyze: apt-get install systemd", pytrace=False)
    unit = tmp_path / _UNIT.name
    text = _UNIT.read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/moderator/bin/moderator", sys.executable), encoding="utf-8")
    done = subprocess.run(
        [verify, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
