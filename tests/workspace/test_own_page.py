"""The page of somebody who answered: found by receipt or link, without an account; GET shows and POST acts."""

import gzip
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from reflectory.core.models import AuditEvent
from reflectory.listening.codes import new_token
from reflectory.listening.models import AnonymousResponse, Response
from reflectory.listening.queries import uses_allowed
from reflectory.listening.throttling import MOST
from tests import portfolio as a
from tests.asking import (
    a_body,
    a_form,
    a_question,
    a_response,
    an_anonymous_response,
    an_ask,
    an_invitation,
    words_of,
)

pytestmark = pytest.mark.django_db
RECEIPT = "k7m4-pq2x-9trw"
WORDS = "The night crew knew it before anybody asked."
USES = ["analyse", "quote_without_name", "quote_role_place"]


@pytest.fixture(autouse=True)
def _no_wrong_codes_yet():
    cache.clear()


@pytest.fixture
def response(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    edition = a.edition(a.programme("Open Doors"))
    ask = an_ask(edition=edition, uses_asked=USES)
    return a_response(ask, {"helped": WORDS}, uses={"analyse", "quote_without_name"}, receipt=RECEIPT)


@pytest.fixture
def anonymous(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    ask = an_ask(edition=a.edition(), identity="anonymous", uses_asked=USES)
    return an_anonymous_response(ask, {"helped": WORDS}, uses=["analyse"], receipt=RECEIPT)


def page(client, address: str = f"/mine/{RECEIPT}/", *, status: int = 200) -> str:
    found = client.get(address)
    assert found.status_code == status
    return found.content.decode()


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", html)]


def ticked(html: str) -> list[str]:
    return re.findall(r'value="(\w+)" checked', html)


def standing(response) -> set[str]:
    return set(uses_allowed([response.voice_id], on=timezone.localdate())[response.voice_id])


@pytest.mark.usefixtures("response")
def test_a_receipt_opens_what_was_said_and_all_that_is_known_of_it(client):
    html = page(client)
    assert headings(html) == [
        "What you said, and what became of it", "What you said", "Who can see it", "Where it was used",
        "What was decided because of it", "What may be done with it", "Take it back",
    ]  # fmt: skip
    assert re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html) == [("What helped?", WORDS)]
    assert ticked(html) == ["analyse", "quote_without_name"]


@pytest.mark.usefixtures("response")
def test_no_account_and_no_cookie_is_needed(client):
    client.get(f"/mine/{RECEIPT}/")
    client.post(f"/mine/{RECEIPT}/", {"uses": ["analyse"]})
    assert dict(client.cookies) == {}


@pytest.mark.usefixtures("response")
def test_no_cache_keeps_it_and_no_site_is_told_the_address(client):
    found = client.get(f"/mine/{RECEIPT}/")
    told = [found.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")]
    assert told == ["no-store", "no-referrer", "noindex, nofollow"]


@pytest.mark.usefixtures("response")
def test_reading_changes_nothing_however_often_and_on_every_page(client):
    n = AuditEvent.objects.count()
    for address in ("/mine/", f"/mine/{RECEIPT}/", f"/mine/{RECEIPT}/take-back/", "/mine/taken-back/"):
        assert client.get(address).status_code == client.head(address).status_code == 200
    assert AuditEvent.objects.count() == n
    assert Response.objects.get().answers == {"helped": WORDS}


@pytest.mark.parametrize("typed", ["k7m4pq2x9trw", " K7M4 PQ2X 9TRW "])
@pytest.mark.usefixtures("response")
def test_a_receipt_is_found_however_it_is_typed(client, typed):
    found = client.post("/mine/", {"receipt": typed}, follow=True)
    assert found.status_code == 200
    assert headings(found.content.decode())[0] == "What you said, and what became of it"


@pytest.mark.usefixtures("response")
def test_a_wrong_code_is_told_alike_whether_it_nearly_matched_or_not(client):
    near, far = (client.get(f"/mine/{code}/") for code in ("k7m4-pq2x-9trx", "aaaa-bbbb-cccc"))
    assert (near.status_code, far.status_code) == (404, 404)
    assert near.content == far.content


@pytest.mark.usefixtures("response")
def test_who_tries_many_codes_is_made_to_wait_and_the_right_one_is_not_looked_up_then(client):
    for n in range(MOST):
        assert client.get(f"/mine/aaaa-bbbb-cc{n:02}/".replace("0", "d").replace("1", "e")).status_code == 404
    assert client.get(f"/mine/{RECEIPT}/").status_code == 429


def test_saving_changes_what_may_be_done_and_says_so(response, client):
    found = client.post(
        f"/mine/{RECEIPT}/", {"uses": ["analyse", "quote_without_name", "quote_role_place"]}, follow=True
    )
    assert "Saved. It holds from now on." in found.content.decode()
    assert standing(response) == {"analyse", "quote_without_name", "quote_role_place"}


def test_ticking_nothing_takes_every_use_back_and_says_when_it_can_be_given_again(response, client):
    html = client.post(f"/mine/{RECEIPT}/", {}, follow=True).content.decode()
    assert standing(response) == set()
    assert len(re.findall(r"disabled", html)) == 3
    assert html.count("From tomorrow you can agree to it again.") == 3


@pytest.mark.usefixtures("response")
def test_the_page_before_taking_back_says_what_it_means_and_does_nothing(client):
    html = page(client, f"/mine/{RECEIPT}/take-back/")
    assert headings(html) == ["Take back what you said?"]
    assert Response.objects.get().withdrawn_at is None


def test_taking_back_empties_the_page(response, client):
    words_of(response, WORDS)
    html = client.post(f"/mine/{RECEIPT}/take-back/", follow=True).content.decode()
    assert headings(html) == ["You took back what you said", "Where it was used"]
    assert WORDS not in html
    assert Response.objects.get().answers == {}


@pytest.mark.usefixtures("response")
def test_what_was_taken_back_is_taken_back_once(client):
    client.post(f"/mine/{RECEIPT}/take-back/")
    n = AuditEvent.objects.count()
    for address in (f"/mine/{RECEIPT}/take-back/", f"/mine/{RECEIPT}/"):
        assert client.post(address, {"uses": ["analyse"]}, follow=True).status_code == 200
    assert AuditEvent.objects.count() == n


@pytest.mark.usefixtures("response")
def test_what_is_published_follows_by_itself_once_it_is_taken_back(
    client, settings, django_capture_on_commit_callbacks
):
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False
    with django_capture_on_commit_callbacks() as due:
        client.post(f"/mine/{RECEIPT}/take-back/")
    assert [one.__module__ for one in due] == ["reflectory.core.tending"]


@pytest.fixture
def link(response):
    token, hashed = new_token()
    invitation = an_invitation(response.ask, a.person("Ines"), token_hash=hashed)
    Response.objects.filter(pk=response.pk).update(invitation=invitation)
    return f"/mine/link/{token}/"


def test_the_link_of_an_invitation_opens_it_too(link, client):
    assert headings(page(client, link))[0] == "What you said, and what became of it"
    html = client.post(f"{link}take-back/", follow=True).content.decode()
    assert headings(html)[0] == "You took back what you said"


@pytest.mark.usefixtures("response")
def test_a_revoked_link_is_answered_as_one_that_never_was(link, client):
    Response.objects.get().invitation.__class__.objects.update(revoked_at=timezone.now())
    assert client.get(link).content == client.get("/mine/link/nothing/").content


def test_correcting_leads_to_the_answers_while_the_ask_is_open(response, client):
    assert f'action="/a/{response.ask.code}/change/?lang=en"' in page(client)


def test_correcting_ends_with_the_ask_and_taking_back_does_not(response, client):
    response.ask.closed_at = timezone.now()
    response.ask.save()
    html = page(client)
    assert "/change/" not in html
    assert "The time for correcting them is over. You can still take them back." in html


@pytest.mark.usefixtures("response")
def test_who_can_see_it_is_said_from_what_the_ask_names(client):
    html = page(client)
    told = re.search(r'id="seen".*?<ul>(.*?)</ul>', html, re.DOTALL)[1]
    assert re.findall(r"<li>(.*?)</li>", told) == [
        "The team that asks sees your answers together with your name.",
        "These roles of Open Doors read the single answers: Analyst, Programme lead.",
        "Those who look after the computer on which this runs could read it too.",
    ]


def test_confidential_answers_say_that_nobody_at_home_is_shown_them(client, settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    ask = an_ask(edition=a.edition(), identity="confidential", readers=("analyst",))
    a_response(
        ask, {"helped": WORDS}, receipt=RECEIPT, organisation=a.organisation("Larkspur County", "county")
    )
    html = page(client)
    assert "Nobody who works or worked at Larkspur County is shown them, whatever their role." in html
    assert "Groups of fewer than 5 people are not shown." in html


@pytest.mark.usefixtures("anonymous")
def test_an_anonymous_answer_has_a_page_too_and_goes_without_a_trace(client):
    n = AuditEvent.objects.count()
    assert WORDS in page(client)
    client.post(f"/mine/{RECEIPT}/", {"uses": ["analyse", "quote_without_name", "quote_role_place"]})
    assert AnonymousResponse.objects.get().uses == ["analyse", "quote_without_name"]
    html = client.post(f"/mine/{RECEIPT}/take-back/", follow=True).content.decode()
    assert headings(html) == ["You took back what you said"]
    assert (AnonymousResponse.objects.count(), AuditEvent.objects.count()) == (0, n)
    assert client.get(f"/mine/{RECEIPT}/").status_code == 404


def test_whatever_was_said_is_shown_as_words_and_never_as_markup(client, settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    a_response(an_ask(), {"helped": "<script>alert(1)</script>\nand more"}, receipt=RECEIPT)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>and more" in page(client)


def test_every_kind_of_answer_is_said_in_words(client, settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path
    choice = a_question(
        "how",
        "choice",
        "How?",
        options=[{"key": "well", "label": {"en": "Well"}}, {"key": "badly", "label": {"en": "Badly"}}],
    )
    partners = {
        "key": "partners",
        "title": {"en": "Partners"},
        "most_repeats": 3,
        "questions": [a_question("name", "text", "Name")],
    }
    body = a_body(choice)
    body["sections"].append(partners)
    answers = {"how": "well", "partners": [{"name": "Quill"}, {"name": "Reed"}]}
    a_response(an_ask(a_form(body)), answers, receipt=RECEIPT)
    said = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page(client))
    assert [(re.sub(r"<[^>]+>", "", label), words) for label, words in said] == [
        ("How?", "Well"),
        ("1. Name", "Quill"),
        ("2. Name", "Reed"),
    ]


def test_the_page_costs_the_same_number_of_queries_however_much_was_marked(
    response, client, django_assert_num_queries
):
    source = words_of(response, WORDS)
    with django_assert_num_queries(QUERIES):
        page(client)
    for words in ("night crew", "before anybody asked", "knew it"):
        a.excerpt(source, words)
    with django_assert_num_queries(QUERIES + MARKED):
        page(client)


QUERIES, MARKED = 10, 4  # once something is marked, live releases and drafts are asked as well


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
@pytest.mark.usefixtures("response")
def test_the_page_is_there_in_four_languages_and_light(client, language):
    found = client.get(f"/mine/{RECEIPT}/?lang={language}")
    html = found.content.decode()
    assert f'<html lang="{language}"' in html
    assert len(gzip.compress(found.content)) < 12_000
    assert reverse("own-take-back", args=[RECEIPT]) + f"?lang={language}" in html


@pytest.fixture
def invited(response, settings):
    """Somebody with an address who was invited and has answered."""
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    who = a.person("Ines", email="ines@example.org")
    invitation = an_invitation(response.ask, who)
    Response.objects.filter(pk=response.pk).update(invitation=invitation)
    return who


@pytest.mark.usefixtures("invited")
def test_whoever_was_invited_has_the_link_sent_again(client, mailoutbox):
    client.post("/mine/", {"address": " INES@example.org "})
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (["ines@example.org"], "Your page: After the session")
    link = re.search(r"/mine/link/\S+/", letter.body)[0]
    assert headings(page(client, link))[0] == "What you said, and what became of it"


@pytest.mark.usefixtures("invited")
def test_the_page_does_not_tell_whether_anybody_has_the_address(client, mailoutbox):
    known, unknown = (client.post("/mine/", {"address": f"{who}@example.org"}) for who in ("ines", "nobody"))
    assert known.content == unknown.content
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("invited")
def test_one_letter_goes_to_an_address_in_an_hour_and_who_asks_often_is_made_to_wait(client, mailoutbox):
    statuses = [client.post("/mine/", {"address": "ines@example.org"}).status_code for _n in range(MOST + 1)]
    assert statuses == [200] * MOST + [429]
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("invited")
def test_nothing_is_sent_for_an_invitation_that_was_not_answered_or_was_revoked(response, client, mailoutbox):
    Response.objects.update(invitation=None)
    client.post("/mine/", {"address": "ines@example.org"})
    cache.clear()
    Response.objects.update(invitation=response.ask.invitations.get())
    response.ask.invitations.update(revoked_at=timezone.now())
    client.post("/mine/", {"address": "ines@example.org"})
    assert mailoutbox == []
