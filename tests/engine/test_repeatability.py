import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.clustering import consensus
from reflectory.engine.reference import repeatability as reference
from reflectory.engine.repeatability import best_overlap, repeatability
from tests.engine.test_clustering import blobs, cloud


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 4)), min_size=1, max_size=30))
@settings(max_examples=40)
def test_the_best_overlap_is_that_of_sets(pairs):
    themes, groups = (np.array(column) for column in zip(*pairs, strict=True))
    found = best_overlap(themes, groups, np.ones(len(pairs)), 4, 5)
    in_groups = [{i for i, pair in enumerate(pairs) if pair[1] == g and pair[0] >= 0} for g in range(5)]
    in_themes = [{i for i, pair in enumerate(pairs) if pair[0] == theme} for theme in range(4)]
    expected = [reference.best_overlap(theme, in_groups) for theme in in_themes]
    assert found.tolist() == pytest.approx(expected)


def test_the_overlap_is_that_of_the_worked_line():
    themes = np.repeat([0, 1], [40, 60])
    groups = np.concatenate([np.repeat([0, 1], [30, 10]), np.repeat([0, 1], [10, 50])])
    assert best_overlap(themes, groups, np.ones(100), 2, 2)[0] == pytest.approx(0.6)


def test_a_clear_theme_is_found_again():
    points, which = blobs(4, each=25)
    assert repeatability(points, np.ones(75), which, 3, seed=0).min() > 0.95


def test_a_theme_of_noise_is_not_found_again():
    points = cloud(5, n=120, dimensions=40)
    labels = consensus(points, np.ones(120), n_groups=8, runs=8).labels
    assert repeatability(points, np.ones(120), labels, 8, seed=0).max() < 0.6


def test_a_single_theme_is_always_found_again():
    assert repeatability(cloud(1), np.ones(40), np.zeros(40, np.int64), 1, seed=0).tolist() == [1.0]


def test_a_theme_beyond_the_texts_that_are_judged_has_no_repeatability(monkeypatch):
    points, which = blobs(4, n_blobs=2, each=20)
    monkeypatch.setattr("reflectory.engine.repeatability.MOST_TEXTS", 20)
    assert repeatability(points, np.ones(40), which, 2, seed=0)[1] == 0.0
