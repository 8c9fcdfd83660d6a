"""What commands share that work on an installation: opening it, and stopping with a sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

DIRECTORY = click.option(
    "--dir", "directory", type=click.Path(path_type=Path), envvar="REFLECTORY_DIR", default=Path("reflectory-data"),
    show_default=True, help="The installation.",
)  # fmt: skip


def open_installation(directory: Path) -> None:
    """Makes Django ready for the installation. Without one, or without its contact key, nothing is begun."""
    directory = directory.expanduser().absolute()
    has_database = bool(os.environ.get("DATABASE_URL")) or (directory / "reflectory.sqlite3").is_file()
    if not has_database:
        stop(f"There is no installation in {directory}. Name one with --dir.")
    if not os.environ.get("REFLECTORY_CONTACT_KEY") and not (directory / "contact-key").is_file():
        stop(f"{directory} has no contact key, so no address could be read or kept. Put the file contact-key back, or "
              "give the key in REFLECTORY_CONTACT_KEY.")  # fmt: skip
    os.environ["REFLECTORY_DIR"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reflectory.config.settings")
    import django

    django.setup()


def stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
