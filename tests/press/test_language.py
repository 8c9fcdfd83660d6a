"""Our words in the reader's language."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from reflectory.press.language import language

ROOT = Path(__file__).resolve().parents[2]


def test_every_text_of_the_press_is_translated():
    found = subprocess.run(
        [sys.executable, ROOT / "script" / "press-messages", "--check"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_english_is_said_where_there_is_no_catalogue_and_no_translation():
    assert language("de").say("Theme") == "Theme"
    assert language("es").say("A sentence that nobody translated") == "A sentence that nobody translated"
    assert language("es").say_n("%(n)s zebra", "%(n)s zebras", 2) == "2 zebras"


def test_sentences_and_plurals_are_said_in_the_language():
    spanish = language("es")
    assert spanish.say("Theme") == "Tema"
    assert [spanish.say_n("%(n)s row", "%(n)s rows", n) for n in (0, 1, 2)] == [
        "0 filas",
        "1 fila",
        "2 filas",
    ]
    assert [language("en").say_n("%(n)s row", "%(n)s rows", n) for n in (0, 1, 2)] == [
        "0 rows",
        "1 row",
        "2 rows",
    ]


def test_a_region_takes_the_catalogue_of_its_language():
    assert language("es-MX").say("Theme") == "Tema"


def test_numbers_shares_days_and_lists_follow_the_language():
    english, german = language("en"), language("de")
    assert (english.number(12400), german.number(12400), english.number(0.048)) == (
        "12,400",
        "12.400",
        "0.05",
    )
    assert (english.share(0.341), english.share(0.0), english.share(0.001)) == (
        "34\u202f%",
        "0\u202f%",
        "<\u202f1\u202f%",
    )
    assert english.day(date(2023, 5, 4)) == "4 May 2023"
    assert language("es").day(date(2023, 5, 4)) == "4 de mayo de 2023"
    assert english.several(["a", "b", "c"]) == "a, b and c"
    assert english.several([]) == ""


def test_only_some_languages_run_from_the_right():
    assert [language(code).right_to_left for code in ("ar", "he", "en")] == [True, True, False]


@pytest.mark.parametrize("code", ["", "nonsense", "x!"])
def test_a_language_that_does_not_exist_is_refused_in_a_sentence(code):
    with pytest.raises(ValueError, match="There is no language with the code"):
        language(code)
