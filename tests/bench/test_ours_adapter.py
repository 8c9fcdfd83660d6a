"""What is measured is what the engine says: levels nest, the main theme is among all themes of a text."""

from __future__ import annotations

import numpy as np
import pytest

from bench.themes.ours import ours
from bench.themes.ours_worker import Found
from reflectory.engine.embedding import StaticEmbedder

SUBJECTS = ("the bus is late", "nurses listened to me", "the library needs books", "parking costs too much")
TEXTS = tuple(f"{subject} on day {day} and again" for subject in SUBJECTS for day in range(10))


@pytest.fixture(scope="module")
def found() -> Found:
    return ours(TEXTS, StaticEmbedder())


def test_every_level_says_something_of_every_text(found: Found) -> None:
    assert {level: len(labels) for level, labels in found.labels.items()} == dict.fromkeys(
        found.labels, len(TEXTS)
    )
    assert list(found.labels) == ["coarse", "medium", "fine"]


def test_levels_nest(found: Found) -> None:
    pairs = (("medium", "coarse"), ("fine", "medium"))
    for narrow, broad in pairs:
        parents: dict[int, set[int]] = {}
        for child, parent in zip(found.labels[narrow].tolist(), found.labels[broad].tolist(), strict=True):
            parents.setdefault(child, set()).add(parent)
        assert {len(given) for child, given in parents.items() if child >= 0} == {1}


def test_the_main_theme_is_among_all_the_themes_of_a_text(found: Found) -> None:
    for level, labels in found.labels.items():
        has_one = np.flatnonzero(labels >= 0)
        assert found.says[level][has_one, labels[has_one]].tolist() == [True] * len(has_one)


def test_whole_texts_are_embedded_for_the_rivals(found: Found) -> None:
    assert np.linalg.norm(found.embed()[:5], axis=1) == pytest.approx(np.ones(5), abs=1e-5)
