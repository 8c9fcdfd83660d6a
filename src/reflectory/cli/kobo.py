"""`reflectory import kobo` and `export kobo`: a form from a workbook of Kobo or ODK, and back.

The commands do what the pages do. What the other side has no counterpart for is listed with its row; the form comes in
without it and is looked over in the workspace before anybody is asked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from reflectory.cli.opening import DIRECTORY, open_installation, stop


@click.command("kobo")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--title", help="What the team calls the form.  [default: its own title]")
@click.option(
    "--purpose", default="pulse", show_default=True, help="What it is for, as application or pulse."
)
@DIRECTORY
def import_kobo(path: Path, title: str | None, purpose: str, directory: Path) -> None:
    """Bring a form of Kobo or ODK (an XLSForm) in. What cannot be held is listed with its row, and exit status is 1."""
    open_installation(directory)
    from reflectory.core.visibility import system
    from reflectory.intake import Unusable
    from reflectory.intake.xlsform import read_xlsform
    from reflectory.listening.actions.forms import add_form
    from reflectory.listening.purposes import PURPOSES
    from reflectory.listening.questions.document import NotAForm
    from reflectory.listening.questions.xlsform.reading import read_book

    known = [key for key, _name in PURPOSES]
    if purpose not in known:
        stop(f"--purpose {purpose} cannot be used. Use one of: {', '.join(known)}.")
    if not path.is_file():
        stop(f"There is no file {path}. Check the name and the folder.")
    try:
        brought = read_book(read_xlsform(path, name=path.name), title=path.stem)
        said = title or next(iter(brought.body["title"].values()))
        version = add_form(
            by=system("Import, command line"), title=said[:200], purpose=purpose, body=brought.body
        )
    except Unusable as problem:
        stop(str(problem))
    except NotAForm as wrong:
        stop(f"{path.name} holds no form that can be used: {wrong}")
    n = len(list(version.document.questions()))
    click.echo(f"“{version.form.title}” is form {version.form_id}: {n} question{'' if n == 1 else 's'}.")
    _tell(brought.told)


@click.command("kobo")
@click.argument("form", type=int)
@click.option("--out", type=click.Path(path_type=Path), help="The file.  [default: form-FORM.xlsx]")
@DIRECTORY
def export_kobo(form: int, out: Path | None, directory: Path) -> None:
    """Write the newest version of the form with this number as a workbook that Kobo and ODK read."""
    open_installation(directory)
    from reflectory.listening.models import FormVersion
    from reflectory.listening.questions.xlsform.writing import lay_out, workbook

    version = FormVersion.objects.filter(form=form).order_by("number").last()
    if version is None:
        stop(f"There is no form {form}. Its number stands in the address of its page, /forms/NUMBER/.")
    sheets = lay_out(version.document, form_id=f"form-{form}-{version.number}")
    path = out or Path(f"form-{form}.xlsx")
    path.write_bytes(workbook(sheets))
    click.echo(f"{path} holds “{version.form.title}”, version {version.number}.")
    _tell(sheets.told)


def _tell(told: Iterable[Any]) -> None:
    """Lists what was lost or became otherwise; with anything of that kind the exit status is 1."""
    lines = [f"  row {one.row}, {one.what}: {one.why}" for one in told]
    if lines:
        click.echo("Not everything has a counterpart:", err=True)
        click.echo("\n".join(lines), err=True)
        sys.exit(1)
