"""The options of `reflectory explore`, its messages and its exit status."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.markup import escape

from reflectory.cli.explore.console import teller
from reflectory.cli.explore.run import Options, Result
from reflectory.cli.explore.run import explore as explore_file
from reflectory.connections import CannotConnect
from reflectory.intake import Reason, Unusable
from reflectory.intake.accounting import counted

ROWS_SHOWN = 12
SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text", metavar="COL", help="The column with what people said.")
@click.option("--id", "id_", metavar="COL", help="Your identifier of each row.")
@click.option("--respondent", metavar="COL", help="Who spoke; one respondent counts once.")
@click.option(
    "--group", "groups", metavar="COL", multiple=True,
    help="A grouping; may be repeated. The first is the unit of independence, usually the government.",
)  # fmt: skip
@click.option("--date", metavar="COL", help="When it was said.")
@click.option(
    "--mask-file", type=click.Path(path_type=Path), metavar="F",
    help="Names, one a line, to hide while themes are looked for.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder to write to.")
@click.option("--themes", "n_themes", type=click.IntRange(1, 200), metavar="N", help="How many themes.")
@click.option("--seed", type=click.IntRange(0), default=0, metavar="N", help="Where chance starts.")
@click.option("--cluster", metavar="ADDRESS", help="The address of a Dask scheduler.")
@click.option(
    "--embedder", metavar="SPEC",
    help="multilingual, static, sentence-transformers:NAME or openai:URL#MODEL.",
)  # fmt: skip
@click.option("--invented", is_flag=True, help="Say on every page that the answers are invented.")
def explore(
    file: Path, text: str | None, id_: str | None, respondent: str | None, groups: tuple[str, ...],
    date: str | None, mask_file: Path | None, out: Path | None, n_themes: int | None, seed: int,
    cluster: str | None, embedder: str | None, invented: bool,
) -> None:  # fmt: skip
    """Find the themes in what people said, and write a report.

    FILE is a CSV, TSV, XLSX, JSONL or Parquet file with a text in each row, or a folder of .txt, .md, .docx,
    .vtt and .srt files. Columns that are not named are guessed, and the report says how.
    """
    options = Options(
        source=file, text=text, id=id_, respondent=respondent, groups=groups, date=date, mask_file=mask_file,
        out=out, n_themes=n_themes, seed=seed, cluster=cluster, embedder=embedder, invented=invented,
    )  # fmt: skip
    errors = Console(stderr=True, soft_wrap=True)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with teller(errors) as told:
            result = explore_file(options, told)
    except (Unusable, CannotConnect) as error:
        errors.print(escape(str(error)), style="bold")
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        errors.print("Interrupted. What was worked out is kept: give the same command again to go on.")
        sys.exit(INTERRUPTED)
    _report(result)
    sys.exit(SOME_FAILED if result.reading.n_failed or result.reading.warnings else 0)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _report(result: Result) -> None:
    """What was read and where to look."""
    reading = result.reading
    out = Console(soft_wrap=True, highlight=False)
    for use in reading.columns:
        how = "guessed" if use.guessed else "as told"
        out.print(f"{use.role:<10} {escape(use.column)} [dim]({how}: {escape(use.why)})[/dim]")
    out.print(
        f"{counted(reading.received, 'text')} received: {reading.used:,} used, {reading.n_excluded:,} excluded, "
        f"{reading.n_failed:,} failed."
    )
    for what, reasons in (
        ("excluded", reading.excluded), ("failed", reading.failed), ("used, with a doubt", reading.warnings)
    ):  # fmt: skip
        for reason in reasons:
            out.print(f"  {what}: {escape(reason.reason)} ({_rows(reason)})")
    if result.resumed:
        out.print("Went on from where the last run was interrupted.")
    out.print(f"{counted(result.n_themes, 'theme')}. Open {escape(str(result.out / 'report.html'))}")


def _rows(reason: Reason) -> str:
    shown = ", ".join(escape(place) for place in reason.places[:ROWS_SHOWN])
    more = len(reason.rows) - ROWS_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
