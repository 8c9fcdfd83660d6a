"""What the site says of what is around it: earlier releases, other languages, what became of the last advice."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest

from reflectory.press.publication.content import Alternate, Earlier
from reflectory.press.publication.site import render_site
from tests.press.publication.reading import pages
from tests.press.publication.sample import sample

BASE = "https://tidewater.example.org/reflect-2021/site"


@pytest.fixture(scope="module")
def read():
    return pages(render_site(sample(), base_url=BASE))


def test_the_feed_tells_of_every_release_until_this_one_the_newest_first():
    before = (
        Earlier("reflect-2020-1", "Beginning again", date(2021, 1, 21), "What 2020 was.", "https://old.example.org/"),
        Earlier("2021-0", "Reflect", date(2022, 1, 20), "The first of that day."),
    )  # fmt: skip
    feed = ET.fromstring(render_site(replace(sample(), earlier=before), base_url=BASE)["feed.xml"])
    items = [
        (one.findtext("guid"), one.findtext("title"), one.findtext("description"), one.findtext("link"))
        for one in feed.iter("item")
    ]
    assert [key for key, *_rest in items] == [
        "reflect-2021:2022-03-03:One quotation was withdrawn by the person who said it.",
        "reflect-2021:2022-02-01:The number of departments in Failing Forward was 16; it is 17.",
        "2021-1:2022-01-20:release",
        "2021-0:2022-01-20:release",
        "reflect-2020-1:2021-01-21:release",
    ]
    assert items[3:] == [
        ("2021-0:2022-01-20:release", "Reflect", "The first of that day.", f"{BASE}/"),
        (
            "reflect-2020-1:2021-01-21:release",
            "Beginning again",
            "What 2020 was.",
            "https://old.example.org/",
        ),
    ]


def test_a_page_names_itself_and_its_translations_where_they_have_the_same_page():
    spanish = Alternate("es", "https://es.example.org/informe", ("figures/", "how-we-know/cultura/"))
    arabic = Alternate("ar", "https://ar.example.org/", ())
    read = pages(render_site(replace(sample(), alternates=(spanish, arabic)), base_url=BASE))

    def named(path):
        return [(a["hreflang"], a["href"]) for tag, a in read[path].tags if tag == "link" and "hreflang" in a]

    assert named("index.html") == [
        ("en", f"{BASE}/"),
        ("es", "https://es.example.org/informe/"),
        ("ar", "https://ar.example.org/"),
    ]
    assert named("figures/index.html") == [
        ("en", f"{BASE}/figures/"),
        ("es", "https://es.example.org/informe/figures/"),
    ]
    assert named("how-we-know/culture/index.html") == []


def test_the_foot_leads_to_the_other_languages_by_their_own_names():
    spanish = Alternate("es", "https://es.example.org/informe", ("figures/",))
    arabic = Alternate("ar", "https://ar.example.org/", ())
    for base_url in (BASE, None):
        read = pages(render_site(replace(sample(), alternates=(spanish, arabic)), base_url=base_url))
        for path, to in (("index.html", ""), ("figures/index.html", "figures/"), ("the-data/index.html", "")):
            links = [(a["lang"], a["href"]) for tag, a in read[path].tags if tag == "a" and "hreflang" in a]
            assert links == [
                ("es", f"https://es.example.org/informe/{to}"),
                ("ar", "https://ar.example.org/"),
            ]
            assert read[path].said().endswith("Made with Reflectory Español العربية")


def test_a_report_without_translations_speaks_of_no_language(read):
    for page in read.values():
        assert [tag for tag, a in page.tags if "hreflang" in a] == []


def test_what_became_of_the_advice_is_told_in_marks_words_and_reasons(read):
    page = read["index.html"]
    said = page.said()
    for told in (
        "What programmes since have made of the advice in “Beginning again”, 2020. Decisions on 3 pieces of "
        "advice: 11 to adopt, 5 to adapt, 5 to reject.",
        "6 adopted it 2 adapted it 1 rejected it Why, and what came of it",
        "Adopted We had no other way to learn what the form does to people. What came of it: The second form",
        "Let a team skip a week. Funders Too few have decided on it to tell of without pointing at somebody.",
        "Print the minutes in the languages of the room. Residents Nobody has decided on it yet.",
    ):
        assert told in said
    marks = [a["class"] for tag, a in page.tags if tag == "svg" and "glyph is-adopted" in a.get("class", "")]
    assert len(marks) == 11
