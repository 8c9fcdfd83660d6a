"""Letters: how one is written, posted and kept. What it says is up to the room that writes it.

Without a mail server each letter becomes a file in the installation's folder `mail`, which `/mail/` shows; with one
it leaves and no copy stays. A letter's reference is signed, so that an answer or a bounce finds its way back and nobody
can make one up: see `core.mailbox`. Nothing in a letter tells whether it was opened.
"""

from __future__ import annotations

import re
import secrets
import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from reflectory.core.visibility import Viewer

ABOUT = "X-Reflectory-About"
KEPT_FOR = timedelta(days=60)
_SALT = "reflectory.core.mail"
_REFERENCE = re.compile(r"<([a-z]+)\.(\d{1,18})\.([0-9a-f]{20})\.[0-9a-f]+@[^<>\s]+>")
_KEPT = re.compile(r"(\d{8}T\d{12})-([a-z0-9.]+)-[0-9a-f]{8}\.eml")


@dataclass(frozen=True)
class Letter:
    """What goes to one address: paragraphs, with one link to press among them."""

    to: str
    subject: str
    before: Sequence[str]
    link: tuple[str, str] | None = None  # what it says, and where it leads
    after: Sequence[str] = ()
    language: str = "en"
    about: str = ""  # "listening.ask.17": who may read the copy that is kept
    reference: tuple[str, int] | None = None  # ("invitation", 17): to whom an answer or a bounce is told
    stop_url: str = ""  # where no more such letters are asked for


def site_address(request: HttpRequest | None = None) -> str:
    """Where people reach this installation, without a slash at the end: as it was set, else as it was just reached."""
    if settings.SITE_ADDRESS:
        return str(settings.SITE_ADDRESS)
    return request.build_absolute_uri("/").rstrip("/") if request else "http://127.0.0.1:8000"


def leaves() -> bool:
    """Whether mail leaves this installation, rather than being kept as files."""
    return not settings.EMAIL_BACKEND.endswith("FolderBackend")


@dataclass(frozen=True)
class Posted:
    """What became of one letter. `why` is empty where it was posted."""

    letter: Letter
    why: str = ""
    is_refused: bool = False  # for good, by the server: this address takes none
    is_down: bool = False  # the server itself failed


def post(letters: Iterable[Letter]) -> Iterator[Posted]:
    """Posts one after the other and gives what became of each.

    An address that is refused keeps no other back. Where the server itself fails, the rest are told so untried.
    """
    connection = get_connection()
    broken = ""
    try:
        connection.open()
    except OSError as problem:
        broken = _why(problem)
    try:
        for letter in letters:
            posted = Posted(letter, broken, is_down=True) if broken else _posted(letter, connection)
            broken = posted.why if posted.is_down else ""
            yield posted
    finally:
        # All was posted by now; how the server says good-bye does not matter.
        with suppress(OSError):
            connection.close()


def _posted(letter: Letter, connection: Any) -> Posted:
    try:
        connection.send_messages([_message(letter, connection)])
    except SMTPRecipientsRefused as problem:
        code = next(iter(problem.recipients.values()))[0]
        return Posted(letter, f"SMTPRecipientsRefused {code}", is_refused=code >= 500)
    except SMTPResponseException as problem:
        return Posted(letter, _why(problem))
    except OSError as problem:  # of which SMTPServerDisconnected is one
        return Posted(letter, _why(problem), is_down=True)
    return Posted(letter)


def _why(problem: Exception) -> str:
    """Without the address, which has no place in a file or a log."""
    code = getattr(problem, "smtp_code", None)
    return f"{type(problem).__name__} {code}" if code else f"{type(problem).__name__}: {str(problem)[:120]}"


