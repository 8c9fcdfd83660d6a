"""Small groups stay unseen, also for a reader who can add and subtract."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.disclosure import FLOOR, hide_small
from reflectory.engine.reference.disclosure import could_be

sizes = st.lists(st.integers(0, 7), max_size=4)


@given(sizes, st.integers(3, 5))  # below a floor of 2 there is only one number
@settings(max_examples=60, deadline=None)
def test_no_hidden_number_can_be_worked_out_from_what_is_told(groups, floor):
    told = hide_small(groups, floor=floor)
    assert [
        at
        for at, possible in enumerate(could_be(groups, floor=floor))
        if told.hidden[at] and len(possible) < 2
    ] == []


@given(st.lists(st.integers(0, 200), max_size=40), st.integers(1, 20))
@settings(deadline=None)
def test_every_group_below_the_floor_is_hidden_and_what_is_hidden_could_be_told_as_one(groups, floor):
    told = hide_small(groups, floor=floor)
    hidden = [n for n, is_hidden in zip(groups, told.hidden, strict=True) if is_hidden]
    assert [
        n for n, is_hidden in zip(groups, told.hidden, strict=True) if 0 < n < floor and not is_hidden
    ] == []
    if told.total_is_told and hidden:
        assert (len(hidden) > 1, sum(hidden) >= floor) == (True, True)
    assert told.total_is_told == (not hidden or len(hidden) < len([n for n in groups if n]))


@given(st.lists(st.integers(FLOOR, 99)))
@settings(deadline=None)
def test_where_no_group_is_small_everything_is_told(groups):
    told = hide_small(groups)
    assert (any(told.hidden), told.total_is_told) == (False, True)


@given(st.lists(st.integers(0, 50), unique=True), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_groups_changes_nothing(groups, random):
    mixed = list(groups)
    random.shuffle(mixed)

    def hidden_of(some):
        return {n for n, is_hidden in zip(some, hide_small(some).hidden, strict=True) if is_hidden}

    assert hidden_of(mixed) == hidden_of(groups)


@pytest.mark.parametrize(
    ("groups", "hidden", "total_is_told"),
    [
        ([], [], True),
        ([0, 9], [False, False], True),
        ([3], [True], False),
        ([3, 12, 7, 20], [True, False, True, False], True),
        ([3, 2, 12], [True, True, False], True),
        ([1, 1, 12, 30], [True, True, True, False], True),
        ([1, 1], [True, True], False),
        ([1, 1, 1, 9], [True, True, True, True], False),
        ([4, 9, 9], [True, True, True], False),
        ([4, 9, 10], [True, True, False], True),
        ([1, 1, 1, 1, 1, 30, 40], [True, True, True, True, True, True, False], True),
        ([4, 4, 30, 40], [True, True, True, False], True),
    ],
)
def test_worked_examples(groups, hidden, total_is_told):
    told = hide_small(groups)
    assert (list(told.hidden), told.total_is_told) == (hidden, total_is_told)
