import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from reflectory.engine.directions import leading_directions


def _rows(n: int, columns: int) -> sp.csr_matrix:
    return sp.random(n, columns, density=0.05, format="csr", random_state=n, dtype=np.float32)


@pytest.mark.parametrize(("n", "columns", "asked"), [(200, 500, 20), (500, 200, 50), (30, 80, 29)])
def test_the_directions_are_those_of_the_library_it_stands_for(n, columns, asked):
    rows = _rows(n, columns)
    _, _, expected = randomized_svd(rows, asked, random_state=3)
    np.testing.assert_allclose(leading_directions(rows, asked, seed=3), expected.T, atol=1e-6)


def test_rows_that_lie_in_three_directions_lose_nothing_on_them():
    rows = sp.csr_matrix(_rows(60, 3).toarray() @ np.random.default_rng(1).normal(size=(3, 90)))
    directions = leading_directions(rows.astype(np.float32), 3, seed=0)
    np.testing.assert_allclose(rows @ directions @ directions.T, rows.toarray(), atol=1e-4)


def test_the_seed_decides():
    rows = _rows(200, 300)
    np.testing.assert_array_equal(leading_directions(rows, 5, seed=1), leading_directions(rows, 5, seed=1))
