"""Two pieces of work that never change, to tell a slow machine from slow code.

`python -m bench.explore.yardstick topics FILE` finds 20 topics by TF-IDF + NMF in at most 20,000 of the
file's texts; `... matmul` multiplies matrices. Both run on one thread. A time means something beside the
yardstick of its own run.
"""

from __future__ import annotations

import csv
import sys
from itertools import islice

import numpy as np

MOST_TEXTS = 20_000
N_TOPICS = 20
MATRIX = 1500
N_PRODUCTS = 20


def topics(path: str) -> None:
    """TF-IDF + NMF by scikit-learn."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    with open(path, encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in islice(csv.DictReader(file), MOST_TEXTS)]
    counts = TfidfVectorizer(stop_words="english").fit_transform(texts)
    NMF(N_TOPICS, init="nndsvda", random_state=0, max_iter=100, tol=0.0).fit_transform(counts)


def matmul() -> None:
    """Twenty products of 1,500 × 1,500 matrices of doubles."""
    matrix = np.random.default_rng(0).standard_normal((MATRIX, MATRIX))
    for _ in range(N_PRODUCTS):
        matrix = matrix @ matrix
        matrix /= np.abs(matrix).max()


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    if sys.argv[1] == "topics":
        topics(sys.argv[2])
    else:
        matmul()
