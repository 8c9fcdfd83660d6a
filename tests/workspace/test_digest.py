"""The summary by e-mail: to whom, when, in which words, and that it holds what the first page shows."""

from datetime import date

import pytest
from django.core import mail

from reflectory.programmes.actions.editions import add_deadline
from reflectory.workspace.digest import is_due, send_digests
from tests import portfolio as a

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY = date(2021, 6, 7), date(2021, 6, 8), date(2021, 6, 12)


def lead(digest, *, edition):
    account = a.account_with("programme_lead", on=edition)
    account.digest = digest
    account.save()
    return account


@pytest.mark.parametrize(
    ("digest", "days"), [("daily", [MONDAY, TUESDAY]), ("weekly", [MONDAY]), ("never", [])]
)
def test_it_is_due_as_often_as_somebody_asked_for(digest, days):
    account = lead(digest, edition=a.edition())
    assert [day for day in (MONDAY, TUESDAY, SATURDAY) if is_due(account, day)] == days


def test_it_says_what_waits_with_links_and_goes_to_those_who_asked():
    edition = a.edition()
    account = lead("daily", edition=edition)
    lead("never", edition=edition)
    add_deadline(by=a.operator(), edition=edition, what="Report & accounts", due_on=MONDAY)
    assert send_digests(MONDAY, base_url="https://learning.example.org") == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([account.email], "1 thing waits for you")
    assert (
        f"- Report & accounts, {edition} (7 Jun 2021)\n  https://learning.example.org{edition.get_absolute_url()}"
        in sent.body
    )
    assert "https://learning.example.org/me/" in sent.body


def test_nobody_is_written_to_about_nothing_or_about_what_they_may_not_see():
    edition = a.edition()
    lead("daily", edition=edition)
    add_deadline(by=a.operator(), edition=a.edition(), what="Planted", due_on=MONDAY)
    assert send_digests(MONDAY, base_url="") == 0
    assert mail.outbox == []


def test_an_account_that_was_closed_is_written_to_no_more():
    edition = a.edition()
    account = lead("daily", edition=edition)
    account.is_active = False
    account.save()
    add_deadline(by=a.operator(), edition=edition, what="Report", due_on=MONDAY)
    assert send_digests(MONDAY, base_url="") == 0
