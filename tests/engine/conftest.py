"""Fitted once for all tests of themes: they only read it."""

import pytest

from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.themes import find_themes
from tests.engine.passages import TEXTS
from tests.engine.quick import fewer_runs


@pytest.fixture(scope="module")
def small_runs():
    with fewer_runs():
        yield


@pytest.fixture(scope="session")
def six_topics():
    """The themes of the ninety sentences, with the number left to the engine."""
    with fewer_runs():
        return find_themes(TEXTS, embedder=StaticEmbedder())
