"""The same people asked twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.paired import paired_change
from reflectory.engine.reference.paired import change_and_range

PEOPLE = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from([*"abcdefghij", None])),
    min_size=2,
    max_size=60,
)


@given(PEOPLE)
@settings(deadline=None)
def test_it_agrees_with_the_plain_reading(people):
    before, after, groups = zip(*people, strict=True)
    found = paired_change(before, after, groups)
    assert (found.change, found.low, found.high) == pytest.approx(change_and_range(before, after, groups))


@given(PEOPLE)
@settings(deadline=None)
def test_asked_in_the_other_order_everything_is_turned_round(people):
    before, after, groups = zip(*people, strict=True)
    there, back = paired_change(before, after, groups), paired_change(after, before, groups)
    assert (back.change, back.low, back.high) == pytest.approx((-there.change, -there.high, -there.low))
    assert (back.up, back.same, back.down) == (there.down, there.same, there.up)


@given(PEOPLE, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_people_does_not_matter(people, random):
    shuffled = random.sample(people, len(people))
    one, other = (paired_change(*zip(*these, strict=True)) for these in (people, shuffled))
    assert (one.change, one.low, one.high) == pytest.approx((other.change, other.low, other.high))


def test_nobody_and_one_person_have_no_range():
    assert paired_change([], [], []).note == "Nobody answered both times."
    alone = paired_change([2], [4], ["a"])
    assert (alone.n, alone.change, alone.low, alone.high) == (1, 2.0, None, None)


def test_few_places_are_told():
    found = paired_change([1, 2, 3, 4], [2, 2, 4, 4], ["a", "a", "b", "b"])
    assert found.note == "The range is that of these people; 2 places are too few to speak of others."


def test_columns_of_unlike_length_are_refused():
    with pytest.raises(ValueError, match="as long as each other"):
        paired_change([1, 2], [1], ["a", "b"])


def test_where_nothing_changed_and_places_differ_the_range_holds_nothing_95_times_in_a_hundred():
    """2,000 askings of 15 places of 4 to 12 people who move together by place; the range of people alone fails."""
    chance = np.random.default_rng(20211)
    sizes = chance.integers(4, 13, size=15)
    groups = [f"p{place}" for place, size in enumerate(sizes) for _ in range(size)]
    holds = []
    for _ in range(2000):
        moved = np.repeat(chance.normal(0, 0.6, len(sizes)), sizes) + chance.normal(0, 1, len(groups))
        found = paired_change(np.zeros(len(groups)), moved, groups)
        holds.append(found.low <= 0 <= found.high)
    assert 0.93 <= np.mean(holds) <= 0.97
