"""Runs one rival on one job, in the rivals' own environment: `rival_worker.py JOB METHOD K RESULT`.

Stands alone on purpose: it imports nothing of this project, so that the rivals' environment needs nothing of
it. Each rival is left as its authors ship it, with our embeddings in place of the ones it would download.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

WARM_UP_TEXTS = 200
SEED = 42
NMF_SHARE = 0.2
"""A text says every topic that has at least this share of its weights; the best one always."""

Fit = Callable[[list[str], np.ndarray], "dict[str, np.ndarray]"]


def nmf(k: int) -> Fit:
    """TF-IDF and non-negative matrix factorisation with `k` topics; the strongest topic of each text."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    def fit(texts: list[str], _embeddings: np.ndarray) -> dict[str, np.ndarray]:
        counts = TfidfVectorizer(stop_words="english", min_df=2, max_df=0.95).fit_transform(texts)
        n_topics = min(k, *counts.shape)
        weights = NMF(n_topics, init="nndsvda", random_state=SEED, max_iter=400).fit_transform(counts)
        total = weights.sum(axis=1, keepdims=True)
        labels = np.where(total[:, 0] > 0, weights.argmax(axis=1), -1)
        says = (weights >= NMF_SHARE * np.maximum(total, 1e-12)) & (total > 0)
        says |= labels[:, None] == np.arange(n_topics)[None, :]
        return {"labels": labels, "says": says}

    return fit


def bertopic(seed: int | None) -> Fit:
    """BERTopic's default pipeline: UMAP to 5 dimensions, HDBSCAN with at least 10 texts, c-TF-IDF.

    With a seed, UMAP has BERTopic's own settings and a `random_state`; without one it is left as it is.
    """
    from bertopic import BERTopic
    from umap import UMAP

    def fit(texts: list[str], embeddings: np.ndarray) -> dict[str, np.ndarray]:
        own = {"n_neighbors": 15, "n_components": 5, "min_dist": 0.0, "metric": "cosine", "low_memory": False}
        model = BERTopic() if seed is None else BERTopic(umap_model=UMAP(**own, random_state=seed))
        topics, _ = model.fit_transform(texts, embeddings)
        return {"labels": np.asarray(topics)}

    return fit


def evoc() -> Fit:
    """EVoC as shipped, with a seed: its own choice among its layers."""
    from evoc import EVoC

    def fit(_texts: list[str], embeddings: np.ndarray) -> dict[str, np.ndarray]:
        return {"labels": np.asarray(EVoC(random_state=SEED).fit_predict(embeddings))}

    return fit


def main(job: Path, method: str, k: int, out: Path) -> None:
    """Fit on everything (measured), then anew on each subsample, and write the result."""
    warnings.simplefilter("ignore")
    makers: dict[str, Callable[[], Fit]] = {
        "nmf": lambda: nmf(k),
        "bertopic": lambda: bertopic(SEED),
        "bertopic-unseeded": lambda: bertopic(None),
        "evoc": evoc,
    }
    fit = makers[method]()
    texts: list[str] = json.loads((job / "texts.json").read_text(encoding="utf-8"))
    embeddings = np.ascontiguousarray(np.load(job / "embeddings.npy"), dtype=np.float32)
    fit(texts[:WARM_UP_TEXTS], embeddings[:WARM_UP_TEXTS])
    started = time.process_time()
    found = fit(texts, embeddings)
    cpu_s = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    arrays = {"main/full": found["labels"], "cpu_s": cpu_s, "embed_cpu_s": 0.0, "peak_mb": peak_mb}
    if "says" in found:
        arrays["main/says"] = found["says"]
    with np.load(job / "subsamples.npz") as subsamples:
        for number in subsamples.files:
            rows = subsamples[number]
            arrays[f"main/{number}"] = fit([texts[i] for i in rows], embeddings[rows])["labels"]
    np.savez(out, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
