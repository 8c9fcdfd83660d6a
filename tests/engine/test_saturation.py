"""How much is still to be heard, and that it is only said of themes as found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.reference import saturation as plain
from reflectory.engine.saturation import saturation, saturation_of
from reflectory.engine.voices import Voices


def told(*times_met, n=10):
    """Who says what: each theme is said by the first so many respondents."""
    return np.array([[k < m for m in times_met] for k in range(n)], dtype=bool)


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 8), st.integers(1, 6), st.integers(0, 10_000))
def test_coverage_and_curve_agree_with_counting(n, n_themes, seed):
    rows = np.random.default_rng(seed).random((n, n_themes)) < 0.3
    rows[0, 0] = True
    found = saturation(rows)
    assert found.coverage == pytest.approx(plain.coverage(rows.tolist()))
    assert [value for _, value in found.curve] == pytest.approx(
        [plain.themes_met(rows.tolist(), of) for of in range(1, n + 1)]
    )


def test_the_worked_line_of_new_themes():
    found = saturation(told(*[1] * 5, *[2] * 3, 10, 10, 10, 9))
    assert (found.n_once, found.n_themes) == (5, 12)
    assert found.coverage == pytest.approx(1 - 5 / 50 * 45 / 51)
    assert found.new_in_next == pytest.approx(2.68, abs=0.01)
    assert found.sentence == (
        "Of all that people like these say under themes as they were found here, about 91 % has been met. In "
        "the next 10 respondents, about 2 to 3 new themes would turn up. What was not made a theme is not "
        "counted."
    )


def test_the_order_of_reading_does_not_matter():
    rows = np.random.default_rng(1).random((12, 6)) < 0.2
    assert saturation(rows[::-1]) == saturation(rows)


def test_nothing_new_is_expected_where_every_theme_was_met_often():
    found = saturation(told(8, 9, 10))
    assert (found.coverage, found.new_in_next) == (1.0, 0.0)
    assert (
        "99 % or more has been met. In the next 10 respondents, probably no theme would be new."
        in found.sentence
    )


@pytest.mark.parametrize(
    ("times_met", "words"),
    [
        ((1, 1, 2, 9), "about 1 to 2 new themes would turn up"),
        ((1, 1, 9, 9), "perhaps one new theme would turn up"),
        ((1, 1, 1, 3, 9), "about 1 to 2 new themes would turn up"),
    ],
)
def test_few_new_themes_are_told_in_words(times_met, words):
    assert words in saturation(told(*times_met)).sentence


def test_four_are_too_few_and_so_is_one():
    assert (
        saturation(told(1, n=4)).sentence == "4 respondents are too few to say how much is still to be heard."
    )
    assert saturation(told(1, n=1)).sentence.startswith("1 respondent is too few")
    assert saturation(told(1, n=4)).coverage is None
    assert saturation(np.zeros((0, 2), bool)).curve == ()


def test_no_theme_at_all_is_said():
    assert saturation(told(0, 0)).sentence.startswith("No theme was met")


def test_a_long_curve_has_few_points_and_ends_with_all():
    found = saturation(told(1, 50, n=5000))
    assert (len(found.curve) <= 40, found.curve[-1]) == (True, (5000, 2.0))


def test_a_person_heard_twice_is_one_interview():
    voices = Voices(np.tile(told(1, 5), (2, 1)), respondent=np.tile(np.arange(10), 2))
    assert saturation_of(voices) == saturation(told(1, 5))
