"""The options of `reflectory explore`. What comes of them is said in `outcome`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from reflectory.cli.explore.options import Options
from reflectory.connections.encoder_start import cool_down, warm_up

INTERRUPTED = 130  # what a shell gives to a program that Ctrl-C ended
USUAL_BYTES = 20_000_000  # more than the words that the multilingual embedding is used for


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
    try:
        with _as_interruption(signal.SIGTERM):
            if embedder in (None, "multilingual") and _is_usual_size(file):
                warm_up(min(2, os.cpu_count() or 1))
            # Imported here: the engine takes seconds to load, and --help and other commands need none of it.
            from reflectory.cli.explore.outcome import carry_out

            status = carry_out(options)
    except KeyboardInterrupt:
        click.echo(
            "Interrupted. What was worked out is kept: give the same command again to go on.", err=True
        )
        sys.exit(INTERRUPTED)
    finally:
        cool_down()
    sys.exit(status)


def _is_usual_size(file: Path) -> bool:
    """Whether the multilingual embedding will probably be asked, and soon."""
    try:
        return file.stat().st_size <= USUAL_BYTES
    except OSError:
        return False


@contextmanager
def _as_interruption(number: signal.Signals) -> Iterator[None]:
    """Inside, the signal stops the work as Ctrl-C does."""
    before = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        signal.signal(number, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
