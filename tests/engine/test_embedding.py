import numpy as np
import pytest

from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder, shared_tokens, unit_rows

EMBEDDERS = [StaticEmbedder(), MultilingualEmbedder()]
BUS = ["The bus is late.", "The bus comes too late.", "The nurse was kind."]


@pytest.mark.parametrize("embedder", EMBEDDERS, ids=lambda one: type(one).__name__)
def test_texts_that_say_the_same_stand_nearer_than_others(embedder):
    late, later, nurse = embedder.embed(BUS)
    assert late @ later > late @ nurse + 0.2


@pytest.mark.parametrize("embedder", EMBEDDERS, ids=lambda one: type(one).__name__)
def test_rows_have_length_one(embedder):
    vectors = embedder.embed(BUS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("embedder", EMBEDDERS, ids=lambda one: type(one).__name__)
def test_a_lone_surrogate_is_read_as_a_question_mark(embedder):
    broken, plain = embedder.embed(["The bus \ud800 is late.", "The bus ? is late."])
    np.testing.assert_allclose(broken, plain, atol=1e-6)


@pytest.mark.parametrize(("embedder", "dimensions"), [(EMBEDDERS[0], 256), (EMBEDDERS[1], 512)])
def test_no_texts_have_no_rows(embedder, dimensions):
    assert embedder.embed([]).shape == (0, dimensions)


def test_one_language_stands_near_another_that_says_the_same():
    english, german, other = MultilingualEmbedder().embed(
        ["The bus is always late.", "Der Bus kommt immer zu spät.", "Die Krankenschwester war sehr nett."]
    )
    assert english @ german > english @ other + 0.2


def test_a_text_without_a_token_is_a_row_of_zeros():
    assert StaticEmbedder().embed([""]).any().tolist() is False


def test_tokens_are_counted_with_their_repetitions():
    counts = shared_tokens().counts(["bus bus park", "", "park"])
    assert counts.sum(axis=1).ravel().tolist()[0] == [3.0, 0.0, 1.0]
    assert counts.max() == 2.0
    assert counts.shape == (3, 32_000)


def test_unit_rows_leave_zeros_and_turn_nothing():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0, 0]], atol=1e-6)
