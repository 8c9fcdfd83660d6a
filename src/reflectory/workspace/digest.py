"""The summary by e-mail: what needs somebody today, as their first page shows it, to those who asked for it.

`reflectory send-summaries` calls `send_digests`, once a day or more often: nobody is sent a second one on a day, and
nothing goes to those for whom nothing waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from reflectory.accounts.models import Account
from reflectory.core.navigation import Need, what_needs
from reflectory.programmes.viewing import viewer_for
from reflectory.workspace.middleware import zone_of

MONDAY, FRIDAY = 0, 4


@dataclass(frozen=True)
class Digest:
    """One mail, ready to be sent."""

    to: str
    subject: str
    text: str


def is_due(account: Account, on: date) -> bool:
    """Whether the account asked for a summary on this day."""
    if account.digest == "daily":
        return on.weekday() <= FRIDAY
    return account.digest == "weekly" and on.weekday() == MONDAY


def digest_for(account: Account, on: date, *, base_url: str) -> Digest | None:
    """The mail in the account's language and zone, or None where nothing waits for this person."""
    with (
        translation.override(account.language or translation.get_language()),
        timezone.override(zone_of(account)),
    ):
        needs = what_needs(viewer_for(account), on)
        if not needs:
            return None
        n = sum(need.n for need in needs)
        subject = ngettext("{n} thing waits for you", "{n} things wait for you", n).format(n=n)
        text = render_to_string(
            "workspace/digest.txt",
            {"account": account, "by_kind": by_kind(needs), "base_url": base_url, "day": on},
        )
        return Digest(account.email, subject, text)


def send_digests(on: date, *, base_url: str) -> int:
    """Sends the summaries of a day and says how many; `base_url` is where the installation is reached."""
    n_sent = 0
    for account in Account.objects.filter(is_active=True).exclude(digest="never").order_by("pk"):
        if not is_due(account, on) or account.digest_sent_on == on:
            continue
        found = digest_for(account, on, base_url=base_url)
        if found is None:
            continue
        n_sent += EmailMessage(found.subject, found.text, to=[found.to]).send()
        # Kept at once: if the next mail fails, nobody is sent this one again.
        Account.objects.filter(pk=account.pk).update(digest_sent_on=on)
    return n_sent


def by_kind(needs: list[Need]) -> list[tuple[str, list[Need]]]:
    """The needs under their headings, in the order in which the first of each comes."""
    found: dict[str, list[Need]] = {}
    for need in needs:
        found.setdefault(str(need.kind), []).append(need)
    return list(found.items())
