"""The published site: every link leads somewhere, nothing leaks, the same bytes each time, sections in their order."""

from __future__ import annotations

import gzip
import json
import os
import posixpath
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.press.plain import visible
from reflectory.press.publication.content import (
    Programme,
    Programmes,
    Prose,
    Quotes,
    Share,
    Takeaways,
    Where,
)
from reflectory.press.publication.data import render_data
from reflectory.press.publication.site import render_site
from tests.press.publication.reading import Reader, pages
from tests.press.publication.sample import HOSTILE, PLANTED, bare, large, next_year, sample, words

ROOT = Path(__file__).resolve().parents[3]
BASE = "https://tidewater.example.org/reflect-2021/site"
SAMPLES = {"sample": sample, "next_year": next_year, "bare": bare}


@pytest.fixture(scope="module")
def sites():
    return {
        name: render_site(make(), base_url=BASE, cards=["cards/report.png", "cards/culture.png"])
        for name, make in SAMPLES.items()
    }


def test_the_first_page_comes_first(sites):
    assert [next(iter(site)) for site in sites.values()] == ["index.html"] * 3


@pytest.mark.parametrize("name", SAMPLES)
def test_every_link_leads_to_a_file_and_to_a_place_in_it(sites, name):
    read = pages(sites[name])
    beside = {"../report.pdf", *(f"../data/{path}" for path in render_data(SAMPLES[name]()))}
    for path, page in read.items():
        for link in page.links:
            if link.startswith(("https://", "mailto:")):
                continue
            target, _, place = link.partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
            if target and file in beside:
                continue
            file = file if target else path
            assert file in sites[name], (path, link)
            if place:
                assert unquote(place) in read[file].ids, (path, link)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_link_relies_on_a_server(sites, name):
    for page in pages(sites[name]).values():
        own = [link for link in page.links if not link.startswith(("https://", "mailto:", "#"))]
        assert [link for link in own if link.startswith("/") or link.endswith("/")] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_id_is_used_once(sites, name):
    for page in pages(sites[name]).values():
        assert sorted(page.ids) == sorted(set(page.ids))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_holds_a_script_a_style_or_a_handler(sites, name):
    for page in pages(sites[name]).values():
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert scripts == [{"type": "application/ld+json"}]
        assert {tag for tag, _ in page.tags} & {"style", "iframe", "form", "button"} == set()
        assert [name for name in page.attributes if name == "style" or name.startswith("on")] == []


def test_the_policy_lets_nothing_in_but_the_sites_own_style_fonts_and_pictures(sites):
    for page in pages(sites["sample"]).values():
        (policy,) = [a["content"] for tag, a in page.tags if a.get("http-equiv")]
        assert policy == (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'"
        )


@pytest.mark.parametrize("name", SAMPLES)
def test_pictures_keep_their_place_and_say_what_they_show(sites, name):
    for page in pages(sites[name]).values():
        for tag, attributes in page.tags:
            if tag == "img":
                assert attributes["alt"]
                assert int(attributes["width"]) > 0
                assert int(attributes["height"]) > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_sections_stand_in_the_order_of_the_report(sites, name):
    page = pages(sites[name])["index.html"]
    told = [a["id"] for tag, a in page.tags if tag == "section"]
    assert told == [one.anchor for one in SAMPLES[name]().sections]
    contents = [a["href"] for tag, a in page.tags if tag == "a" and a["href"].startswith("#")]
    anchors = [f"#{one.anchor}" for one in SAMPLES[name]().sections]
    assert " ".join(anchors) in " ".join(contents)


def test_headings_go_down_one_step_at_a_time(sites):
    for page in pages(sites["sample"]).values():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_withdrawn_or_hidden_is_in_any_byte(sites, name):
    for path, data in sites[name].items():
        for secret in PLANTED:
            assert secret.encode() not in data, path


