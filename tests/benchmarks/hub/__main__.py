"""Measures hubs and prints one table: ``make bench-hub``. It judges, but never fails.

python -m tests.benchmarks.hub [--quick] [--only WORD] [--json FILE]
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks import __main__ as beside
from tests.benchmarks.hub import consoles, rows
from tests.benchmarks.hub.rows import Effort, Place
from tests.benchmarks.measured import Row
from tests.interop.node import NodeMissing, prepared

_ALL: Mapping[str, Callable[[Place, Effort], list[Row]]] = {
    "killed": rows.killed,
    "fan-out": rows.fan_out,
    "joining": rows.joining,
    "joining all": consoles.joining,
    "missed": rows.missed,
    "consoles": consoles.consoles,
}


def main() -> None:
    args = beside.options("bench-hub").parse_args()
    effort = Effort.quick() if args.quick else Effort.whole()
    try:
        prepared()
    except NodeMissing as error:
        sys.exit(str(error))

    def measure(scratch: Path) -> list[Row]:
        place, found = Place(scratch), []
        for name, each in _ALL.items():
            if args.only in name:
                print(f"{name} …", flush=True)
                found += each(place, effort)
        return found

    beside.run(args, measure)


if __name__ == "__main__":
    main()
