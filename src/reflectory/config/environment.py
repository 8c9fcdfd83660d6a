"""Reads the few things that whoever runs an installation may set.

Every one is a setting in `settings.py` with a comment, and a heading in docs/reference/settings.md.
"""

import os
import secrets
from pathlib import Path

SECRET_FILE = "secret-key"


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
    given = text("REFLECTORY_SECRET_KEY", "")
    if given:
        return given
    try:
        kept = (installation / SECRET_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        kept = ""
    return kept or secrets.token_urlsafe(48)
