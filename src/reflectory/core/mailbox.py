"""The mailbox to which answers and bounces come: `read_mailbox` hands each to the room whose letter it belongs to.

A letter finds its room by the signed reference that its answer or its bounce repeats, see `core.mail`. What belongs to
no letter of ours is flagged and left unread for people. Read twice, a message does nothing twice: rooms see to that.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.mail import references_in
from reflectory.core.refusal import Refused

SECONDS = 20
AT_ONCE = 100  # messages; the rest are read a minute later
MOST_BYTES = 5_000_000
_QUOTED = re.compile(
    r"^(>|-{2,}\s*$|_{5,}|.{0,200}(wrote|escribió|a écrit|escreveu)\s*:\s*$)", re.MULTILINE | re.IGNORECASE
)
_FAILED = re.compile(r"^Action:\s*failed", re.MULTILINE | re.IGNORECASE)
_OURS = re.compile(r"^Message-ID:\s*(<[^>]+>)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Arrived:
    """What came back about one letter: an answer with its words, or that it could not be delivered."""

    number: int  # of the row that the letter was about
    sender: str
    words: str = ""  # what was written, without what it quotes
    is_bounce: bool = False


ReplyReader = Callable[[Arrived], None]
_readers: dict[str, ReplyReader] = {}


def register_reply_reader(prefix: str, function: ReplyReader) -> None:
    """Registers who is told of what comes back about letters whose reference begins so: "invitation"."""
    _readers[prefix] = function


def read_mailbox() -> Iterator[str]:
    """Reads what is new and says how much that was. Nothing where no mailbox is set."""
    if not settings.MAILBOX:
        return
    try:
        n = _read()
    except (OSError, imaplib.IMAP4.error) as problem:
        where = urlsplit(settings.MAILBOX).hostname
        raise Refused(
            _("The mailbox at {where} could not be read ({why}). Check REFLECTORY_MAILBOX.").format(
                where=where, why=type(problem).__name__
            )
        ) from problem
    if n:
        yield ngettext("{n} message was read.", "{n} messages were read.", n).format(n=n)


def _read() -> int:
    n = 0
    box = _open()
    try:
        _ok, found = box.uid("SEARCH", "UNSEEN", "UNFLAGGED", "UNDELETED")
        for uid in found[0].split()[:AT_ONCE]:
            is_ours = _hand_on(_fetched(box, uid))
            # Only when a room has taken it in: what fails in between is read again.
            box.uid("STORE", uid, "+FLAGS", r"(\Seen)" if is_ours else r"(\Flagged)")
            n += is_ours
    finally:
        # What was read is marked by now.
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()
    return n


def _open() -> imaplib.IMAP4:
    parts = urlsplit(settings.MAILBOX)
    is_wrapped = parts.scheme == "imaps"
    kind: Any = imaplib.IMAP4_SSL if is_wrapped else imaplib.IMAP4
    box: imaplib.IMAP4 = kind(parts.hostname, parts.port or (993 if is_wrapped else 143), timeout=SECONDS)
    box.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    answer, _said = box.select(f'"{folder}"')
    if answer != "OK":
        raise imaplib.IMAP4.error(f"no folder {folder}")
    return box


def _fetched(box: imaplib.IMAP4, uid: bytes) -> EmailMessage:
    """The message, and of one that is too large the beginning."""
    _ok, parts = box.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    return message_from_bytes(raw, policy=policy.default)


def _hand_on(message: EmailMessage) -> bool:
    """Whether it belongs to a letter of ours; the room has been told of it then."""
    is_bounce, failed, headers = _about(message)
    for prefix, number in references_in(headers):
        reader = _readers.get(prefix)
        if reader is None:
            continue
        if is_bounce and not failed:
            return True  # a delay, or that it was delivered: nothing to be done
        if not is_bounce and _is_automatic(message):
            return True  # "I am away" answers nothing
        sender = parseaddr(str(message.get("From", "")))[1]
        words = "" if is_bounce else own_words(_text_of(message))
        reader(Arrived(number, sender, words, is_bounce))
        return True
    return False


def _about(message: EmailMessage) -> tuple[bool, bool, str]:
    """Whether it reports on a delivery, whether that failed for good, and the headers that name our letter."""
    if message.get_content_type() != "multipart/report":
        return False, False, f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    failed, named = False, []
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = failed or _FAILED.search(part.as_string()) is not None
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            named += _OURS.findall(part.as_string())
    return True, failed, " ".join(named)


def _is_automatic(message: EmailMessage) -> bool:
    said = str(message.get("Auto-Submitted", "no")).lower()
    return said != "no" or str(message.get("Precedence", "")).lower() in ("bulk", "junk", "auto_reply")


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError):
        return ""
    return strip_tags(text) if body.get_content_type() == "text/html" else text


def own_words(text: str) -> str:
    """What somebody wrote in an answer, up to where they quote the letter or sign.

    >>> own_words("Ask Talia.\\n\\nOn Monday, Ada wrote:\\n> Who knows?")
    'Ask Talia.'
    """
    said = text.replace("\r\n", "\n").replace("\x00", "")
    quoted = _QUOTED.search(said)
    return (said[: quoted.start()] if quoted else said).strip()
