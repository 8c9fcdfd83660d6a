import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from reflectory.engine import themes as module
from reflectory.engine.embedding import MultilingualEmbedder, StaticEmbedder
from reflectory.engine.labels import Words
from reflectory.engine.parallel import in_threads
from reflectory.engine.reference import themes as reference
from reflectory.engine.themes import Remembering, choose_embedder, find_themes
from tests.engine.hashing import HashingEmbedder
from tests.engine.passages import TEXTS, TOPIC_OF, TOPICS
from tests.engine.quick import fewer_runs

pytestmark = pytest.mark.usefixtures("small_runs")

STATIC = StaticEmbedder()
FEW = [*(sentences[i] for sentences in list(TOPICS.values())[:3] for i in range(5)), *TEXTS[:3]]
TWO_SAID = (
    "The nurse at the clinic was kind and the doctor listened to me. My appointment with the doctor was on "
    "time and the nurse explained everything to the patients. But the bus is always late and the bus driver "
    "never waits at the stop."
)


def rows_by_id(texts, ids, **options):
    """What the tables say of each text, whatever the order in which the texts were given."""
    found = find_themes(texts, embedder=STATIC, **options)
    rows = found.rows
    columns = (rows.start, rows.end, rows.theme, rows.fine, rows.weight.round(6))
    said = zip([ids[text] for text in rows.text], *(column.tolist() for column in columns), strict=True)
    return sorted(said), found.model.labels, found.model.repeatability.tolist()


@pytest.fixture(scope="module")
def as_given():
    with fewer_runs():
        return rows_by_id(FEW, range(len(FEW)))


@given(order=st.permutations(range(len(FEW))))
@settings(max_examples=4, deadline=None)
def test_the_order_of_the_texts_changes_nothing(as_given, order):
    assert rows_by_id([FEW[i] for i in order], order) == as_given


def test_the_number_of_threads_changes_nothing(monkeypatch, six_topics):
    monkeypatch.setattr(module, "BLOCK", 16)
    monkeypatch.setattr("reflectory.engine.parallel.n_workers", lambda: 3)
    for workers in (1, 2):
        found = find_themes(
            TEXTS,
            embedder=STATIC,
            map_blocks=lambda assign, blocks, n=workers: in_threads(assign, blocks, workers=n),
        )
        assert found.rows.theme.tolist() == six_topics.rows.theme.tolist()
        assert found.model.labels == six_topics.model.labels


def test_planted_topics_are_found(six_topics):
    assert six_topics.model.n_themes == 6
    assert adjusted_rand_score(TOPIC_OF, six_topics.main_theme(90)) > 0.8


def test_planted_topics_are_found_by_what_is_said_in_sixteen_languages():
    found = find_themes(TEXTS, embedder=MultilingualEmbedder(), n_themes=6)
    assert adjusted_rand_score(TOPIC_OF, found.main_theme(90)) > 0.8


def test_clear_themes_are_found_again(six_topics):
    assert six_topics.model.repeatability.min() > 0.9


def test_the_words_of_a_label_share_no_stem(six_topics):
    words = Words(["en"])
    for label in (*six_topics.model.labels, *six_topics.model.fine_labels, *six_topics.model.coarse_labels):
        stems = [words.stem(word) for phrase in label for word in phrase.lower().split()]
        assert len(set(stems)) == len(stems)


def test_levels_nest(six_topics):
    model, rows = six_topics.model, six_topics.rows
    said = rows.theme >= 0
    assert model.fine_of[rows.fine[said]].tolist() == rows.theme[said].tolist()
    assert rows.fine[~said].tolist() == [-1] * int((~said).sum())
    assert sorted(set(model.fine_of.tolist())) == list(range(model.n_themes))
    assert len(model.coarse_of) == model.n_themes
    assert sorted(set(model.coarse_of.tolist())) == list(range(len(model.coarse_labels)))


