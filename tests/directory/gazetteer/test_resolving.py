"""What a text may mean: exactly one place, several to ask about, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.directory.gazetteer import get, resolve
from reflectory.directory.gazetteer.baked import read_baked


def ids(resolution):
    """The ids of the places found, in their order."""
    return [place.id for place in resolution.places]


ONE = {
    "Saint Paul, MN": "geonames:5045360",
    "St. Paul, Minnesota": "geonames:5045360",
    "saint paul,minn.": "geonames:5045360",
    "ST PAUL (MN)": "geonames:5045360",
    "St. Paul MN": "geonames:5045360",
    "Saint Paul, MN, USA": "geonames:5045360",
    "USA, Minnesota, Saint Paul": "geonames:5045360",
    "Bogotá, Colombia": "geonames:3688689",
    "bogota, co": "geonames:3688689",
    "Ramsey County, MN": "fips:27123",
    "Minnesota": "iso:US-MN",
    "New York, NY": "geonames:5128581",
    "Springfield, Illinois": "geonames:4250542",
    "Washington DC": "geonames:4140963",
    "Washington, D.C.": "geonames:4140963",
    "District of Columbia": "iso:US-DC",
    "Navajo Nation": "tribal:navajo-nation",
    "Muscogee (Creek) Nation": "tribal:muscogee-nation",
    "City of São Paulo, BR": "geonames:3448439",
    "King County, WA": "fips:53033",
    "Ft. Worth, TX": "geonames:4691930",
    "Winston-Salem, NC": "geonames:4499612",
    "City of Tulsa, OK": "geonames:4553433",
    "County of Lane, OR": "fips:41039",
    "State of Oregon": "iso:US-OR",
    "Commonwealth of Massachusetts": "iso:US-MA",
    "San Juan, PR": "geonames:4568127",
    "Coeur d’Alene, Idaho": "geonames:5589173",
    "Bavaria": "iso:DE-BY",
}


@pytest.mark.parametrize(("text", "place_id"), ONE.items())
def test_one_place_is_meant(text, place_id):
    found = resolve(text)
    assert ids(found) == [place_id]
    assert found.place == get(place_id)


SEVERAL = {
    "Ramsey County": ["fips:27123", "fips:38071"],
    "Bogotá": ["geonames:3688689", "geonames:5095808"],
    "Bogota": ["geonames:3688689", "geonames:5095808"],
    "Kansas City": ["geonames:4393217", "geonames:4273837"],
    "São Paulo, BR": ["iso:BR-SP", "geonames:3448439"],
    "Georgia": ["iso:US-GA", "iso:GE"],
}


@pytest.mark.parametrize(("text", "place_ids"), SEVERAL.items())
def test_several_places_are_all_given_and_none_is_chosen(text, place_ids):
    found = resolve(text)
    assert ids(found) == place_ids
    assert found.place is None


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("St. Paul", "geonames:5045360"),
        ("New York", "iso:US-NY"),
        ("Springfield", "geonames:4409896"),
        ("Mexico", "iso:MX"),
    ],
)
def test_the_largest_of_many_comes_first_and_is_not_chosen(text, likeliest):
    found = resolve(text)
    assert ids(found)[0] == likeliest
    assert len(found.places) > 2
    assert found.place is None


def test_a_place_that_bears_the_name_comes_before_one_that_has_it_as_a_second_name():
    found = resolve("New York", country="US")
    assert ids(found)[:2] == ["iso:US-NY", "geonames:5128581"]


def test_a_country_does_not_settle_a_name_that_two_places_there_have():
    assert resolve("New York, USA").place is None


def test_two_meanings_of_a_code_are_both_looked_at():
    regions = {(place.country, place.region) for place in resolve("Richmond, CA").places}
    assert {("US", "CA"), ("CA", "BC")} <= regions


@pytest.mark.parametrize("text", ["", "  ", ",", "...", "Quellmaribo", "Quellmaribo, MN", "Minnesota, Texas"])
def test_what_does_not_exist_is_not_found(text):
    found = resolve(text)
    assert found.places == ()
    assert found.place is None


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Saint Paul, Minesota", ("Minesota",)),
        ("Saint Paul, Nowhere, MN", ("Nowhere",)),
        ("Saint Paul, Texas", ()),
    ],
)
def test_a_region_that_does_not_exist_is_named_and_nothing_found_without_it(text, unknown):
    found = resolve(text)
    assert found.places == ()
    assert found.unknown == unknown


def test_columns_of_their_own_narrow_like_words_after_a_comma():
    assert ids(resolve("Saint Paul", region="MN")) == ["geonames:5045360"]
    assert ids(resolve("Bogotá", country="CO")) == ["geonames:3688689"]
    assert ids(resolve("Bogotá", country="Colombia", region="")) == ["geonames:3688689"]
    assert ids(resolve("San Juan", country="PR")) == ["geonames:4568127"]
    assert ids(resolve("Mexico", country="MX", level="nation")) == ["iso:MX"]
    assert ids(resolve("Minnesota", region="MN")) == ["iso:US-MN"]


def test_a_column_that_names_no_country_is_said():
    found = resolve("Saint Paul", country="Ruritania")
    assert found.places == ()
    assert found.unknown == ("Ruritania",)


def test_a_level_leaves_only_places_of_that_level():
    assert ids(resolve("New York, NY", level="county")) == ["fips:36061"]
    assert ids(resolve("New York", level="state")) == ["iso:US-NY"]
    assert ids(resolve("Lane", region="OR", level="county")) == ["fips:41039"]
    assert resolve("Lane County, OR", level="city").places == ()


def test_the_same_word_for_another_kind_than_the_level_asked_for_finds_nothing():
    assert resolve("City of Tulsa, OK", level="county").places == ()


ROWS = st.integers(0, len(read_baked().ids) - 1)


@given(row=ROWS)
@settings(deadline=None)
def test_every_place_is_among_those_that_its_full_name_means(row):
    place = read_baked().place(row)
    assert place in resolve(place.full_name).places


@given(row=ROWS)
@settings(deadline=None)
def test_a_place_is_chosen_only_where_no_other_bears_the_name(row):
    place = read_baked().place(row)
    found = resolve(place.name)
    assert place in found.places
    assert (found.place is not None) == (len(found.places) == 1)
    assert len(set(ids(found))) == len(found.places)


@given(row=ROWS)
@settings(deadline=None)
def test_saying_more_never_finds_what_saying_less_did_not(row):
    place = read_baked().place(row)
    assert set(resolve(place.name, country=place.country).places) <= set(resolve(place.name).places)


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_any_text_has_an_answer(text):
    found = resolve(text)
    assert (found.place is not None) == (len(found.places) == 1)
