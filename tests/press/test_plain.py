"""What can be set, and where a line may break."""

from __future__ import annotations

import json
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from reflectory.press import plain


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_places_to_break_change_no_character(text):
    assert plain.breakable(text).replace("\u200b", "") == text.replace("\u200b", "")


def test_a_word_too_long_for_a_line_is_given_places_to_break():
    parts = plain.breakable("x" * 100).split("\u200b")
    assert max(map(len, parts)) <= plain.LONGEST_RUN
    assert plain.breakable("short words stay as they are") == "short words stay as they are"
    assert "\u200b\u0301" not in plain.breakable("x" + "e\u0301" * 60)


def test_the_coverage_is_in_order_and_knows_what_we_vendor():
    pairs = json.loads(
        files("reflectory.press").joinpath("fonts", "coverage.json").read_text(encoding="utf-8")
    )
    assert pairs == sorted(pairs)
    assert all(plain.can_set(character) for character in "aßЖωשعहবกአ한中あ😀→ᎠᐁऄՀა")
    assert not plain.can_set("\U00012000")
    assert not plain.can_set("\ufeff")
