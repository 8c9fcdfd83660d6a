"""Makes an installation and opens it: the folder, its two keys, the database as this version needs it, its mark.

Not what serves it, which is `serving`. Whoever calls this has not used Django yet: settings are read by
`open_installation`, after the folder was named.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

# As in config.environment, which reads what is kept here; a room does not import config, and a test compares the two.
SECRET_FILE = "secret-key"
CONTACT_FILE = "contact-key"
# In the folder of a demonstration: every page then says that all of it is invented.
INVENTED_FILE = "demonstration"
DATABASE_FILE = "reflectory.sqlite3"


class NotInvented(Exception):
    """The folder holds an installation of somebody's own; the text says so and what to do."""


def prepare_installation(directory: Path) -> None:
    """Makes the folder where there is none, and its keys, which only its owner can read, once."""
    directory.mkdir(parents=True, exist_ok=True)
    _keep_once(directory / SECRET_FILE, secrets.token_urlsafe(48))
    _keep_once(directory / CONTACT_FILE, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"))


def is_installation(directory: Path) -> bool:
    """Whether somebody keeps, or began to keep, an installation there."""
    return any((directory / name).exists() for name in (DATABASE_FILE, SECRET_FILE, CONTACT_FILE))


def mark_as_demonstration(directory: Path) -> None:
    """The folder is one of invented content from now on. Raises `NotInvented` where it is somebody's own."""
    mark = directory / INVENTED_FILE
    if mark.exists():
        return
    if is_installation(directory):
        raise NotInvented(
            f"{directory} is an installation of somebody's own, and the demonstration would get mixed up with it. "
            f"Choose another folder with --dir."
        )
    directory.mkdir(parents=True, exist_ok=True)
    mark.write_text(
        "Everything in this installation is invented. It may be deleted at any time.\n", encoding="utf-8"
    )


def open_installation(directory: Path) -> Path:
    """The folder's full path, with Django set up for it and its database as this version needs it."""
    directory = directory.expanduser().absolute()
    prepare_installation(directory)
    os.environ["REFLECTORY_DIR"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reflectory.config.settings")
    import django  # settings are read here, after the folder was named

    django.setup()
    migrate_if_needed()
    refresh_statistics()
    return directory


def refresh_statistics() -> None:
    """Lets SQLite look at some rows of each table, so that it picks the right index; PostgreSQL does it by itself."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 400")
        cursor.execute("ANALYZE")


def migrate_if_needed() -> bool:
    """Whether the database had to be brought up to date; asking takes a moment, doing it some seconds."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _keep_once(path: Path, key: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
