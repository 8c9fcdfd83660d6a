"""`reflectory init`: an installation of one's own, with the first account that runs it."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--email", help="The address of whoever runs the installation; asked for where it is not given."
)
@click.option("--name", help="Their name; asked for where it is not given.")
@click.option(
    "--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is their password. Without it a link to set one is printed.",
)  # fmt: skip
@click.option(
    "--site", default="http://127.0.0.1:8000", show_default=True, help="Where people will reach it."
)
def init(directory: Path, email: str | None, name: str | None, password_file: Path | None, site: str) -> None:
    """Make an installation in DIRECTORY: its keys, its database, and the account of whoever runs it."""
    from reflectory.cli.user import add_first_line_password, say_how_to_sign_in
    from reflectory.workspace.installation import DATABASE_FILE, is_installation, open_installation

    if is_installation(directory) and (directory / DATABASE_FILE).exists():
        click.echo(f"{directory} is an installation already. To add somebody: reflectory user add", err=True)
        raise SystemExit(2)
    email = email or click.prompt("Your e-mail address")
    name = name or click.prompt("Your name")
    open_installation(directory)
    account = add_first_line_password(email, name, password_file=password_file, is_operator=True)
    click.echo(f"Made {directory}. The files secret-key and contact-key in it are not to be lost or shared:")
    click.echo(
        "without contact-key nobody can read the addresses again. Keep a copy of both away from backups."
    )
    say_how_to_sign_in(account, site, has_password=password_file is not None)
    click.echo(f"Next: reflectory serve --dir {directory}")
