"""Picking words: only those that may be quoted, only to those who may meet them, as openly as was agreed."""

from datetime import date

import pytest
from django.test import Client

from reflectory.accounts import roles
from reflectory.accounts.models import Account
from reflectory.evidence.actions.excerpts import redact
from reflectory.listening.actions import withdraw
from reflectory.reports.models import Quote
from tests import portfolio as a
from tests.programmes.views.reading import words_of

pytestmark = pytest.mark.django_db
BY_NAME = a.QUOTABLE | {"quote_name"}


@pytest.fixture
def section(small):
    return small.report.sections.get(kind="quotes")


@pytest.fixture
def address(section):
    return f"/reports/learned-2021/sections/{section.pk}/quotes/new/"


def test_words_that_may_be_quoted_are_offered_with_what_was_agreed_to(editor, small, address):
    text = a.said("The kiosk was closed for a year.", of=small.edition, by=small.team.organisation, uses=BY_NAME,
                  name="Ines Marsh")  # fmt: skip
    a.excerpt(text)
    words = words_of(editor.get(address))
    assert "The kiosk was closed for a year. Ines Marsh, clerk, Larkspur County" in words
    for said in (
        "may be quoted with the name",
        "may be quoted with role and place",
        "may be quoted without a name",
    ):
        assert said in words


def test_the_most_open_use_is_chosen_first_and_a_more_guarded_one_can_be(editor, small, section, address):
    row = a.excerpt(a.said("Nobody asked us.", of=small.edition, by=small.team.organisation))
    page = editor.get(address).content.decode()
    assert page.index('<option value="quote_role_place">Clerk, Larkspur County') < page.index(
        '<option value="quote_without_name">A participant of Open Doors'
    )
    response = editor.post(address, {"excerpt": row.pk, "use": "quote_without_name"})
    quote = Quote.objects.get(excerpt=row)
    assert response.url == f"/reports/learned-2021/sections/{section.pk}/#quote-{quote.pk}"
    assert quote.use == "quote_without_name"


def test_no_more_is_taken_than_was_agreed_to(editor, small, address):
    row = a.excerpt(a.said("Nobody asked us.", of=small.edition))
    response = editor.post(address, {"excerpt": row.pk, "use": "quote_name"})
    assert response.status_code == 422
    assert "Nothing was put in." in words_of(response)
    assert not Quote.objects.filter(excerpt=row).exists()


def test_words_are_found_by_what_they_hold_by_programme_language_and_year(editor, small, address):
    other = a.edition(a.programme("Night Buses"))
    a.grant_role(by=a.operator(), account=_account(editor), role="editor", on=a.STARTS, edition=other)
    a.excerpt(a.said("The kiosk closed. And the ferry left early.", of=small.edition), "The kiosk closed.")
    a.excerpt(a.said("Nadie preguntó por el kiosco.", of=small.edition, language="es"))
    a.excerpt(a.said("The bus never came.", of=other))
    a.excerpt(a.said("It was colder in those days.", of=small.edition, day=date(2019, 1, 1)))

    def found(query):
        words = words_of(editor.get(f"{address}?{query}"))
        return [one for one in ("The kiosk closed.", "Nadie", "The bus", "colder") if one in words]

    assert found("") == ["The kiosk closed.", "Nadie", "The bus"]
    assert found("words=closed+KIOSK") == ["The kiosk closed."]
    assert found("words=ferry") == []
    assert found(f"programme={other.programme.pk}") == ["The bus"]
    assert found("language=es") == ["Nadie"]
    assert found("year=any") == ["The kiosk closed.", "Nadie", "The bus", "colder"]


def _account(client):
    return Account.objects.get(pk=client.session["_auth_user_id"])


def test_words_that_may_not_be_met_are_not_found(small, address, section):
    other = a.edition(a.programme("Elsewhere"))
    closed = {
        "silent-words": a.said("silent-words", of=small.edition, uses=frozenset({"analyse"})),
        "others-words": a.said("others-words", of=other),
        "withdrawn-words": a.said("withdrawn-words", of=small.edition),
        "blanked-words": a.said("blanked-words", of=small.edition),
    }
    rows = {name: a.excerpt(text) for name, text in closed.items()}
    withdraw(by=a.operator(), voice=closed["withdrawn-words"].voice, on=date(2021, 7, 1))
    redact(by=a.operator(), source=closed["blanked-words"], spans=[(0, 7)], why="a name")
    for role in (roles.EDITOR, roles.LEAD, roles.ANALYST):
        client = Client()
        client.force_login(a.account_with(role, on=small.edition))
        words = words_of(client.get(f"{address}?year=any"))
        assert [name for name in closed if name in words] == [], role
        for row in rows.values():
            given = {"excerpt": row.pk, "use": "quote_without_name"}
            assert client.post(address, given).status_code in (404, 422)
    assert section.quotes.count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_many_queries_for_three_passages_as_for_one(
    editor, small, address, n, django_assert_num_queries
):
    for k in range(n):
        place = a.organisation(f"Town {k}")
        a.excerpt(a.said(f"Words {k}.", of=small.edition, by=place, uses=BY_NAME, person=a.person()))
    editor.get(address)
    with django_assert_num_queries(19):
        editor.get(address)


def test_words_that_were_withdrawn_leave_a_bar_in_the_editor_and_no_word(editor, small, section):
    withdraw(by=a.operator(), voice=small.source.voice, on=date(2022, 3, 1))
    page = words_of(editor.get(f"/reports/learned-2021/sections/{section.pk}/"))
    assert "and they knew" not in page
    assert "Whoever said it withdrew on 1 Mar 2022 that it may be quoted with role and place." in page
    assert "These words go into no release." in page


def test_a_use_that_was_never_agreed_to_is_said_in_place_and_can_be_lowered(editor, section):
    quote = section.quotes.get()
    Quote.objects.filter(pk=quote.pk).update(use="quote_name")
    report = words_of(editor.get("/reports/learned-2021/"))
    said = "Whoever said it has not agreed that it may be quoted with the name."
    assert report.count(said) == 2
    assert said in words_of(editor.get(f"/reports/learned-2021/sections/{section.pk}/"))
    page = editor.get(f"/reports/learned-2021/quotes/{quote.pk}/")
    assert said in words_of(page)
    response = editor.post(f"/reports/learned-2021/quotes/{quote.pk}/", {
        "use": "quote_without_name", "version": quote.version,
    })  # fmt: skip
    assert response.status_code == 302
    assert said not in words_of(editor.get("/reports/learned-2021/"))
