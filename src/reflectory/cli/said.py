"""`reflectory import csv`: what people said, from a spreadsheet, with the basis on which it may be used.

The command does what the page does, through the same plan; there is nobody to confirm, so rows that cannot be used are
left out and listed.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reflectory.cli.opening import DIRECTORY, open_installation, stop
from reflectory.cli.portfolio import columns_chosen, edition_at

if TYPE_CHECKING:
    from reflectory.evidence.actions.intake import Basis
    from reflectory.evidence.imports.planning import Plan


@click.command("csv")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--title", help="What it is found under.  [default: the name of the file]")
@click.option(
    "--edition", "address", metavar="SLUG/SLUG", help="The programme and its edition.  [default: none]"
)
@click.option(
    "--column", "columns", metavar="OURS=THEIRS", multiple=True,
    help="Which column of the file holds what, as text=Answer; may be repeated. Others are found by their names.",
)  # fmt: skip
@click.option(
    "--may", "uses", metavar="USE", multiple=True,
    help="What the words of rows that say nothing may be used for, as quote_without_name; may be repeated. Needs "
    "--stated-by.  [default: analyse]",
)  # fmt: skip
@click.option("--stated-by", help="Who states that these people agreed.")
@click.option("--on", metavar="DAY", help="The day on which they agreed.  [default: today]")
@DIRECTORY
def import_csv(
    path: Path, title: str | None, address: str | None, columns: tuple[str, ...], uses: tuple[str, ...],
    stated_by: str | None, on: str | None, directory: Path,
) -> None:  # fmt: skip
    """Bring what people said from a CSV or XLSX file in, one text in each row.

    Without --stated-by the words may be read and analysed, and not quoted. Rows that cannot be used are listed with the
    reason and left out; the others are brought in together.
    """
    open_installation(directory)
    from reflectory.core.refusal import Refused
    from reflectory.core.visibility import system
    from reflectory.evidence.imports.columns import COLUMNS, TEXT, guess_columns
    from reflectory.evidence.imports.planning import Settings, make_plan
    from reflectory.evidence.imports.steps import bring_in_plan, hash_of_file
    from reflectory.programmes.imports.sheet import Unusable, read_sheet

    by = system("Import, command line")
    edition = edition_at(address) if address is not None else None
    try:
        if not path.is_file():
            raise Unusable(f"There is no file {path}. Check the name and the folder.")
        sheet = read_sheet(path, path.name)
    except Unusable as problem:
        stop(str(problem))
    mapped = {**guess_columns(sheet), **columns_chosen(columns, sheet.names, [one.key for one in COLUMNS])}
    if TEXT not in mapped:
        stop(f"No column of {path.name} looks like what people said. Its columns are: {', '.join(sheet.names)}. "
              f"Name one with --column {TEXT}=COLUMN.")  # fmt: skip
    settings = Settings(title or path.stem, mapped, edition, basis=_basis(uses, stated_by, on))
    plan = make_plan(by=by, sheet=sheet, settings=settings)
    try:
        intake = bring_in_plan(
            by=by, plan=plan, settings=settings, file_name=path.name, file_hash=hash_of_file(path)
        )
    except Refused as refused:
        stop(str(refused))
    _tell(plan, path)
    sys.exit(1 if intake.accounting["failed"] else 0)


def _basis(uses: tuple[str, ...], stated_by: str | None, on: str | None) -> Basis | None:
    from reflectory.evidence.actions.intake import Basis
    from reflectory.listening.uses import ANALYSE, USES

    known = [use for use, _name in USES]
    for use in uses:
        if use not in known:
            stop(f"--may {use} cannot be used. Use one of: {', '.join(known)}.")
    if not (stated_by or "").strip():
        if uses or on is not None:
            stop("--may and --on need --stated-by: somebody must answer for what these people agreed to.")
        return None
    return Basis(frozenset(uses or (ANALYSE,)), by=str(stated_by), on=_day(on))


def _day(on: str | None) -> date:
    from django.utils import timezone

    if on is None:
        return timezone.localdate()
    try:
        return datetime.strptime(on, "%Y-%m-%d").date()
    except ValueError:
        stop(f"--on {on} is no day. Write it as year, month and day, like 2021-03-31.")


def _tell(plan: Plan, path: Path) -> None:
    n = plan.outcomes
    click.echo(f"Rows of {path.name} read: {len(plan.rows):,}.")
    click.echo(f"Used: {n['used']:,}. Excluded: {n['excluded']:,}. Failed: {n['failed']:,}.")
    for row in plan.rows:
        if row.why:
            click.echo(f"  row {row.number}: {row.why}", err=True)
        for note in row.notes:
            click.echo(f"  row {row.number}: {note}")
