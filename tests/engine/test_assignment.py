import numpy as np
import pytest

from reflectory.engine.assignment import Block, assign
from reflectory.engine.embedding import StaticEmbedder
from tests.engine.passages import TEXTS

STATIC = StaticEmbedder()
BUS, CLINIC, STRAY = TEXTS[0], TEXTS[15], "zxqv 7781 kkpt — ggh wuz, 0x3f qqr"


def block(passages, *, sentences=(), of=(), fitted_as=None, languages=None):
    labels = np.full(len(passages), -2) if fitted_as is None else np.array(fitted_as)
    return Block(passages, sentences, np.array(of, np.int64), languages, labels)


@pytest.fixture
def themes(six_topics):
    """The themes of the buses and of the clinics."""
    return six_topics.main_theme(90)[[0, 15]].tolist()


def test_a_passage_goes_to_its_nearest_theme_with_the_cosine_as_its_weight(six_topics, themes):
    model = six_topics.model
    found = assign(model, STATIC, block([BUS, CLINIC]))
    assert found.theme.tolist() == themes
    place = model.representation.place([BUS, CLINIC], STATIC)
    np.testing.assert_allclose(found.weight, (place @ model.centres[themes].T).diagonal(), atol=1e-6)
    assert model.fine_of[found.fine].tolist() == themes


def test_a_passage_far_from_all_has_no_theme(six_topics):
    found = assign(six_topics.model, STATIC, block([STRAY]))
    assert (found.theme.tolist(), found.fine.tolist(), found.weight.tolist()) == ([-1], [-1], [0.0])


def test_what_the_fit_said_of_a_passage_stands(six_topics, themes):
    found = assign(six_topics.model, STATIC, block([BUS, BUS], fitted_as=[themes[1], -1]))
    assert found.theme.tolist() == [themes[1], -1]


def extras(six_topics, passages, sentences, of, **options):
    found = assign(six_topics.model, STATIC, block(passages, sentences=sentences, of=of, **options))
    return list(
        zip(
            found.extra_sentence.tolist(),
            found.extra_passage.tolist(),
            found.extra_theme.tolist(),
            strict=True,
        )
    )


def test_a_sentence_adds_its_theme_and_the_strongest_one_stands_for_it(six_topics, themes):
    bus, clinic = themes
    sentences = [CLINIC, TEXTS[9], BUS, TEXTS[16]]
    found = extras(six_topics, [CLINIC, BUS], sentences, [0, 0, 0, 1], languages=["en", "en"])
    place = six_topics.model.representation.place(sentences[1:3], STATIC)
    strongest = 1 + int((place @ six_topics.model.centres[bus]).argmax())
    assert found == [(strongest, 0, bus), (3, 1, clinic)]


def test_a_sentence_of_few_words_adds_nothing(six_topics):
    assert extras(six_topics, [CLINIC], ["The bus."], [0]) == []


def test_a_sentence_adds_nothing_to_a_passage_in_no_theme(six_topics):
    assert extras(six_topics, [CLINIC], [BUS], [0], fitted_as=[-1]) == []
