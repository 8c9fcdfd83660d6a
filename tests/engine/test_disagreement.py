import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine import disagreement
from reflectory.engine.disagreement import LEAST_SIMILARITY, Pair, disagreements
from reflectory.engine.polarity import Polarity, polarities, polarity
from reflectory.engine.reference import disagreement as reference

KIND = "The drivers were kind, polite and very helpful."
RUDE = "The drivers were rude, unhelpful and always late."


@pytest.mark.parametrize(
    "text",
    [
        KIND,
        "Excellent service and lovely people.",
        "I couldn't fault the staff in any way, thank you.",
        "Nothing could have been done better, great team.",
        "No problems at all, quick and easy.",
        "They never once let me down, great people.",
        "Nothing. They were lovely and very kind.",
        "The seats were not bad, and the room was clean and very comfortable, a lovely place.",
    ],
)
def test_praise_is_heard_also_through_a_negation(text):
    assert polarity(text).value > 0.6


@pytest.mark.parametrize(
    "text",
    [
        RUDE,
        "There are not enough buses and the stops are dirty.",
        "The room was not clean and nobody was helpful.",
        "There should be more buses, and they need to be quicker.",
        "It took over three hours and nobody apologised, awful.",
        "We waited far too long in the cold and never got an answer.",
        "No one came, and no explanation was given.",
        "They let us down and the information was confusing.",
    ],
)
def test_complaint_is_heard_also_where_it_is_a_wish_or_a_lack(text):
    assert polarity(text).value < -0.5


def test_a_passage_without_cues_or_with_both_sides_is_not_clear():
    assert polarity("The meeting is on Tuesday in the library.") == Polarity(0, 0)
    assert abs(polarity("The staff were kind but the room was dirty.").value) < 0.1


def test_a_contrast_makes_praise_less_clear():
    plain, contrast = (
        polarity("Kind and helpful staff. It was Tuesday."),
        polarity("Kind and helpful staff. But it was Tuesday."),
    )
    assert (plain.value, contrast.value) == (pytest.approx(2 / 3), pytest.approx(2 / 4))


def test_a_passage_in_a_language_without_cues_has_no_polarity():
    assert polarities([KIND, KIND, KIND], ["en", "de", "en-GB"]) == [
        polarity(KIND).value,
        0.0,
        polarity(KIND).value,
    ]


def vectors(*angles):
    return np.array([[np.cos(a), np.sin(a)] for a in angles])


def test_the_pair_on_the_same_matter_is_found_and_told_which_side_is_which():
    texts = [RUDE, "The park is lovely, clean and safe for children.", KIND]
    (pair,) = disagreements(texts, vectors(0, 1.5, 0.2), k=1)
    assert (pair.praise, pair.complaint) == (2, 0)
    assert pair.similarity == pytest.approx(np.cos(0.2))
    assert pair.score == pytest.approx(
        np.cos(0.2) * min(polarity(KIND).value, -polarity(RUDE).value), abs=1e-4
    )


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [KIND],
        [KIND, KIND.replace("drivers", "nurses")],
        ["Very kind", "Rude staff"],
        [KIND, RUDE + " and" * 100],
    ],
)
def test_without_two_clear_sides_of_a_readable_length_nothing_is_suggested(texts):
    assert disagreements(texts, np.ones((len(texts), 2))) == []


def test_passages_on_different_matters_do_not_disagree():
    assert disagreements([KIND, RUDE], vectors(0, 1.5)) == []
    assert np.cos(1.5) < LEAST_SIMILARITY


def test_a_text_without_a_vector_disagrees_with_nothing():
    assert disagreements([KIND, RUDE], np.zeros((2, 3))) == []


def test_each_passage_and_each_wording_is_in_one_pair_only():
    texts = [
        KIND,
        KIND,
        RUDE,
        "The buses were dirty, noisy and overcrowded.",
        "The seats were clean, comfortable and safe.",
    ]
    found = disagreements(texts, np.ones((5, 2)), k=5)
    assert len(found) == 2
    assert len({texts[p.praise] for p in found} | {texts[p.complaint] for p in found}) == 4


def test_of_pairs_that_score_alike_the_one_between_two_groups_comes_first():
    texts = [KIND, RUDE, RUDE.replace("drivers", "people")]
    for groups, complaint in ((["a", "a", "b"], 2), (["a", "b", "a"], 1)):
        (pair,) = disagreements(texts, np.ones((3, 2)), groups, k=1)
        assert pair == Pair(0, complaint, pair.score, pair.similarity)


def test_of_a_very_large_theme_only_some_passages_are_read(monkeypatch):
    texts = [KIND, *(RUDE.replace("drivers", f"drivers of line {n}") for n in range(5))]
    expected = disagreements(texts, np.ones((6, 2)), k=9)
    monkeypatch.setattr(disagreement, "READ_AT_MOST", 6)
    assert disagreements(texts, np.ones((6, 2)), k=9) == expected
    monkeypatch.setattr(disagreement, "READ_AT_MOST", 0)
    assert disagreements(texts, np.ones((6, 2)), k=9) == []


def test_passages_in_other_languages_are_left_out():
    assert disagreements([KIND, RUDE], np.ones((2, 2)), languages=["en", "de"]) == []


PRAISES = ["kind", "polite", "helpful", "excellent", "lovely", "clean", "safe"]
COMPLAINTS = ["rude", "dirty", "late", "awful", "noisy", "broken", "unfair"]
PASSAGES = st.lists(
    st.builds(
        lambda words, noun: f"The {noun} were {', '.join(words)} that day",
        st.one_of(
            st.lists(st.sampled_from(PRAISES), min_size=2), st.lists(st.sampled_from(COMPLAINTS), min_size=2)
        ),
        st.sampled_from(["buses", "parks", "nurses", "seats"]),
    ),
    unique=True,
    max_size=12,
)


@settings(max_examples=20, deadline=None)
@given(PASSAGES, st.integers(0, 1000))
def test_the_pairs_are_those_of_looking_at_every_pair_in_turn(texts, seed):
    matrix = np.random.default_rng(seed).normal(size=(len(texts), 3))
    scores = [p.score for p in disagreements(texts, matrix, k=4)]
    expected = reference.best_pairs(texts, matrix.tolist(), 4)
    values = [
        min(polarity(texts[i]).value, -polarity(texts[j]).value) * reference.cosine(matrix[i], matrix[j])
        for i, j in expected
    ]
    assert scores == pytest.approx(values, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(PASSAGES, st.randoms(use_true_random=False))
def test_the_order_of_the_passages_changes_nothing(texts, rng):
    matrix = np.random.default_rng(1).normal(size=(len(texts), 3))
    rows = list(range(len(texts)))
    random.Random(rng.random()).shuffle(rows)
    shuffled = [texts[row] for row in rows]
    one = [(texts[p.praise], texts[p.complaint]) for p in disagreements(texts, matrix)]
    other = [(shuffled[p.praise], shuffled[p.complaint]) for p in disagreements(shuffled, matrix[rows])]
    assert one == other
