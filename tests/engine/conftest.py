"""Fitted once for all tests of themes: they only read it."""

import pytest

from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.themes import find_themes
from tests.engine.passages import TEXTS


@pytest.fixture(scope="session")
def six_topics():
    """The themes of the ninety sentences, with the number left to the engine."""
    return find_themes(TEXTS, embedder=StaticEmbedder())
