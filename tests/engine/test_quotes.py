import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.embedding import unit_rows
from reflectory.engine.quotes import choose_quotes
from reflectory.engine.reference import quotes as reference


@given(st.integers(0, 10_000), st.integers(0, 12))
@settings(max_examples=40)
def test_the_quotes_are_those_of_loops(seed, n):
    random = np.random.default_rng(seed)
    points = unit_rows(random.standard_normal((30, 5)).astype(np.float32) + 1)
    centre = unit_rows(points.sum(axis=0, keepdims=True))[0]
    words = random.integers(2, 90, 30)
    people, places = random.integers(0, 8, 30).tolist(), [None, "A", "B"] * 10
    found = choose_quotes(points, centre, n=n, words=words, people=people, places=places)
    assert found == reference.choose_quotes(points, centre, n, words.tolist(), people, places)


def choose(points, *, n=2, words=(), people=(), places=None):
    points = unit_rows(np.array(points, np.float32))
    centre = unit_rows(points.sum(axis=0, keepdims=True))[0]
    many = np.array(words or [20] * len(points))
    return choose_quotes(points, centre, n=n, words=many, people=people or range(len(points)), places=places)


def test_the_same_thing_is_not_quoted_twice():
    assert choose([[1, 0.1], [1, 0.11], [0.6, 0.8]]) == [1, 2]


def test_another_person_is_quoted_before_the_same_one():
    assert choose([[1, 0], [0.99, 0.1], [0.8, 0.6]], people=["a", "a", "b"]) == [1, 2]


def test_another_place_is_quoted_before_the_same_one():
    alike = [[1, 0.5], [0.5, 1], [0.5, 1]]
    assert choose(alike, places=["X", "Y", "X"])[1] != choose(alike, places=["X", "X", "Y"])[1]


def test_a_place_that_is_not_known_is_nobody_s():
    alike = [[1, 0.5], [0.5, 1], [0.5, 1]]
    assert choose(alike, places=[None, None, "Y"]) == choose(alike)


def test_a_text_too_short_to_say_much_comes_later():
    assert choose([[1, 0], [1, 0.02]], n=1, words=[3, 20]) == [1]
    assert choose([[1, 0], [1, 0.02]], n=1, words=[90, 20]) == [1]


def test_there_are_no_more_quotes_than_passages():
    assert sorted(choose([[1, 0], [0, 1]], n=9)) == [0, 1]
    assert choose_quotes(np.empty((0, 2), np.float32), np.ones(2), n=3, words=np.empty(0), people=[]) == []
