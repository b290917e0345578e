"""Two consoles at one hub: how soon one shows what the other did, and what passes in rest."""

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import children, full_forum
from tests.benchmarks.hub import hubs
from tests.benchmarks.hub.counting import Counted, counted
from tests.benchmarks.hub.hubs import Hub
from tests.benchmarks.hub.rows import Effort, Place
from tests.benchmarks.measured import Row, median, percentile
from tests.benchmarks.screen import another

_SETTLE_S = 5.0
_JOINING = 500


@dataclass(frozen=True, slots=True)
class _Two:
    """A hub with a full forum, and two laptops that joined it."""

    place: Place
    hub: Hub
    folder: Path
    chair: Path
    other: Path
    way: Counted
    """What passes between the hub and the other."""

    def shown_ms(self, act: str, widget: str, times: int) -> list[float]:
        """Return how long it took each time until the other console showed it."""
        with self.watching(self.other, widget) as other:
            with another():
                acting = self.start("console", act, self.chair, times)
                began = children.result(acting)["began"]
            seen = children.result(other)["seen"]
        return [_first(seen, begun_ns, size) for begun_ns, size in began]

    @contextmanager
    def watching(self, folder: Path, widget: str) -> Iterator["subprocess.Popen[str]"]:
        """Have a console on the screen."""
        child = self.start("console", "watches", folder, widget)
        try:
            _await_ready(child)
            yield child
        finally:
            if child.poll() is None:
                child.kill()

    @contextmanager
    def viewers(self, count: int) -> Iterator[None]:
        """Let so many more follow what viewers may."""
        if not count:
            yield
            return
        spec = json.dumps(self.viewer_spec())
        child = self.start("joining", spec, count, "stay")
        try:
            _await_ready(child)
            yield
            children.result(child)
        finally:
            if child.poll() is None:
                child.kill()

    def viewer_spec(self) -> dict[str, object]:
        """Return what those who join as viewers need to know."""
        token = hubs.invite(self.folder, "viewer")["token"]
        return self.hub.spec(clients=1) | {"token": token}

    def start(self, module: str, *arguments: object) -> "subprocess.Popen[str]":
        """Start a child with settings of its own."""
        return children.start(f"hub.{module}", *arguments, home=self.place.new())


def _await_ready(child: "subprocess.Popen[str]") -> None:
    assert child.stdout is not None
    if child.stdout.readline() != "ready\n":
        children.result(child)  # which says why
        raise RuntimeError("a child ended early")


def _first(seen: Sequence[tuple[int, int]], begun_ns: int, size: int) -> float:
    """Return after how long the first picture showed what was done.

    Raises:
        RuntimeError: none did.
    """
    for at_ns, shown in seen:
        if at_ns > begun_ns and shown >= size:
            return (at_ns - begun_ns) / 1e6
    raise RuntimeError("something done at one console was never shown at the other")


@contextmanager
def _two(place: Place) -> Iterator[_Two]:
    folder, chair, other = place.new(), place.new(), place.new()
    full_forum.build(chair)
    with hubs.ours(folder) as hub, counted(hub.port) as way:
        hubs.join(chair, hubs.invite(folder, "chair")["link"])
        link = hubs.invite(folder, "note-taker")["link"]
        hubs.join(other, link.replace(f":{hub.port}/", f":{way.port}/"))
        yield _Two(place, hub, folder, chair, other, way)


def consoles(place: Place, effort: Effort) -> list[Row]:
    """Measure what people see of each other, and what passes while only a timer runs."""
    rows = []
    with _two(place) as two:
        rows += _keys(two, effort)
        for viewers, target_ms in ((1, 60), (100, 100)):
            with two.viewers(viewers - 1):
                rows.append(_calls(two, effort, viewers, target_ms))
        rows.append(_resting(two, effort))
    return rows


def _keys(two: _Two, effort: Effort) -> list[Row]:
    took = two.shown_ms("types", "notes", effort.keys)
    ours, note = percentile(took, 95), f"median {median(took):.0f}"
    return [Row("key to shown at another, p95", None, ours, "ms", "≤ 40 ms", ours <= 40, note)]


def _calls(two: _Two, effort: Effort, viewers: int, target_ms: int) -> Row:
    took = two.shown_ms("calls", "window", effort.calls)
    ours, note = percentile(took, 95), f"median {median(took):.0f}"
    measure = f"call next to painted at another, {viewers}, p95"
    return Row(measure, None, ours, "ms", f"≤ {target_ms} ms", ours <= target_ms, note)


def _resting(two: _Two, effort: Effort) -> Row:
    with two.watching(two.other, "window"), another(), two.watching(two.chair, "window"):
        pause = threading.Event()
        pause.wait(_SETTLE_S)
        up, down = two.way.up, two.way.down
        pause.wait(effort.idle_s)
        up, down = two.way.up - up, two.way.down - down
    ours = (up + down) / effort.idle_s
    note = f"down {down / effort.idle_s:.1f}, up {up / effort.idle_s:.1f}"
    return Row("timer running, for each laptop", None, ours, "B/s", "≤ 10 B/s", ours <= 10, note)


def joining(place: Place, _effort: Effort) -> list[Row]:
    """Let 500 viewers join the sample forum, whole."""
    folder, chair = place.new(), place.new()
    with hubs.ours(folder) as hub:
        hubs.join(chair, hubs.invite(folder, "chair")["link"])
        token = hubs.invite(folder, "viewer")["token"]
        spec = hub.spec(clients=1) | {"token": token}
        found = place.run("joining", json.dumps(spec), _JOINING)
    took, beyond = found["took_s"], found["beyond_bytes"]
    note = f"documents {found['document_bytes'] / 1_000:.0f} kB each"
    return [
        Row("500 viewers join a forum", None, took, "s", "≤ 2 s", took <= 2, note),
        Row("beyond its documents, each", None, beyond, "B", "≤ 5000 B", beyond <= 5_000),
    ]
