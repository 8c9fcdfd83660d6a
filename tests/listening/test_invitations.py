"""People are invited once, written to as agreed and never more; what they refuse and what comes back is honoured."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.mailbox import Arrived
from reflectory.core.refusal import Refused
from reflectory.directory.actions.people import add_contact
from reflectory.listening import tends
from reflectory.listening.actions.invitations import decline, invite, revoke
from reflectory.listening.actions.mailing import remind, remind_due, send, send_due
from reflectory.listening.audience import core_roles, people_of
from reflectory.listening.models import Ask, EmailRefusal, Invitation, InvitationLink
from reflectory.programmes.models import Membership
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "https://asks.example.org"


def open_ask(**more):
    given = {"audience": "invited", "opens_at": NOW - DAY, "mails_since": NOW - DAY, **more}
    return asking.an_ask(edition=given.pop("edition", None) or a.edition(), **given)


def somebody(email="ada@example.org"):
    return a.person("Ada Reyes", email=email)


def invited(ask, *people):
    return invite(by=a.operator(), ask=ask, people=people)


def text_of(message):
    return message.body


def tokens_in(text):
    return re.findall(r"/i/([A-Za-z0-9_-]+)/", text)


def test_a_token_has_128_bits_and_only_its_hash_is_kept():
    [(invitation, token)] = invited(open_ask(), somebody())
    assert len(token) == 22
    assert invitation.token_hash == sha256(token.encode()).hexdigest()
    assert Invitation.objects.with_token(token).get() == invitation


def test_an_anonymous_ask_gives_nobody_a_link_of_their_own():
    ask = open_ask(identity="anonymous")
    [(invitation, token)] = invited(ask, somebody())
    assert (token, invitation.token_hash) == (None, None)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvitationLink.objects.create(invitation=invitation, token_hash="x" * 64)


def test_people_are_invited_once_and_as_what_they_are_in_the_core_team():
    edition = a.edition()
    team, other, who = a.team(edition), a.team(edition), somebody()
    a.member(other, who, role="community_member")
    core = a.member(team, who, role="core_team_member")
    ask = open_ask(edition=edition)
    [(invitation, _token)] = invited(ask, who, who)
    assert (invitation.membership, invitation.team) == (core, team)
    assert invited(ask, who) == []


def test_groups_are_of_those_who_are_members_today_of_teams_that_take_part():
    edition = a.edition()
    team = a.team(edition)
    official = a.member(team, role="core_team_member").person
    resident = a.member(team, role="community_member").person
    a.member(a.team(edition, stage="applied"), role="core_team_member")
    gone = a.member(team, role="core_team_member")
    Membership.objects.filter(pk=gone.pk).update(left_on=a.STARTS)
    today = NOW.date()
    assert people_of(edition, on=today, roles=core_roles(edition)) == [official]
    assert {one.pk for one in people_of(edition, on=today)} == {official.pk, resident.pk}
    assert people_of(edition, on=today, teams=[a.team(edition).pk]) == []


def test_an_invitation_that_is_taken_back_leads_nowhere_until_it_is_given_anew():
    ask, who = open_ask(), somebody()
    [(invitation, token)] = invited(ask, who)
    assert revoke(by=a.operator(), invitations=[invitation]) == 1
    assert not Invitation.objects.with_token(token).exists()
    assert revoke(by=a.operator(), invitations=[invitation]) == 0
    [(again, new)] = invited(ask, who)
    assert (again.pk, Invitation.objects.with_token(new).get().pk) == (invitation.pk, invitation.pk)
    assert not Invitation.objects.with_token(token).exists()


def test_analysts_invite_nobody():
    edition = a.edition()
    with pytest.raises(Refused):
        invite(by=a.viewer_with(ANALYST, on=edition), ask=open_ask(edition=edition), people=[somebody()])


def test_invitations_leave_once_with_a_link_that_works():
    ask = open_ask()
    [(invitation, _token)] = invited(ask, somebody())
    assert send_due(NOW, site=SITE).n == 1
    assert send_due(NOW, site=SITE).n == 0
    [message] = mail.outbox
    assert message.to == ["ada@example.org"]
    assert message.subject == "Your answers: After the session"
    [own, to_decline] = tokens_in(text_of(message))
    assert own == to_decline
    assert Invitation.objects.with_token(own).get() == invitation
    assert f"{SITE}/i/{own}/decline/" in text_of(message)
    assert "The team that asks sees your answers together with your name." in text_of(message)


def test_nothing_leaves_before_the_ask_opens_nor_before_somebody_says_so():
    for ask in (open_ask(opens_at=NOW + DAY), open_ask(mails_since=None), open_ask(closed_at=NOW)):
        Invitation.objects.create(ask=ask, identity=ask.identity, person=somebody(f"p{ask.pk}@example.org"))
    assert send_due(NOW, site=SITE).n == 0
    assert mail.outbox == []


def test_a_letter_about_an_anonymous_ask_has_the_link_of_everybody_and_says_so():
    ask = open_ask(identity="anonymous")
    invited(ask, somebody())
    send_due(NOW, site=SITE)
    [message] = mail.outbox
    assert tokens_in(text_of(message)) == []
    assert f"{SITE}/a/{ask.code}/" in text_of(message)
    assert "The link is the same for everybody and does not tell who opened it." in text_of(message)


def test_letters_are_written_in_the_language_of_the_person_where_the_ask_speaks_it():
    asked = {"key": "helped", "kind": "long_text", "label": asking.words("What helped?", es="¿Qué ayudó?")}
    version = asking.a_form({
        "languages": ["en", "es"], "title": asking.words("After the session", es="Después de la sesión"),
        "sections": [{"key": "first", "title": asking.words("One", es="Uno"), "questions": [asked]}],
    })  # fmt: skip
    who = somebody()
    who.language = "es"
    who.save()
    invited(open_ask(version=version, languages=["en", "es"]), who)
    send_due(NOW, site=SITE)
    [message] = mail.outbox
    assert message.subject == "Sus respuestas: Después de la sesión"
    assert '<html lang="es">' in message.alternatives[0].content


def test_reminders_are_as_many_and_as_far_apart_as_was_agreed():
    ask = open_ask(most_reminders=2, days_between_reminders=3)
    invited(ask, somebody())
    send_due(NOW, site=SITE)
    days = [n for n in range(1, 30) if remind_due(NOW + n * DAY, site=SITE).n]
    assert days == [3, 6]
    assert len(mail.outbox) == 3


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    most=st.integers(min_value=0, max_value=4), apart=st.integers(min_value=1, max_value=6),
    tried=st.lists(st.integers(min_value=0, max_value=25), max_size=20),
)  # fmt: skip
def test_whenever_it_is_tried_nobody_is_reminded_more_or_sooner(most, apart, tried):
    mail.outbox.clear()
    with transaction.atomic():
        ask = open_ask(most_reminders=most, days_between_reminders=apart)
        invited(ask, somebody())
        send_due(NOW, site=SITE)
        days = [day for day in sorted(tried) if remind_due(NOW + day * DAY, site=SITE).n]
        transaction.set_rollback(True)
    assert len(days) <= most
    assert all(later - sooner >= apart for sooner, later in zip([0, *days], days, strict=False))


@pytest.mark.parametrize("what", ["answered_at", "declined_at", "bounced_at", "revoked_at"])
def test_who_answered_declined_or_cannot_be_reached_is_not_reminded(what):
    ask = open_ask()
    [(invitation, _token)] = invited(ask, somebody())
    send_due(NOW, site=SITE)
    Invitation.objects.filter(pk=invitation.pk).update(**{what: NOW})
    assert remind_due(NOW + 10 * DAY, site=SITE).n == 0


def test_anonymous_reminders_go_to_everybody_and_say_so():
    ask = open_ask(identity="anonymous")
    invited(ask, somebody(), somebody("bo@example.org"))
    send_due(NOW, site=SITE)
    mail.outbox.clear()
    assert remind_due(NOW + 3 * DAY, site=SITE).n == 2
    said = (
        "This reminder goes to everybody, because nobody can know who has answered. If you have: thank you."
    )
    assert [said in text_of(message) for message in mail.outbox] == [True, True]


def test_the_link_of_the_first_letter_still_works_after_a_reminder():
    ask = open_ask()
    [(invitation, token)] = invited(ask, somebody())
    send_due(NOW, site=SITE)
    remind_due(NOW + 3 * DAY, site=SITE)
    links = [token, *(tokens_in(text_of(message))[0] for message in mail.outbox)]
    assert len(set(links)) == 3
    assert [Invitation.objects.with_token(one).get() for one in links] == [invitation] * 3


def test_reminding_by_hand_is_refused_sooner_than_agreed():
    ask = open_ask()
    invited(ask, somebody())
    send_due(NOW, site=SITE)
    with pytest.raises(Refused) as refused:
        remind(by=a.operator(), ask=ask, site=SITE, now=NOW + 2 * DAY)
    assert str(refused.value) == (
        "Nobody may be reminded today: at most 2 reminders go to each person, 3 days apart, and none to those who "
        "answered or declined."
    )
    assert remind(by=a.operator(), ask=ask, site=SITE, now=NOW + 3 * DAY).n == 1


def test_two_who_post_at_once_post_each_letter_once(monkeypatch):
    """The second begins while the first is between finding whom to write to and writing."""
    from reflectory.listening.actions import mailing

    ask = open_ask()
    invited(ask, somebody())
    real, seen = mailing.addresses_of, []

    def meanwhile(people):
        if not seen:
            seen.append(True)
            seen.append(send_due(NOW, site=SITE).n)
        return real(people)

    monkeypatch.setattr(mailing, "addresses_of", meanwhile)
    assert send_due(NOW, site=SITE).n == 0
    assert seen == [True, 1]
    assert len(mail.outbox) == 1


def test_what_the_server_did_not_take_is_tried_again(settings):
    ask = open_ask()
    [(invitation, _token)] = invited(ask, somebody())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(Refused):
        list(tends.post_letters(NOW))
    invitation.refresh_from_db()
    assert invitation.sent_on is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert list(tends.post_letters(NOW)) == ["1 invitation was sent."]


def test_sending_leaves_beside_the_page(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.REFLECTORY_DIR, settings.RUNS_ARE_CARRIED_OUT_BESIDE = tmp_path, False
    ask = asking.an_ask(edition=a.edition(), audience="invited")
    invited(ask, somebody())
    with django_capture_on_commit_callbacks(execute=True):
        send(by=a.operator(), ask=ask)
    assert len(mail.outbox) == 1


def test_a_bounce_ends_the_letters():
    ask = open_ask()
    [(invitation, _token)] = invited(ask, somebody())
    send_due(NOW, site=SITE)
    for _n in range(2):
        tends.take_in(Arrived(invitation.pk, "postmaster@example.org", is_bounce=True))
    invitation.refresh_from_db()
    assert invitation.bounced_at is not None
    assert remind_due(NOW + 5 * DAY, site=SITE).n == 0


def test_declining_is_a_press_and_not_a_look(client):
    ask = open_ask()
    [(invitation, token)] = invited(ask, somebody())
    url = reverse("answer-decline", args=[token])
    assert client.get(url).status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).declined_at is None
    assert client.post(url).status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).declined_at is not None
    assert client.get(reverse("answer-decline", args=["x" * 22])).status_code == 404


def test_who_has_answered_cannot_decline():
    ask = open_ask()
    [(invitation, _token)] = invited(ask, somebody())
    Invitation.objects.filter(pk=invitation.pk).update(answered_at=NOW)
    with pytest.raises(Refused):
        decline(invitation=invitation)


def stop_url(message):
    return re.search(
        r"<https://asks\.example\.org(/mail/stop/[^>]+)>", message.extra_headers["List-Unsubscribe"]
    )[1]


def test_who_wants_no_more_mail_is_asked_nothing_by_mail_again(client):
    who = somebody()
    invited(open_ask(), who)
    send_due(NOW, site=SITE)
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = stop_url(message)
    assert client.get(url).status_code == 200
    assert EmailRefusal.objects.count() == 0
    assert client.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    mail.outbox.clear()
    invited(open_ask(), who)
    assert (send_due(NOW, site=SITE).n, mail.outbox) == (0, [])
    assert client.post(url, {"again": "1"}).status_code == 200
    assert send_due(NOW, site=SITE).n == 1


def test_a_refusal_holds_for_the_address_and_keeps_no_address(client):
    who = somebody()
    invited(open_ask(), who)
    send_due(NOW, site=SITE)
    client.post(stop_url(mail.outbox[0]))
    [kept] = EmailRefusal.objects.values()
    assert "example" not in str(kept)
    add_contact(by=a.operator(), person=who, kind="email", value="other@example.org")
    mail.outbox.clear()
    invited(open_ask(), who)
    send_due(NOW, site=SITE)
    assert [message.to for message in mail.outbox] == [["other@example.org"]]


def test_a_made_up_link_to_stop_mail_does_nothing(client):
    assert client.post("/mail/stop/ImFiYyI:1abc:xyz/").status_code == 404
    assert EmailRefusal.objects.count() == 0


def test_letters_hold_no_picture_and_no_link_that_counts():
    invited(open_ask(), somebody())
    send_due(NOW, site=SITE)
    [message] = mail.outbox
    html = message.alternatives[0].content
    assert re.findall(r"<(?:img|script|link|iframe)", html) == []
    assert {one.split("/")[2] for one in re.findall(r'https?://[^"<\s]+', html)} == {"asks.example.org"}


def test_no_token_is_written_to_the_log(caplog):
    caplog.set_level("DEBUG")
    [(_invitation, token)] = invited(open_ask(), somebody())
    send_due(NOW, site=SITE)
    own = tokens_in(text_of(mail.outbox[0]))[0]
    assert [one for one in caplog.messages if token in one or own in one] == []


def test_a_number_of_people_changes_no_number_of_queries(django_assert_num_queries):
    edition = a.edition()
    lead = a.viewer_with(LEAD, on=edition)
    for n in (1, 3):
        people = [somebody(f"p{n}{m}@example.org") for m in range(n)]
        ask = Ask.objects.get(pk=open_ask(edition=edition).pk)
        with django_assert_num_queries(9):
            invite(by=lead, ask=ask, people=people)
