import numpy as np
import pytest

from reflectory.engine.number import (
    NumberTried,
    _numbers_to_try,
    _smoothed,
    choose_number,
    expected_number,
    read_curve,
    separation,
)
from tests.engine.test_clustering import blobs, cloud


def test_three_clear_groups_are_three_themes():
    points, _ = blobs(1, n_blobs=3, each=30)
    number = choose_number(points, np.ones(90), n_texts=90, words_per_text=12)
    assert (number.chosen, number.flat) == (3, False)
    assert max(number.curve, key=lambda tried: tried.score).n_themes == 3


def test_noise_leaves_the_expectation():
    number = choose_number(cloud(2, n=150, dimensions=40), np.ones(150), n_texts=150, words_per_text=30)
    assert abs(np.log(number.chosen / number.expected)) < np.log(1.8)


def curve(scores):
    return tuple(NumberTried(n, score, 1.0) for n, score in scores.items())


def test_a_flat_curve_leaves_the_expectation_itself():
    number = read_curve(curve({n: 0.5 + 0.01 * (n % 3) for n in range(3, 20)}), 7.9)
    assert (number.chosen, number.flat) == (8, True)


def test_a_clear_peak_wins_as_in_the_worked_line():
    scores = dict.fromkeys(range(3, 20), 0.5)
    number = read_curve(curve(scores | {4: 0.65, 5: 0.65}), 8)
    assert (number.chosen, number.flat) == (5, False)


def test_a_curve_that_rises_with_the_number_leaves_the_expectation():
    assert read_curve(curve({n: 0.5 + 0.005 * n for n in range(3, 31)}), 11).chosen == 11


def test_a_peak_far_from_the_expectation_must_be_higher():
    scores = dict.fromkeys(range(3, 46), 0.5)
    assert read_curve(curve(scores | {39: 0.62, 40: 0.62, 41: 0.62}), 17).chosen == 17
    assert read_curve(curve(scores | {39: 0.9, 40: 0.9, 41: 0.9}), 17).chosen == 40


def test_the_expectation_is_among_the_numbers_tried():
    assert _numbers_to_try(7.6, 40) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19]
    assert 18 in _numbers_to_try(18.2, 40)
    assert _numbers_to_try(18.2, 18) == [7, 8, 9, 11, 12, 14, 16, 18]
    assert _numbers_to_try(2.0, 2) == [2]


@pytest.mark.parametrize(("n", "chosen"), [(1, 1), (2, 1), (9, 1), (10, 2)])
def test_a_handful_of_texts_is_not_divided(n, chosen):
    assert choose_number(cloud(3, n=n), np.ones(n), n_texts=n, words_per_text=12).chosen == chosen


def test_the_expectation_is_that_of_the_worked_line():
    assert expected_number(400, 25) == pytest.approx(7.8, abs=0.05)
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