def test_a_segment_is_never_a_copy():
    texts = ["  The bus is late.  ", *TEXTS, TWO_SAID, " ".join(TEXTS[:40])]
    rows = find_themes(texts, embedder=STATIC, n_themes=6).rows
    said = [texts[text][start:end] for text, start, end in zip(rows.text, rows.start, rows.end, strict=True)]
    assert said[0] == "The bus is late."
    assert set(TEXTS) <= set(said)
    assert all(words == words.strip() != "" for words in said)


def test_a_sentence_on_something_else_adds_its_theme_with_its_own_span():
    texts = [*TEXTS, TWO_SAID]
    found = find_themes(texts, embedder=STATIC, n_themes=6)
    bus, clinic = found.main_theme(len(texts))[[0, 15]]
    rows = found.rows
    last = np.flatnonzero(rows.text == 90)
    assert rows.theme[last].tolist() == [clinic, bus]
    assert len(rows) == 92
    assert [TWO_SAID[rows.start[i] : rows.end[i]] for i in last] == [
        TWO_SAID,
        TWO_SAID[TWO_SAID.index("But") :],
    ]


def test_a_text_far_from_everything_is_in_no_theme():
    stray = "zxqv 7781 kkpt — ggh wuz, 0x3f qqr"
    found = find_themes([*TEXTS, stray], embedder=STATIC)
    assert found.main_theme(91)[90] == -1
    assert found.rows.fine[-1] == -1
    assert found.rows.weight[-1] == 0.0


def test_identical_texts_meet_the_same_fate():
    texts = [*TEXTS, TWO_SAID, TWO_SAID, *TEXTS[:20]]
    rows = find_themes(texts, embedder=STATIC, n_themes=6).rows
    fate = [
        list(zip(rows.start[own], rows.theme[own], strict=True))
        for own in (rows.text == t for t in range(112))
    ]
    assert fate[90] == fate[91]
    assert fate[92:] == fate[:20]


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_a_handful_of_texts_is_answered(n):
    found = find_themes(TEXTS[::9][:n], embedder=STATIC)
    assert found.rows.text.tolist() == list(range(n))
    assert set(found.main_theme(n).tolist()) == set(range(found.model.n_themes))


def test_texts_that_are_all_the_same_are_one_theme():
    found = find_themes(["The bus is late."] * 40, embedder=STATIC)
    assert found.model.n_themes == 1
    assert found.rows.theme.tolist() == [0] * 40
    assert found.points.shape[0] == 1


def test_the_number_of_themes_may_be_given():
    assert find_themes(TEXTS, embedder=STATIC, n_themes=3).model.n_themes == 3


def test_texts_without_a_word_are_refused():
    with pytest.raises(ValueError, match="no text has a word in it"):
        find_themes(["", "...", " "], embedder=STATIC)


def test_a_campaign_s_copies_shape_no_theme():
    letter = "Please keep the night bus to the harbour, since nurses have no other way home after midnight."
    copies = [
        f"{letter} Regards, {name}." for name in ("Ana", "Ben", "Cem", "Dia", "Eli", "Fay", "Gus", "Hal")
    ]
    once = find_themes([*TEXTS, copies[0]], embedder=STATIC, n_themes=6)
    counts = np.array([True] * 91 + [False] * 7)
    many = find_themes([*TEXTS, *copies], embedder=STATIC, n_themes=6, counts=counts)
    same = adjusted_rand_score(once.main_theme(91)[:90], many.main_theme(98)[:90])
    assert same > 0.9
    assert set(many.main_theme(98)[90:].tolist()) == {many.main_theme(98)[0]}


def test_a_masked_name_is_in_no_label():
    texts = [f"Oakford: {text}" if topic == 0 else text for topic, text in zip(TOPIC_OF, TEXTS, strict=True)]
    found = find_themes(texts, embedder=STATIC, n_themes=6, mask=lambda text: text.replace("Oakford", "·"))
    model = found.model
    said = " ".join(" ".join(label) for label in (*model.labels, *model.fine_labels, *model.coarse_labels))
    assert "oakford" not in said.lower()
    unmasked = find_themes(texts, embedder=STATIC, n_themes=6).model
    assert "oakford" in " ".join(" ".join(label) for label in unmasked.labels).lower()
    assert texts[0][found.rows.start[0] : found.rows.end[0]] == texts[0]


