"""Signing in, out, forgotten passwords and the second step, through their pages."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from reflectory.accounts.actions import add_account
from reflectory.accounts.models import Account
from tests import portfolio as a

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def _no_waiting(settings):
    """Failed attempts of one test are no matter of the next."""
    settings.ACCOUNT_RATE_LIMITS = False


def sign_in(client, account, password=PASSWORD):
    return client.post("/account/login/", {"login": account.email, "password": password})


def page_of_activation(client):
    """Where the second step is set up; the password is asked for once more before."""
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    page = client.post(
        asked.headers["Location"], {"password": PASSWORD, "next": "/account/2fa/totp/activate/"}, follow=True
    )
    return page.content.decode()


def code_for(secret):
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_whoever_has_an_account_signs_in_by_address_and_lands_on_the_first_page(client):
    response = sign_in(client, a.account())
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_somebody_who_followed_a_link_lands_where_it_led(client):
    account = a.account()
    asked = client.get("/places/")
    assert asked.headers["Location"] == "/account/login/?next=/places/"
    response = client.post(
        asked.headers["Location"], {"login": account.email, "password": PASSWORD, "next": "/places/"}
    )
    assert response.headers["Location"] == "/places/"


def test_a_wrong_password_is_told_in_words_and_signs_nobody_in(client):
    response = sign_in(client, a.account(), "not this one")
    assert response.status_code == 200
    assert (
        "This address and this password do not belong together. Check both, or ask for a new password."
        in response.content.decode()
    )
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_told_the_same_as_a_wrong_password(client):
    known, unknown = a.account(), Account(email="nobody@example.org")
    told = [
        re.findall(r"do not belong together", sign_in(client, who, "wrong").content.decode())
        for who in (known, unknown)
    ]
    assert told[0] == told[1] != []


def test_nobody_makes_an_account_for_themselves(client):
    page = client.get("/account/signup/")
    assert "Accounts are made by invitation" in page.content.decode()
    client.post("/account/signup/", {"email": "me@example.org", "password1": "tuna cannot knit"})
    assert Account.objects.count() == 0


def test_signing_out_asks_first(client):
    client.force_login(a.account())
    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_set_anew_by_a_link(client):
    account = a.account()
    assert client.post("/account/password/reset/", {"email": account.email}).status_code == 302
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    client.post(page.wsgi_request.path, {"password1": "tuna cannot knit", "password2": "tuna cannot knit"})
    account.refresh_from_db()
    assert account.check_password("tuna cannot knit")


def test_an_unknown_address_gets_no_mail_and_the_same_page(client):
    response = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "Look into your mail" in response.content.decode()
    assert mail.outbox == []


def test_a_short_password_is_refused(client):
    account = a.account()
    sign_in(client, account)
    response = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "at least 12 characters" in response.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_a_second_step_is_set_up_asked_for_and_kept_encrypted(client):
    account = a.account()
    sign_in(client, account)
    page = page_of_activation(client)
    assert "Set up an authenticator app" in page
    picture = re.search(r'<div class="qr".*?</svg>', page, re.DOTALL).group()
    assert re.findall(r'<[^>]*rect [^>]*fill="(\w+)"', picture) == ["white"]
    assert "data:" not in page  # pictures in addresses are refused by the policy of the site
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    assert client.post("/account/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in stored
    client.post("/account/logout/")
    first = sign_in(client, account)
    assert first.headers["Location"].startswith("/account/2fa/authenticate/")
    assert "Now the second step" in client.get(first.headers["Location"]).content.decode()
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_wrong_code_signs_nobody_in(client):
    account = a.account()
    sign_in(client, account)
    secret = re.search(r"<code>(\w+)</code>", page_of_activation(client)).group(1)
    client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})
    client.post("/account/logout/")
    sign_in(client, account)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/password/change/", "Change your password"),
        ("/account/2fa/", "Signing in asks for your password only"),
        ("/account/reauthenticate/", "Confirm that it is you"),
        ("/account/logout/", "Sign out of this device?"),
    ],
)
def test_every_page_of_signing_in_stands_in_our_frame(client, address, heading):
    sign_in(client, a.account())
    page = client.get(address).content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", page) == [heading]
    assert 'class="skip"' in page
    assert re.findall(r"<script(?![^>]*src=)|<style| style=", page) == []


def added():
    return add_account(by=a.operator(), email="old@example.org", name="Wendy", password=PASSWORD)


@pytest.mark.parametrize("add", [added, None])
def test_an_address_is_changed_only_after_the_new_one_was_confirmed(client, add):
    account = add() if add else a.account()
    old = account.email
    sign_in(client, account)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    account.refresh_from_db()
    assert account.email == old
    assert "new@example.org waits to be confirmed" in client.get("/account/email/").content.decode()
    link = re.search(r"http://testserver(/account/confirm-email/\S+)", mail.outbox[0].body).group(1)
    client.get(link)
    account.refresh_from_db()
    assert account.email == old  # scanners of mail open links
    client.post(link)
    account.refresh_from_db()
    assert account.email == "new@example.org"


def labels_of(page):
    """The words beside the fields of the page's own form."""
    found = re.findall(r'<label for="id_[^"]*">(.*?)</label>', page)
    return [re.sub(r"\s+", " ", words).strip() for words in found]


def test_the_pages_to_sign_in_speak_as_the_others_do(client):
    page = client.get("/account/login/").content.decode()
    assert labels_of(page) == ["E-mail address", "Password", "Stay signed in on this device"]
    account = a.account()
    landed = client.post("/account/login/", {"login": account.email, "password": PASSWORD}, follow=True)
    assert f"You are signed in as {account.name}." in landed.content.decode()
    change = client.get("/account/password/change/").content.decode()
    assert labels_of(change) == ["Password that you have now", "New password", "New password, once more"]
    fields = re.findall(r"<input [^>]*>", page + change)
    assert [one for one in fields if "placeholder" in one and 'name="q"' not in one] == []


def test_a_forgotten_password_is_asked_for_by_an_address(client):
    page = client.get("/account/password/reset/").content.decode()
    assert (labels_of(page), "Email" in page) == (["E-mail address"], False)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "es",
            [
                "Dirección de correo electrónico",
                "Contraseña",
                "Mantener la sesión abierta en este dispositivo",
            ],
        ),
        ("fr", ["Adresse e-mail", "Mot de passe", "Rester connecté sur cet appareil"]),
        ("pt", ["Endereço de e-mail", "Palavra-passe", "Manter a sessão aberta neste dispositivo"]),
    ],
)
def test_they_speak_the_language_of_the_reader(client, language, labels):
    page = client.get("/account/login/", headers={"accept-language": language}).content.decode()
    assert labels_of(page) == labels


def test_a_name_with_signs_is_greeted_as_it_is_written(client):
    account = a.account("Ana O'Brien & Co")
    landed = client.post("/account/login/", {"login": account.email, "password": PASSWORD}, follow=True)
    assert [str(one) for one in landed.context["messages"]] == ["You are signed in as Ana O'Brien & Co."]
