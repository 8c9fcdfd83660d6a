"""What is offered to somebody who is still typing, and to somebody who mistyped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.directory.gazetteer import fold, near_miss, resolve, suggest
from reflectory.directory.gazetteer.baked import read_baked


def test_the_largest_places_that_begin_so_come_first():
    assert [place.id for place in suggest("saint pau", limit=2)] == ["geonames:5045360", "geonames:935221"]


def test_a_name_in_another_language_finds_the_place():
    assert [place.name for place in suggest("Firenz")] == ["Florence"]


def test_a_region_that_is_begun_after_a_comma_narrows():
    assert [place.full_name for place in suggest("Springfield, illi")] == [
        "Springfield, Illinois, United States"
    ]


@pytest.mark.parametrize("text", ["", " ", ",", "Quellmaribo"])
def test_nothing_is_suggested_for_what_nothing_begins_with(text):
    assert suggest(text) == []


@pytest.mark.parametrize("limit", [1, 4, 10])
def test_no_more_are_suggested_than_asked_for(limit):
    assert len(suggest("san", limit=limit)) == limit


@given(row=st.integers(0, len(read_baked().ids) - 1), n_letters=st.integers(2, 8))
@settings(deadline=None)
def test_larger_places_stand_before_smaller_ones_of_which_the_name_begins_alike(row, n_letters):
    baked = read_baked()
    start = fold(baked.names[row])[:n_letters]
    rows = [baked.row_by_id[place.id] for place in suggest(start)]
    own = [row for row in rows if fold(baked.names[row]).startswith(fold(start))]
    assert rows[: len(own)] == sorted(own)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sant Paul, MN", "Saint Paul, MN"),
        ("Sprinfield", "Springfield"),
        ("Bogotta", "Bogotá"),
        ("Minnesotta", "Minnesota"),
        ("Saint Paul, Minesota", "Saint Paul, Minnesota"),
        ("Birmingham, Alabam", "Birmingham, Alabama"),
    ],
)
def test_a_slip_of_the_finger_is_offered_what_was_meant(text, first):
    assert near_miss(text)[0] == first


@pytest.mark.parametrize("text", ["", "...", "Zzzzzzzzz", "Quellmaribo"])
def test_nothing_is_offered_where_nothing_is_close(text):
    assert near_miss(text) == []


@given(row=st.integers(0, len(read_baked().ids) - 1), at=st.integers(1, 5))
@settings(deadline=None, max_examples=25)
def test_whatever_is_offered_leads_to_a_place(row, at):
    name = read_baked().names[row]
    offered = near_miss(name[:at] + name[at + 1 :])
    assert len(offered) <= 3
    assert [spelling for spelling in offered if not resolve(spelling).places] == []
