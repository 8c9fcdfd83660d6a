"""`reflectory user add`: another account of an installation, by whoever has its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.group()
def user() -> None:
    """The accounts of an installation."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The name of whoever it is for.")
@click.option("--operator", is_flag=True, help="They run the installation: they see and change everything.")
@click.option(
    "--password-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is their password. Without it a link to set one is printed.",
)  # fmt: skip
@click.option(
    "--dir", "directory", type=click.Path(path_type=Path), envvar="REFLECTORY_DIR", default=Path("reflectory-data"),
    show_default=True, help="The installation.",
)  # fmt: skip
@click.option("--site", default="http://127.0.0.1:8000", show_default=True, help="Where people reach it.")
def add(
    email: str, name: str, operator: bool, password_file: Path | None, directory: Path, site: str
) -> None:
    """Add an account for EMAIL and print the link under which its password is set."""
    from reflectory.workspace.installation import is_installation, open_installation

    if not is_installation(directory):
        click.echo(f"{directory} is no installation. Make one first: reflectory init {directory}", err=True)
        raise SystemExit(2)
    open_installation(directory)
    account = add_first_line_password(email, name, password_file=password_file, is_operator=operator)
    say_how_to_sign_in(account, site, has_password=password_file is not None)


def add_first_line_password(email: str, name: str, *, password_file: Path | None, is_operator: bool) -> Any:
    """The new account, with the password in the file's first line; ends the command where it is refused."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from reflectory.accounts.actions import add_account
    from reflectory.accounts.models import Account
    from reflectory.core.refusal import Refused
    from reflectory.core.visibility import system
    from reflectory.directory.actions.people import person_behind

    password = None
    try:
        if password_file is not None:
            password = (password_file.read_text(encoding="utf-8").splitlines() or [""])[0].strip()
            validate_password(password, Account(email=email, name=name))
        by = system("Command line")
        account = add_account(by=by, email=email, name=name, is_operator=is_operator, password=password)
        person_behind(by=by, account=account)
        return account
    except Refused as refused:
        click.echo(str(refused), err=True)
    except ValidationError as problems:
        click.echo(f"{password_file}: {' '.join(problems.messages)}", err=True)
    raise SystemExit(2)


def say_how_to_sign_in(account: Any, site: str, *, has_password: bool) -> None:
    """Prints the address to sign in with, and the link for a first password where there is none."""
    from reflectory.accounts.actions import password_path

    click.echo(f"{account.name} signs in as {account.email}.")
    if not has_password:
        click.echo(
            "This link sets the password. It works once, for three days, while the installation is served:"
        )
        click.echo(f"  {site.rstrip('/')}{password_path(account)}")
