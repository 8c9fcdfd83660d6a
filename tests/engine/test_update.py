import numpy as np
import pytest

from reflectory.engine import update as module
from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder
from reflectory.engine.material import read
from reflectory.engine.themes import assign_material, find_themes
from reflectory.engine.update import update
from tests.engine.passages import TOPICS
from tests.engine.quick import fewer_runs

pytestmark = pytest.mark.usefixtures("small_runs")

STATIC = StaticEmbedder()
SENTENCES = list(TOPICS.values())
OLD = [text for sentences in SENTENCES[:4] for text in sentences]
NEW = [text for sentences in SENTENCES[4:] for text in sentences]
AGAIN = ["The bus came late again this morning.", "My landlord raised the rent of the flat again."]


@pytest.fixture(scope="module")
def four_topics():
    with fewer_runs():
        return find_themes(OLD, embedder=STATIC, n_themes=4)


@pytest.fixture(scope="module")
def updated(four_topics):
    """Taxes and schools, which the model does not know, with two sentences on what it does."""
    return update(four_topics.model, [*NEW, *AGAIN], STATIC)


def test_new_topics_are_proposed(updated):
    taxes, schools = updated.proposed[:15].tolist(), updated.proposed[15:30].tolist()
    assert len(updated.proposals) == 2
    tax, school = (max(set(topic), key=topic.count) for topic in (taxes, schools))
    assert {tax, school} == {0, 1}
    assert (taxes.count(tax), schools.count(school)) >= (13, 13)
    assert "tax" in " ".join(updated.proposals[tax].label).lower()
    assert "pupils" in " ".join(updated.proposals[school].label).lower()


def test_a_proposal_says_how_large_how_far_and_how_new_it_is(updated):
    for number, proposal in enumerate(updated.proposals):
        assert proposal.size == (updated.proposed == number).sum()
        assert proposal.separation > 0.2
        assert proposal.rise > 5
        assert proposal.repeatability > 0.9
        assert 0 <= proposal.nearest_theme < 4


def test_what_is_known_stays_in_its_theme(four_topics, updated):
    assert updated.proposed[30:].tolist() == [-1, -1]
    assert updated.themes.main_theme(32)[30:].tolist() == four_topics.main_theme(60)[[0, 45]].tolist()


def test_no_old_theme_moves(four_topics, updated):
    old, new = four_topics.model, updated.extended
    assert new.centres[:4].tolist() == old.centres.tolist()
    assert (new.labels[:4], new.coarse_of[:4].tolist()) == (old.labels, old.coarse_of.tolist())
    assert new.fine_of[: len(old.fine_of)].tolist() == old.fine_of.tolist()
    assert new.none_below == old.none_below
    assert new.fitted_labels[:60].tolist() == old.fitted_labels.tolist()


def test_the_extended_model_knows_the_proposals_as_themes(updated):
    model = updated.extended
    found = assign_material(model, read(NEW), STATIC)
    assert model.n_themes == 6
    assert (found.main_theme(30) == 4 + updated.proposed[:30]).sum() >= 27
    assert model.labels[4:] == tuple(proposal.label for proposal in updated.proposals)
    assert model.fine_of[-2:].tolist() == [4, 5]
    assert len(model.coarse_labels) == model.coarse_of.max() + 1
    assert len(model.floors) == len(model.repeatability) == 6


def test_texts_on_known_topics_propose_nothing(four_topics):
    found = update(four_topics.model, OLD[::2], STATIC)
    assert found.proposals == ()
    assert set(found.proposed.tolist()) == {-1}
    assert found.extended is four_topics.model


def test_a_few_texts_are_too_few_to_propose_anything(four_topics):
    found = update(four_topics.model, NEW[:5], STATIC)
    assert (found.n_pooled, found.proposals) == (0, ())


def test_a_group_that_was_said_as_often_before_is_not_new(four_topics, monkeypatch):
    monkeypatch.setattr(module, "LEAST_RISE", 1e9)
    found = update(four_topics.model, NEW, STATIC)
    assert found.n_pooled >= 12
    assert found.proposals == ()


def test_the_rise_is_that_of_the_worked_line(four_topics):
    model = four_topics.model
    centre = model.fitted[:1]
    points = np.repeat(centre, 30, axis=0)
    old = ((model.fitted @ centre.T)[:, 0] > (model.fitted @ model.centres.T).max(axis=1)).sum()
    rise = module._rise(model, points, np.ones(30), centre)
    assert rise.tolist() == [pytest.approx((31 / 31) / ((old + 1) / 61))]


def test_the_order_of_the_new_texts_changes_nothing(four_topics, updated):
    texts = [*NEW, *AGAIN][::-1]
    found = update(four_topics.model, texts, STATIC)
    assert found.proposed[::-1].tolist() == updated.proposed.tolist()
    assert found.proposals == updated.proposals


def test_another_embedder_is_refused(four_topics):
    with pytest.raises(ValueError, match="the themes were found with WordLlama"):
        update(four_topics.model, NEW, MultilingualEmbedder())
