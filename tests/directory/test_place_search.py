"""Adding a place: what was typed is looked up, and nothing is guessed or saved before it was confirmed."""

import pytest

from reflectory.directory.models import Organisation
from tests import portfolio as a

from .conftest import client_of, operator_client, value_of, words_of

pytestmark = pytest.mark.django_db


def test_a_name_of_one_place_only_fills_the_form_to_be_confirmed():
    response = operator_client().get("/places/new/?place=Saint+Paul,+MN")
    assert "Found: Saint Paul, Minnesota, United States" in words_of(response)
    assert [value_of(response, name) for name in ("name", "region")] == ["Saint Paul", "MN"]
    assert [value_of(response, name)[:2] for name in ("latitude", "longitude")] == ["44", "-9"]
    assert int(value_of(response, "population")) > 250_000
    assert Organisation.objects.count() == 0


def test_what_was_confirmed_is_saved_with_its_place():
    client = operator_client()
    page = client.get("/places/new/?place=Saint+Paul,+MN")
    typed = {name: value_of(page, name) for name in ("name", "region", "latitude", "longitude", "population")}
    done = client.post(
        "/places/new/?place=Saint+Paul,+MN",
        {**typed, "level": "city", "country": "US", "place_id": "geonames:5045360", "aliases": "St. Paul"},
    )
    row = Organisation.objects.get()
    assert done.headers["Location"] == row.get_absolute_url()
    assert (row.name, row.level, row.country, row.region, row.place_id) == (
        "Saint Paul", "city", "US", "MN", "geonames:5045360",
    )  # fmt: skip
    assert [alias.name for alias in row.aliases.all()] == ["St. Paul"]


def test_a_name_of_several_places_is_asked_about():
    response = operator_client().get("/places/new/?place=St.+Paul")
    said = words_of(response)
    assert "places go by “St. Paul”. Which one is it?" in said
    assert "Saint Paul, Minnesota, United States (city, 303,176 people)" in said
    assert response.content.decode().count('type="radio" name="place_id"') > 1
    assert "checked" not in response.content.decode()


def test_the_one_that_was_chosen_fills_the_form():
    response = operator_client().get("/places/new/?place_id=geonames:5045360")
    assert value_of(response, "name") == "Saint Paul"


def test_a_name_of_no_place_is_said_to_be_none_and_what_is_close_is_offered():
    response = operator_client().get("/places/new/?place=Sant+Paul,+MN")
    assert "No place goes by “Sant Paul, MN”" in words_of(response)
    assert "?place=Saint+Paul%2C+MN" in response.content.decode()
    nonsense = words_of(operator_client().get("/places/new/?place=Xqzzyv"))
    assert "No place goes by “Xqzzyv”" in nonsense
    assert "Did you mean" not in nonsense
    assert "Enter it by hand" in nonsense


def test_a_place_that_is_in_no_list_is_entered_by_hand():
    client = operator_client()
    assert value_of(client.get("/places/new/?by_hand=1&name=Yttermoor"), "name") == "Yttermoor"
    client.post("/places/new/?by_hand=1", {"name": "Yttermoor", "level": "city", "country": "SE"})
    row = Organisation.objects.get()
    assert (row.name, row.country, row.place_id, row.latitude) == ("Yttermoor", "SE", None, None)


def test_one_place_is_not_added_twice():
    first = a.organisation("Saint Paul", place_id="geonames:5045360")
    client = operator_client()
    page = client.get("/places/new/?place=Saint+Paul,+MN")
    assert "This place is here already" in words_of(page)
    assert first.get_absolute_url() in page.content.decode()
    response = client.post(
        "/places/new/?place=Saint+Paul,+MN",
        {"name": "Saint Paul", "level": "city", "country": "US", "place_id": "geonames:5045360"},
    )
    assert response.status_code == 422
    assert Organisation.objects.count() == 1


def test_a_place_that_was_entered_by_hand_is_looked_up_later():
    row = a.organisation("St Paul", region="")
    client = operator_client()
    page = client.get(f"/places/{row.pk}/edit/?place=Saint+Paul,+MN")
    assert (value_of(page, "name"), value_of(page, "region")) == ("Saint Paul", "MN")
    assert "Which one is it?" in words_of(client.get(f"/places/{row.pk}/edit/?place=St.+Paul"))
    row.refresh_from_db()
    assert (row.name, row.place_id) == ("St Paul", None)


def test_a_lead_adds_a_place_and_an_editor_does_not():
    edition = a.edition()
    lead, editor = (client_of(a.account_with(role, on=edition)) for role in ("programme_lead", "editor"))
    assert lead.post("/places/new/?by_hand=1", {"name": "Yttermoor", "level": "city"}).status_code == 302
    refused = editor.post("/places/new/?by_hand=1", {"name": "Elsewhere", "level": "city"})
    assert refused.status_code == 403
    assert [row.name for row in Organisation.objects.all()] == ["Yttermoor"]
