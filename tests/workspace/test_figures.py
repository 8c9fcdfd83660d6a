"""The pages of the ledger: values, rules and names, for those who may see which."""

import re
from datetime import UTC, date, datetime

import pytest

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.programmes.models import Activity, Edition
from reflectory.workspace.breakdown import break_down, editions_by_programme, in_several
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]
YEAR = Scope.year(2021)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def two_programmes():
    """One government in both programmes, one in each alone."""
    both, one, other = (a.organisation(name) for name in ("Bothport", "Onefield", "Otherby"))
    first, second = a.edition(a.programme("First")), a.edition(a.programme("Second"))
    for edition, places in ((first, (both, one)), (second, (both, other))):
        for place in places:
            a.team(edition, place)
    return first, second, both


def test_the_page_says_the_value_of_every_figure_and_its_rule(reader):
    two_programmes()
    page = text_of(reader.get("/figures/?year=2021"))
    for definition in ledger.definitions():
        assert f"{definition.name} {definition.value(YEAR)} {definition.rule}".replace("  ", " ") in page


def test_programmes_add_up_to_more_than_there_are_and_the_page_says_why(reader):
    two_programmes()
    page = text_of(reader.get("/figures/?year=2021"))
    assert "First 2 Second 2 All programmes added up 4 Each counted once 3" in page
    assert "One government is in several programmes, so adding them up counts it more than once." in page


def test_the_link_leads_to_those_that_are_in_several(reader):
    two_programmes()
    page = reader.get("/figures/governments/?year=2021&several=yes")
    assert [row.label for row in page.context["behind"]] == ["Bothport"]
    assert "1 of 3 are counted by more than one programme." in text_of(page)


def test_each_programme_is_counted_by_the_figure_itself():
    two_programmes()
    programmes = editions_by_programme(Edition.objects.all())
    for definition in ledger.definitions():
        found = break_down(definition, YEAR, programmes, once=definition.value(YEAR))
        by_hand = {
            programme: definition.value(Scope.year(2021, ids))
            for programme, ids in programmes.items()
            if definition.value(Scope.year(2021, ids))
        }
        assert dict(found.by_programme) == by_hand, definition.key


def test_amounts_and_countries_are_broken_down_too():
    team = a.team(stage="applied", organisation_=a.organisation(country="PT"))
    a.note_engagement(
        by=a.operator(), edition=team.edition, team=team, on=date(2021, 5, 1), what="Porch visits", rung="asked",
        claimed_by="the team", n_people=30, n_contacts=45,
    )  # fmt: skip
    programmes = editions_by_programme(Edition.objects.all())
    for key, value in (("residents_contacts", 45), ("application_countries", 1)):
        found = break_down(ledger.definition(key), YEAR, programmes, once=value)
        assert found.by_programme == [(team.edition.programme, value)]


def test_a_government_is_in_several_when_two_programmes_count_it():
    _first, _second, both = two_programmes()
    programmes = editions_by_programme(Edition.objects.all())
    assert in_several(ledger.definition("governments"), YEAR, programmes) == {both.pk}


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_ask_a_constant_number_of_queries(reader, django_assert_num_queries, n):
    for _ in range(n):
        a.team(a.edition(starts_on=date(2021, 2, 1)))
    for address, queries in (
        ("/figures/?year=2021", 7), ("/figures/governments/?year=2021", 9), ("/map/?year=2021", 8),
    ):  # fmt: skip
        reader.get(address)
        with django_assert_num_queries(queries):
            assert reader.get(address).status_code == 200


@pytest.mark.parametrize("role", ["funder", "coach"])
@pytest.mark.parametrize("address", ["/figures/", "/figures/governments/", "/figures/people/", "/map/"])
def test_who_counts_without_names_sees_the_number_alone(client, role, address):
    edition = a.edition()
    team = a.team(edition, a.organisation("Planted Harbour", latitude=41.5, longitude=-71.3))
    a.member(team, a.person("Planted Person"))
    client.force_login(a.account_with(role, on=edition))
    for query in ("?year=2021", "?year=2021&several=yes", f"?edition={edition.pk}", "?year=2021&format=csv"):
        page = client.get(address + query)
        assert page.status_code == 200
        assert "Planted" not in page.content.decode()


