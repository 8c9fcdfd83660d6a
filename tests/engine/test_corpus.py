from reflectory.engine.corpus import Corpus
from reflectory.engine.voices import MISSING


def test_without_respondents_each_text_is_its_own():
    assert Corpus(ids=["1", "2"], texts=["Bus.", "Park."]).respondent_codes().tolist() == [0, 1]


def test_a_text_without_a_respondent_is_nobody_else_s():
    corpus = Corpus(ids="abcde", texts=["Bus."] * 5, respondents=["Ana", "", "Ben", "Ana", ""])
    assert corpus.respondent_codes().tolist() == [0, 1, 2, 0, 3]


def test_a_column_has_its_values_in_alphabetical_order():
    corpus = Corpus(
        ids="abc", texts=["Bus."] * 3, groups={"city": ["Oakford", None, "Elm"], "kind": ["x"] * 3}
    )
    column = corpus.column("city")
    assert (column.name, column.values, column.codes.tolist()) == (
        "city",
        ("Elm", "Oakford"),
        [1, MISSING, 0],
    )
    assert (corpus.unit, len(corpus)) == ("city", 3)


def test_a_corpus_without_groups_has_no_unit():
    assert Corpus(ids=["1"], texts=["Bus."]).unit is None
