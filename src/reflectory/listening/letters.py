"""What letters about an ask say, in the language of the person: who asks what, who sees the answers, until when."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.core import signing
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from reflectory.core.concealed import fingerprint
from reflectory.core.mail import Letter
from reflectory.listening.codes import path_of_code, path_of_token
from reflectory.listening.identities import TOLD
from reflectory.listening.models import Ask, Invitation

PREFIX = "invitation"
ABOUT = "listening.ask"
_SALT = "reflectory.listening.stop"


def letter_for(
    invitation: Invitation, ask: Ask, *, to: str, site: str, token: str | None, is_reminder: bool
) -> Letter:
    """The invitation, or one reminder of it. `ask` comes with its form version and its edition's programme."""
    language = language_of(invitation, ask)
    with translation.override("en-gb" if language == "en" else language):
        title = ask.form_version.document.title.in_(language) or ask.title
        who = ask.edition.programme.name if ask.edition else ""
        path = path_of_token(token) if token else path_of_code(ask.code)
        stop_url = site + stop_path(to)
        return Letter(
            to=to, subject=_subject(title, is_reminder=is_reminder),
            before=_before(invitation, ask, title, who, is_reminder=is_reminder),
            link=(str(_("Answer here")), site + path),
            after=_after(ask, stop_url, site + path if token else ""),
            language=language, about=f"{ABOUT}.{ask.pk}", reference=(PREFIX, invitation.pk), stop_url=stop_url,
        )  # fmt: skip


def language_of(invitation: Invitation, ask: Ask) -> str:
    """The person's own where the ask speaks it, else the first that it speaks."""
    own = invitation.person.language.split("-")[0].lower()
    return own if own in ask.languages else (ask.languages or ["en"])[0]


def _subject(title: str, *, is_reminder: bool) -> str:
    said = _("A reminder: {title}") if is_reminder else _("Your answers: {title}")
    return " ".join(said.format(title=title).split())


def _before(invitation: Invitation, ask: Ask, title: str, who: str, *, is_reminder: bool) -> list[str]:
    asks = _("{who} asks you: {title}.") if who else _("You are asked: {title}.")
    paragraphs = [
        _("Hello {name},").format(name=invitation.person.name),
        asks.format(who=who, title=title.rstrip(".")),
    ]
    if is_reminder and ask.is_anonymous:
        paragraphs.append(
            _(
                "This reminder goes to everybody, because nobody can know who has answered. If you have: thank you."
            )
        )
    paragraphs.append(str(TOLD[ask.identity]))
    if ask.closes_at is not None:
        zone = ZoneInfo(ask.edition.time_zone) if ask.edition else ZoneInfo("UTC")
        until = formats.date_format(ask.closes_at.astimezone(zone), "j F Y, H:i")
        paragraphs.append(_("You can answer until {until} ({zone}).").format(until=until, zone=zone.key))
    return paragraphs


def _after(ask: Ask, stop_url: str, own_url: str) -> list[str]:
    last = []
    if own_url:
        last.append(_("The link is yours alone: please do not pass it on."))
        last.append(_("If you would rather not answer, say so here and you are not reminded: {url}").format(
            url=own_url + "decline/"))  # fmt: skip
    elif ask.is_anonymous:
        last.append(_("The link is the same for everybody and does not tell who opened it."))
    last.append(_("If you want no more mail that asks you something: {url}").format(url=stop_url))
    return last


def stop_path(address: str) -> str:
    """Where the person at an address says that they want no more of this. It names none."""
    return reverse("mail-stop", args=[signing.dumps(fingerprint(address), salt=_SALT)])


def fingerprint_in(signed: str) -> str | None:
    """The fingerprint of the address that a link was made for; None where it was not made here."""
    try:
        found = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, str) else None
