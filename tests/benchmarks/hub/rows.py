"""What is measured of a hub, and what it must reach: the rows of the table."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import children
from tests.benchmarks.hub import hubs
from tests.benchmarks.hub.hubs import Hub
from tests.benchmarks.measured import Row, median, percentile

Kind = Callable[[Path], AbstractContextManager[Hub]]

OURS = "ours"
_NODE: Mapping[str, Kind] = {
    "Hocuspocus": lambda _folder: hubs.hocuspocus(),
    "y-websocket": lambda _folder: hubs.y_websocket(),
}
_FAN_OUT: Mapping[str, Kind] = {OURS: hubs.ours, **_NODE}
_STORING: Mapping[str, Kind] = {
    OURS: hubs.ours,
    "Hocuspocus": hubs.hocuspocus,
    "y-websocket": hubs.y_websocket,
    "pycrdt-websocket": hubs.pycrdt_websocket,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and how long."""

    passes: int
    edits: int
    calls: int
    keys: int
    idle_s: int

    @classmethod
    def whole(cls) -> "Effort":
        """Return what the verdicts are meant for."""
        return cls(passes=3, edits=100, calls=25, keys=150, idle_s=125)

    @classmethod
    def quick(cls) -> "Effort":
        """Return what gives a first idea in two minutes."""
        return cls(passes=1, edits=30, calls=5, keys=30, idle_s=20)


@dataclass(slots=True)
class Place:
    """Where scratch folders are made."""

    scratch: Path
    _made: int = field(default=0)

    def new(self) -> Path:
        """Return a folder that is new and empty."""
        self._made += 1
        folder = self.scratch / str(self._made)
        folder.mkdir()
        return folder

    def run(self, module: str, *arguments: object) -> dict[str, Any]:
        """Run a child of the hub's benchmark."""
        return children.run(f"hub.{module}", *arguments, home=self.scratch)


def killed(place: Place, _effort: Effort) -> list[Row]:
    """Kill hubs, each after it acknowledged 600 edits, and see what is there afterwards."""
    ours, told = _lost(place, _STORING[OURS])
    if not told:
        raise RuntimeError("nothing was acknowledged")
    notes = []
    for name, kind in _STORING.items():
        try:
            notes += [f"{name} {_lost(place, kind)[0]}"] if name != OURS else []
        except RuntimeError:  # how others fail is theirs
            notes.append(f"{name} did not answer")
    note = ", ".join(notes)
    return [Row("acknowledged edits lost, kill -9", None, ours, "", "0", ours == 0, note)]


def _lost(place: Place, kind: Kind) -> tuple[int, int]:
    """Return how many acknowledged edits a killed hub had lost, and of how many."""
    folder = place.new()
    found: dict[str, list[int]] = {}
    for what in ("write", "read"):
        with kind(folder) as hub:
            found |= place.run("killed", what, json.dumps(hub.spec(clients=1)))
    acknowledged = set(found["acknowledged"])
    return len(acknowledged - set(found["found"])), len(acknowledged)


def fan_out(place: Place, effort: Effort) -> list[Row]:
    """Measure how one edit reaches many: in turn, so that all hubs meet the same weather."""
    few = _each(place, effort, 100)
    many = _each(place, effort, 1_000)
    cpu, cpu_floor, cpu_note = _beside(many, "cpu_us", median)
    few_ms, few_floor, few_note = _beside(few, "last_ms", _p99)
    many_ms, many_floor, many_note = _beside(many, "last_ms", _p99)
    rss, rss_floor, rss_note = _beside(many, "rss_mib", median)
    return [
        Row(
            "hub's processor per delivery, 1,000", cpu_floor, cpu, "µs", "≤ 12 µs, ≤ 0.9 ×",
            cpu <= min(12, 0.9 * cpu_floor), cpu_note,
        ),
        Row(
            "edit to the last of 100, p99", few_floor, few_ms, "ms", "≤ 20 ms",
            few_ms <= 20, few_note,
        ),
        Row(
            "edit to the last of 1,000, p99", many_floor, many_ms, "ms", "≤ 1.3 ×",
            many_ms <= 1.3 * many_floor, many_note,
        ),
        Row("hub's memory, 1,000", rss_floor, rss, "MiB", "≤ 90 MiB", rss <= 90, rss_note),
    ]  # fmt: skip


_Found = dict[str, dict[str, list[float]]]


def _each(place: Place, effort: Effort, clients: int) -> _Found:
    found: _Found = {name: {"cpu_us": [], "last_ms": [], "rss_mib": []} for name in _FAN_OUT}
    for _ in range(effort.passes):
        for name, kind in _FAN_OUT.items():
            with kind(place.new()) as hub:
                spec = hub.spec(clients=clients, edits=effort.edits)
                got = place.run("crowd", json.dumps(spec))
            for what, values in found[name].items():
                values += got[what] if isinstance(got[what], list) else [got[what]]
    return found


def _beside(
    found: _Found, what: str, figure: Callable[[list[float]], float]
) -> tuple[float, float, str]:
    """Return our figure, the best of the hubs on Node, and a note of all of those."""
    figures = {name: figure(values[what]) for name, values in found.items()}
    ours = figures.pop(OURS)
    note = ", ".join(f"{name} {value:.1f}" for name, value in figures.items())
    return ours, min(figures.values()), note


def _p99(values: list[float]) -> float:
    return percentile(values, 99)


def missed(place: Place, _effort: Effort) -> list[Row]:
    """Let a laptop come back that missed 10,000 edits."""
    with hubs.ours(place.new()) as hub:
        url = f"ws://127.0.0.1:{hub.port}{hub.path}"
        took = place.run("missed", url, hub.token, 10_000)["took_s"] * 1e3
    return [Row("10,000 missed edits, from link up", None, took, "ms", "< 1000 ms", took < 1_000)]


def joining(place: Place, effort: Effort) -> list[Row]:
    """Let 500 join one long document, and 500 a whole forum."""
    took: dict[str, list[float]] = {name: [] for name in _FAN_OUT}
    for _ in range(effort.passes):
        for name, kind in _FAN_OUT.items():
            with kind(place.new()) as hub:
                first = hub.spec(clients=2, edits=1)
                place.run("crowd", json.dumps(first))
                got = place.run("crowd", json.dumps(hub.spec(clients=500)))
            took[name].append(got["joined_s"])
            if name == OURS:
                beyond = got["beyond_bytes"]
    figures = {name: median(values) for name, values in took.items()}
    ours = figures.pop(OURS)
    note = ", ".join(f"{name} {value:.2f}" for name, value in figures.items())
    best = min(figures.values())
    return [
        Row("500 join a document of 30,000", best, ours, "s", "≤ 2 s", ours <= 2, note),
        Row("beyond the document, each", None, beyond, "B", "≤ 5000 B", beyond <= 5_000),
    ]
