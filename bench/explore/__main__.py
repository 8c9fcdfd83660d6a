"""`python -m bench.explore`: times `reflectory explore` on growing files; `--shuffle` compares shuffled runs.

Anything after `--` is handed on to `reflectory explore`, for instance an embedding, so that growth is
measured with one. Files are resampled from real corpora, see `resampled.py`, and stay in `bench/out/explore`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from bench.corpora import MissingCorpora
from bench.explore import resampled, sameness
from bench.explore.runs import Run, explore, growth_exponent, yardstick
from bench.themes.tables import table

OUT = Path(__file__).resolve().parents[1] / "out" / "explore"
SIZES = "30,100,400,1000,20000,200000,1000000"
FILE = "texts.csv"
HEADER = (
    "texts",
    "wall s",
    "CPU s",
    "peak MB",
    "report.html KB",
    "themes",
    "exit",
    "yardstick CPU s",
    "CPU / yardstick",
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; `more` is what follows `--`."""
    own, _, more = _split(arguments)
    parser = argparse.ArgumentParser(prog="python -m bench.explore", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sizes", default=SIZES, help=f"numbers of texts, separated by commas (default {SIZES})"
    )
    parser.add_argument(
        "--threads", type=int, help="threads for numerical work (default: as many as it takes)"
    )
    parser.add_argument(
        "--shuffle", type=int, nargs="?", const=2000, metavar="N", help="compare runs on N texts"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of the resampling")
    parser.add_argument(
        "--keep", action="store_true", help="keep the files of each size and what came of them"
    )
    parser.add_argument("--out", type=Path, help="a file for the tables, besides standard output")
    options = parser.parse_args(own)
    options.more = more
    return options


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], "--", arguments[at + 1 :]


def time_sizes(options: argparse.Namespace) -> tuple[str, int]:
    """The table of timed runs with the growth exponents, and 1 where a run failed."""
    resampler = resampled.from_corpora()
    sizes = [int(size) for size in options.sizes.split(",")]
    body, done = [], []
    for size in sizes:
        folder = OUT / str(size)
        resampled.write(folder / FILE, size, resampler, seed=options.seed)
        stick = yardstick("topics", str(folder / FILE))
        run = explore(folder, FILE, options.more, threads=options.threads)
        print(
            f"{size:,} texts: {run.cost.wall_s:.1f} s, exit {run.cost.exit_code}", file=sys.stderr, flush=True
        )
        body.append(row_of(size, run, stick))
        if run.cost.exit_code == 0:
            done.append((size, run))
            if not options.keep:
                shutil.rmtree(folder)
    parts = [
        "### `reflectory explore`, texts of about 25 words resampled from real corpora",
        table(HEADER, body),
    ]
    parts.append(f"Yardstick of the machine: matrix products {yardstick('matmul'):.2f} CPU s on one thread.")
    finished = [size for size, _ in done]
    for name, seconds in (
        ("wall", [run.cost.wall_s for _, run in done]),
        ("CPU", [run.cost.cpu_s for _, run in done]),
    ):
        exponent = growth_exponent(finished, seconds)
        if exponent is not None:
            parts.append(f"Growth exponent of {name} seconds from 20,000 texts up: {exponent:.2f}.")
    return "\n\n".join(parts) + "\n", int(len(done) < len(sizes))


def row_of(size: int, run: Run, stick: float) -> tuple[str, ...]:
    """One size as a row of the table."""
    report = f"{run.report_kb:,.0f}" if run.report_kb is not None else "–"
    themes_csv = run.out / "themes.csv"
    n_themes = str(len(sameness.sorted_by_id(themes_csv))) if themes_csv.exists() else "–"
    cost = run.cost
    return (
        f"{size:,}",
        f"{cost.wall_s:.1f}",
        f"{cost.cpu_s:.1f}",
        f"{cost.peak_mb:,.0f}",
        report,
        n_themes,
        str(cost.exit_code),
        f"{stick:.2f}",
        f"{cost.cpu_s / stick:.2f}",
    )


def compare_shuffled(options: argparse.Namespace) -> tuple[str, int]:
    """What differs when the rows are shuffled and the threads change, and 1 where anything does."""
    base, other = OUT / "as-it-came", OUT / "shuffled"
    resampled.write(base / FILE, options.shuffle, resampled.from_corpora(), seed=options.seed)
    resampled.shuffled(base / FILE, other / FILE, seed=options.seed + 7)
    first = explore(base, FILE, options.more, threads=1)
    parts = [f"### {options.shuffle:,} texts, rows as they came on one thread, beside rows shuffled"]
    failed = first.cost.exit_code != 0
    for threads in (1, 2):
        second = explore(other, FILE, options.more, threads=threads)
        found = sameness.differences(first.out, second.out)
        failed = failed or bool(found) or second.cost.exit_code != 0
        said = "; ".join(f"{d.file}: {d.what}" for d in found) or "the same"
        codes = f"exit {first.cost.exit_code} and {second.cost.exit_code}"
        parts.append(f"- shuffled, {threads} thread{'s' if threads > 1 else ''} ({codes}): {said}")
        alike = sameness.reports_alike(first.out, second.out)
        parts += [
            f"  - {name}: {'the same bytes' if same else 'other bytes'}" for name, same in alike.items()
        ]
    return "\n".join(parts) + "\n", int(failed)


def main(arguments: list[str]) -> int:
    """Time or compare; 1 where the corpora are not here, a run failed, or results differ."""
    options = parse(arguments)
    try:
        text, code = time_sizes(options) if options.shuffle is None else compare_shuffled(options)
    except MissingCorpora as missing:
        print(missing, file=sys.stderr)
        return 1
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
