"""One measured run of `reflectory explore` as a person would start it, and what it left behind."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.measures import Cost, run_measured

COLUMN_OPTIONS = (
    "--text",
    "text",
    "--id",
    "id",
    "--respondent",
    "respondent",
    "--group",
    "government",
    "--date",
    "date",
)
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Run:
    """What a run cost, and its `run.json` (empty where it wrote none)."""

    cost: Cost
    out: Path
    record: dict[str, Any]

    @property
    def report_kb(self) -> float | None:
        report = self.out / "report.html"
        return report.stat().st_size / 1024 if report.exists() else None


def explore(folder: Path, file_name: str, options: Sequence[str] = (), *, threads: int | None = None) -> Run:
    """Run `reflectory explore FILE_NAME` inside `folder`, writing to `folder/out`, with that many threads.

    The number of threads is set both ways that libraries look at: variables, and the cores it may use. The
    file is named without its folder, so that two runs on files of one name have the same command line.
    """
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [str(Path(sys.executable).parent / "reflectory"), "explore", file_name, "--out", "out"]
    env = dict(os.environ)
    if threads is not None:
        env |= dict.fromkeys(THREAD_VARIABLES, str(threads))
    log = folder / "log.txt"
    log.unlink(missing_ok=True)
    cost = run_measured([*command, *COLUMN_OPTIONS, *options], env=env, cwd=folder, log=log, cores=threads)
    record = out / "run.json"
    return Run(cost, out, json.loads(record.read_text(encoding="utf-8")) if record.exists() else {})


def yardstick(kind: str, *arguments: str) -> float:
    """CPU seconds of a yardstick, on one thread."""
    command = [sys.executable, "-m", "bench.explore.yardstick", kind, *arguments]
    env = dict(os.environ) | dict.fromkeys(THREAD_VARIABLES, "1")
    cost = run_measured(command, env=env, cwd=Path(__file__).resolve().parents[2])
    if cost.exit_code:
        raise RuntimeError(f"the yardstick {kind} ended with {cost.exit_code}")
    return cost.cpu_s


def growth_exponent(
    sizes: Sequence[int], seconds: Sequence[float], *, smallest: int = 20_000
) -> float | None:
    """Slope of log seconds on log size from `smallest` up, by least squares; None below two sizes.

    1.0 is time in proportion to size. Worked: 10 s for 20k and 100 s for 200k have the slope log 10 / log 10
    = 1.
    """
    points = [(math.log(n), math.log(s)) for n, s in zip(sizes, seconds, strict=True) if n >= smallest]
    if len(points) < 2:
        return None
    x, y = np.array(points).T
    return float(np.polyfit(x, y, 1)[0])
