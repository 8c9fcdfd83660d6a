import numpy as np
import pytest

from reflectory.engine import representation
from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.representation import DIMENSIONS, fit
from reflectory.engine.themes import Remembering
from tests.engine.hashing import HashingEmbedder
from tests.engine.passages import TEXTS

TRANSLATED = ["Der Bus kommt zu spät.", "Die Miete ist zu hoch.", "Das Amt hat nie geantwortet."] * 11


@pytest.mark.parametrize("embedder", [StaticEmbedder(), HashingEmbedder()], ids=["static", "other"])
def test_a_text_that_was_fitted_is_placed_where_it_was(embedder):
    fitted, points, _ = fit(TEXTS, embedder)
    assert points.shape == (90, min(DIMENSIONS, 90))
    np.testing.assert_allclose(fitted.place(TEXTS[:9], embedder), points[:9], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1, atol=1e-5)


def test_a_wrapped_static_embedder_is_still_the_static_one():
    fitted, points, _ = fit(TEXTS, Remembering(StaticEmbedder()))
    np.testing.assert_allclose(fitted.place(TEXTS[:9], StaticEmbedder()), points[:9], atol=1e-5)


def test_where_a_text_stands_does_not_hang_on_what_is_placed_with_it():
    fitted, *_ = fit(TEXTS, StaticEmbedder())
    together = fitted.place(["The bus is late.", "A new nurse came."], StaticEmbedder())
    np.testing.assert_allclose(
        fitted.place(["The bus is late."], StaticEmbedder())[0], together[0], atol=1e-6
    )


def test_three_texts_have_no_view_learnt_from_them():
    fitted, points, _ = fit(TEXTS[:3], StaticEmbedder())
    assert fitted.latent.shape[1] == 0
    assert points.shape == (3, 3)


def test_a_rare_token_weighs_as_in_the_worked_line():
    # "zebra" is in two of 90 texts: ln(91 / 3) + 1.
    fitted, *_ = fit([*TEXTS[:88], "A zebra stood here.", "The zebra left."], StaticEmbedder())
    assert fitted.token_weights.max() == pytest.approx(np.log(91 / 3) + 1)


def test_a_token_in_more_than_a_tenth_of_the_texts_says_nothing():
    texts = [f"service {text}" for text in TEXTS]
    everywhere = representation.shared_tokens().counts(["service"]).indices
    fitted, *_ = fit(texts, StaticEmbedder())
    assert not set(everywhere.tolist()) & set(fitted.kept_tokens.tolist())


def test_a_language_of_thirty_texts_has_a_centre_of_its_own():
    languages = ["en"] * 90 + ["de"] * 33
    fitted, *_ = fit(TEXTS + TRANSLATED, StaticEmbedder(), languages=languages)
    assert sorted(fitted.centres) == ["", "de", "en"]
    placed = fitted.place(["Der Bus."], StaticEmbedder(), ["de"])
    assert not np.allclose(placed, fitted.place(["Der Bus."], StaticEmbedder(), ["und"]))


def test_a_language_of_few_texts_shares_everybody_s_centre():
    fitted, *_ = fit(TEXTS + TRANSLATED[:3], StaticEmbedder(), languages=["en"] * 90 + ["de"] * 3)
    assert sorted(fitted.centres) == ["", "en"]
    np.testing.assert_allclose(
        fitted.place(["Der Bus."], StaticEmbedder(), ["de"]), fitted.place(["Der Bus."], StaticEmbedder())
    )


@pytest.mark.parametrize(
    ("languages", "by_word"), [(None, 1.0), (["und"] * 4, 1.0), (["en", "en", "en", "de"], 0.75)]
)
def test_views_that_go_by_words_count_less_the_more_languages_are_mixed(languages, by_word):
    fitted, *_ = fit(TEXTS[:4], StaticEmbedder(), languages=languages)
    assert fitted.weights == (1.0, pytest.approx(0.7 * by_word), pytest.approx(0.5 * by_word))


def test_little_is_held_of_a_text_on_something_nobody_spoke_of():
    fitted, _, held = fit(TEXTS, StaticEmbedder())
    np.testing.assert_allclose(held, 1, atol=1e-5)
    _, measured = fitted.place_and_measure(
        ["The bus was late.", "Volcanic ash hid the moon."], StaticEmbedder()
    )
    assert measured[1] < measured[0] - 0.1
