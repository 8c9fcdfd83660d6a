"""The sentences a published report says of its own accord, and what is taken out before anything is said."""

from __future__ import annotations

import pytest

from reflectory.press.language import language
from reflectory.press.publication.blanking import blanked
from reflectory.press.publication.content import Figure, HeardFrom, InProgramme, Link, ShareText, Words
from reflectory.press.publication.html import pictures
from reflectory.press.publication.html.addresses import Page
from reflectory.press.publication.html.sharing import share
from reflectory.press.publication.html.telling import Telling
from tests.press.publication.sample import AS_OF, picture, sample


def telling(code="en"):
    return Telling(language(code), sample())


def row(low, high, n=24):
    return InProgramme("failing-forward", n, 9, 12, 7, 9 / n, low, high)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.2, 0.55, "between 5 and 13"),
        (0.37, 0.38, "about 9"),
        (None, None, "too few governments to say how far this may be chance"),
    ],
)
def test_an_interval_is_said_in_people(low, high, told):
    assert telling().between(row(low, high)) == told


def test_a_source_says_who_where_when_and_in_which_language_as_far_as_is_known():
    said = Words("q1", "Hola", "es-MX", False, "A clerk, Cove", "failing-forward", "spring 2021")
    assert telling().source(said) == [
        "A clerk, Cove",
        "Failing Forward in Local Government",
        "spring 2021",
        "in Spanish",
    ]
    assert telling("es").source(Words("q2", "Hola", "es", False, "")) == [
        "Una persona que no quiso ser nombrada"
    ]


def figure(value, shown):
    return Figure("f", value, shown, "cities", "rule", "scope", AS_OF)


@pytest.mark.parametrize(
    ("value", "shown", "told"), [(631, "600+", "631 exactly"), (3358, "3,358", ""), (12, "12", "")]
)
def test_the_exact_number_stands_beside_a_rounded_one_only(value, shown, told):
    assert telling().exactly(figure(value, shown)) == told


def test_a_dot_names_twelve_places_and_counts_the_others():
    names = tuple(f"Place {n}" for n in range(1, 15))
    assert telling().dot(names[:2]) == "Place 1 and Place 2"
    assert telling().dot(names).endswith("Place 12 and 2 more")


def test_what_was_withdrawn_or_is_hidden_is_emptied_wherever_it_stands():
    gone = Words("q1", "secret", "fr", True, "Somebody", "p", "June", "Withdrawn.")
    assert blanked((Link("supports", gone, "secret"),)) == (
        Link("supports", Words("q1", "", "", False, "", withdrawn="Withdrawn."), ""),
    )
    assert blanked(InProgramme("p", 3, 2, 2, 1, 0.6, 0.1, 0.9, True)) == InProgramme(
        "p", 0, 0, 0, 0, 0.0, None, None, True
    )
    assert blanked(HeardFrom("p", 3, 2, (("clerk", 3),), ("fr",), True)) == HeardFrom("p", 0, 0, (), (), True)
    kept = HeardFrom("p\x07", 9, 4, (("clerk", 9),), ("fr",))
    assert blanked(kept) == HeardFrom("p[U+0007]", 9, 4, (("clerk", 9),), ("fr",))


def test_links_are_relative_to_the_page_that_holds_them():
    page = Page("how-we-know/culture/index.html")
    assert page.to("index.html#culture") == "../../index.html#culture"
    assert page.to("how-we-know/culture/index.html#said") == "#said"
    assert page.to("../report.pdf") == "../../../report.pdf"
    assert (page.address, Page("index.html").address) == ("how-we-know/culture/", "")


def test_a_text_for_one_network_is_offered_there_and_by_mail():
    shared = share(ShareText("A & B", "bluesky"), subject="Report", address="")
    assert shared.links == (("Bluesky", "https://bsky.app/intent/compose?text=A%20%26%20B"),)
    assert shared.by_mail == "mailto:?subject=Report&body=A%20%26%20B"


def test_the_size_of_a_picture_is_read_from_its_first_bytes():
    assert pictures.size(picture(960, 540)) == (960, 540)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x20\x00\x40\x01\x01\x11\x00"
    assert pictures.size(jpeg) == (64, 32)
    large_webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\x3f\0\0\x1f\0\0"
    assert pictures.size(large_webp) == (64, 32)
    with pytest.raises(ValueError, match="no JPEG, PNG or WebP"):
        pictures.size(b"<svg/>")
    with pytest.raises(ValueError, match="cut short"):
        pictures.size(jpeg[:10])
