"""What every page of the shell does: languages, the strict policy, what is not there, who may only read."""

import re
from html.parser import HTMLParser

import pytest

pytestmark = pytest.mark.django_db


def texts_of(response):
    """What a reader reads: the page without its tags, blanks run together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.usefixtures("installation")
def test_a_chosen_language_stays_chosen(reader):
    answer = reader.post("/language", {"language": "es", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    response = reader.get("/explorations/", headers={"accept-language": "fr"})
    assert "Todavía no se ha explorado nada" in texts_of(response)
    assert '<html lang="es" dir="ltr">' in response.content.decode()


@pytest.mark.usefixtures("installation")
def test_a_choice_of_language_leads_nowhere_else(client):
    answer = client.post("/language", {"language": "es", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


class Inline(HTMLParser):
    """Collects whatever a strict policy would refuse."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.found += [
            f"{tag} {value}" for value in given.values() if (value or "").startswith("javascript:")
        ]


@pytest.mark.usefixtures("two_explorations")
@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/search/?q=x", "/figures/", "/figures/people/", "/map/", "/explorations/"]
)
def test_pages_hold_no_script_or_style_of_their_own(reader, path):
    inline = Inline()
    inline.feed(reader.get(path).content.decode())
    assert inline.found == []


@pytest.mark.usefixtures("two_explorations")
def test_every_answer_carries_the_strict_policy_and_the_safety_headers(reader):
    for path in (
        "/",
        "/nowhere",
        "/look/tokens.css",
        "/static/core/base.css",
        "/explorations/survey%202026/themes.csv",
    ):
        response = reader.get(path)
        list(response)  # a file is closed when it has been read
        headers = response.headers
        directives = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["style-src"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    "path",
    ["/search/", "/figures/", "/figures/people/", "/map/", "/explorations/", "/history/programmes.team/1/"],
)
def test_pages_that_belong_to_somebody_ask_to_sign_in(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.usefixtures("installation")
def test_only_reading_is_offered(client):
    assert client.post("/").status_code == 405
    assert client.delete("/").status_code == 405


@pytest.mark.usefixtures("installation")
def test_a_page_that_is_not_there_says_so_and_leads_back(client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There is no such page here" in texts_of(response)
    assert '<a href="/">' in response.content.decode()