def test_withdrawn_words_leave_a_bar_with_the_reason_and_no_longer_count(sites):
    page = pages(sites["sample"])["how-we-know/culture/index.html"]
    assert "Withdrawn on 3 March 2022 by the person who said it." in page.said()
    assert "Said why she had stayed silent." not in page.said()
    assert "3 support it 2 complicate it 1 contradicts it" in page.said()
    assert "Quoted here: 6 passages, 1 withdrawn." in page.said()


def test_small_cells_are_said_to_be_small(sites):
    read = pages(sites["sample"])
    for path in ("index.html", "how-we-know/culture/index.html"):
        assert "Too few people to tell of without pointing at somebody" in read[path].said()


def test_words_that_look_like_markup_stay_words(sites):
    page = sites["sample"]["index.html"].decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;no&#39;)&lt;/script&gt; &amp; &lt;/blockquote&gt;" in page
    assert HOSTILE in Reader(page).said()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_shown_whole_and_breaks_nothing(text):
    said = replace(words("q1"), text=f"A{text}Z", attribution=f"B{text}Z")
    report = replace(
        bare(),
        title=f"T{text}Z", summary=text, strap=text, organisation=text, licence=text, contact=text,
        sections=(Prose("a", text, "next", (text,)), Quotes("b", text, (), (said,))),
    )  # fmt: skip
    page = Reader(render_site(report, base_url=BASE)["index.html"].decode())
    shown = "".join(page.text)
    for start in "ABT":
        assert re.sub(r"\r\n?", "\n", visible(f"{start}{text}Z")) in shown


def test_the_same_content_gives_the_same_bytes_in_any_process():
    program = (
        "from tests.press.publication.sample import sample\n"
        "from reflectory.press.publication.site import render_site\n"
        "from hashlib import sha256\n"
        f"site = render_site(sample(), base_url={BASE!r}, cards=['cards/report.png', 'cards/culture.png'])\n"
        "print(sha256(b''.join(k.encode() + v for k, v in site.items())).hexdigest())\n"
    )
    site = render_site(sample(), base_url=BASE, cards=["cards/culture.png", "cards/report.png"])
    here = sha256(b"".join(path.encode() + data for path, data in site.items())).hexdigest()
    for seed in ("1", "77"):
        told = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        )  # fmt: skip
        assert told.stdout.strip() == here


@pytest.mark.parametrize("make", [sample, large])
def test_the_first_page_with_all_that_it_loads_is_under_150_kilobytes(make):
    site = render_site(make(), base_url=BASE)
    text = sum(len(gzip.compress(site[path])) for path in ("index.html", "assets/site.css"))
    rest = sum(len(site[path]) for path in site if path.startswith(("assets/fonts/", "assets/icon")))
    assert text + rest < 150_000


def test_figures_say_what_they_round_and_how_they_were_counted(sites):
    read = pages(sites["sample"])
    assert "600+ cities applied 631 exactly" in read["index.html"].said()
    figures = read["figures/index.html"]
    assert "Exact value 631 shown as 600+" in figures.said()
    assert "Mind that Two applications that were sent twice count once." in figures.said()
    for figure in sample().figures:
        assert figure.key in figures.ids
        assert f"../../data/figures/{figure.key}.csv" in figures.links


def test_recommendations_are_read_by_audience_by_moment_and_by_programme(sites):
    read = pages(sites["sample"])
    asked = {
        "recommendations/index.html": 10,
        "recommendations/for-public-servant/index.html": 4,
        "recommendations/before/index.html": 4,
        "recommendations/programmes/failing-forward/index.html": 3,
        "programmes/failing-forward/index.html": 3,
        "how-we-know/culture/index.html": 4,
    }
    for path, n in asked.items():
        told = [a for tag, a in read[path].tags if tag == "li" and a.get("class") == "advice"]
        assert len(told) == n, path
    assert "recommendations/programmes/listening-series/index.html" not in read


