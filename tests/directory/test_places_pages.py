"""The list of places and the page of one: what is shown to whom, narrowed by what, in how many queries."""

import csv
import io
from datetime import date

import pytest

from reflectory.directory.actions.merging import merge_organisations
from tests import portfolio as a

from .conftest import client_of, names_in, operator_client, value_of, words_of

pytestmark = pytest.mark.django_db


def test_a_list_shows_what_somebody_may_see_and_says_how_many():
    seen = a.team(organisation_=a.organisation("Saltmarsh Quay"))
    a.team(organisation_=a.organisation("Port Ansel"))
    response = client_of(a.account_with("analyst", on=seen.edition)).get("/places/")
    assert names_in(response) == ["Saltmarsh Quay"]
    assert "1 of 1 places" in words_of(response)
    assert "Add a place" not in words_of(response)


@pytest.mark.parametrize("role", ["funder", "judge"])
def test_funders_and_judges_are_shown_no_place(role):
    team = a.team(organisation_=a.organisation("Saltmarsh Quay"))
    client = client_of(a.account_with(role, on=team.edition))
    assert "No place is here that you may see" in words_of(client.get("/places/"))
    assert client.get(team.organisation.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=salt", ["Saltmarsh Quay"]),
        ("q=SÁLTMARSH+quay", ["Saltmarsh Quay"]),
        ("q=old+salt", ["Saltmarsh Quay"]),
        ("level=county", ["Quill County"]),
        ("country=PT", ["Vila Marim"]),
        ("level=county&country=PT", []),
        ("level=planet", ["Quill County", "Saltmarsh Quay", "Vila Marim"]),
        ("sort=-name", ["Vila Marim", "Saltmarsh Quay", "Quill County"]),
        ("sort=-teams", ["Vila Marim", "Quill County", "Saltmarsh Quay"]),
        ("page=99", ["Quill County", "Saltmarsh Quay", "Vila Marim"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_by_its_address(query, expected):
    a.organisation("Saltmarsh Quay", aliases=["Old Salt"])
    a.organisation("Quill County", level="county")
    a.team(organisation_=a.organisation("Vila Marim", country="PT"))
    assert names_in(operator_client().get(f"/places/?{query}")) == expected


def test_an_edition_narrows_to_those_with_a_team_in_it_also_by_a_merged_row():
    edition = a.edition()
    one, other = a.organisation("Saltmarsh Quay"), a.organisation("Saltmarsh-Quay")
    a.team(edition, other)
    merge_organisations(by=a.operator(), kept=one, gone=other)
    a.team(organisation_=a.organisation("Port Ansel"))
    assert names_in(operator_client().get(f"/places/?edition={edition.pk}")) == ["Saltmarsh Quay"]


def test_the_list_leaves_as_a_file_that_is_safe_to_open():
    a.organisation("=HYPERLINK(1)", aliases=[])
    response = operator_client().get("/places/?format=csv&q=hyperlink")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["name", "'=HYPERLINK(1)"]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(n, django_assert_num_queries):
    for _ in range(n):
        a.team(organisation_=a.organisation(level="department", parent=a.organisation()))
    client = operator_client()
    with django_assert_num_queries(8):
        client.get("/places/")


def test_a_page_shows_teams_over_the_years_with_their_depth():
    city = a.organisation("Saltmarsh Quay", aliases=["Old Salt"], region="LA")
    programme = a.programme("Innovation Track")
    a.member(a.team(a.edition(programme, "2021"), city))
    a.team(a.edition(programme, "2022", date(2022, 1, 10)), city, stage="applied")
    response = operator_client().get(city.get_absolute_url())
    said = words_of(response)
    assert names_in(response) == ["Innovation Track 2022", "Innovation Track 2021"]
    assert "City in Louisiana, United States. 2 teams so far." in said
    assert "applied applied" in said
    assert "active participated" in said
    assert "Old Salt" in said


def test_a_page_shows_departments_people_and_open_sessions():
    county = a.organisation("Quill County", level="county")
    library = a.organisation("Libraries", level="department", parent=county)
    member = a.member(a.team(organisation_=library), a.person("Wendy Haskell"))
    call = a.activity(member.team.edition, "Open call", "call", is_open=True)
    a.attended(call, member.person)
    said = words_of(operator_client().get(county.get_absolute_url()))
    assert "1 department or part Libraries department · 1 team" in said
    assert "1 person Wendy Haskell" in said
    assert "Came to open sessions" in said
    assert "1 Mar 2021 Open call" in said


def test_somebody_sees_only_the_teams_of_their_own_edition():
    city = a.organisation()
    mine, other = a.team(a.edition(a.programme("Mine")), city), a.team(a.edition(a.programme("Other")), city)
    assert mine.pk != other.pk
    response = client_of(a.account_with("editor", on=mine.edition)).get(city.get_absolute_url())
    assert names_in(response) == ["Mine 2021"]
    assert "Edit this place" not in words_of(response)


@pytest.mark.parametrize("n", [1, 3])
def test_a_page_asks_as_often_for_three_as_for_one(n, django_assert_num_queries):
    county = a.organisation(level="county")
    for _ in range(n):
        a.organisation(level="department", parent=county)
        member = a.member(a.team(organisation_=county, coach=a.person()))
        a.attended(a.activity(member.team.edition, is_open=True), member.person)
        merge_organisations(by=a.operator(), kept=county, gone=a.organisation(level="county"))
    client = operator_client()
    with django_assert_num_queries(15):
        client.get(county.get_absolute_url())


def test_a_place_is_edited_with_its_other_names():
    city = a.organisation("Saltmarsh Quay", aliases=["Old Salt"])
    client = operator_client()
    page = client.get(f"/places/{city.pk}/edit/")
    assert value_of(page, "name") == "Saltmarsh Quay"
    assert ">\nOld Salt</textarea>" in page.content.decode()
    done = client.post(
        f"/places/{city.pk}/edit/",
        {"name": "Saltmarsh", "level": "city", "country": "US", "aliases": "A\nB\nA", "version": 1},
    )
    assert done.headers["Location"] == city.get_absolute_url()
    city.refresh_from_db()
    assert (city.name, city.version, [one.name for one in city.aliases.all()]) == ("Saltmarsh", 2, ["A", "B"])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": ""}, "Name : This is empty. Fill it in."),
        ({"level": "department"}, "A department is part of something. Name its government."),
        ({"parent": "Atlantis"}, "No organisation is called “Atlantis”."),
        ({"parent": "Twin"}, "2 organisations are called “Twin”. Type the number of the one you mean: #"),
        ({"latitude": "12"}, "Latitude and longitude go together. Give both, or neither."),
        ({"latitude": "99", "longitude": "1"}, "Ensure this value is less than or equal to 90."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_saved(given, sentence):
    city = a.organisation("Saltmarsh Quay")
    a.organisation("Twin")
    a.organisation("Twin")
    response = operator_client().post(
        f"/places/{city.pk}/edit/", {"name": "Other", "level": "city", "country": "US", "version": 1, **given}
    )
    assert response.status_code == 422
    assert sentence in words_of(response)
    city.refresh_from_db()
    assert city.name == "Saltmarsh Quay"


def test_one_of_several_namesakes_is_named_by_its_region_or_number():
    ohio, iowa = a.organisation("Twin", "county", region="OH"), a.organisation("Twin", "county", region="IA")
    client = operator_client()
    for said, meant in (("twin, oh", ohio), (f"#{iowa.pk}", iowa)):
        row = a.organisation("Libraries", "department", parent=a.organisation(level="county"))
        client.post(
            f"/places/{row.pk}/edit/",
            {"name": "Libraries", "level": "department", "parent": said, "version": 1},
        )
        row.refresh_from_db()
        assert (row.parent, row.counted_as) == (meant, meant)


def test_an_analyst_edits_no_place():
    team = a.team(organisation_=a.organisation("Saltmarsh Quay"))
    client = client_of(a.account_with("analyst", on=team.edition))
    response = client.post(
        f"/places/{team.organisation_id}/edit/", {"name": "Other", "level": "city", "version": 1}
    )
    assert response.status_code == 403
    assert "Saltmarsh Quay can be changed by the lead of a programme that it takes part in." in words_of(
        response
    )
