import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.labels import Words, c_tf_idf, count_phrases, label_themes
from reflectory.engine.reference import c_tf_idf as reference
from reflectory.engine.representation import fit
from tests.engine.passages import TEXTS, TOPIC_OF

PHRASES = ["bus", "park", "rent"]


@given(st.lists(st.tuples(st.sets(st.sampled_from(PHRASES)), st.integers(0, 2)), min_size=3, max_size=30))
def test_scores_are_those_of_lists(texts):
    used = [*(text for text, _ in texts), set(PHRASES), set(PHRASES), set(PHRASES)]
    theme_of = [*(theme for _, theme in texts), 0, 1, 2]
    counts = np.zeros((3, 3))
    for text, theme in zip(used, theme_of, strict=True):
        counts[theme] += [phrase in text for phrase in PHRASES]
    found = c_tf_idf(counts, np.bincount(theme_of, minlength=3).astype(float))
    expected = [
        [reference.c_tf_idf(used, theme_of, phrase, theme) for phrase in PHRASES] for theme in range(3)
    ]
    np.testing.assert_allclose(found, expected)


def test_the_score_is_that_of_the_worked_line():
    assert c_tf_idf(np.array([[30.0], [0.0]]), np.array([100.0, 100.0]))[0, 0] == pytest.approx(
        0.44, abs=0.005
    )


def labels_of(texts, themes, **options):
    representation, points, _ = fit(texts, StaticEmbedder())
    n = max(themes) + 1
    centres = np.array([points[np.array(themes) == theme].mean(axis=0) for theme in range(n)])
    return label_themes(
        texts, np.ones(len(texts)), np.array(themes), n,
        centres=centres, representation=representation, embedder=StaticEmbedder(), **options,
    )  # fmt: skip


def test_each_theme_is_named_by_its_own_words():
    expected = ["bus", "doctor", "park", "rent", "tax", "pupils"]
    said = [" ".join(label).lower() for label in labels_of(TEXTS, TOPIC_OF)]
    assert [word in label for word, label in zip(expected, said, strict=True)] == [True] * 6


def test_the_words_of_a_label_share_no_stem():
    words = Words(["en"])
    for label in labels_of(TEXTS, TOPIC_OF):
        stems = [words.stem(word) for phrase in label for word in phrase.lower().split()]
        assert len(set(stems)) == len(stems)


def test_a_text_in_no_theme_changes_no_label():
    with_stray = [*TEXTS, "Bus bus landlord, bus."]
    assert labels_of(with_stray, [*TOPIC_OF, -1]) == labels_of(TEXTS, TOPIC_OF)


def test_texts_of_empty_words_have_no_label():
    assert labels_of(["It is what it is.", "And so on and on."], [0, 1]) == [(), ()]


def test_phrases_may_be_counted_before():
    phrases = count_phrases(TEXTS)
    assert phrases.used.shape == (90, len(phrases.names))
    assert labels_of(TEXTS, TOPIC_OF, phrases=phrases) == labels_of(TEXTS, TOPIC_OF)


def test_a_language_without_a_stemmer_is_cut_to_six_letters():
    assert Words(["cy"]).stem("meddygfa") == "meddyg"


def test_a_script_without_spaces_is_read_in_pairs():
    assert {"公園", "園に"} & set(Words(["zh"]).phrases("公園に行く")) == {"公園", "園に"}
