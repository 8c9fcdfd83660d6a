"""`python -m bench.themes`: ours and the rivals on the labelled corpora, as Markdown tables.

Ours runs first on each corpus, because the rivals are given its embeddings and its number of themes. With
`--quick`, three corpora, two subsamples and two rivals, for a look after a change.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from bench import corpora, measures
from bench.corpora import Labelled
from bench.themes import rivals, scoring, tables
from bench.themes.job import Job, Level, Result, prepare, read_result
from bench.themes.scoring import Row

OUT = Path(__file__).resolve().parents[1] / "out" / "themes"
QUICK = ("nhs_neas", "bills", "safenet_contributing")
MAIN_LEVEL = "medium"


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line, in one place."""
    parser = argparse.ArgumentParser(prog="python -m bench.themes", description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="names of corpora, separated by commas; without it, all of them")
    parser.add_argument("--quick", action="store_true", help="three corpora, two subsamples, two rivals")
    parser.add_argument("--no-rivals", action="store_true", help="ours alone")
    parser.add_argument(
        "--fresh", action="store_true", help="run the rivals again even where nothing changed"
    )
    parser.add_argument(
        "--subsamples", type=int, help=f"how many subsamples (default {measures.SUBSAMPLE_RUNS}; 0 for none)"
    )
    parser.add_argument(
        "--ours",
        default="bench.themes.ours:ours",
        metavar="MODULE:FUNCTION",
        help="another engine to compare",
    )
    parser.add_argument("--out", type=Path, help="a file for the tables, written anew after each corpus")
    return parser.parse_args(arguments)


def grouped(names: set[str] | None) -> list[tuple[Labelled, ...]]:
    """The corpora asked for; those with the same texts together, fitted once and scored several times."""
    found: dict[tuple[str, ...], list[Labelled]] = {}
    for corpus in (*corpora.every_single(), *corpora.every_multi()):
        if names is None or corpus.name in names:
            found.setdefault(corpus.texts, []).append(corpus)
    return [tuple(group) for group in found.values()]


def run_ours(job: Job, where: str) -> Result:
    """Ours in a process of its own, always run anew; what it found stays in the job's folder."""
    made = job.folder / "ours.npz"
    made.unlink(missing_ok=True)
    command = [sys.executable, "-m", "bench.themes.ours_worker", str(job.folder), where, str(made)]
    subprocess.run(command, check=True, cwd=Path(__file__).resolve().parents[2])
    return read_result(made)


def rows_of_ours(job: Job, corpus: Labelled, result: Result) -> list[Row]:
    """One row per level; for several labels per text, beside it what the main theme alone gives."""
    rows = []
    for name, level in result.levels.items():
        costs = {"cpu_s": result.cpu_s, "peak_mb": result.peak_mb, "is_ours": True}
        rows.append(scoring.score(job, corpus, f"ours, {name}", level, **costs))
        if not corpus.is_single:
            alone = Level(level.labels, level.subsampled)
            rows.append(scoring.score(job, corpus, f"ours, {name}, main theme only", alone))
    return rows


def rivals_for(corpus: Labelled, n_ours: int, *, quick: bool) -> list[rivals.Rival]:
    """NMF told the number of labels and told ours, and those that choose by themselves."""
    told = [rivals.nmf_told(corpus.n_labels, "labels"), rivals.nmf_told(max(n_ours, 1), "ours")]
    others = rivals.choosing_by_themselves()
    return [told[0], others[0]] if quick else [*told, *others]


def row_of_rival(job: Job, corpus: Labelled, rival: rivals.Rival, ours: Result, *, fresh: bool) -> Row:
    """One rival's row; the time of making embeddings is added to those that were given them."""
    result = rivals.run_rival(job, rival, fresh=fresh)
    cpu_s = result.cpu_s + (ours.embed_cpu_s if rival.uses_embeddings else 0.0)
    level = result.levels["main"]
    return scoring.score(job, corpus, rival.name, level, cpu_s=cpu_s, peak_mb=result.peak_mb, is_rival=True)


def rows_of(job: Job, options: argparse.Namespace) -> list[Row]:
    """Every method on the corpora of one job; says on standard error where it is."""
    print(f"{job.name}: ours", file=sys.stderr, flush=True)
    ours = run_ours(job, options.ours)
    n_ours = measures.n_themes(ours.levels[MAIN_LEVEL].labels)
    rows: list[Row] = []
    for corpus in job.scored_by:
        rows += rows_of_ours(job, corpus, ours)
        for rival in () if options.no_rivals else rivals_for(corpus, n_ours, quick=options.quick):
            print(f"{corpus.name}: {rival.name}", file=sys.stderr, flush=True)
            rows.append(row_of_rival(job, corpus, rival, ours, fresh=options.fresh))
        rows.append(scoring.one_theme_for_all(job, corpus))
    return rows


def report(rows: list[Row], groups: list[tuple[Labelled, ...]]) -> str:
    """All tables of a run as one Markdown text; texts that are scored twice count once in the means."""
    parts = []
    for corpus in (corpus for group in groups for corpus in group):
        own = [row for row in rows if row.corpus == corpus.name]
        dropped = ", ".join(f"{n:,} with {reason}" for reason, n in corpus.dropped.items()) or "none"
        parts += [
            f"### {corpus.name}: {len(corpus.texts):,} texts, {corpus.n_labels} labels",
            f"Left out: {dropped}.",
        ]
        parts.append(tables.corpus_table(own, is_single=corpus.is_single))
    for is_single, title in ((True, "one label per text"), (False, "several labels per text")):
        names = [group[0].name for group in groups if group[0].is_single == is_single]
        if names:
            means = scoring.means([row for row in rows if row.corpus in names])
            parts += [f"### Means over the corpora with {title}", f"Over {', '.join(names)}."]
            parts.append(tables.means_table(means, is_single=is_single))
    parts += ["### Where ours is below the best rival", tables.flags_table(scoring.flags(rows))]
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Run what was asked for; 1 where the corpora are not here, 2 for a name that none has."""
    options = parse(arguments)
    names = set(options.only.split(",")) if options.only else set(QUICK) if options.quick else None
    try:
        groups = grouped(names)
    except corpora.MissingCorpora as missing:
        print(missing, file=sys.stderr)
        return 1
    unknown = (names or set()) - {corpus.name for group in groups for corpus in group}
    if unknown:
        print(f"there is no corpus of the name {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    n_subsamples = options.subsamples
    if n_subsamples is None:
        n_subsamples = 2 if options.quick else measures.SUBSAMPLE_RUNS
    if not options.no_rivals:
        rivals.make_environment()
    rows: list[Row] = []
    text = ""
    for number, group in enumerate(groups, start=1):
        job = prepare(OUT / group[0].name, group, n_subsamples=n_subsamples)
        rows += rows_of(job, options)
        text = report(rows, groups[:number])
        if options.out:
            options.out.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
