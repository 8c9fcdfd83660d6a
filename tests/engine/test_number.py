import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from reflectory.engine.number import _smoothed, agreement, choose_number, expected_number, separation
from tests.engine.test_clustering import blobs, cloud


def test_three_clear_groups_are_three_themes():
    points, _ = blobs(1, n_blobs=3, each=30)
    number = choose_number(points, np.ones(90), n_texts=90, words_per_text=12)
    assert (number.chosen, number.flat) == (3, False)
    assert max(number.curve, key=lambda tried: tried.score).n_themes == 3


def test_noise_leaves_the_expectation():
    number = choose_number(cloud(2, n=150, dimensions=40), np.ones(150), n_texts=150, words_per_text=30)
    assert abs(np.log(number.chosen / number.expected)) < np.log(1.8)


@pytest.mark.parametrize(("n", "chosen"), [(1, 1), (2, 1), (9, 1), (10, 2)])
def test_a_handful_of_texts_is_not_divided(n, chosen):
    assert choose_number(cloud(3, n=n), np.ones(n), n_texts=n, words_per_text=12).chosen == chosen


def test_the_expectation_is_that_of_the_worked_line():
    assert expected_number(400, 25) == pytest.approx(7.4, abs=0.05)
    assert expected_number(400, 250) == expected_number(400, 9_000)


def test_separation_is_that_of_the_worked_line():
    # Cosine distances of .2 and .5.
    centres = np.array([[1, 0], [0, 1]], np.float32)
    assert separation(np.array([[0.8, 0.5]], np.float32), np.ones(1), centres) == pytest.approx(0.6)
    assert separation(np.array([[0.8, 0.5]], np.float32), np.ones(1), centres[:1]) == 0.0


def test_separation_counts_a_text_by_its_weight():
    centres = np.array([[1, 0], [0, 1]], np.float32)
    points = np.array([[0.8, 0.5], [0.5, 0.5]], np.float32)
    assert separation(points, np.array([3.0, 1.0]), centres) == pytest.approx(0.45)


def test_the_curve_is_smoothed_by_a_quarter_of_each_neighbour():
    assert _smoothed(np.array([0.0, 4.0, 0.0])).tolist() == [1.0, 2.0, 1.0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=30))
def test_agreement_is_the_adjusted_rand_index(pairs):
    one, other = (np.array(column) for column in zip(*pairs, strict=True))
    assert agreement(one, other) == pytest.approx(adjusted_rand_score(one, other))


def test_agreement_is_that_of_the_worked_line():
    assert agreement(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])) == pytest.approx(0.57, abs=0.005)
