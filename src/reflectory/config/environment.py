"""Reads the few things that whoever runs an installation may set.

Every one is a setting in `settings.py` with a comment, and a heading in docs/reference/settings.md.
"""

import base64
import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url

SECRET_FILE = "secret-key"
CONTACT_FILE = "contact-key"


def text(name: str, default: str) -> str:
    """The variable's text; unset and empty are the same."""
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str) -> list[str]:
    """The variable's comma-separated parts, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def truth(name: str) -> bool:
    """True for 1, true, yes and on; everything else is false."""
    return text(name, "").lower() in {"1", "true", "yes", "on"}


def folder(name: str, default: str) -> Path:
    """An absolute path, so that a later change of the working folder moves nothing."""
    return Path(text(name, default)).expanduser().absolute()


def secret_key(installation: Path) -> str:
    """The key from the environment, else the installation's own, else one that lives as long as this process.

    Reading settings never writes: `workspace.serving` keeps a key before it serves.
    """
    return text("REFLECTORY_SECRET_KEY", "") or _kept(installation / SECRET_FILE) or secrets.token_urlsafe(48)


def contact_key(installation: Path) -> str:
    """The key under which contact details are kept, from the same places."""
    made = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    return text("REFLECTORY_CONTACT_KEY", "") or _kept(installation / CONTACT_FILE) or made


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def database(name: str, file: Path) -> dict[str, Any]:
    """The database of that address, else one file in the installation."""
    address = text(name, "")
    if address:
        return {**dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            # A writer takes its lock at once and waits its turn: with DEFERRED, two that read first and
            # write later refuse each other.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because what people said must outlive a power cut; NORMAL only outlives a killed process.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
