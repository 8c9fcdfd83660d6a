"""`python -m bench.publish`: seconds and memory of a release, as a Markdown table."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from bench.explore.runs import yardstick
from bench.measures import Cost, run_measured
from bench.themes.tables import table

HEADER = ("size", "governments", "quotes", "files", "MB", "seconds", "memory MB", "same bytes again")
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Runs every size in a process of its own and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.publish", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1,20", help="how many times the small one (default 1,20)")
    parser.add_argument("--out", type=Path, help="a file for the table, besides standard output")
    options = parser.parse_args()
    body = []
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            once = _run(size, Path(folder) / "one")
            told = json.loads((Path(folder) / "one.json").read_text())
            _run(size, Path(folder) / "two", hash_seed="7")
            again = json.loads((Path(folder) / "two.json").read_text())
        body.append((
            f"× {size}", f"{told['places']:,}", f"{told['quotes']:,}", f"{told['files']:,}", f"{told['mb']:.1f}",
            f"{told['seconds']:.1f}", f"{once.peak_mb:,.0f}", "yes" if told["hash"] == again["hash"] else "NO",
        ))  # fmt: skip
    text = (
        "### A release: site, PDF, data and cards, made and written\n\n"
        f"{table(HEADER, body)}\n\n"
        f"Yardstick of the machine: matrix products {yardstick('matmul'):.2f} CPU s on one thread.\n"
    )
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0


def _run(size: int, out: Path, *, hash_seed: str = "0") -> Cost:
    env = dict(os.environ) | {"PYTHONHASHSEED": hash_seed}
    cost = run_measured([sys.executable, "-m", "bench.publish.once", str(size), str(out)], env=env, cwd=ROOT)
    if cost.exit_code:
        raise SystemExit(f"size {size} ended with {cost.exit_code}")
    return cost


if __name__ == "__main__":
    raise SystemExit(main())
