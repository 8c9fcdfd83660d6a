"""Whoever was invited and has answered is sent the link to their own page again, at an address that is known of them.

Whether anybody has that address is told to nobody: the page says the same, and takes as long, either way, since the
letters are looked for and posted beside the server. Anonymous answers have no such link: nobody knows whose they are.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reflectory.core.beside import start_beside
from reflectory.core.concealed import fingerprint
from reflectory.core.mail import Letter, post
from reflectory.directory.models import Contact
from reflectory.listening.codes import new_token
from reflectory.listening.letters import ABOUT, language_of
from reflectory.listening.models import Invitation, InvitationLink

MOST = 5  # letters, for the answers that came last
AGAIN_AFTER = 3600  # seconds


def ask_for_own_links(address: str, *, site: str) -> None:
    """Has the links sent, once an hour at most for an address."""
    sought = fingerprint(address)
    if not cache.add(f"reflectory:own-links:{sought}", 1, AGAIN_AFTER):
        return
    if getattr(settings, "RUNS_ARE_CARRIED_OUT_BESIDE", True):
        start_beside("send_own_links", sought, site)
    else:
        send_own_links(sought, site=site)


def send_own_links(sought: str, *, site: str) -> int:
    """How many letters were posted: one for each answer of the people who have the address."""
    addresses = {
        row.person_id: row.value
        for row in Contact.objects.filter(kind="email", fingerprint=sought).order_by("pk")
    }
    rows = Invitation.objects.standing().filter(person__in=addresses, response__isnull=False)
    found = rows.select_related("person", "ask__form_version").order_by("-response__received_at")[:MOST]
    letters = [_letter(row, to=addresses[row.person_id], site=site) for row in found]
    return sum(not one.why for one in post(letters)) if letters else 0


def _letter(row: Invitation, *, to: str, site: str) -> Letter:
    token, token_hash = new_token()
    InvitationLink.objects.create(invitation=row, token_hash=token_hash)
    language = language_of(row, row.ask)
    with translation.override("en-gb" if language == "en" else language):
        title = " ".join((row.ask.form_version.document.title.in_(language) or row.ask.title).split())
        return Letter(
            to=to,
            subject=_("Your page: {title}").format(title=title),
            before=[
                _("Hello {name},").format(name=row.person.name),
                _(
                    "Here is the page of what you answered to “{title}”: what you said, who can see it, where it was "
                    "used."
                ).format(title=title),
            ],
            link=(str(_("Open my page")), site + reverse("own-invited", args=[token])),
            after=[
                _("On it you can change what may be done with your words, or take them back."),
                _("If you did not ask for this letter, you need do nothing. The link went to nobody else."),
            ],
            language=language,
            about=f"{ABOUT}.{row.ask_id}",
        )
