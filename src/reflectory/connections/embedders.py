"""An embedding by its name: one that comes with the package, or one that somebody has.

`multilingual` and `static` are the engine's own. `sentence-transformers:NAME` runs a model on this computer,
`openai:BASE_URL#MODEL` asks a service (see `service`), which then receives every text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np

from reflectory.connections.errors import CannotConnect
from reflectory.connections.service import ServiceEmbedder
from reflectory.engine.embedding import Embedder, Matrix, MultilingualEmbedder, StaticEmbedder, unit_rows

_CHOICES = "multilingual, static, sentence-transformers:NAME or openai:BASE_URL#MODEL"


def open_embedder(spec: str) -> Embedder:
    """The embedder that the words name. Raises CannotConnect where they name none, or it is not there."""
    kind, _, rest = spec.strip().partition(":")
    if kind == "multilingual" and not rest:
        return MultilingualEmbedder()
    if kind == "static" and not rest:
        return StaticEmbedder()
    if kind == "sentence-transformers" and rest:
        return SentenceTransformersEmbedder(rest)
    if kind == "openai" and rest:
        base, _, model = rest.partition("#")
        return ServiceEmbedder(base, model)
    raise CannotConnect(f"{spec!r} names no embedding. Give {_CHOICES}.")


class SentenceTransformersEmbedder:
    """A model that sentence-transformers can load, by its name or the folder it lies in."""

    multilingual = True  # as far as we know: the name of a model does not tell

    def __init__(self, model: str) -> None:
        self.name = f"{model} with sentence-transformers"
        self._model = model
        _load(model)

    def embed(self, texts: Sequence[str]) -> Matrix:
        if not len(texts):
            return np.empty((0, 0), np.float32)
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        loaded = _load(self._model)
        vectors = loaded.encode(clean, convert_to_numpy=True, show_progress_bar=False)
        return unit_rows(np.asarray(vectors, np.float32))


@lru_cache(maxsize=1)
def _load(model: str) -> Any:
    try:
        package = import_module("sentence_transformers")
    except ImportError as error:
        raise CannotConnect(
            f"The embedding {model} needs one more package on this computer: "
            "pip install sentence-transformers."
        ) from error
    try:
        return package.SentenceTransformer(model)
    except (OSError, ValueError) as error:
        raise CannotConnect(
            f"sentence-transformers cannot open {model}: {str(error).strip().splitlines()[0].rstrip('.')}. "
            "Give the name of a model that is on this computer, or the folder it lies in."
        ) from error
