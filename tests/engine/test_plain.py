"""What is taken away from a text before it is analysed, and what is not."""

from __future__ import annotations

import pytest

from reflectory.engine.plain import calm, plain, without_markup


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("<p>The bus was late</p>", " The bus was late "),
        ("Look [here](https://example.org/a-b) for it", "Look [here  for it"),
        ("Write to ann@example.org today", "Write to   today"),
        ("Fish &amp; chips", "Fish   chips"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("Nothing to take away", "Nothing to take away"),
    ],
)
def test_markup_and_addresses_are_not_speech(written, spoken):
    assert without_markup(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("THE ROAD WAS CLOSED AGAIN", "the road was closed again"),
        ("The road was CLOSED again", "The road was CLOSED again"),
        ("NASA", "NASA"),
        ("ÉCOLE FERMÉE TOUT LE MOIS", "école fermée tout le mois"),
        ("der Bus KOMMT NIE PÜNKTLICH", "der Bus KOMMT NIE PÜNKTLICH"),
        ("", ""),
    ],
)
def test_a_text_typed_in_capitals_is_read_in_small_letters(written, spoken):
    assert calm(written) == spoken


def test_a_text_of_markup_alone_is_kept():
    assert plain("<br>") == "<br>"


def test_both_are_done():
    assert plain("<b>WE WAITED FOR HOURS</b>").strip() == "we waited for hours"
