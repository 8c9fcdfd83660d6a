"""Dots that would cover each other become one, whatever their order, and no place is lost."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.press.map.dots import APART, cluster, draw
from reflectory.press.map.drawing import as_svg


@dataclass(frozen=True)
class Spot:
    name: str
    longitude: float | None
    latitude: float | None


spots = st.lists(
    st.builds(
        Spot, st.sampled_from("ABCD"), st.none() | st.floats(-180, 180), st.none() | st.floats(-58, 84)
    ),
    max_size=40,
)
positions = st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 600)), max_size=40)


def order(spot):
    return spot.name, spot.longitude or 0, spot.latitude or 0


@settings(deadline=None)
@given(spots, st.sampled_from(["world", "states"]))
def test_every_place_is_drawn_or_said_to_be_left_out(found, on):
    drawn = draw(found, on=on, order=order)
    assert drawn.n + len(drawn.without) + len(drawn.outside) == len(found)


@settings(deadline=None)
@given(spots, st.randoms())
def test_the_order_of_places_changes_no_byte_of_the_map(found, chance):
    def made():
        return as_svg(draw(found, on="world", order=order), alt="A map", titles=", ".join)

    first = made()
    chance.shuffle(found)
    assert made() == first


@settings(deadline=None)
@given(positions)
def test_no_two_dots_cover_each_other(found):
    groups = cluster([(at, n) for n, at in enumerate(found)], order=lambda n: n)
    middles = [at for at, _members in groups]
    for number, (x, y) in enumerate(middles):
        for left, top in middles[number + 1 :]:
            assert (x - left) ** 2 + (y - top) ** 2 >= APART**2


def test_places_that_lie_together_are_a_ring_that_names_them():
    together = [
        Spot("Cove", -77.0, 39.0),
        Spot("Ashby", -77.0, 39.0),
        Spot("Birch", -120.0, 39.0),
        Spot("Reef", -66.1, 18.4),
    ]
    drawn = draw(together, on="states")
    assert [dot.names for dot in drawn.dots] == [("Birch",), ("Ashby", "Cove")]
    assert [place.name for place in drawn.outside] == ["Reef"]
    circles = list(
        ET.fromstring(as_svg(drawn, alt="A map", titles=", ".join)).iter("{http://www.w3.org/2000/svg}circle")
    )
    assert [circle.get("class") for circle in circles] == ["dot", "dot is-several"]


def test_a_name_that_looks_like_markup_stays_a_name():
    drawn = draw([Spot("<script>&\"'", 10.0, 50.0)], on="world")
    tree = ET.fromstring(as_svg(drawn, alt='"><script>', titles=", ".join, ident="dots"))
    (title,) = tree.iter("{http://www.w3.org/2000/svg}title")
    assert title.text == "<script>&\"'"
    assert tree.get("aria-label") == '"><script>'