def _message(letter: Letter, connection: Any) -> EmailMultiAlternatives:
    context = {"letter": letter}
    headers = {"Message-ID": _message_id(letter.reference), "Auto-Submitted": "auto-generated"}
    if letter.about:
        headers[ABOUT] = letter.about
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = EmailMultiAlternatives(
        letter.subject, render_to_string("core/letter.txt", context), to=[letter.to], headers=headers,
        connection=connection,
    )  # fmt: skip
    made.attach_alternative(render_to_string("core/letter.html", context), "text/html")
    return made


def _message_id(reference: tuple[str, int] | None) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or socket.gethostname()
    nonce = secrets.token_hex(8)
    if reference is None:
        return f"<{nonce}@{domain}>"
    prefix, number = reference
    return f"<{prefix}.{number}.{_signature(prefix, number)}.{nonce}@{domain}>"


def _signature(prefix: str, number: int) -> str:
    return salted_hmac(_SALT, f"{prefix}.{number}", algorithm="sha256").hexdigest()[:20]


def references_in(text: str) -> list[tuple[str, int]]:
    """The references that stand in some headers and that were signed here, each once."""
    found = []
    for prefix, number, signed in _REFERENCE.findall(text):
        if constant_time_compare(signed, _signature(prefix, int(number))):
            found.append((prefix, int(number)))
    return list(dict.fromkeys(found))


class FolderBackend(BaseEmailBackend):
    """Keeps each letter as a file that every mail program opens, readable by the owner of the installation only."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for one in email_messages:
            about = one.extra_headers.get(ABOUT, "mail")
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{about}-{secrets.token_hex(4)}.eml"
            hidden = folder / f".{name}"
            hidden.touch(mode=0o600)
            hidden.write_bytes(one.message().as_bytes())
            hidden.rename(folder / name)
        return len(email_messages)


@dataclass(frozen=True)
class Kept:
    """A letter in the folder: its file, when it was written, what it is about."""

    name: str
    at: datetime
    about: str

    def message(self) -> EmailMessage:
        """The letter itself."""
        return message_from_bytes((_folder() / self.name).read_bytes(), policy=policy.default)


def kept_letters() -> list[Kept]:
    """All letters in the folder, newest first; no file is opened."""
    folder = _folder()
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True) if folder.is_dir() else []
    return [one for name in names if (one := _kept(name)) is not None]


def kept_letter(name: str) -> Kept | None:
    """The letter in the file of that name; None where there is none."""
    found = _kept(name)
    return found if found is not None and (_folder() / name).is_file() else None


def forget_kept_letters(now: datetime) -> int:
    """Deletes letters that are older than two months, and says how many."""
    old = [one for one in kept_letters() if one.at < now - KEPT_FOR]
    for one in old:
        (_folder() / one.name).unlink(missing_ok=True)
    return len(old)


def _kept(name: str) -> Kept | None:
    found = _KEPT.fullmatch(name)
    if found is None:
        return None
    at = datetime.strptime(found[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Kept(name, timezone.localtime(at), found[2])


def _folder() -> Path:
    return Path(settings.REFLECTORY_DIR) / "mail"


@dataclass(frozen=True)
class Reading:
    """Who else reads the letters of one sort: the numbers of those rows, and the secrets that they are not shown."""

    rows: Callable[[Viewer], Collection[int]]
    hides: re.Pattern[str]


_readings: dict[str, Reading] = {}


def lets_read_letters(kind: str, reading: Reading) -> None:
    """Registers who reads letters about rows of a kind, "listening.ask", beside those who run the installation."""
    _readings[kind] = reading


def abouts_read_by(viewer: Viewer) -> frozenset[str]:
    """What the letters are about that this viewer reads: "listening.ask.17"."""
    return frozenset(f"{kind}.{pk}" for kind, reading in _readings.items() for pk in reading.rows(viewer))


def without_secrets(text: str, about: str) -> str:
    """The words of a letter without the links that are its receiver's alone."""
    reading = _readings.get(about.rpartition(".")[0])
    return reading.hides.sub("…", text) if reading else text
