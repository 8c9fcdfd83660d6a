import numpy as np
import pytest

from reflectory.engine import fitting
from reflectory.engine.canonical import text_key
from reflectory.engine.embedding import StaticEmbedder
from reflectory.engine.fitting import belonging, fit_themes
from tests.engine.passages import TEXTS

pytestmark = pytest.mark.usefixtures("small_runs")


def by_hash(texts):
    return sorted(texts, key=text_key)


def test_a_fitted_passage_does_not_count_itself_as_its_neighbour(six_topics):
    model = six_topics.model
    _, held = model.representation.place_and_measure(by_hash(TEXTS), StaticEmbedder())
    cosine = model.fitted @ model.fitted.T
    np.fill_diagonal(cosine, -2)
    expected = held * np.sort(cosine, axis=1)[:, -5:].mean(axis=1)
    np.testing.assert_allclose(model.fitted_belonging, expected, atol=1e-5)


def test_a_passage_below_the_threshold_has_no_theme(six_topics):
    model = six_topics.model
    far = model.fitted_belonging < model.none_below
    assert (model.fitted_labels == -1).tolist() == far.tolist()
    assert 0 < far.sum() < 9


def test_above_many_passages_belonging_is_the_cosine_to_the_centre(monkeypatch):
    monkeypatch.setattr(fitting, "MOST_FOR_NEIGHBOURS", 50)
    model = fit_themes(TEXTS, np.ones(90), StaticEmbedder(), n_passages=90, n_themes=6)
    expected = (model.fitted @ model.centres.T).max(axis=1)
    np.testing.assert_allclose(belonging(model, model.fitted, np.full(90, 0.5)), expected / 2, atol=1e-6)


def test_the_threshold_is_two_deviations_below_the_median():
    # 25th and 50th percentile of 0 to 100: 50 - 2 · 25 / .6745.
    assert fitting._threshold(np.arange(101.0), np.ones(101)) == pytest.approx(50 - 2 * 25 / 0.6745)


def test_among_few_passages_nothing_is_left_out():
    assert fitting._threshold(np.arange(19.0), np.ones(19)) == -2.0


def test_a_tenth_of_a_theme_s_passages_stand_below_its_floor(six_topics):
    model = six_topics.model
    for theme in range(6):
        cosine = model.fitted[model.fitted_labels == theme] @ model.centres[theme]
        assert model.floors[theme] == pytest.approx(np.percentile(cosine, 10))


def test_a_theme_that_lost_all_its_passages_takes_no_sentence():
    points = np.eye(2, dtype=np.float32)
    assert fitting._floors(points, points, np.array([0, 0]))[1] == 1.0


def test_the_commonest_language_comes_first_and_rare_ones_do_not_count():
    assert fitting._spoken(["de"] * 50 + ["en"] * 150 + ["fr"]) == ["en", "de"]
    assert fitting._spoken(None) == ["en"]


def test_what_was_said_often_weighs_in_the_number_of_themes():
    light = fit_themes(TEXTS, np.ones(90), StaticEmbedder(), n_passages=90)
    heavy = fit_themes(TEXTS, np.full(90, 10.0), StaticEmbedder(), n_passages=90)
    assert heavy.number.expected / light.number.expected == pytest.approx(10**0.2)
