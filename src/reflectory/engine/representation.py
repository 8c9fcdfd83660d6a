"""Where a text stands among the texts it is compared with.

Three views are joined: what an embedder says of it, the mean of its tokens' static vectors, and a latent
semantic view learnt from these texts alone, which is what adapts to their vocabulary and to languages that
the others do not know. A `Representation` is fitted once and then places any further text without moving
those already placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from reflectory.engine.directions import leading_directions
from reflectory.engine.embedding import Embedder, Matrix, StaticEmbedder, shared_tokens, unit_rows

DIMENSIONS = 128  # of the joined view; 64 agreed with people as well as all 896 did, and fewer is faster
LATENT_DIMENSIONS = 128
TOO_COMMON = 0.10  # a token in more of the texts than this says nothing about any of them
# How much each view counts beside the embedder's own (weights of a prototype; not tuned again here).
STATIC_WEIGHT = 0.7
LATENT_WEIGHT = 0.5
ENOUGH_FOR_LANGUAGE = 30  # texts before a language gets a centre of its own


@dataclass(frozen=True)
class Representation:
    """How to place a text: fitted by `fit`, used by `place`."""

    embedder_name: str
    centres: dict[str, Matrix]  # language → mean of the embedder's vectors; "" is everybody's
    static_centre: Matrix
    kept_tokens: NDArray[np.int64]
    token_weights: Matrix  # inverse document frequency of the kept tokens
    latent: Matrix  # (kept tokens, latent dimensions)
    weights: tuple[float, float, float]  # embedder, static, latent
    projection: Matrix  # (joined, DIMENSIONS)

    def place(
        self, texts: Sequence[str], embedder: Embedder, languages: Sequence[str] | None = None
    ) -> Matrix:
        """Where the texts stand, shape (texts, dimensions), rows of unit length."""
        return self.place_and_measure(texts, embedder, languages)[0]

    def place_and_measure(
        self, texts: Sequence[str], embedder: Embedder, languages: Sequence[str] | None = None
    ) -> tuple[Matrix, NDArray[np.float64]]:
        """Where the texts stand, and how much of each the dimensions hold, from 0 to 1.

        A text on something that no fitted text speaks of loses most of itself on the way: what is left stands
        near others by accident.
        """
        counts = shared_tokens().counts(texts)
        vectors = None if _is_static(embedder) else embedder.embed(texts)
        return _measured(self._joined(vectors, counts, languages) @ self.projection)

    def _joined(
        self, vectors: Matrix | None, counts: sp.csr_matrix, languages: Sequence[str] | None
    ) -> Matrix:
        static = shared_tokens().mean_vectors(counts)
        views = []
        by_embedder, by_static, by_latent = self.weights
        if vectors is not None:
            views.append(by_embedder * unit_rows(vectors - self._centre_of(languages, len(vectors))))
            views.append(by_static * unit_rows(static - self.static_centre))
        else:
            views.append(by_embedder * unit_rows(static - self._centre_of(languages, len(static))))
        if self.latent.shape[1]:
            views.append(by_latent * self._latent_view(counts))
        return unit_rows(np.hstack(views))

    def _centre_of(self, languages: Sequence[str] | None, n: int) -> Matrix:
        everybody = self.centres[""]
        if languages is None or len(self.centres) == 1:
            return everybody
        centre = np.repeat(everybody[None, :], n, axis=0)
        for code, mean in self.centres.items():
            if code:
                centre[[i for i, language in enumerate(languages) if language == code]] = mean
        return centre

    def _latent_view(self, counts: sp.csr_matrix) -> Matrix:
        return unit_rows(_weighted(counts, self.kept_tokens, self.token_weights) @ self.latent)


def fit(
    texts: Sequence[str], embedder: Embedder, *, languages: Sequence[str] | None = None, seed: int = 0
) -> tuple[Representation, Matrix, NDArray[np.float64]]:
    """A representation learnt from these texts (in canonical order, no text twice), where they stand, and how
    much of each the dimensions hold.

    Fewer than four texts have no latent view: there is nothing to learn it from.
    """
    counts = shared_tokens().counts(texts)
    static = shared_tokens().mean_vectors(counts)
    vectors = None if _is_static(embedder) else embedder.embed(texts)
    own = static if vectors is None else vectors
    kept, token_weights, latent = _fit_latent(counts, seed)
    by_word = _share_of_largest(languages)
    weights = (1.0, STATIC_WEIGHT * by_word, LATENT_WEIGHT * by_word)
    unprojected = Representation(
        embedder_name=embedder.name,
        centres=_centres(own, languages),
        static_centre=static.mean(axis=0),
        kept_tokens=kept,
        token_weights=token_weights,
        latent=latent,
        weights=weights,
        projection=np.empty((0, 0), np.float32),
    )
    joined = unprojected._joined(vectors, counts, languages)
    projection = _principal_directions(joined)
    fitted = Representation(**{**unprojected.__dict__, "projection": projection})
    return fitted, *_measured(joined @ projection)


def _measured(projected: Matrix) -> tuple[Matrix, NDArray[np.float64]]:
    return unit_rows(projected), np.linalg.norm(projected, axis=1).astype(np.float64)


def _is_static(embedder: Embedder) -> bool:
    """Whether it says nothing that the static view does not; by name, since it may be wrapped."""
    return embedder.name == StaticEmbedder.name


def _share_of_largest(languages: Sequence[str] | None) -> float:
    """The views that go by words would make a theme of each language: mixed languages weaken them."""
    if not languages:
        return 1.0
    known = [language for language in languages if language != "und"]
    if not known:
        return 1.0
    return max(known.count(code) for code in set(known)) / len(known)


def _centres(vectors: Matrix, languages: Sequence[str] | None) -> dict[str, Matrix]:
    centres = {"": vectors.mean(axis=0)}
    if languages is None:
        return centres
    codes = np.array(languages)
    for code in sorted(set(languages) - {"und"}):
        chosen = codes == code
        if ENOUGH_FOR_LANGUAGE <= chosen.sum() < len(codes):
            centres[code] = vectors[chosen].mean(axis=0)
    return centres


def _fit_latent(counts: sp.csr_matrix, seed: int) -> tuple[NDArray[np.int64], Matrix, Matrix]:
    n = counts.shape[0]
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero((frequency >= 2) & (frequency <= max(TOO_COMMON * n, 3)))
    # Smoothed inverse document frequency, ln((1 + n) / (1 + df)) + 1.
    # A token in 9 of 100 texts: ln(101 / 10) + 1 = 3.31.
    token_weights = (np.log((1 + n) / (1 + frequency[kept])) + 1).astype(np.float32)
    dimensions = min(LATENT_DIMENSIONS, len(kept) - 1, n - 1)
    if n < 4 or dimensions < 2:
        return kept, token_weights, np.empty((len(kept), 0), np.float32)
    weighted = _weighted(counts, kept, token_weights)
    return kept, token_weights, leading_directions(weighted, dimensions, seed=seed)


def _weighted(counts: sp.csr_matrix, kept: NDArray[np.int64], token_weights: Matrix) -> sp.csr_matrix:
    chosen = counts[:, kept].astype(np.float32)
    chosen.data = 1 + np.log(chosen.data)
    weighted = (chosen @ sp.diags(token_weights)).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    unit: sp.csr_matrix = sp.diags((1 / np.where(lengths > 0, lengths, 1)).astype(np.float32)) @ weighted
    return unit.tocsr()


def _principal_directions(joined: Matrix) -> Matrix:
    """The directions in which the texts differ most; uncentred, since the views are centred already."""
    _, directions = np.linalg.eigh((joined.T @ joined).astype(np.float64))
    return np.ascontiguousarray(directions[:, ::-1][:, : min(DIMENSIONS, len(joined))], dtype=np.float32)
