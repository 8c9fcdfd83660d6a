import numpy as np
import pytest

from reflectory.engine.material import cut, read
from tests.engine.passages import TEXTS

LONG = " ".join(TEXTS[:30])


def test_a_passage_is_never_a_copy_of_the_words_but_where_they_stand():
    texts = ["  The bus is late.\n", LONG]
    passages = cut(texts)
    words = [texts[t][s:e] for t, s, e in zip(passages.text, passages.start, passages.end, strict=True)]
    assert words[0] == "The bus is late."
    assert len(words) > 2
    assert " ".join(words[1:]) == LONG


def test_the_same_passage_is_worked_on_once():
    material = read(["Bus.", "Park.", "Bus."])
    assert sorted(material.different) == ["Bus.", "Park."]
    assert material.weights[material.order.where].tolist() == [2.0, 1.0, 2.0]


def test_a_copy_that_does_not_count_weighs_almost_nothing():
    counts = np.array([True, False, False])
    for order in ([0, 1, 2], [2, 1, 0]):
        texts = [["Bus.", "Bus.", "Park."][i] for i in order]
        material = read(texts, counts=counts[order])
        assert dict(zip(material.weights, material.different, strict=True)) == {
            1.0 + 1e-3: "Bus.",
            1e-3: "Park.",
        }


def test_a_passage_in_texts_of_two_languages_is_in_the_first_of_the_alphabet():
    assert read(["Taxi!", "Taxi!"], languages=["fr", "en"]).spoken(0, 1) == ["en"]
    assert read(["Taxi!"]).spoken(0, 1) is None


def test_names_are_masked_in_what_is_analysed_and_stay_in_what_was_said():
    material = read(["Oakford is far."], mask=lambda text: text.replace("Oakford", "[place]"))
    assert (material.different, material.analysed(0, 1)) == (["Oakford is far."], ["[place] is far."])


@pytest.mark.parametrize("texts", [[], [""], ["  ", "\n"], ["...", "!?"]])
def test_texts_without_a_word_are_refused(texts):
    with pytest.raises(ValueError, match="no text has a word in it"):
        read(texts)