def test_a_programme_without_more_to_say_has_no_page(sites):
    own = sorted(path.split("/")[1] for path in sites["sample"] if path.startswith("programmes/"))
    assert own == [
        "failing-forward", "innovation-track", "innovation-training", "mayors-challenge",
        "opportunity-sprint", "solutions-group",
    ]  # fmt: skip


def test_before_and_during_stand_beside_each_other_under_their_names(sites):
    said = pages(sites["sample"])["index.html"].said()
    before, during = said.index("Before programming Set the"), said.index("During programming Put twenty")
    assert before < during


def test_how_we_know_shows_what_speaks_against_a_claim(sites):
    page = pages(sites["sample"])["how-we-know/culture/index.html"]
    kinds = [a["class"].split("is-")[-1] for tag, a in page.tags if tag == "figure"][:6]
    assert kinds == ["supports"] * 3 + ["complicates"] * 2 + ["contradicts"]
    said = page.said()
    for told in (
        "14 of 24 ; between 10 and 18",
        "5 of 24 ; too few governments to say how far this may be chance",
        "Nobody who left during the year was asked.",
        "What would make this wrong If departments whose managers never spoke first told as much.",
        "Dissent I would not publish this as a finding about managers.",
        "87 % of the theme comes back",
    ):
        assert told in said


def test_words_in_another_language_say_so_and_run_in_their_direction(sites):
    page = pages(sites["sample"])["index.html"]
    quotes = {(a["lang"], a["dir"]) for tag, a in page.tags if tag == "blockquote"}
    assert quotes >= {("en", "ltr"), ("es", "ltr"), ("ar", "rtl")}
    assert "Global Mayors Challenge · in Arabic" in page.said()


def test_share_links_carry_the_text_and_the_address_only_where_there_is_one(sites):
    (part,) = [one for one in sample().sections if isinstance(one, Share)]
    text = part.texts[1].text
    page = pages(sites["sample"])["index.html"]
    shared = [unquote(link) for link in page.links if link.startswith(("https://bsky.app", "mailto:?"))]
    whole = f"{text} {BASE}/how-we-know/relationships/"
    assert shared[2:4] == [
        f"https://bsky.app/intent/compose?text={whole}",
        f"mailto:?subject=Reflect and reimagine&body={whole}",
    ]
    alone = pages(render_site(sample(), base_url=None))["index.html"]
    assert f"https://bsky.app/intent/compose?text={text}" in [unquote(link) for link in alone.links]
    assert "114 characters" in alone.said()


def test_without_an_address_nothing_absolute_is_written():
    site = render_site(sample(), base_url=None)
    assert {"feed.xml", "sitemap.xml"} & set(site) == set()
    for page in pages(site).values():
        properties = {a.get("property") for tag, a in page.tags if tag == "meta"}
        assert properties >= {"og:title", "og:description"}
        assert properties & {"og:url", "og:image"} == set()
        assert [a for tag, a in page.tags if a.get("rel") == "canonical"] == []


def test_with_an_address_every_page_says_where_it_is_and_shows_its_card(sites):
    read = pages(sites["sample"])

    def head(path):
        tags = read[path].tags
        canonical = next(a["href"] for tag, a in tags if a.get("rel") == "canonical")
        image = next(a["content"] for tag, a in tags if a.get("property") == "og:image")
        return canonical, image

    assert head("index.html") == (f"{BASE}/", f"{BASE}/cards/report.png")
    assert head("how-we-know/culture/index.html") == (
        f"{BASE}/how-we-know/culture/",
        f"{BASE}/cards/culture.png",
    )
    assert head("how-we-know/design/index.html")[1] == f"{BASE}/cards/report.png"


def test_the_sitemap_lists_every_page_and_the_feed_the_release_and_its_corrections(sites):
    site = sites["sample"]
    places = [one.text for one in ET.fromstring(site["sitemap.xml"]).iter() if one.tag.endswith("}loc")]
    assert places == [f"{BASE}/{path.removesuffix('index.html')}" for path in site if path.endswith(".html")]
    feed = ET.fromstring(site["feed.xml"])
    assert [one.findtext("pubDate") for one in feed.iter("item")] == [
        "Thu, 03 Mar 2022 00:00:00 +0000",
        "Tue, 01 Feb 2022 00:00:00 +0000",
        "Thu, 20 Jan 2022 00:00:00 +0000",
    ]


