"""Cards: as large as networks ask for, small as files, the same each time, with room for any claim."""

from __future__ import annotations

import struct
from dataclasses import replace

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.press.publication.cards import HEIGHT, WIDTH, render_cards
from tests.press.publication.sample import bare, next_year, sample

MOST_BYTES = 300_000


def size(card):
    """Width and height of a PNG."""
    assert card.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", card[16:24])


def claiming(claim):
    """A report of one takeaway with this claim."""
    section = sample().section("takeaways")
    item = replace(section.items[0], claim=claim)
    return replace(bare(), sections=(replace(section, items=(item,)),))


def drawn_rows(card):
    """The first and last row of the claim's part of a card that has any ink."""
    picture = pymupdf.Pixmap(card)
    paper = picture.pixel(600, 3)
    rows = [y for y in range(150, 520) if any(picture.pixel(x, y) != paper for x in range(132, 1116, 3))]
    return rows[0], rows[-1]


def test_there_is_a_card_for_the_report_and_one_for_each_takeaway():
    assert list(render_cards(sample())) == [
        "cards/report.png",
        "cards/culture.png",
        "cards/relationships.png",
        "cards/design.png",
    ]
    assert list(render_cards(bare())) == ["cards/report.png"]


@pytest.mark.parametrize("make", [sample, next_year, bare])
def test_every_card_is_1200_by_630_and_under_300_kb(make):
    cards = render_cards(make())
    assert {size(card) for card in cards.values()} == {(WIDTH, HEIGHT)}
    assert max(len(card) for card in cards.values()) < MOST_BYTES


def test_the_same_content_gives_the_same_bytes():
    assert render_cards(sample()) == render_cards(sample())


@pytest.mark.parametrize("n_words", [1, 12, 40, 90, 2_000])
def test_a_claim_of_any_length_stays_on_its_card(n_words):
    card = render_cards(claiming(" ".join(["government"] * n_words)))["cards/culture.png"]
    first, last = drawn_rows(card)
    assert 160 < first < last < 500
    assert len(card) < MOST_BYTES


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=300))
def test_no_claim_keeps_a_card_from_being_made(claim):
    assert size(render_cards(claiming(claim))["cards/culture.png"]) == (WIDTH, HEIGHT)


def test_a_card_holds_nothing_but_its_picture():
    for card in render_cards(sample()).values():
        at, names = 8, []
        while at < len(card):
            (length,) = struct.unpack(">I", card[at : at + 4])
            names.append(card[at + 4 : at + 8])
            at += 12 + length
        assert set(names) <= {b"IHDR", b"IDAT", b"IEND", b"pHYs", b"sRGB"}
