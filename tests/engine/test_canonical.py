from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine import canonical as module
from reflectory.engine.canonical import canonical, text_key
from reflectory.engine.reference import canonical as reference

FEW_TEXTS = st.lists(st.text("ab\0\ud800é", max_size=3), max_size=20)


@given(FEW_TEXTS)
@settings(max_examples=30)
def test_the_order_is_that_of_a_dictionary_sorted_by_hash(texts):
    found = canonical(texts)
    assert (found.first.tolist(), found.where.tolist()) == reference.canonical(texts)


@given(FEW_TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_different_texts_stand_in_one_order_however_the_texts_are_shuffled(texts, random):
    shuffled = random.sample(texts, len(texts))
    assert [texts[i] for i in canonical(texts).first] == [shuffled[i] for i in canonical(shuffled).first]


def test_keys_that_end_in_nul_bytes_stay_apart(monkeypatch):
    # numpy takes b"a" and b"a\0" for the same fixed-width string.
    keys = {"one": b"a" * 15 + b"\0", "two": b"a" * 14 + b"\0\0", "three": b"\0" * 16}
    monkeypatch.setattr(module, "text_key", keys.__getitem__)
    assert canonical(["one", "two", "three", "one"]).where.tolist() == [2, 1, 0, 2]


def test_a_text_is_counted_with_its_repetitions():
    order = canonical(["bus", "park", "bus"])
    assert sorted(order.counts().tolist()) == [1.0, 2.0]
    assert order.counts()[order.where[0]] == 2.0


def test_the_key_of_a_text_is_the_same_everywhere():
    assert text_key("The bus is late.").hex() == "62ab500de5323b8dcd06cde0a2a2f797"
    assert len(text_key("\ud800")) == 16
