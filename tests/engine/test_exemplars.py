"""Which passages stand for a theme: near its middle, each wording once, whatever the order of the texts."""

import numpy as np
import pytest

from reflectory.engine.analysis import analyse
from reflectory.engine.corpus import Corpus
from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.exemplars import Exemplars

from .passages import TEXTS
from .quick import fewer_runs


def exemplars(texts, ids=None):
    ids = ids or [f"{n:03}" for n in range(len(texts))]
    corpus = Corpus(ids, texts, None, {"place": [f"P{int(one) % 7}" for one in ids]})
    with fewer_runs():
        return Exemplars(corpus, analyse(corpus, embedder=StaticEmbedder()))


@pytest.fixture(scope="module")
def found():
    return exemplars(TEXTS)


def test_each_is_of_its_theme_and_none_comes_twice(found):
    for theme in range(found.analysis.n_themes):
        chosen = found.of_theme(theme)
        assert 1 <= len(chosen) == len(set(chosen)) <= 5
        assert {int(found.theme_of[one]) for one in chosen} == {theme}


def test_a_wording_that_several_used_is_quoted_once():
    said_twice = TEXTS + [text.upper() for text in TEXTS[:30]]
    found = exemplars(said_twice)
    for theme in range(found.analysis.n_themes):
        words = [found.words(one).casefold() for one in found.of_theme(theme, n=20)]
        assert len(words) == len(set(words))


def test_the_order_of_the_texts_changes_nothing(found):
    ids = [f"{n:03}" for n in range(len(TEXTS))]
    turned = exemplars(TEXTS[::-1], ids[::-1])
    assert [
        [turned.words(one) for one in turned.of_theme(theme)] for theme in range(turned.analysis.n_themes)
    ] == [[found.words(one) for one in found.of_theme(theme)] for theme in range(found.analysis.n_themes)]


def test_of_no_theme_are_only_passages_that_no_theme_fits(found):
    assert all(found.theme_of[one] < 0 for one in found.of_none(3))
    assert len(found.of_none(3)) == min(3, int(np.sum(found.theme_of < 0)))
