"""The page of one's own preferences: what it saves, what it refuses, and the calendar's secret address."""

import re

import pytest
from django.conf import settings

from tests import portfolio as a

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Wendy", "language": "es", "time_zone": "America/Bogota", "digest": "weekly"}


@pytest.fixture
def wendy(client):
    account = a.account("Wendy Haskell")
    client.force_login(account)
    return account


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(client):
    assert client.get("/me/").headers["Location"] == "/account/login/?next=/me/"


def test_what_was_set_is_kept_and_the_pages_follow_at_once(client, wendy):
    response = client.post("/me/", GIVEN)
    assert (response.status_code, response.headers["Location"]) == (302, "/me/")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    wendy.refresh_from_db()
    assert {name: getattr(wendy, name) for name in GIVEN} == GIVEN


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"digest": "hourly"}]
)
def test_what_cannot_be_is_told_and_nothing_is_kept(client, wendy, wrong):
    response = client.post("/me/", {**GIVEN, **wrong})
    assert response.status_code == 422
    assert "One thing to mend before this can be saved" in response.content.decode()
    wendy.refresh_from_db()
    assert (wendy.name, wendy.language, wendy.time_zone, wendy.digest) == ("Wendy Haskell", "", "", "never")


def test_nobody_makes_themselves_an_operator(client, wendy):
    client.post("/me/", {**GIVEN, "is_operator": "on", "email": "root@example.org"})
    wendy.refresh_from_db()
    assert (wendy.is_operator, wendy.email) == (False, wendy.email)
    assert wendy.email.startswith("somebody")


def test_a_calendar_address_is_made_renewed_and_revoked_by_buttons(client, wendy):
    assert client.get("/me/calendar/").status_code == 405
    addresses = []
    for to in ("renew", "renew", "revoke"):
        page = client.post("/me/calendar/", {"to": to}, follow=True).content.decode()
        addresses.append(re.findall(r"http://testserver/calendar/[\w-]+\.ics", page))
    assert [len(found) for found in addresses] == [1, 1, 0]
    assert addresses[0] != addresses[1]
    wendy.refresh_from_db()
    assert wendy.calendar_token is None


@pytest.mark.usefixtures("wendy")
def test_the_page_leads_to_password_address_and_second_step(client):
    page = client.get("/me/").content.decode()
    leads_to = ("/account/password/change/", "/account/2fa/", "/account/email/")
    assert [f'href="{address}"' in page for address in leads_to] == [True] * 3


@pytest.mark.usefixtures("wendy")
def test_the_page_asks_a_constant_number_of_questions(client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/me/")
