import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine import near_texts
from reflectory.engine.campaigns import find_campaigns, words_of
from reflectory.engine.near_texts import WordSequences
from reflectory.engine.reference import campaigns as reference

LETTER = (
    "I urge the county board to keep the night bus between the harbour and the hospital, because nurses and "
    "cleaners who finish after midnight have no other way home and cannot pay for a taxi every single day"
)
VOCABULARY = [
    a + b for a in ("ba", "do", "ki", "lu", "me", "no", "pi", "ru", "sa", "to") for b in "bcdfghjklmnpqrst"
]


def sentence(rng, n):
    return " ".join(rng.choice(VOCABULARY) for _ in range(n))


def edited(rng, text, share):
    words = text.split()
    for at in rng.sample(range(len(words)), round(share * len(words))):
        words[at] = rng.choice(VOCABULARY)
    return " ".join(words)


def planted(share, *, with_opening, n_letters=16, copies=6, seed=7):
    """Letters of 30 words in several edited copies, among as many texts that nobody copied."""
    rng = random.Random(seed)
    texts, letter_of = [], []
    for letter in range(n_letters):
        original = sentence(rng, 30)
        for _ in range(copies):
            opening = sentence(rng, 10) + ". " if with_opening else ""
            texts.append(opening + edited(rng, original, share))
            letter_of.append(letter)
            texts.append(sentence(rng, 30))
            letter_of.append(-1)
    return texts, np.array(letter_of)


def recall(texts, letter_of, **options):
    label = find_campaigns(texts, **options).label
    assert set(label[letter_of < 0].tolist()) == {-1}
    found = 0
    for letter in set(letter_of.tolist()) - {-1}:
        labels = label[letter_of == letter]
        found += np.bincount(labels + 1)[1:].max(initial=0)
    return found / (letter_of >= 0).sum()


def test_a_letter_sent_by_three_is_a_campaign_and_all_its_rows_are_listed():
    texts = ["Better parking", LETTER, "Better parking", LETTER.upper(), "Better parking", f"  {LETTER}!"]
    found = find_campaigns(texts)
    assert found.label.tolist() == [-1, 0, -1, 0, -1, 0]
    assert (found.members, found.repeats) == (((1, 3, 5),), ())


def test_two_copies_are_a_repeat_and_not_a_campaign():
    found = find_campaigns([LETTER, "Better parking", LETTER])
    assert found.label.tolist() == [-1, -1, -1]
    assert (found.members, found.repeats) == ((), ((0, 2),))


def test_three_copies_from_one_respondent_are_a_repeat():
    assert find_campaigns([LETTER] * 3, ["ann"] * 3).repeats == ((0, 1, 2),)
    assert find_campaigns([LETTER] * 3, ["ann", "bo", "cy"]).members == ((0, 1, 2),)


def test_a_personal_opening_and_a_changed_word_still_show_the_letter():
    texts = [
        LETTER,
        f"My mother works nights at the hospital and told me to write to you. {LETTER}",
        LETTER.replace("nurses and cleaners", "nurses, porters and cleaners"),
        "I urge the county board to keep the library open on Sundays, because children need a quiet room",
    ]
    assert find_campaigns(texts).label.tolist() == [0, 0, 0, -1]


def test_a_stock_phrase_that_three_people_use_is_not_a_campaign():
    texts = [
        "I was very happy with the care that I received from the team on the ward at night",
        "The parking was bad but I was very happy with the care that I received from the doctor",
        "I was very happy with the care that I received, though the food came cold and late each day",
    ]
    assert find_campaigns(texts).members == ()


def test_a_letter_quoted_in_a_long_report_does_not_make_the_report_a_copy():
    rng = random.Random(3)
    report = f"{sentence(rng, 90)} {LETTER} {sentence(rng, 90)}"
    assert find_campaigns([LETTER, LETTER, LETTER, report]).label.tolist() == [0, 0, 0, -1]


def test_a_chain_of_small_changes_does_not_join_its_two_ends():
    rng = random.Random(5)
    words = sentence(rng, 40).split()
    chain = []
    for step in range(0, 40, 4):
        words[step : step + 4] = sentence(rng, 4).split()
        chain.append(" ".join(words))
    label = find_campaigns(chain, min_senders=2).label
    assert label[0] != label[-1]
    assert reference.likeness(chain[0].split(), chain[1].split()) > 0
    assert reference.likeness(chain[0].split(), chain[-1].split()) == 0


