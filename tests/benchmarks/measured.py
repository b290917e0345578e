"""Figures and the verdicts on them, as a table for people and as JSON for programs."""

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: what it is held against, what came out, and whether that is enough."""

    measure: str
    floor: float | None
    """What the bare thing needs; None where there is none."""
    ours: float
    unit: str
    target: str
    met: bool
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else None


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text."""
    head = ("measure", "floor", "ours", "ratio", "target", "verdict")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    text = [
        "  ".join(
            cell.rjust(width) if n in (1, 2, 3) else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    text.insert(1, "-" * sum(widths, 2 * (len(widths) - 1)))
    return "\n".join(text)


def _cells(row: Row) -> tuple[str, ...]:
    floor = "–" if row.floor is None else _figure(row.floor, row.unit)
    ratio = "–" if row.ratio is None else f"{row.ratio:.2f} ×"
    verdict = "met" if row.met else "NOT MET"
    note = f" ({row.note})" if row.note else ""
    return (row.measure, floor, _figure(row.ours, row.unit), ratio, row.target, verdict + note)


def _figure(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def save(file: Path, rows: Sequence[Row], circumstances: dict[str, object]) -> None:
    """Write everything that was measured, with the circumstances."""
    file.parent.mkdir(parents=True, exist_ok=True)
    value = {"circumstances": circumstances, "rows": [asdict(row) for row in rows]}
    file.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
