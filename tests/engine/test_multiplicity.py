"""False discoveries are held to their share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.engine.multiplicity import benjamini_hochberg
from reflectory.engine.reference import multiplicity as plain

shares = st.lists(st.floats(0.0001, 1), min_size=1, max_size=12)


def test_the_worked_line():
    assert benjamini_hochberg(np.array([0.01, 0.04, 0.03])).tolist() == pytest.approx([0.03, 0.04, 0.04])


def test_a_theme_that_was_not_tested_counts_for_nothing():
    assert np.isnan(benjamini_hochberg(np.array([np.nan, 0.02]))).tolist() == [True, False]
    assert benjamini_hochberg(np.array([np.nan, 0.02]))[1] == 0.02


@given(shares)
def test_it_agrees_with_the_definition(p):
    assert benjamini_hochberg(np.array(p)) == pytest.approx(plain.benjamini_hochberg(p))


@given(shares)
def test_q_never_falls_as_p_grows_and_is_never_below_p(p):
    p = np.sort(p)
    q = benjamini_hochberg(p)
    assert (np.diff(q) >= 0).all()
    assert (q >= p).all()
