from datetime import date

import numpy as np
import pytest

from reflectory.engine.analysis import analyse
from reflectory.engine.corpus import Corpus
from reflectory.engine.embedding import StaticEmbedder
from tests.engine.passages import TEXTS
from tests.engine.quick import fewer_runs

pytestmark = pytest.mark.usefixtures("small_runs")

LETTER = (
    "Please keep the night bus to the harbour, because nurses and cleaners who finish after midnight have no "
    "other way home. Regards, {}."
)
LETTERS = [LETTER.format(name) for name in ("Ana", "Ben", "Cem", "Dia")]
CITIES = ["Oakford", "Elm", "Lowmoor", "Highfield", "Ash", "Birchby"]


@pytest.fixture(scope="module")
def stages():
    return []


@pytest.fixture(scope="module")
def analysis(stages):
    """Ninety sentences from six cities over three years, and a letter that four people sent."""
    texts = [*TEXTS, *LETTERS]
    n = len(texts)
    corpus = Corpus(
        ids=[f"{i:03d}" for i in range(n)],
        texts=texts,
        respondents=[f"person {i // 2}" for i in range(90)] + ["a", "b", "c", "d"],
        groups={
            "city": [CITIES[i % 6] for i in range(n)],
            "kind": ["staff" if i % 2 else "resident" for i in range(n)],
        },
        dates=[date(2021 + i % 3, 5, 1) for i in range(90)] + [date(2023, 5, 4 - i) for i in range(4)],
    )
    with fewer_runs():
        return analyse(corpus, embedder=StaticEmbedder(), n_themes=6, stage=stages.append)


def test_the_stages_are_told_in_order(analysis, stages):
    assert stages == ["languages", "campaigns", "themes", "counts", "trends"]
    assert analysis.embedding == StaticEmbedder.name


def test_a_campaign_counts_once_and_as_its_earliest_letter(analysis):
    assert np.flatnonzero(~analysis.counted).tolist() == [90, 91, 92]
    assert analysis.campaigns.members == ((90, 91, 92, 93),)


def test_there_is_one_answer_per_theme(analysis):
    assert analysis.n_themes == 6
    answers = (analysis.prevalence, analysis.spread, analysis.change, analysis.differences["kind"])
    assert [len(answer) for answer in answers] == [6, 6, 6, 6]


def test_a_voice_is_a_respondent_in_a_city_and_a_year(analysis):
    # Everybody said two things, in two cities; the campaign is one more voice.
    assert analysis.voices.n_voices == 91
    assert analysis.voices.group.values == tuple(sorted(CITIES))
    assert [kind.name for kind in analysis.voices.kinds] == ["kind"]
    assert analysis.periods.labels == ("2021", "2022", "2023")


def test_what_voices_say_are_the_themes_of_their_texts(analysis):
    rows = analysis.themes.rows
    speaks = (rows.theme >= 0) & analysis.counted[rows.text]
    n_texts = [len(set(rows.text[speaks & (rows.theme == theme)].tolist())) for theme in range(6)]
    assert analysis.voices.says.sum(axis=0).tolist() == n_texts


def test_texts_alone_are_enough():
    found = analyse(Corpus(ids=["1", "2", "3"], texts=TEXTS[:3]), embedder=StaticEmbedder())
    assert (found.units, found.periods, found.differences) == ((), None, {})
    assert found.voices.group is None


def test_dates_that_are_all_unknown_are_no_periods():
    found = analyse(Corpus(ids=["1"], texts=TEXTS[:1], dates=[None]), embedder=StaticEmbedder())
    assert found.periods is None


def test_without_dates_the_letter_with_the_lowest_id_counts():
    found = analyse(Corpus(ids=["d", "b", "a", "c"], texts=LETTERS), embedder=StaticEmbedder())
    assert found.counted.tolist() == [False, False, True, False]
