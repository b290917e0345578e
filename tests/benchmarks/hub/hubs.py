"""Hubs as processes of their own: ours, and those it is measured against."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.children import TOP
from tests.interop import node

DOCUMENT = "bench/recommendations"
_PACKAGES = ("pycrdt-websocket==0.16.5", "uvicorn==0.54.0", "websockets==17.4")
_CLI = [sys.executable, "-m", "moderator.app.cli"]
_PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub that runs."""

    name: str
    process: "subprocess.Popen[str]"
    port: int
    path: str
    framing: str
    token: str = ""

    def spec(self, **more: Any) -> dict[str, Any]:
        """Return what a crowd needs to know."""
        facts = {"port": self.port, "path": self.path, "framing": self.framing}
        return facts | {"token": self.token, "document": DOCUMENT, "pid": self.process.pid} | more


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _kept(process: "subprocess.Popen[str]") -> Iterator[str]:
    """Yield the first line a process says; end it afterwards."""
    assert process.stdout is not None
    try:
        yield process.stdout.readline()
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


@contextmanager
def ours(folder: Path, role: str = "chair") -> Iterator[Hub]:
    """Run our hub over a folder; every commit is on the disk before anybody hears of it."""
    run = [*_CLI, "hub", "--data", str(folder), "--port", "0"]
    process = subprocess.Popen(run, stdout=subprocess.PIPE, text=True, cwd=TOP)
    with _kept(process) as said:
        port = int(said.rpartition("/sync")[0].rpartition(":")[2])
        yield Hub("ours", process, port, "/sync", "hocuspocus", invite(folder, role)["token"])


def invite(folder: Path, role: str) -> Any:
    """Return an invitation to a hub that runs."""
    ask = [*_CLI, "hub", "invite", "--data", str(folder), "--role", role, "--json"]
    done = subprocess.run(ask, capture_output=True, text=True, cwd=TOP, check=True)
    return json.loads(done.stdout)


def join(folder: Path, link: str) -> None:
    """Let the laptop of a data folder join a hub."""
    subprocess.run([*_CLI, "--data", str(folder), "join", link], cwd=TOP, check=True)


@contextmanager
def hocuspocus(folder: Path | None = None) -> Iterator[Hub]:
    """Run Hocuspocus; it stores documents where a folder is given."""
    port = _free_port()
    with _kept(process := node.start("hocuspocus.mjs", port, *[folder] * bool(folder))):
        yield Hub("Hocuspocus", process, port, "/", "hocuspocus", "any")


@contextmanager
def y_websocket(folder: Path | None = None) -> Iterator[Hub]:
    """Run y-websocket's server; it stores updates by LevelDB where a folder is given."""
    port = _free_port()
    settings: dict[str, object] = {"HOST": "127.0.0.1", "PORT": port}
    if folder is not None:
        settings["YPERSISTENCE"] = folder
    process = node.start("node_modules/@y/websocket-server/src/server.js", **settings)
    with _kept(process):
        yield Hub("y-websocket", process, port, f"/{DOCUMENT}", "y-websocket")


@contextmanager
def pycrdt_websocket(folder: Path | None = None) -> Iterator[Hub]:
    """Run pycrdt-websocket; it stores updates in SQLite where a folder is given."""
    port = _free_port()
    script = Path(__file__).parent / "pycrdt_hub.py"
    run = [sys.executable, "-P", str(script), str(port)]
    if folder is not None:
        run.append(str(folder / "updates.db"))
    place = {"PYTHONPATH": str(_pycrdt_packages())}
    process = subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=os.environ | place)
    with _kept(process):
        yield Hub("pycrdt-websocket", process, port, f"/{DOCUMENT}", "y-websocket")


def _pycrdt_packages() -> Path:
    place = TOP / "build" / "pycrdt-websocket"
    done = place / "installed"
    if not done.exists() or done.read_text() != " ".join(_PACKAGES):
        shutil.rmtree(place, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(place)]
        subprocess.run([*pip, *_PACKAGES], check=True)
        done.write_text(" ".join(_PACKAGES))
    return place
