"""Accounts: adding, inviting by mail, closing, and what somebody sets for themselves."""

import re

import pytest
from django.core import mail

from reflectory.accounts import actions
from reflectory.accounts.models import Account
from reflectory.core.models import AuditEvent, Revision
from reflectory.core.refusal import Refused
from reflectory.programmes.viewing import viewer_for
from tests import portfolio as a

pytestmark = pytest.mark.django_db
SITE = "https://learning.example.org/"


def test_an_account_is_added_with_its_address_in_small_letters_and_the_write_is_kept():
    account = actions.add_account(by=a.operator(), email=" Wendy@Example.ORG ", name=" Wendy Haskell ")
    assert (account.email, account.name, account.is_operator) == ("wendy@example.org", "Wendy Haskell", False)
    assert not account.has_usable_password()
    event = AuditEvent.objects.get(kind="accounts.account", object_id=account.pk)
    assert (event.by_name, event.verb) == ("A test", "add_account")


def test_the_history_of_an_account_holds_neither_password_nor_calendar_address():
    account = actions.add_account(
        by=a.operator(), email="w@example.org", name="W", password="tuna cannot knit"
    )
    renewed = actions.renew_calendar_address(by=viewer_for(account), account=account)
    kept = str(list(Revision.objects.values_list("values", flat=True)))
    assert [secret in kept for secret in (account.password, renewed.calendar_token)] == [False, False]


@pytest.mark.parametrize(
    ("email", "name", "sentence"),
    [
        ("wendy", "Wendy", "“wendy” is no e-mail address. It looks like name@example.org."),
        ("w@example.org", " ", "The account needs the name of the person it is for."),
        ("TAKEN@example.org", "Wendy", "There is an account for taken@example.org already."),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(email, name, sentence):
    actions.add_account(by=a.operator(), email="taken@example.org", name="Somebody")
    with pytest.raises(Refused, match=f"^{re.escape(sentence)}$"):
        actions.add_account(by=a.operator(), email=email, name=name)
    assert Account.objects.count() == 1


def test_only_operators_add_and_close_accounts():
    lead = a.viewer_with("programme_lead", on=a.programme())
    with pytest.raises(Refused, match=r"^Accounts are added by somebody who runs this installation\.$"):
        actions.add_account(by=lead, email="w@example.org", name="W")
    with pytest.raises(Refused, match=r"^Accounts are closed by somebody who runs this installation\.$"):
        actions.close_account(by=lead, account=a.account())


def test_an_invitation_leads_to_a_page_that_sets_the_password_once(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        account = actions.invite(by=a.operator(), email="wendy@example.org", name="Wendy", site=SITE)
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["wendy@example.org"], "A test invites you to Reflectory")
    link = re.search(r"https://learning\.example\.org(/account/password/reset/key/\S+)", sent.body).group(1)
    page = client.get(link, follow=True)
    assert "Set your password" in page.content.decode()
    done = client.post(
        page.wsgi_request.path, {"password1": "tuna cannot knit", "password2": "tuna cannot knit"}
    )
    assert done.status_code == 302
    account.refresh_from_db()
    assert account.check_password("tuna cannot knit")
    client.session.flush()
    assert "This link does not work any more" in client.get(link, follow=True).content.decode()


def test_looking_at_an_invitation_spends_nothing(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(by=a.operator(), email="wendy@example.org", name="Wendy", site=SITE)
    link = re.search(r"org(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    for _ in range(2):
        assert "Set your password" in client.get(link, follow=True).content.decode()


def test_nobody_is_invited_who_has_a_password_already():
    account = actions.add_account(
        by=a.operator(), email="w@example.org", name="W", password="tuna cannot knit"
    )
    with pytest.raises(Refused, match=r"^W has set a password already"):
        actions.send_invitation(by=a.operator(), account=account, site=SITE)


def test_a_closed_account_signs_nobody_in_and_has_no_calendar(client):
    account = actions.renew_calendar_address(by=a.operator(), account=a.account())
    client.force_login(account)
    assert client.get("/me/").status_code == 200
    closed = actions.close_account(by=a.operator(), account=account)
    assert (closed.is_active, closed.has_usable_password(), closed.calendar_token) == (False, False, None)
    assert client.get("/me/").status_code == 302


def test_nobody_closes_their_own_account_nor_the_last_that_runs_the_installation():
    first = a.account("Ada", is_operator=True)
    with pytest.raises(Refused, match=r"^You cannot close the account that you are signed in with\."):
        actions.close_account(by=viewer_for(first), account=first)
    with pytest.raises(Refused, match=r"^Ada is the last who runs this installation\."):
        actions.close_account(by=a.operator(), account=first)
    a.account("Bea", is_operator=True)
    assert actions.close_account(by=a.operator(), account=first).is_active is False


def test_preferences_are_ones_own_and_hold_nothing_else():
    account = a.account("Wendy")
    with pytest.raises(Refused, match=r"^Only Wendy can change this\.$"):
        actions.edit_preferences(by=viewer_for(a.account()), account=account, values={"name": "W"})
    changed = actions.edit_preferences(
        by=viewer_for(account),
        account=account,
        values={"name": "Wen", "digest": "daily", "is_operator": True},
    )
    assert (changed.name, changed.digest, changed.is_operator) == ("Wen", "daily", False)


def test_a_renewed_calendar_address_is_another_and_a_revoked_one_is_none():
    account = a.account()
    first = actions.renew_calendar_address(by=viewer_for(account), account=account).calendar_token
    second = actions.renew_calendar_address(by=viewer_for(account), account=account).calendar_token
    assert first != second
    assert actions.revoke_calendar_address(by=viewer_for(account), account=account).calendar_token is None