def test_linked_data_is_data_and_can_close_nothing():
    report = replace(sample(), title='</script><script>alert("x")</script>', summary="a < b & c")
    page = render_site(report, base_url=BASE)["index.html"].decode()
    (inner,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(inner)
    assert "<" not in inner
    assert told["@type"] == "Report"
    assert told["description"] == "a < b & c"
    assert told["name"].startswith("</script>")
    assert told["datePublished"] == "2022-01-20"
    assert told["encoding"]["contentUrl"] == "https://tidewater.example.org/reflect-2021/report.pdf"


def test_pictures_lose_what_a_camera_wrote_into_them(sites):
    picture = sites["sample"]["assets/pictures/porch.png"]
    assert picture.startswith(b"\x89PNG")
    assert PLANTED[1].encode() not in picture


def test_two_parts_with_one_address_and_names_that_are_none_are_refused():
    twice = replace(bare(), sections=bare().sections * 2)
    with pytest.raises(ValueError, match="the same address: introduction"):
        render_site(twice, base_url=None)
    odd = replace(bare(), sections=(Prose("../up", "Up", "next", ()),))
    with pytest.raises(ValueError, match="cannot be part of an address"):
        render_site(odd, base_url=None)
    (part,) = [one for one in sample().sections if isinstance(one, Prose) and one.picture]
    named = replace(part, picture=replace(part.picture, name="../up.png"))
    with pytest.raises(ValueError, match="cannot be the name of a picture"):
        render_site(replace(bare(), sections=(named,)), base_url=None)


def test_a_section_a_takeaway_and_a_programme_may_have_the_same_name():
    (part,) = [one for one in sample().sections if isinstance(one, Takeaways)]
    (programmes,) = [one for one in sample().sections if isinstance(one, Programmes)]
    named = replace(part, anchor="culture")
    others = replace(programmes, items=(replace(programmes.items[0], anchor="culture"),))
    page = pages(render_site(replace(bare(), sections=(named, others)), base_url=None))["index.html"]
    assert sorted(page.ids) == sorted(set(page.ids))


def test_a_report_of_other_countries_shows_the_world():
    (where,) = [one for one in sample().sections if isinstance(one, Where)]
    report = replace(bare(), sections=(replace(where, pictured=""),))
    page = pages(render_site(report, base_url=None))["index.html"]
    assert "The map shows 171 governments" in page.said()
    assert "Alaska" not in page.said()


def test_a_programme_page_names_its_places_its_lessons_and_its_advice(sites):
    said = pages(sites["sample"])["programmes/failing-forward/index.html"].said()
    for told in (
        "What happened Each department chose one thing",
        "What it helped us learn People tell the truth",
        "What we advise out of it Public servants",
        "Where it worked",
    ):
        assert told in said


def test_programmes_can_stand_without_figures_partners_or_pages():
    alone = Programme("one", "One", "", ("A blurb.",), (), (), ())
    report = replace(bare(), sections=(Programmes("programmes", "Programmes", (), (alone,)),))
    site = render_site(report, base_url=None)
    assert "One A blurb." in pages(site)["index.html"].said()
    assert sorted(path for path in site if path.endswith(".html")) == ["index.html", "the-data/index.html"]


def test_a_report_is_set_in_another_language():
    site = render_site(replace(sample(), language="es"), base_url=None)
    page = pages(site)["how-we-know/culture/index.html"]
    assert page.tags[0][1]["lang"] == "es"
    assert "in Spanish" not in page.said()
    arabic = pages(render_site(replace(sample(), language="ar"), base_url=None))["index.html"]
    assert arabic.tags[0][1]["dir"] == "rtl"
