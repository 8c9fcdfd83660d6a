"""report.html: one file, escaped, small, with a policy that fits."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.press.exploration import html
from tests.press.sample import empty, large, quote, small


class Reader(HTMLParser):
    """Collects ids, links, attributes and the text outside style and script."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.attributes, self.text, self.within = [], [], set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.within.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.within):
            self.text.append(data)


@pytest.fixture(scope="module", params=[large, small, empty])
def page(request):
    return html.render(request.param())


def test_the_same_content_gives_the_same_page():
    assert html.render(small()) == html.render(small())


def test_a_report_of_thirty_themes_is_under_a_megabyte():
    assert len(html.render(large()).encode()) < 1_000_000


def test_the_policy_names_the_hashes_of_the_style_and_the_script(page):
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_no_style_attribute_and_no_handler_is_used(page):
    assert [name for name in Reader(page).attributes if name == "style" or name.startswith("on")] == []


def test_every_id_is_used_once_and_every_link_leads_somewhere(page):
    read = Reader(page)
    assert sorted(read.ids) == sorted(set(read.ids))
    assert {link[1:] for link in read.links if link.startswith("#")} - set(read.ids) == set()
    assert {link.split("#")[0] for link in read.links if not link.startswith(("#", "data:"))} <= {
        "excerpts.csv"
    }


def test_words_that_look_like_markup_stay_words():
    page = html.render(large())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;no&#39;)&lt;/script&gt;" in page


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_shown_whole_and_breaks_nothing(text):
    content = replace(empty(), unassigned_quotes=(quote(1, f"A{text}Z", dated=False),), source_name=text)
    shown = "".join(Reader(html.render(content)).text)
    normal = re.sub(r"\r\n?", "\n", html.visible(f"A{text}Z"))
    assert normal in shown


def test_characters_that_cannot_be_shown_are_counted():
    content = replace(empty(), unassigned_quotes=(quote(1, "a\x07b\x00c", dated=False),))
    page = html.render(content)
    assert "a[U+0007]b[U+0000]c" in page
    assert "In 2 places a character is shown by its number" in page
    assert "shown by its number" not in html.render(empty())


def test_invented_answers_are_called_so():
    assert "Invented answers, for demonstration" in html.render(large())
    assert "Invented answers" not in html.render(small())


def test_each_quote_carries_its_language_and_direction():
    page = html.render(large())
    assert '<blockquote lang="ar" dir="rtl">' in page
    assert '<blockquote lang="en" dir="ltr">' in page


def test_another_language_is_spoken_throughout():
    page = html.render(small(), language="es")
    assert '<html lang="es" dir="ltr">' in page
    assert "Lea estos 9 pasajes y conocerá cada tema y cada desacuerdo" in page
    assert "Copiar la cita" in page
    assert 'dir="rtl"' in html.render(empty(), language="ar").split("<head>")[0]
