"""Breadth counts places, not voices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.breadth import GroupCount, effective_groups, spread
from reflectory.engine.reference import breadth as plain
from reflectory.engine.voices import MISSING, Column, Voices


def heard(groups):
    """Voices of one theme from {group: (says, of)}."""
    codes = [code for code, (_, of) in enumerate(groups.values()) for _ in range(of)]
    says = [k < n for n, of in groups.values() for k in range(of)]
    return Voices(
        np.array(says, bool).reshape(-1, 1), Column("place", tuple(groups), np.array(codes, np.int64))
    )


def test_groups_firm_groups_and_silence_are_told_apart():
    found = spread(heard({"a": (5, 9), "b": (2, 9), "c": (0, 40), "d": (0, 2)}))[0]
    assert (found.n_groups, found.n_groups_firm, found.n_groups_all) == (2, 1, 4)
    assert found.counts[:2] == (GroupCount("a", 5, 9), GroupCount("b", 2, 9))
    assert (found.silent, found.too_few_to_tell) == ((GroupCount("c", 0, 40),), (GroupCount("d", 0, 2),))
    assert found.loudest == pytest.approx(5 / 7)


def test_a_flood_from_one_group_does_not_hide_the_others():
    says, of = np.array([[3], [3], [500]]), np.array([11, 11, 2001])
    assert effective_groups(says, of)[0] == pytest.approx(2.82, abs=0.005)


def test_nobody_is_heard_in_no_group():
    found = spread(heard({"a": (0, 3), "b": (0, 3)}))[0]
    assert (found.n_groups, found.effective, found.loudest, found.silent) == (0, 0.0, 0.0, ())


def test_without_groups_there_is_no_breadth_and_unknown_groups_do_not_count():
    assert spread(Voices(np.ones((2, 1), bool))) == []
    lost = Voices(np.ones((2, 1), bool), Column("place", (), np.full(2, MISSING)))
    assert (spread(lost)[0].n_groups_all, spread(lost)[0].counts) == (0, ())


def test_one_person_in_two_years_is_one_respondent():
    voices = Voices(
        np.ones((4, 1), bool),
        Column("place", ("a",), np.zeros(4, np.int64)),
        Column("year", ("2019", "2020"), np.array([0, 1, 0, 1])),
        respondent=np.array([1, 1, 2, 2]),
    )
    assert spread(voices)[0].counts == (GroupCount("a", 2, 2),)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=1)
)
def test_the_effective_number_agrees_with_a_loop_and_is_bounded(groups):
    says, of = (np.array(column) for column in zip(*groups, strict=True))
    found = effective_groups(says[:, None], of)[0]
    assert found == pytest.approx(plain.effective_groups(groups))
    assert found <= np.count_nonzero(says) + 1e-9
