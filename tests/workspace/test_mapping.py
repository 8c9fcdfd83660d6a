"""Dots that lie on each other become one, whatever their order, and none is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.directory.models import Organisation
from reflectory.press.map import base_map
from reflectory.workspace.mapping import APART, cluster, draw

places = st.lists(
    st.builds(
        Organisation,
        name=st.sampled_from(["Ashby", "Birch", "Cove"]),
        country=st.sampled_from(["US", "PT"]),
        latitude=st.none() | st.floats(-58, 84),
        longitude=st.none() | st.floats(-180, 180),
    ),
    max_size=40,
)
positions = st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 600)), max_size=40)


@settings(deadline=None)
@given(places)
def test_every_place_is_drawn_or_counted_as_missing(found):
    for number, place in enumerate(found, 1):
        place.pk = number
        if place.latitude is None or place.longitude is None:
            place.latitude = place.longitude = None
    maps = draw(found)
    assert maps.world.n + maps.n_without == len(found)
    assert maps.n_placed == maps.world.n


@settings(deadline=None)
@given(positions, st.randoms())
def test_the_order_of_rows_changes_no_dot_and_no_two_dots_cover_each_other(found, chance):
    rows = [(at, Organisation(pk=number, name="Ashby")) for number, at in enumerate(found, 1)]
    first = cluster(rows)
    chance.shuffle(rows)
    assert [(at, [one.pk for one in members]) for at, members in cluster(rows)] == [
        (at, [one.pk for one in members]) for at, members in first
    ]
    middles = [at for at, _members in first]
    for number, (x, y) in enumerate(middles):
        for left, top in middles[number + 1 :]:
            assert (x - left) ** 2 + (y - top) ** 2 >= APART**2


def test_the_base_maps_are_small():
    assert [len(base_map(name).land) < 17_000 for name in ("world", "states")] == [True, True]
