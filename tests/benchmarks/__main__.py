"""Measures everything and prints one table: ``make bench``. It judges, but never fails.

python -m tests.benchmarks [--quick] [--only WORD] [--json FILE]
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import full_forum, measures
from tests.benchmarks.children import TOP
from tests.benchmarks.measured import Row, save, table
from tests.benchmarks.measures import Effort, Folders
from tests.benchmarks.screen import screen


def main() -> None:
    args = options("bench").parse_args()
    effort = Effort.quick() if args.quick else Effort.whole()
    run(args, lambda scratch: _measure(_prepare(scratch), effort, args.only))


def options(name: str) -> argparse.ArgumentParser:
    """Return the options that all benchmarks have."""
    known = argparse.ArgumentParser(prog=name)
    known.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    known.add_argument("--only", default="", help="a part of one measure's name")
    known.add_argument("--json", type=Path, default=TOP / "build" / f"{name}.json")
    return known


def run(args: argparse.Namespace, measure: Callable[[Path], list[Row]]) -> None:
    """Measure in a scratch folder, with a screen; print the table and save it."""
    # beside the checkout: where temporary files lie in memory, a commit costs nothing
    place = TOP / "build"
    place.mkdir(exist_ok=True)
    with screen() as shown_on, tempfile.TemporaryDirectory(prefix="bench-", dir=place) as scratch:
        circumstances: dict[str, object] = {
            "screen": shown_on,
            "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "quick": args.quick,
            "load_before": _load(),
        }
        rows = measure(Path(scratch))
        circumstances["load_after"] = _load()
    print(", ".join(f"{name}: {value}" for name, value in circumstances.items()))
    print(table(rows))
    save(args.json, rows, circumstances)
    print(f"Written to {args.json}")


def _load() -> str:
    return " ".join(f"{n:.2f}" for n in os.getloadavg()) if hasattr(os, "getloadavg") else ""


def _prepare(scratch: Path) -> Folders:
    folders = Folders(scratch, scratch / "sample", scratch / "full")
    folders.full.mkdir()
    full_forum.build(folders.full)
    # the first start of all copies the sample and compiles what was never compiled
    measures.warm(folders)
    return folders


def _measure(folders: Folders, effort: Effort, only: str) -> list[Row]:
    rows: list[Row] = []
    for name, measure in measures.ALL.items():
        if only in name:
            print(f"{name} …", flush=True)
            rows += measure(folders, effort)
    return rows


if __name__ == "__main__":
    main()
