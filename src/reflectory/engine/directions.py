"""The directions in which the rows of a large sparse matrix differ most, found by chance and checked by powers.

The same steps as scikit-learn's `randomized_svd`, whose import alone takes longer than this does on the four
hundred answers that people usually have. A test holds the two beside each other.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy import linalg

from reflectory.engine.embedding import Matrix

SPARE = 10  # directions beyond those asked for: they catch what chance would have missed
ROUNDS = 4  # of multiplying with the matrix, each of which makes the leading directions stand out more
ROUNDS_WHEN_FEW = 7  # where fewer than a tenth of all possible directions are asked for


def leading_directions(rows: sp.csr_matrix, n: int, *, seed: int) -> Matrix:
    """The `n` leading right singular vectors of `rows`, shape (columns, n), the most telling first.

    `n` is below both sides of `rows`. Each vector's sign is set so that the same rows give the same vectors.
    After Halko, Martinsson and Tropp (2011), SIAM Review 53(2), algorithms 4.4 and 5.1.
    """
    wide = rows.shape[0] < rows.shape[1]
    matrix = rows.T if wide else rows
    rounds = ROUNDS_WHEN_FEW if n < 0.1 * min(matrix.shape) else ROUNDS
    chance = np.random.RandomState(seed).normal(size=(matrix.shape[1], n + SPARE))
    basis = chance.astype(np.float32)
    for _ in range(rounds):
        basis, _ = linalg.lu(matrix @ basis, permute_l=True, check_finite=False)
        basis, _ = linalg.lu(matrix.T @ basis, permute_l=True, check_finite=False)
    basis, _ = linalg.qr(matrix @ basis, mode="economic", check_finite=False)
    left, _, right = linalg.svd(basis.T @ matrix, full_matrices=False)
    directions = (basis @ left)[:, :n] if wide else right[:n].T
    against = right[:n].T if wide else (basis @ left)[:, :n]
    return np.ascontiguousarray(directions * _signs(against), dtype=np.float32)


def _signs(vectors: Matrix) -> Matrix:
    """By which each column becomes one whose largest entry is positive."""
    largest = np.abs(vectors).argmax(axis=0)
    signs: Matrix = np.sign(vectors[largest, np.arange(vectors.shape[1])])
    return signs
