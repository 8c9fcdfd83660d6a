"""Running an edition: notes under the prompts of its kind, deadlines, money, residents, safeguarding concerns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reflectory.programmes.actions.editions import add_budget_line, add_deadline, write_note
from reflectory.programmes.actions.running import raise_alert
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Alert, BudgetLine, Deadline, EditionNote, Engagement
from tests import portfolio
from tests.portfolio import operator

from .reading import heading_of, hidden_of, items_of, rows_of, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def edition():
    """An edition without its plan."""
    made = portfolio.edition(portfolio.programme("Harbour Year", kind="innovation-track"))
    made.slug = "2021"
    made.save()
    return made


PAGE = "/programmes/harbour-year/2021/"


@pytest.fixture
def lead(client, edition):
    """A browser in which the lead of the edition is signed in."""
    return as_role(client, "programme_lead", edition, portfolio.person("Rosa"))


def as_role(client, role, on, who=None):
    client.force_login(portfolio.account_with(role, on=on, who=who))
    return client


@pytest.mark.parametrize("page", ["before", "during"])
def test_the_page_asks_what_its_kind_asks_and_keeps_the_answer(lead, page):
    response = lead.get(f"{PAGE}{page}/")
    prompts = getattr(kinds()["innovation-track"], page)
    assert [one.prompt in words_of(response) for one in prompts] == [True] * len(prompts)
    key = prompts[0].key
    saved = lead.post(f"{PAGE}{page}/", {"key": key, "text": "Flooding.", "version": "0"})
    assert (saved.status_code, saved.url) == (302, f"{PAGE}{page}/#{key}")
    note = EditionNote.objects.get()
    assert (note.page, note.key, note.text) == (page, key, "Flooding.")
    assert "Flooding." in words_of(lead.get(f"{PAGE}{page}/"))


def test_the_second_of_two_who_write_sees_both_and_loses_nothing(lead, edition):
    given = {"key": "issues", "text": "Heat in the upper town.", "version": "0"}
    write_note(by=operator(), edition=edition, page="before", key="issues", text="Flooding.", version=0)
    response = lead.post(f"{PAGE}before/", given)
    assert response.status_code == 409
    words = words_of(response)
    assert "Somebody changed this while you were writing" in words
    assert ("Flooding." in words, "Heat in the upper town." in words) == (True, True)
    assert EditionNote.objects.get().text == "Flooding."
    assert hidden_of(response, "version") == "1"
    assert lead.post(f"{PAGE}before/", {**given, "version": "1"}).status_code == 302
    assert EditionNote.objects.get().text == "Heat in the upper town."


def test_a_prompt_that_the_kind_does_not_have_is_not_written(lead):
    assert lead.post(f"{PAGE}before/", {"key": "nothing", "text": "x", "version": "0"}).status_code == 404
    assert EditionNote.objects.count() == 0


def test_words_that_are_far_too_many_are_kept_in_the_form(lead):
    response = lead.post(f"{PAGE}before/", {"key": "issues", "text": "x" * 20_001, "version": "0"})
    assert response.status_code == 422
    assert "This is 20001 characters long; 20000 fit here. Shorten it." in words_of(response)
    assert "x" * 20_001 in response.content.decode()


def test_a_coach_reads_notes_and_is_offered_no_form(client, edition):
    write_note(by=operator(), edition=edition, page="before", key="issues", text="Flooding.", version=0)
    as_role(client, "coach", edition, portfolio.person())
    response = client.get(f"{PAGE}before/")
    assert "Flooding." in words_of(response)
    assert "<textarea" not in response.content.decode()
    response = client.post(f"{PAGE}before/", {"key": "issues", "text": "x", "version": "1"})
    assert response.status_code == 403
    assert EditionNote.objects.get().text == "Flooding."


def test_a_deadline_is_added_and_met_once(lead, edition):
    who = portfolio.person("Ines")
    portfolio.team(edition, coach=who)
    given = {"what": "Report", "due_on": str(TODAY), "owner": str(who.pk)}
    assert lead.post(f"{PAGE}deadlines/", given).status_code == 302
    deadline = Deadline.objects.get()
    response = lead.get(f"{PAGE}deadlines/")
    assert heading_of(response) == "1 thing is due in Harbour Year 2021"
    assert items_of(response, "todo")[0].startswith("Report Ines")
    for _time in range(2):
        assert lead.post(f"{PAGE}deadlines/{deadline.pk}/done/").status_code == 302
    deadline.refresh_from_db()
    assert (deadline.done_on, deadline.version) == (TODAY, 2)
    assert heading_of(lead.get(f"{PAGE}deadlines/")) == "Nothing is due in Harbour Year 2021"


def test_a_deadline_without_a_day_is_not_added(lead):
    response = lead.post(f"{PAGE}deadlines/", {"what": "Report"})
    assert response.status_code == 422
    assert "This is empty. Fill it in." in words_of(response)


def test_a_coach_adds_and_meets_no_deadline(client, edition):
    deadline = add_deadline(by=operator(), edition=edition, what="Report", due_on=TODAY)
    as_role(client, "coach", edition, portfolio.person())
    assert "Add a deadline" not in words_of(client.get(f"{PAGE}deadlines/"))
    assert client.post(f"{PAGE}deadlines/", {"what": "x", "due_on": str(TODAY)}).status_code == 403
    assert client.post(f"{PAGE}deadlines/{deadline.pk}/done/").status_code == 403
    assert [one.done_on for one in Deadline.objects.all()] == [None]


def test_a_deadline_of_another_edition_is_not_met_here(lead):
    other = add_deadline(by=operator(), edition=portfolio.edition(), what="Report", due_on=TODAY)
    assert lead.post(f"{PAGE}deadlines/{other.pk}/done/").status_code == 404


def test_each_currency_is_summed_by_itself(lead):
    for what, currency, planned in (
        ("Rooms", "USD", "1200"),
        ("Food", "USD", "300.50"),
        ("Travel", "EUR", "80"),
    ):
        given = {"what": what, "currency": currency.lower(), "planned": planned, "spent": "100"}
        assert lead.post(f"{PAGE}money/", given).status_code == 302
    response = lead.get(f"{PAGE}money/")
    assert [row[:4] for row in rows_of(response)] == [
        ["Rooms", "1,200.00 USD", "100.00 USD", "1,100.00 USD"],
        ["Food", "300.50 USD", "100.00 USD", "200.50 USD"],
        ["Travel", "80.00 EUR", "100.00 EUR", "-20.00 EUR, overspent"],
    ]
    words = words_of(response)
    assert "All in EUR 80.00 EUR 100.00 EUR -20.00 EUR" in words
    assert "All in USD 1,500.50 USD 200.00 USD 1,300.50 USD" in words


def test_an_amount_that_is_none_is_named(lead):
    response = lead.post(
        f"{PAGE}money/", {"what": "Rooms", "currency": "dollars", "planned": "-5", "spent": "0"}
    )
    assert response.status_code == 422
    assert BudgetLine.objects.count() == 0


def test_what_was_spent_is_changed_and_not_overwritten(lead, edition):
    line = add_budget_line(by=operator(), edition=edition, what="Rooms", planned=5, spent=0, currency="USD")
    given = {"what": "Rooms", "currency": "USD", "planned": "5", "version": "1"}
    assert lead.post(f"{PAGE}money/{line.pk}/", {**given, "spent": "2"}).status_code == 302
    assert lead.post(f"{PAGE}money/{line.pk}/", {**given, "spent": "3"}).status_code == 409
    line.refresh_from_db()
    assert line.spent == 2


def test_a_line_of_another_edition_is_not_found_here(lead):
    other = add_budget_line(
        by=operator(), edition=portfolio.edition(), what="Rooms", planned=5, spent=0, currency="USD"
    )
    assert lead.get(f"{PAGE}money/{other.pk}/").status_code == 404


def test_money_leaves_as_a_file_for_leads_only(client, lead, edition):
    add_budget_line(by=operator(), edition=edition, what="=Rooms", planned=5, spent=0, currency="USD")
    lines = b"".join(lead.get(f"{PAGE}money/?format=csv").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "'=Rooms,USD,5.00,0.00,5.00"
    as_role(client, "analyst", edition)
    assert client.get(f"{PAGE}money/?format=csv").status_code == 404


def test_people_and_contacts_stand_in_columns_of_their_own(lead, edition):
    team = portfolio.team(edition, portfolio.organisation("Port Ansel"))
    given = {"on": str(TODAY), "what": "A walk", "rung": "asked", "claimed_by": "The union"}
    answers = [
        lead.post(
            f"{PAGE}residents/new/", {**given, "team": str(team.pk), "n_people": "12", "n_contacts": "30"}
        ),
        lead.post(f"{PAGE}residents/new/", {**given, "what": "Letters", "n_contacts": "4000"}),
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    response = lead.get(f"{PAGE}residents/")
    assert [(row[0], row[2], row[5], row[6]) for row in rows_of(response)] == [
        ("A walk", "Port Ansel", "12", "30"),
        ("Letters", "the whole edition", "", "4000"),
    ]
    assert "Each column by itself 12 4030" in words_of(response)
    assert "4042" not in words_of(response)
    assert "0 of 2 engagements" in words_of(lead.get(f"{PAGE}residents/?rung=decided"))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, "Say how many different people there were, or how many contacts, or both."),
        ({"n_people": "9", "n_contacts": "4"}, "9 people make at least 9 contacts. Check both numbers."),
        ({"n_people": "many"}, "Enter a whole number."),
    ],
)
def test_numbers_that_cannot_be_are_named(lead, numbers, said):
    given = {"on": str(TODAY), "what": "A walk", "rung": "asked", "claimed_by": "The union", **numbers}
    response = lead.post(f"{PAGE}residents/new/", given)
    assert response.status_code == 422
    assert said in words_of(response)
    assert Engagement.objects.count() == 0


def test_a_coach_notes_engagement_of_their_own_team_only(client, edition):
    who = portfolio.person()
    own, other = portfolio.team(edition, coach=who), portfolio.team(edition)
    portfolio.engagement(edition, other, what="Plantedsecret walk")
    as_role(client, "coach", edition, who)
    assert "lantedsecret" not in client.get(f"{PAGE}residents/").content.decode()
    given = {"on": str(TODAY), "what": "A walk", "rung": "asked", "claimed_by": "The union", "n_people": "3"}
    found = [
        client.post(f"{PAGE}residents/new/", {**given, **more}).status_code
        for more in ({}, {"team": str(other.pk)}, {"team": str(own.pk)})
    ]
    assert found == [422, 422, 302]
    assert [one.team for one in Engagement.objects.filter(what="A walk")] == [own]


def test_an_analyst_notes_no_engagement(client, edition):
    as_role(client, "analyst", edition)
    assert client.get(f"{PAGE}residents/").status_code == 200
    assert client.get(f"{PAGE}residents/new/").status_code == 403


def test_a_coach_raises_a_concern_and_sees_their_own_only(client, edition):
    raise_alert(by=operator(), edition=edition, concern="plantedsecret", on=TODAY)
    who = portfolio.person("Ines")
    as_role(client, "coach", edition, who)
    assert client.post(f"{PAGE}concerns/", {"concern": "Somebody shouts at staff."}).status_code == 302
    response = client.get(f"{PAGE}concerns/")
    assert "Somebody shouts at staff." in words_of(response)
    assert "lantedsecret" not in response.content.decode()
    mine = Alert.objects.get(raised_by=who)
    assert client.post(f"{PAGE}concerns/{mine.pk}/close/", {"outcome": "x"}).status_code == 403
    other = Alert.objects.exclude(raised_by=who).get()
    assert client.get(f"{PAGE}concerns/{other.pk}/close/").status_code == 404


def test_a_lead_closes_a_concern_and_the_coach_reads_what_was_done(client, edition):
    who = portfolio.person("Ines")
    coach = portfolio.account_with("coach", on=edition, who=who)
    client.force_login(coach)
    client.post(f"{PAGE}concerns/", {"concern": "Somebody shouts at staff."})
    alert = Alert.objects.get()
    as_role(client, "programme_lead", edition)
    assert heading_of(client.get(f"{PAGE}concerns/")) == "1 safeguarding concern is open in Harbour Year 2021"
    assert client.post(f"{PAGE}concerns/{alert.pk}/close/", {"outcome": " "}).status_code == 422
    assert client.post(f"{PAGE}concerns/{alert.pk}/close/", {"outcome": "Spoke to both."}).status_code == 302
    assert client.post(f"{PAGE}concerns/{alert.pk}/close/", {"outcome": "Again."}).status_code == 422
    client.force_login(coach)
    assert "Spoke to both." in words_of(client.get(f"{PAGE}concerns/"))


def test_a_concern_without_words_is_not_raised(lead):
    response = lead.post(f"{PAGE}concerns/", {"concern": " "})
    assert response.status_code == 422
    assert Alert.objects.count() == 0


def test_nothing_is_changed_by_looking(lead, edition):
    deadline = add_deadline(by=operator(), edition=edition, what="Report", due_on=TODAY - timedelta(days=1))
    assert lead.get(f"{PAGE}deadlines/{deadline.pk}/done/").status_code == 405
    deadline.refresh_from_db()
    assert deadline.done_on is None
