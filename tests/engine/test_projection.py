"""Where places come to lie: values that others have published, and what holds everywhere."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.projection import STATES, WORLD, equal_earth, on_states, on_world

latitudes, longitudes = st.floats(-89, 89), st.floats(-179, 179)


def test_the_ends_of_equal_earth_are_where_its_authors_put_them():
    assert [round(value, 6) for value in equal_earth(180, 0)] == [2.70663, 0.0]
    assert [round(value, 6) for value in equal_earth(0, 90)] == [0.0, 1.317363]


@settings(deadline=None)
@given(longitudes, latitudes)
def test_west_mirrors_east_and_south_mirrors_north(longitude, latitude):
    x, y = equal_earth(longitude, latitude)
    assert equal_earth(-longitude, latitude) == (-x, y)
    assert equal_earth(longitude, -latitude) == (x, -y)


@settings(deadline=None)
@given(longitudes, latitudes)
def test_equal_areas_stay_equal(longitude, latitude):
    step = 1e-4
    x1, y1 = equal_earth(longitude, latitude)
    x2, _ = equal_earth(longitude + step, latitude)
    _, y2 = equal_earth(longitude, latitude + step)
    on_map = (x2 - x1) * (y2 - y1)
    on_globe = math.radians(step) ** 2 * math.cos(math.radians(latitude + step / 2))
    assert math.isclose(on_map, on_globe, rel_tol=1e-3)


@settings(deadline=None)
@given(longitudes, st.floats(-57, 83))
def test_every_inhabited_place_is_on_the_canvas(longitude, latitude):
    x, y = on_world(longitude, latitude)
    assert 0 <= x <= WORLD.width
    assert 0 <= y <= WORLD.height


def test_places_in_the_states_lie_where_d3_puts_them():
    # d3.geoAlbersUsa().scale(2600).translate([975, 610]), as its own test suite has them at another scale:
    # San Francisco, Anchorage and Honolulu, for 1070 and (480, 250).
    for place, (x, y) in (
        ((-122.4194, 37.7749), (107.4, 214.1)), ((-149.9003, 61.2181), (171.2, 446.9)),
        ((-157.8583, 21.3069), (298.5, 451.0)),
    ):  # fmt: skip
        found = on_states(*place)
        scaled = (480 + (found[0] - 975) * 1070 / 2600, 250 + (found[1] - 610) * 1070 / 2600)
        assert [round(scaled[0], 1), round(scaled[1], 1)] == [x, y]


def test_a_place_outside_the_states_has_no_place_among_them():
    assert [on_states(*place) for place in ((-9.1, 38.7), (-66.1, 18.4), (-99.1, 19.4))] == [None, None, None]


def test_the_states_fill_their_canvas():
    for place in ((-124.6, 48.2), (-67.0, 44.9), (-81.0, 25.2), (-170, 62), (-155.5, 19.0)):
        x, y = on_states(*place)
        assert 0 <= x <= STATES.width
        assert 0 <= y <= STATES.height