def test_the_representative_is_the_most_sent_wording_then_the_shortest():
    opening = f"Dear friends, I have lived here for a long time now. {LETTER}"
    texts = [opening, LETTER + " again", LETTER, opening]
    assert [texts[row] for row in find_campaigns(texts).representative] == [opening]
    assert [texts[row] for row in find_campaigns(texts[:3]).representative] == [LETTER]


def test_campaigns_are_numbered_from_the_largest():
    rng = random.Random(2)
    small, large = sentence(rng, 20), sentence(rng, 20)
    assert find_campaigns([small] * 3 + [large] * 4).label.tolist() == [1] * 3 + [0] * 4


def test_texts_without_spaces_are_compared_by_character_and_need_twice_as_many():
    long = "夜のバスは看護師と清掃員にとって大切です。どうか残してください。"
    assert find_campaigns([long] * 3).label.tolist() == [0, 0, 0]
    assert find_campaigns(["駐車場がもっと欲しいです。"] * 3).label.tolist() == [-1, -1, -1]


def test_nothing_to_find_is_no_error():
    assert find_campaigns([]).label.tolist() == []
    assert find_campaigns(["", "Better parking"]).label.tolist() == [-1, -1]
    assert find_campaigns(["", "Better parking"], all_pairs_up_to=0).label.tolist() == [-1, -1]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0, 0.05, 0.1, 0.2]), st.booleans())
def test_comparing_all_pairs_gives_what_the_plain_version_gives(seed, share, with_opening):
    texts, _ = planted(share, with_opening=with_opening, n_letters=3, copies=4, seed=seed)
    found = find_campaigns(texts)
    assert sorted(sorted(texts[row] for row in rows) for rows in found.members) == reference.campaigns(texts)


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([0, 300]))
def test_the_order_of_the_rows_changes_nothing(rng, all_pairs_up_to):
    texts, _ = planted(0.1, with_opening=True, n_letters=4, copies=4)
    shuffled = texts[:]
    rng.shuffle(shuffled)
    found = [find_campaigns(t, all_pairs_up_to=all_pairs_up_to) for t in (texts, shuffled)]
    assert dict(zip(texts, found[0].label.tolist(), strict=True)) == dict(
        zip(shuffled, found[1].label.tolist(), strict=True)
    )
    assert [texts[r] for r in found[0].representative] == [shuffled[r] for r in found[1].representative]


@pytest.mark.parametrize(
    ("share", "with_opening", "least"),
    [(0, False, 1), (0, True, 1), (0.05, False, 1), (0.05, True, 0.95), (0.1, False, 0.9)],
)
def test_hashing_finds_the_planted_letters(share, with_opening, least):
    texts, letter_of = planted(share, with_opening=with_opening)
    assert recall(texts, letter_of, all_pairs_up_to=0) >= least


def test_hashing_and_comparing_all_agree_on_copies_with_few_changes():
    texts, _ = planted(0.05, with_opening=False)
    hashed, compared = (find_campaigns(texts, all_pairs_up_to=n) for n in (0, 10_000))
    assert hashed.members == compared.members
    assert hashed.label.tolist() == compared.label.tolist()


def test_work_in_small_chunks_gives_the_same_pairs(monkeypatch):
    texts, _ = planted(0.05, with_opening=True, n_letters=4)
    whole = find_campaigns(texts, all_pairs_up_to=0)
    monkeypatch.setattr(near_texts, "TOKENS_AT_ONCE", 400)
    assert find_campaigns(texts, all_pairs_up_to=0).label.tolist() == whole.label.tolist()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=12, max_size=40), st.data())
def test_the_likeness_of_two_texts_is_that_of_their_sets(words, data):
    other = data.draw(st.permutations(words[4:])) + words[:10]
    ids = [near_texts.hash_words(text) for text in (words, other)]
    texts = WordSequences(np.concatenate(ids), np.array([0, len(words), len(words) + len(other)]))
    score = near_texts.near(texts, np.array([1]), np.array([0]), similarity=0.6, min_words=12)
    assert score.tolist() == [reference.likeness(words, other)]


def test_words_are_hashed_alike_everywhere():
    assert near_texts.hash_words(["bus", "公"]).tolist() == [6676159447897107506, 5497132698993257267]
    assert words_of("It's a LONG way, 公園!") == ["it", "s", "a", "long", "way", "公", "園"]
