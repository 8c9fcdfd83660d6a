"""Draws come to what every arrangement, tried one by one, comes to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reflectory.engine.randomisation import Scores, flip, rearrange, typical_values, ways
from reflectory.engine.reference import change as plain_flip
from reflectory.engine.reference import randomisation as plain


def centred(rows):
    return rows - rows.mean(axis=0)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3), st.integers(1, 3))
def test_draws_come_to_the_share_of_all_arrangements(seed, n_turned, n_contrasts):
    rng = np.random.default_rng(seed)
    scores = Scores(
        rng.normal(size=(n_turned, n_contrasts, 1)),
        centred(rng.normal(size=(4, 1))),
        centred(rng.normal(size=(4, n_contrasts))),
    )
    p, which = rearrange(scores)
    share = plain.share_as_large(
        scores.turned[:, :, 0].tolist(), scores.dealt[:, 0].tolist(), scores.labels.tolist()
    )
    n_ways = 24 * 2**n_turned
    assert share - 1 / n_ways - 0.02 <= p[0] <= share + 0.02
    assert 0 <= which[0] < n_contrasts


def test_the_worked_line_of_turning_signs():
    assert flip(np.arange(1.0, 7)[:, None], np.zeros(1))[0] == pytest.approx(0.0059, abs=1e-4)
    assert flip(np.array([[1.0], [2.0], [3.0]]), np.zeros(1))[0] == 0.25


def test_scores_of_nought_show_nothing():
    assert flip(np.zeros((7, 2)), np.zeros(2)).tolist() == [1.0, 1.0]
    assert plain_flip.flip([0.0, 0.0], 0.0) == 1.0
    assert rearrange(Scores.turned_only(np.zeros((7, 1, 1))))[0].tolist() == [1.0]


def test_scores_that_agree_by_accident_are_not_taken_for_certainty():
    sure, honest = flip(np.ones((8, 1)), np.zeros(1)), flip(np.ones((8, 1)), np.full(1, 8.0))
    assert (sure[0] < 1e-100, 1e-4 < honest[0] <= 1 / 128) == (True, True)


def test_more_than_two_thousand_groups_take_the_limit():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(2500, 1)) + 0.05
    total, squares = scores.sum(), (scores**2).sum()
    assert flip(scores, np.zeros(1))[0] == pytest.approx(rearrange(Scores.turned_only(scores[:, None]))[0][0])
    assert flip(scores, np.zeros(1))[0] == pytest.approx(
        2 * float(stats.norm.sf(total / squares**0.5)), rel=0.1
    )


def test_the_interval_runs_near_the_outermost_slopes_of_six_groups():
    scores = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]])
    low, high = typical_values(scores, np.ones(6))
    assert (low[0], high[0]) == pytest.approx((1 + 0.6 * 0.5, 6 - 0.6 * 0.5))


def test_ways_of_arranging():
    assert (ways(np.array([2, 2])), ways(np.array([3, 3]), 2)) == pytest.approx((6.0, 80.0))
