"""Embeddings by their names."""

import importlib.util
import pickle
import sys
import types

import numpy as np
import pytest

from reflectory.connections import CannotConnect
from reflectory.connections.embedders import _load, open_embedder
from reflectory.connections.service import ServiceEmbedder
from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder, shared_tokens
from tests.connections.serving import serving, unit


def test_the_engines_own_are_opened_by_their_names():
    assert isinstance(open_embedder("multilingual"), MultilingualEmbedder)
    assert isinstance(open_embedder(" static "), StaticEmbedder)


def test_a_service_is_opened_by_address_and_model(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as service:
        embedder = open_embedder(f"openai:{service.base}#org/model:small#2")
        assert isinstance(embedder, ServiceEmbedder)
        assert np.array_equal(embedder.embed(["one"]), unit(["one"]))
    assert service.asked[0][2]["model"] == "org/model:small#2"


@pytest.mark.parametrize(
    "spec", ["", "bert", "static:x", "multilingual:x", "openai", "openai:", "sentence-transformers:"]
)
def test_other_names_are_refused_with_the_choices(spec):
    with pytest.raises(CannotConnect) as told:
        open_embedder(spec)
    assert str(told.value) == (
        f"{spec!r} names no embedding. "
        "Give multilingual, static, sentence-transformers:NAME or openai:BASE_URL#MODEL."
    )


@pytest.fixture
def stand_in(monkeypatch):
    """A package of that name with the two calls that are used; the last test holds the real one to the same."""

    class SentenceTransformer:
        def __init__(self, model):
            if model != "a-model":
                raise OSError(f"no folder {model}.\nMuch more that nobody reads.")

        def encode(self, sentences, *, convert_to_numpy, show_progress_bar):
            assert (type(sentences), convert_to_numpy, show_progress_bar) == (list, True, False)
            return np.array([[len(text), 1.0] for text in sentences], np.float64)

    package = types.ModuleType("sentence_transformers")
    package.SentenceTransformer = SentenceTransformer
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    _load.cache_clear()
    yield
    _load.cache_clear()


def test_where_sentence_transformers_is_missing_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(CannotConnect) as told:
        open_embedder("sentence-transformers:a-model")
    assert str(told.value) == (
        "The embedding a-model needs one more package on this computer: pip install sentence-transformers."
    )


@pytest.mark.usefixtures("stand_in")
def test_a_model_of_sentence_transformers_is_used_at_unit_length():
    embedder = open_embedder("sentence-transformers:a-model")
    assert embedder.name == "a-model with sentence-transformers"
    expected = np.array([[3, 1], [4, 1]]) / np.sqrt([[10], [17]])
    assert np.allclose(embedder.embed(["one", "\ud800two"]), expected)
    assert pickle.loads(pickle.dumps(embedder)).embed([]).shape == (0, 0)


@pytest.mark.usefixtures("stand_in")
def test_a_model_that_is_not_there_is_told_in_one_sentence_and_what_to_do():
    with pytest.raises(CannotConnect) as told:
        open_embedder("sentence-transformers:other")
    assert str(told.value) == (
        "sentence-transformers cannot open other: no folder other. "
        "Give the name of a model that is on this computer, or the folder it lies in."
    )


def test_the_real_sentence_transformers_does_what_the_stand_in_does(tmp_path):
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not here: it brings torch, and nothing needs it")
    package = importlib.import_module("sentence_transformers")
    parts = importlib.import_module("sentence_transformers.models")
    table = np.random.default_rng(1).normal(size=shared_tokens().table.shape).astype(np.float32)
    static = parts.StaticEmbedding(shared_tokens()._tokenizer, embedding_weights=table)
    package.SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "a-model"))
    embedder = open_embedder(f"sentence-transformers:{tmp_path / 'a-model'}")
    found = embedder.embed(["one", "two", "one", "\ud800"])
    assert (found.dtype, found.shape) == (np.float32, (4, table.shape[1]))
    assert np.array_equal(found[0], found[2])
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    with pytest.raises(CannotConnect, match="cannot open"):
        open_embedder(f"sentence-transformers:{tmp_path / 'nothing'}")
