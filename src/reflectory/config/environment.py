"""Reads the few things that whoever runs an installation may set.

Every one is a setting in `settings.py` with a comment, and a heading in docs/reference/settings.md.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

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


@dataclass(frozen=True)
class Mail:
    """How mail leaves, in the words of Django's settings."""

    backend: str
    folder: str | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    upgrades_to_tls: bool = False
    begins_with_tls: bool = False


def mail(name: str, folder: Path) -> Mail:
    """A server by its address, smtp:// or smtps://, else files in a folder. Raises where it is neither."""
    address = text(name, "")
    if not address:
        return Mail("reflectory.core.mail.FolderBackend", folder=str(folder))
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} is not the address of a mail server. Write it as smtp://user:password@mail.example.org:587, "
            "or leave it out to keep mail as files."
        )
    is_wrapped = parts.scheme == "smtps"
    return Mail(
        "django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname, port=parts.port or (465 if is_wrapped else 587),
        user=unquote(parts.username or ""), password=unquote(parts.password or ""),
        upgrades_to_tls=not is_wrapped and parts.hostname not in ("localhost", "127.0.0.1"), begins_with_tls=is_wrapped,
    )  # fmt: skip


def mailbox(name: str) -> str:
    """The address of a mailbox, imap:// or imaps://, or nothing. Raises where it is something else."""
    address = text(name, "")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("imap", "imaps") or not parts.hostname):
        raise ImproperlyConfigured(
            f"{name} is not the address of a mailbox. Write it as imaps://user:password@mail.example.org/INBOX, "
            "or leave it out to read none."
        )
    return address


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def database(name: str, file: Path) -> dict[str, Any]:
    """The database of that address, else one file in the installation."""
    address = text(name, "")
    if address:
        found = {**dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)}
        # Queries here last milliseconds; PostgreSQL would spend a second on compiling some of them.
        found["OPTIONS"] = {"options": "-c jit=off", **found.get("OPTIONS", {})}
        return found
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
