"""One spelling for every way to write a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.directory.gazetteer import fold
from reflectory.directory.gazetteer.baked import read_baked


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Saint Paul", "saint paul"),
        ("  ST.  PAUL ", "saint paul"),
        ("São Paulo", "sao paulo"),
        ("Sa\u0303o Paulo", "sao paulo"),
        ("Ft. Worth", "fort worth"),
        ("Mt. Vernon", "mount vernon"),
        ("Winston–Salem", "winston salem"),
        ("D.C.", "dc"),
        ("U.S.A.", "usa"),
        ("Coeur d’Alene", "coeur dalene"),
        ("Hawaiʻi", "hawaii"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Gießen", "giessen"),
        ("İstanbul", "istanbul"),
        ("Bonn & Rhein", "bonn and rhein"),
        ("***", ""),
    ],
)
def test_spellings_of_one_name_fold_alike(text, folded):
    assert fold(text) == folded


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_folding_what_is_folded_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(row=st.integers(0, len(read_baked().ids) - 1))
@settings(deadline=None)
def test_capitals_make_no_difference_to_a_name(row):
    name = read_baked().names[row]
    assert fold(name.upper()) == fold(name)