def test_a_funder_is_told_the_value_of_what_they_fund_and_of_nothing_else(client):
    first, second, _both = two_programmes()
    client.force_login(a.account_with("funder", on=first))
    assert text_of(client.get("/figures/governments/?year=2021")).count("2 governments worked with") == 1
    assert client.get(f"/figures/governments/?edition={second.pk}").status_code == 404
    assert client.get(f"/figures/governments/?year=2021&programme={second.programme.slug}").status_code == 404


def test_who_reads_one_edition_and_funds_another_is_shown_no_names_over_both(client):
    first, second, _both = two_programmes()
    account = a.account_with("programme_lead", on=first)
    a.grant_role(by=a.operator(), account=account, role="funder", on=a.STARTS, edition=second)
    client.force_login(account)
    assert "Bothport" not in client.get("/figures/governments/?year=2021").content.decode()
    assert "Bothport" not in client.get(f"/figures/governments/?edition={second.pk}").content.decode()
    assert "Bothport" in client.get(f"/figures/governments/?edition={first.pk}").content.decode()


@pytest.mark.parametrize("role", ["judge", "team_lead", "community_partner"])
def test_who_counts_nothing_is_told_of_no_figures(client, role):
    edition = a.edition()
    client.force_login(a.account_with(role, on=edition))
    for address in ("/figures/", "/figures/governments/", "/map/"):
        assert client.get(address).status_code == 404
    assert 'href="/figures/"' not in client.get("/").content.decode()


def test_the_figure_of_an_edition_counts_all_its_days_unless_a_year_is_named(reader):
    edition = a.edition(starts_on=date(2021, 11, 1))
    for year in (2021, 2022):
        held = a.activity(edition, day=date(year, 3, 1))
        Activity.objects.filter(pk=held.pk).update(state="held", starts_at=datetime(year, 12, 1, tzinfo=UTC))
    assert "2 sessions held" in text_of(reader.get(f"/figures/sessions/?edition={edition.pk}"))
    assert "1 sessions held" in text_of(reader.get(f"/figures/sessions/?edition={edition.pk}&year=2021"))


def test_the_names_leave_as_a_table(reader):
    a.team(organisation_=a.organisation("=SUM(A1)", country="PT"))
    answer = reader.get("/figures/governments/?year=2021&format=csv")
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "Name,Note,Counts",
        "'=SUM(A1),Portugal,1",
    ]


def test_a_figure_that_is_not_there_is_not_found(reader):
    assert reader.get("/figures/happiness/").status_code == 404
    assert reader.get("/figures/governments/?edition=999999").status_code == 404
    assert reader.get("/figures/governments/?year=soon").status_code == 200


def test_the_map_draws_equal_dots_and_counts_what_it_cannot_place(reader):
    edition = a.edition()
    for name, place in (
        ("Quayside", {"latitude": 41.5, "longitude": -71.3}),
        ("Quayside North", {"latitude": 41.6, "longitude": -71.3}),
        ("Montepedra", {"latitude": 38.7, "longitude": -9.1, "country": "PT"}), ("Nowhere Yet", {}),
    ):  # fmt: skip
        a.team(edition, a.organisation(name, **place))
    page = reader.get("/map/?year=2021")
    maps = page.context["maps"]
    assert sorted(dot.title for dot in maps.world.dots) == ["Montepedra", "Quayside, Quayside North"]
    assert {dot.radius for dot in (*maps.world.dots, *maps.states.dots)} == {9}
    assert maps.states.n == 2
    assert "One has no coordinates and is only in the table." in text_of(page)
    assert "Nowhere Yet city United States no coordinates" in text_of(page)
