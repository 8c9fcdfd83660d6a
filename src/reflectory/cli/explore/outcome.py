"""What came of an exploration: the sentences on the console, and the exit status."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from reflectory.cli.explore.console import teller
from reflectory.cli.explore.options import Options
from reflectory.cli.explore.run import Result, explore
from reflectory.connections import CannotConnect
from reflectory.intake import Reading, Reason, Unusable
from reflectory.intake.accounting import counted
from reflectory.intake.assembling import UNREAD_DATE

ROWS_SHOWN = 12
DONE, SOME_FAILED, UNUSABLE = 0, 1, 2


def carry_out(options: Options) -> int:
    """Explores, says what came of it, and gives the exit status."""
    errors = Console(stderr=True, soft_wrap=True)
    try:
        with teller(errors) as told:
            result = explore(options, told)
    except (Unusable, CannotConnect) as error:
        errors.print(escape(str(error)), style="bold")
        return UNUSABLE
    except OSError as error:
        where = f" to {error.filename}" if error.filename else ""
        errors.print(
            escape(
                f"The result cannot be written{where} ({error.strerror}). Make room or give another folder with "
                "--out, and run the same command again: what was worked out is kept."
            ),
            style="bold",
        )
        return UNUSABLE
    _report(result)
    return status_of(result.reading)


def status_of(reading: Reading) -> int:
    """Whether everything was done: a row that failed, or a date that could not be read, was not.

    A doubt or an assumption is told, and everything was done all the same.
    """
    unread = any(item.reason == UNREAD_DATE for item in reading.warnings)
    return SOME_FAILED if reading.n_failed or unread else DONE


def _report(result: Result) -> None:
    """What was read and where to look."""
    reading = result.reading
    out = Console(soft_wrap=True, highlight=False)
    for use in reading.columns:
        how = "guessed" if use.guessed else "as told"
        out.print(f"{use.role:<10} {escape(use.column)} [dim]({how}: {escape(use.why)})[/dim]")
    out.print(f"{'file':<10} {escape('; '.join([reading.format, reading.encoding_note, *reading.notes]))}")
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
