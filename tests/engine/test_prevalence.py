"""A share, and a range that knows that people of one place resemble each other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.prevalence import groups_to_expect, in_groups, prevalence, wilson
from reflectory.engine.reference import prevalence as plain
from reflectory.engine.voices import MISSING, Column, Voices


def heard(groups, *, named=True):
    codes = np.repeat(np.arange(len(groups)), [of for _, of in groups])
    says = np.array([k < n for n, of in groups for k in range(of)]).reshape(-1, 1)
    names = tuple(f"Place {code}" for code in range(len(groups)))
    return Voices(says, Column("place", names, codes) if named else None)


counted = st.integers(1, 40).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@settings(max_examples=40, deadline=None)
@given(st.lists(counted, min_size=2, max_size=15))
def test_the_range_agrees_with_plain_loops_and_holds_the_share(groups):
    found = prevalence(heard(groups))[0]
    assert (found.low, found.high) == pytest.approx(plain.interval(groups), abs=1e-9)
    assert found.likeness == pytest.approx(plain.likeness(groups), abs=1e-9)
    assert 0 <= found.low <= found.share <= found.high <= 1


@settings(max_examples=15, deadline=None)
@given(st.lists(counted, min_size=2, max_size=9), st.randoms())
def test_names_of_groups_do_not_matter(groups, random):
    other = random.sample(groups, len(groups))
    here, there = prevalence(heard(groups))[0], prevalence(heard(other))[0]
    assert (here.says, here.of, here.low, here.high) == pytest.approx(
        (there.says, there.of, there.low, there.high)
    )


def test_groups_that_differ_make_the_range_wider():
    alike, unlike = prevalence(heard([(5, 10)] * 8))[0], prevalence(heard([(0, 10), (10, 10)] * 4))[0]
    assert (alike.share, unlike.share) == (0.5, 0.5)
    assert unlike.high - unlike.low > 1.5 * (alike.high - alike.low)


def test_a_flooded_sample_is_not_taken_for_a_sure_one():
    found = prevalence(heard([(3, 10)] * 5 + [(300, 1000)]))[0]
    assert found.high - found.low > 0.25


def test_one_group_speaks_for_itself_only():
    found = prevalence(heard([(2, 10)]))[0]
    assert found.note == "Only one group was heard: the range describes that group and no other."
    assert (found.low, found.high) == pytest.approx((0.0567, 0.5098), abs=1e-4)


def test_few_groups_carry_a_note_and_six_do_not():
    assert prevalence(heard([(2, 10)] * 5))[0].note.startswith("Only 5 groups were heard: the range is wide")
    assert prevalence(heard([(2, 10)] * 6))[0].note == ""


def test_without_groups_each_respondent_stands_alone_and_once():
    voices = heard([(2, 10)], named=False)
    found = prevalence(voices)[0]
    assert (found.says, found.of, found.n_groups) == (2, 10, 0)
    assert found.note.startswith("No groups are known")
    twice = Voices(np.tile(voices.says, (2, 1)), respondent=np.tile(np.arange(10), 2))
    assert (prevalence(twice)[0].says, prevalence(twice)[0].of) == (2, 10)


def test_nobody_heard_is_said():
    lost = Voices(np.ones((2, 1), bool), Column("place", (), np.full(2, MISSING)))
    assert (prevalence(lost)[0].share, prevalence(lost)[0].note) == (None, "Nobody was heard.")


def test_wilson_as_in_the_worked_line():
    low, high = wilson(np.array([0.2]), np.array([10.0]), 1.96)
    assert (low[0], high[0]) == pytest.approx((0.0567, 0.5099), abs=1e-4)


def test_groups_to_expect_come_as_whole_numbers_in_words():
    assert (groups_to_expect(8, 12), groups_to_expect(0, 5), groups_to_expect(0, 0)) == (
        (5, 10),
        (0, 2),
        (0, 0),
    )
    assert (
        in_groups(8, 12) == "in 8 of 12 groups; between 5 and 10 on average if we had asked others like them"
    )
