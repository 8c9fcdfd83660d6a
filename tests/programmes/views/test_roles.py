"""Roles of an edition: who has which, giving and ending one, handing work over."""

import pytest
from django.utils import timezone

from reflectory.accounts.roles import ROLES
from reflectory.programmes.actions.editions import add_deadline
from reflectory.programmes.models import Grant, Team
from tests import portfolio
from tests.portfolio import operator

from .reading import items_of, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE = "/programmes/harbour-year/2021/roles/"
HAND_OVER = "/programmes/harbour-year/2021/hand-over/"


@pytest.fixture
def edition():
    made = portfolio.edition(portfolio.programme("Harbour Year"))
    made.slug = "2021"
    made.save()
    return made


def as_role(client, role, on, who=None):
    client.force_login(portfolio.account_with(role, on=on, who=who))
    return client


def test_every_role_is_offered_with_what_it_opens(client, edition):
    as_role(client, "programme_lead", edition)
    words = words_of(client.get(PAGE))
    assert [f"{role.name}. {role.opens}" in words for role in ROLES.values()] == [True] * len(ROLES)


def test_a_role_is_given_by_address_and_ended(client, edition):
    coach = portfolio.account("Ines Caldeira")
    as_role(client, "programme_lead", edition)
    assert client.post(PAGE, {"account": coach.email.upper(), "role": "coach"}).status_code == 302
    grant = Grant.objects.get(account=coach)
    assert (grant.role, grant.edition, grant.programme, grant.given_on) == ("coach", edition, None, TODAY)
    assert items_of(client.get(PAGE), "people")[1].startswith("Ines Caldeira Coach , this edition")
    for _time in range(2):
        assert client.post(f"{PAGE}{grant.pk}/end/").status_code == 302
    grant.refresh_from_db()
    assert grant.ended_on == TODAY


def test_an_address_that_nobody_signs_in_with_is_named(client, edition):
    as_role(client, "programme_lead", edition)
    response = client.post(PAGE, {"account": "nobody@example.org", "role": "coach"})
    assert response.status_code == 422
    assert "Nobody signs in with nobody@example.org." in words_of(response)


def test_a_role_that_is_none_is_not_given(client, edition):
    as_role(client, "programme_lead", edition)
    response = client.post(PAGE, {"account": portfolio.account().email, "role": "king"})
    assert response.status_code == 422
    assert Grant.objects.count() == 1


def test_a_lead_of_one_edition_gives_and_ends_nothing_for_the_whole_programme(client, edition):
    held = portfolio.viewer_with("analyst", on=edition.programme)
    as_role(client, "programme_lead", edition)
    given = {"account": portfolio.account().email, "role": "coach", "scope": "programme"}
    client.post(PAGE, given)
    assert list(Grant.objects.filter(role="coach").values_list("edition", "programme")) == [
        (edition.pk, None)
    ]
    whole = Grant.objects.get(account=held.account_id)
    assert client.post(f"{PAGE}{whole.pk}/end/").status_code == 403
    whole.refresh_from_db()
    assert whole.ended_on is None


def test_a_lead_of_the_programme_gives_roles_in_all_of_it(client, edition):
    as_role(client, "programme_lead", edition.programme)
    given = {"account": portfolio.account().email, "role": "analyst", "scope": "programme"}
    assert client.post(PAGE, given).status_code == 302
    assert Grant.objects.get(role="analyst").programme == edition.programme


def test_a_role_in_another_edition_is_not_ended_here(client, edition):
    other = portfolio.viewer_with("coach", on=portfolio.edition())
    as_role(client, "programme_lead", edition)
    grant = Grant.objects.get(account=other.account_id)
    assert client.post(f"{PAGE}{grant.pk}/end/").status_code == 302
    grant.refresh_from_db()
    assert grant.ended_on is None


@pytest.mark.parametrize(
    "role", ["coach", "panel_chair", "analyst", "editor", "judge", "team_lead", "funder"]
)
def test_nobody_but_a_lead_sees_who_has_which_role(client, edition, role):
    as_role(client, role, edition, portfolio.person())
    given = {"account": portfolio.account().email, "role": "programme_lead"}
    found = [client.get(PAGE), client.post(PAGE, given), client.post(f"{PAGE}1/end/"), client.post(HAND_OVER)]
    assert [response.status_code for response in found] == [404, 404, 404, 404]
    assert Grant.objects.filter(role="programme_lead").count() == 0


def test_what_would_go_over_is_shown_and_then_goes(client, edition):
    leaving, to = portfolio.person("Ada Quist"), portfolio.person("Ben Orr")
    portfolio.account_with("coach", on=edition, who=leaving)
    portfolio.account_with("analyst", on=edition, who=to)
    team = portfolio.team(edition, portfolio.organisation("Port Ansel"), coach=leaving)
    portfolio.artefact(team, title="A ferry on Sundays", owner=leaving)
    add_deadline(by=operator(), edition=edition, what="Letter", due_on=TODAY, owner=leaving)
    as_role(client, "programme_lead", edition)
    given = {"leaving": str(leaving.pk), "to": str(to.pk), "on": str(TODAY)}
    words = words_of(client.post(HAND_OVER, {**given, "look": "1"}))
    shown = "Teams coached Port Ansel Artefacts A ferry on Sundays Open deadlines Letter Roles that end Coach"
    assert shown in words
    assert Team.objects.get().coach == leaving
    response = client.post(HAND_OVER, {**given, "confirm": "1"}, follow=True)
    assert "Ben Orr has taken over from Ada Quist: 1 team, 1 artefact, 1 deadline." in words_of(response)
    assert Team.objects.get().coach == to
    live = Grant.objects.filter(ended_on__isnull=True, account=leaving.account)
    assert list(live) == []


