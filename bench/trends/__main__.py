"""python -m bench.trends [--quick] [--out FILE]: all tables, in Markdown."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bench.trends import alarms, ranges


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.trends", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the worlds: to see that it runs")
    parser.add_argument("--out", type=Path, help="write the tables here as well")
    asked = parser.parse_args()
    part = 0.1 if asked.quick else 1.0
    started = time.process_time()
    tables = []
    for make, n in (
        (alarms.nulls, 400),
        (alarms.powers, 80),
        (alarms.discoveries, 150),
        (alarms.kinds, 250),
        (ranges.coverage, 120),
        (ranges.places, 100),
        (ranges.forecasts, 400),
    ):
        tables.append(make(max(int(part * n), 5)).markdown())
        print(tables[-1], flush=True)
    command = f"python -m bench.trends{' --quick' * asked.quick}"
    spent = f"{time.process_time() - started:.0f} CPU seconds, `{command}`."
    print(spent)
    if asked.out:
        asked.out.write_text("\n".join([*tables, spent, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
