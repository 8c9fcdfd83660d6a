"""Whether two runs on the same rows in another order came to the same result, file by file.

CSV files must be the same when sorted by id, but for row numbers; `themes.csv` and `trends.csv` byte for
byte; `run.json` but for timings and the hash of the input. Reports are compared too, and only mentioned.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BYTE_FOR_BYTE = ("themes.csv", "trends.csv")
ROW_COLUMNS = frozenset({"row", "rows"})
VARIES = frozenset({"timings", "sha256"})
"""What may differ in `run.json`, by key, at any depth: timings, and the hash of the input."""


@dataclass(frozen=True)
class Difference:
    """A file, and the first thing in it that differs."""

    file: str
    what: str


def differences(first: Path, second: Path) -> list[Difference]:
    """Everything that should be the same in two output folders and is not."""
    found = []
    names = sorted({path.name for folder in (first, second) for path in folder.glob("*.csv")} | {"run.json"})
    for name in names:
        paths = (first / name, second / name)
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            found.append(Difference(name, f"not written: {', '.join(missing)}"))
        elif name in BYTE_FOR_BYTE:
            if paths[0].read_bytes() != paths[1].read_bytes():
                found.append(Difference(name, first_difference(*(lines(path) for path in paths))))
        elif name == "run.json":
            records = [without_what_varies(json.loads(path.read_text(encoding="utf-8"))) for path in paths]
            if records[0] != records[1]:
                shown = [json.dumps(record, indent=1, sort_keys=True).splitlines() for record in records]
                found.append(Difference(name, first_difference(*shown)))
        else:
            tables = [sorted_by_id(path) for path in paths]
            if tables[0] != tables[1]:
                found.append(Difference(name, first_difference(*([str(row) for row in t] for t in tables))))
    return found


def reports_alike(first: Path, second: Path) -> dict[str, bool]:
    """Whether the reports are the same bytes: not promised, as they name the day and the input."""
    names = [
        name for name in ("report.html", "report.pdf") if (first / name).exists() and (second / name).exists()
    ]
    return {name: (first / name).read_bytes() == (second / name).read_bytes() for name in names}


def sorted_by_id(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV without row numbers, sorted by id; rows of one id keep their order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {key: value for key, value in row.items() if key not in ROW_COLUMNS}
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda row: row.get("id", ""))


def without_what_varies(value: Any) -> Any:
    """A `run.json` without timings and the hash of the input."""
    if isinstance(value, dict):
        return {key: without_what_varies(held) for key, held in value.items() if key not in VARIES}
    if isinstance(value, list):
        return [without_what_varies(held) for held in value]
    return value


def lines(path: Path) -> list[str]:
    """The lines of a text file."""
    return path.read_text(encoding="utf-8").splitlines()


def first_difference(first: list[str], second: list[str]) -> str:
    """The first place where two lists of lines part, both sides, shortened."""
    for number, (a, b) in enumerate(zip(first, second, strict=False), start=1):
        if a != b:
            return f"line {number}: {a[:160]!r} and {b[:160]!r}"
    return f"{len(first)} and {len(second)} lines"