def test_nobody_hands_over_to_themselves(client, edition):
    who = portfolio.person()
    portfolio.account_with("coach", on=edition, who=who)
    as_role(client, "programme_lead", edition)
    response = client.post(HAND_OVER, {"leaving": who.pk, "to": who.pk, "on": str(TODAY), "confirm": "1"})
    assert response.status_code == 422
    assert "Choose somebody else to hand over to." in words_of(response)


def test_handing_over_by_somebody_of_another_edition_is_refused(client, edition):
    stranger = portfolio.person()
    portfolio.account_with("coach", on=portfolio.edition(), who=stranger)
    as_role(client, "programme_lead", edition)
    response = client.post(HAND_OVER, {"leaving": stranger.pk, "to": stranger.pk, "on": str(TODAY)})
    assert response.status_code == 422


@pytest.fixture
def two(edition):
    """Somebody who leads the whole programme and leaves, and somebody who takes over."""
    leaving, to = portfolio.person("Ada Quist"), portfolio.person("Ben Orr")
    portfolio.account_with("programme_lead", on=edition.programme, who=leaving)
    portfolio.account_with("coach", on=edition, who=to)
    return leaving, to


def live_roles(person):
    held = Grant.objects.filter(account=person.account, ended_on__isnull=True)
    return sorted((grant.role, grant.programme_id is not None) for grant in held)


@pytest.mark.parametrize(
    ("becomes", "left", "taken", "words"),
    [
        ("stay", [("programme_lead", True)], [("coach", False)], "Programme lead of Harbour Year as a whole."),
        ("end", [], [("coach", False)], "Roles in the whole programme that end Programme lead"),
        ("pass_on", [], [("coach", False), ("programme_lead", True)],
         "Roles in the whole programme that pass on Programme lead"),
    ],
)  # fmt: skip
def test_roles_in_the_whole_programme_stay_end_or_pass_on(client, edition, two, becomes, left, taken, words):
    leaving, to = two
    as_role(client, "programme_lead", edition.programme)
    given = {"leaving": leaving.pk, "to": to.pk, "on": str(TODAY), "programme_roles": becomes}
    assert words in words_of(client.post(HAND_OVER, given))
    assert live_roles(leaving) == [("programme_lead", True)]
    assert client.post(HAND_OVER, {**given, "confirm": "1"}).status_code == 302
    assert (live_roles(leaving), live_roles(to)) == (left, taken)


def test_a_lead_of_one_edition_leaves_roles_in_the_whole_programme_alone_and_is_told_so(client, edition, two):
    leaving, to = two
    as_role(client, "programme_lead", edition)
    given = {"leaving": leaving.pk, "to": to.pk, "on": str(TODAY), "programme_roles": "end"}
    words = words_of(client.post(HAND_OVER, given))
    assert "Programme lead of Harbour Year as a whole. Only the lead of Harbour Year can end it." in words
    client.post(HAND_OVER, {**given, "confirm": "1"})
    assert live_roles(leaving) == [("programme_lead", True)]


def test_roles_do_not_pass_on_to_somebody_who_does_not_sign_in(client, edition, two):
    leaving, _to = two
    coach = portfolio.person("Cleo Ray")
    portfolio.team(edition, coach=coach)
    as_role(client, "programme_lead", edition.programme)
    given = {
        "leaving": leaving.pk,
        "to": coach.pk,
        "on": str(TODAY),
        "programme_roles": "pass_on",
        "confirm": "1",
    }
    response = client.post(HAND_OVER, given)
    assert "Cleo Ray does not sign in, so roles cannot pass on to them." in words_of(response)
    assert live_roles(leaving) == [("programme_lead", True)]


def test_a_role_in_another_edition_is_named_to_those_who_run_that_edition_only(client, edition, two):
    leaving, to = two
    portfolio.grant_role(by=operator(), account=leaving.account, role="coach", on=TODAY,
                         edition=portfolio.edition(edition.programme, label="2022"))  # fmt: skip
    portfolio.grant_role(by=operator(), account=leaving.account, role="coach", on=TODAY,
                         edition=portfolio.edition(portfolio.programme("Planted Year")))  # fmt: skip
    as_role(client, "programme_lead", edition.programme)
    given = {"leaving": leaving.pk, "to": to.pk, "on": str(TODAY), "programme_roles": "stay"}
    words = words_of(client.post(HAND_OVER, given))
    assert "Coach in Harbour Year 2022. That edition is handed over by itself." in words
    assert "Planted" not in words