def test_a_lone_surrogate_does_not_stop_the_rest():
    texts = [*TEXTS[:20], "The bus \ud800 is late."]
    rows = find_themes(texts, embedder=STATIC).rows
    assert texts[20][rows.start[-1] : rows.end[-1]] == texts[20]


def test_somebody_else_s_embedder_does():
    found = find_themes(TEXTS, embedder=HashingEmbedder(), n_themes=6)
    assert found.model.representation.embedder_name == HashingEmbedder.name
    assert adjusted_rand_score(TOPIC_OF, found.main_theme(90)) > 0.4


def test_the_model_is_told_before_the_texts_are_assigned(as_given):
    told = []

    def elsewhere(assign, blocks):
        told.append("assigning")
        return [pickle.loads(pickle.dumps(assign))(block) for block in blocks]

    find_themes(FEW, embedder=STATIC, fitted=lambda model: told.append(model.n_themes), map_blocks=elsewhere)
    assert told == [len(as_given[1]), "assigning"]


def test_more_passages_than_are_fitted_are_all_assigned(monkeypatch):
    monkeypatch.setattr(module, "MOST_FITTED", 60)
    monkeypatch.setattr(module, "BLOCK", 25)
    found = find_themes(TEXTS, embedder=STATIC, n_themes=6)
    assert len(found.model.fitted) == 60
    assert found.points.dtype == np.float16
    assert adjusted_rand_score(TOPIC_OF, found.main_theme(90)) > 0.75


def test_rows_are_gathered_as_by_loops(monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 7)
    gathered = {}
    real = module._gather

    def watched(model, passages, order, blocks, done):
        gathered.update(passages=passages, where=order.where, done=done, spans=blocks.sentence_spans)
        return real(model, passages, order, blocks, done)

    monkeypatch.setattr(module, "_gather", watched)
    texts = [*TEXTS[::3], TWO_SAID, TWO_SAID, " ".join(TEXTS[::4])]
    rows = find_themes(texts, embedder=STATIC, n_themes=5).rows
    columns = (rows.passage, rows.text, rows.start, rows.end, rows.theme, rows.fine, rows.weight)
    expected = reference.rows(
        gathered["passages"], gathered["where"].tolist(), gathered["done"], gathered["spans"], 7
    )
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
    assert len(expected) > len(gathered["where"])


def test_the_embedder_is_chosen_by_the_number_of_words(monkeypatch):
    monkeypatch.setattr(module, "MOST_WORDS_FOR_MULTILINGUAL", 6)
    assert isinstance(choose_embedder(["The bus is late.", "Two words."]), MultilingualEmbedder)
    assert isinstance(choose_embedder(["The bus is late.", "Now three words."]), StaticEmbedder)


def test_what_was_embedded_before_is_remembered():
    inner = HashingEmbedder()
    memory = Remembering(inner)
    first = memory.embed(["bus", "park"])
    again = memory.embed(["park", "rent", "bus", "park"])
    assert inner.asked == [["bus", "park"], ["rent"]]
    assert again[[2, 0, 3]].tolist() == first[[0, 1, 1]].tolist()
    assert (memory.name, memory.multilingual) == (inner.name, False)


def test_what_is_frozen_learns_nothing_more():
    inner = HashingEmbedder()
    memory = Remembering(inner)
    memory.embed(["bus"])
    memory.freeze()
    copy = pickle.loads(pickle.dumps(memory))
    for _ in range(2):
        memory.embed(["bus", "park"])
    assert inner.asked == [["bus"], ["park"], ["park"]]
    assert copy.embed(["bus", "park"]).tolist() == memory.embed(["bus", "park"]).tolist()


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(module, "MOST_FITTED", 1)
    inner = HashingEmbedder()
    memory = Remembering(inner)
    memory.embed(["bus", "park"])
    memory.embed(["rent"])
    memory.embed(["rent", "bus"])
    assert inner.asked == [["bus", "park"], ["rent"], ["rent"]]
