"""`reflectory import portfolio` and `export portfolio`: a spreadsheet into an edition, everything into a zip.

The commands do what the pages do, through the same steps; there is nobody to confirm, so rows that are refused are
left out and listed.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reflectory.cli.opening import DIRECTORY, open_installation, stop

if TYPE_CHECKING:
    from reflectory.programmes.imports.plan import Plan
    from reflectory.programmes.models import Edition


@click.group("import")
def import_group() -> None:
    """Bring something into an installation."""


@click.group("export")
def export_group() -> None:
    """Take something out of an installation."""


@import_group.command("portfolio")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--edition", "address", metavar="SLUG/SLUG", required=True, help="The programme and its edition."
)
@click.option(
    "--column", "columns", metavar="OURS=THEIRS", multiple=True,
    help="Which column of the file holds what, as person=Name; may be repeated. Others are found by their names.",
)  # fmt: skip
@click.option("--stage", help="The stage of a new team whose rows name none.  [default: invited]")
@click.option("--role", help="The role of a person whose row names none.  [default: such a row is refused]")
@click.option("--on", metavar="DAY", help="The day where a row names none.  [default: the edition's first]")
@DIRECTORY
def import_portfolio(
    path: Path, address: str, columns: tuple[str, ...], stage: str | None, role: str | None, on: str | None,
    directory: Path,
) -> None:  # fmt: skip
    """Bring teams, people and memberships from a CSV or XLSX file into an edition.

    Rows that cannot be used are listed with the reason and left out; the others are brought in together.
    """
    open_installation(directory)
    from reflectory.core.visibility import system
    from reflectory.programmes.actions.bulk import import_rows, lock_edition
    from reflectory.programmes.imports.columns import COLUMNS, guess_columns, missing
    from reflectory.programmes.imports.planning import make_plan
    from reflectory.programmes.imports.sheet import Unusable, read_sheet

    by = system("Import, command line")
    edition = edition_at(address)
    try:
        if not path.is_file():
            raise Unusable(f"There is no file {path}. Check the name and the folder.")
        sheet = read_sheet(path, path.name)
    except Unusable as problem:
        stop(str(problem))
    mapped = {
        **guess_columns(sheet.names),
        **columns_chosen(columns, sheet.names, [one.key for one in COLUMNS]),
    }
    if lacking := missing(mapped):
        names = ", ".join(one.key for one in lacking)
        stop(f"{path.name} has no column for {names}. Its columns are: {', '.join(sheet.names)}. "
              f"Name one with --column {lacking[0].key}=COLUMN.")  # fmt: skip
    defaults = _defaults(edition, stage, role, on)
    from django.db import transaction

    with transaction.atomic():
        edition = lock_edition(edition)
        plan = make_plan(by=by, edition=edition, sheet=sheet, mapped=mapped, defaults=defaults)
        import_rows(by=by, edition=edition, plan=plan)
    _tell(plan, path, str(edition))
    sys.exit(1 if plan.outcomes["refused"] else 0)


@export_group.command("portfolio")
@click.argument("path", type=click.Path(path_type=Path))
@DIRECTORY
def export_portfolio(path: Path, directory: Path) -> None:
    """Write the whole portfolio to PATH, a zip of CSV files with a description of them."""
    open_installation(directory)
    from reflectory.core.visibility import system
    from reflectory.programmes.exports import portfolio_package

    if path.exists():
        stop(f"{path} is there already. Give another name, so that nothing is overwritten.")
    if not path.absolute().parent.is_dir():
        stop(f"There is no folder {path.absolute().parent}. Make it, or give another name.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("wb") as stream:
            stream.writelines(portfolio_package(system("Export, command line")))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    click.echo(f"The portfolio was written to {path}. README.txt in it says what was left out.")


def edition_at(address: str) -> Edition:
    """The edition of "programme/edition". Stops with those there are where there is none."""
    from reflectory.programmes.models import Edition

    programme, _slash, slug = address.partition("/")
    found: Edition | None = (
        Edition.objects.select_related("programme").filter(programme__slug=programme, slug=slug).first()
    )
    if found is None:
        known = [
            f"{one.programme.slug}/{one.slug}" for one in Edition.objects.select_related("programme")[:30]
        ]
        stop(f"There is no edition {address}. There are: {', '.join(known) or 'none'}.")
    return found


def columns_chosen(columns: tuple[str, ...], names: tuple[str, ...], keys: list[str]) -> dict[str, str]:
    """The columns that were named as OURS=THEIRS. Stops where one of the two is unknown."""
    chosen = {}
    for said in columns:
        key, equals, name = said.partition("=")
        if not equals or key not in keys or name not in names:
            stop(f"--column {said} cannot be used. Write it as OURS=THEIRS. Ours are: {', '.join(keys)}. "
                  f"Those of the file are: {', '.join(names)}.")  # fmt: skip
        chosen[key] = name
    return chosen


def _defaults(edition: Edition, stage: str | None, role: str | None, on: str | None) -> Any:
    from dataclasses import replace

    from reflectory.programmes.imports.planning import first_stages
    from reflectory.programmes.imports.steps import usual_defaults
    from reflectory.programmes.imports.words import role_choices

    found = usual_defaults(edition)
    if stage is not None:
        found = replace(found, stage=_one_of("--stage", stage, [key for key, _name in first_stages()]))
    if role is not None:
        found = replace(found, role=_one_of("--role", role, [key for key, _name in role_choices(edition)]))
    if on is not None:
        try:
            found = replace(found, on=datetime.strptime(on, "%Y-%m-%d").date())
        except ValueError:
            stop(f"--on {on} is no day. Write it as year, month and day, like 2021-03-31.")
    return found


def _one_of(option: str, said: str, allowed: list[str]) -> str:
    if said not in allowed:
        stop(f"{option} {said} cannot be used. Use one of: {', '.join(allowed)}.")
    return said


def _tell(plan: Plan, path: Path, edition: str) -> None:
    from reflectory.programmes.imports.forms import counts_in_words

    outcomes = plan.outcomes
    notes = " ".join(plan.notes)
    click.echo(f"Rows of {path.name} read for {edition}: {len(plan.rows):,}. {notes}".rstrip())
    click.echo(f"Made: {', '.join(counts_in_words(plan.counts)) or 'nothing'}.")
    n_known, n_refused = outcomes["known"], outcomes["refused"]
    click.echo(f"Rows with nothing new: {n_known:,}. Rows refused and left out: {n_refused:,}.")
    for row in plan.rows:
        for note in (*row.reasons, *row.notes):
            click.echo(f"  row {row.number}: {note}", err=bool(row.reasons))
