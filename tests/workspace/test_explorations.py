"""The list of explorations: what it lists, in which language, at which hour, for whom, and what it never shows."""

import re

import pytest

from tests import portfolio as a

from .conftest import write_exploration

pytestmark = pytest.mark.django_db


def texts_of(response):
    """What a reader reads: the page without its tags, blanks run together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_of(response):
    """The cells of the table of explorations, row by row."""
    body = re.search(r"<tbody>(.*)</tbody>", response.content.decode(), re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body.group(1), re.DOTALL) if body else []
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def test_an_empty_installation_says_what_belongs_there_and_gives_the_command(reader, installation):
    response = reader.get("/explorations/")
    assert response.status_code == 200
    assert "Nothing has been explored yet" in texts_of(response)
    command = re.search(r"<code>(.*?)</code>", response.content.decode()).group(1)
    assert command == f"./script/reflectory explore answers.csv --out {installation}/explorations/my-answers"


@pytest.mark.usefixtures("two_explorations")
def test_explorations_are_listed_newest_first_with_their_figures(reader):
    assert rows_of(reader.get("/explorations/")) == [
        [
            "survey 2026",
            "1398 of 1412",
            "11",
            "30 Jun 2026, 23:30",
            "themes.csv, excerpts.csv, run.json",
            "Draft a page from this: survey 2026",
        ],
        [
            "interviews-2025",
            "30 of 30",
            "6",
            "15 Jun 2025, 15:06",
            "themes.csv, excerpts.csv, run.json",
            "Draft a page from this: interviews-2025",
        ],
    ]


@pytest.mark.usefixtures("two_explorations")
def test_the_thread_counts_what_was_read_and_explored(reader):
    assert "Said 1428 texts read Explored 2 explorations Published nothing yet" in texts_of(
        reader.get("/explorations/")
    )


@pytest.mark.usefixtures("two_explorations")
def test_times_are_shown_in_the_zone_of_the_installation_and_the_page_names_it(reader, settings):
    settings.TIME_ZONE = "Europe/Madrid"
    response = reader.get("/explorations/")
    assert rows_of(response)[0][3] == "1 Jul 2026, 01:30"
    assert '<time datetime="2026-07-01T01:30:00+02:00">' in response.content.decode()
    assert re.search(r"Times on this page are in Europe/Madrid \(CES?T\)\.", texts_of(response))


def test_a_folder_that_cannot_be_read_is_listed_with_its_reason(reader, installation):
    folder = installation / "explorations"
    for name, content in {"not json": "words", "no numbers": "{}", "a list": "[]"}.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "run.json").write_text(content, encoding="utf-8")
    (folder / "empty").mkdir()
    response = texts_of(reader.get("/explorations/"))
    assert "empty : it has no run.json" in response
    for name in ("not json", "no numbers", "a list"):
        assert f"{name} : its run.json does not say how many texts were received and used" in response


def test_a_run_file_that_is_far_too_large_is_not_read(reader, installation):
    folder = installation / "explorations" / "huge"
    folder.mkdir(parents=True)
    with (folder / "run.json").open("wb") as file:
        file.truncate(60_000_000)
    assert "huge : its run.json is too large to be one" in texts_of(reader.get("/explorations/"))


def test_an_exploration_without_a_themes_table_has_no_themes(reader, installation):
    folder = write_exploration(installation, "one", received=1, used=1, themes=3, at=1_750_000_000)
    (folder / "themes.csv").unlink()
    (folder / "report.html").unlink()
    assert rows_of(reader.get("/explorations/"))[0][:3] == ["one (no report)", "1 of 1", "0"]


def test_a_link_that_leads_out_of_the_installation_is_named_and_not_followed(
    reader, installation, tmp_path_factory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_exploration(elsewhere, "secret", received=7, used=7, themes=1, at=1_750_000_000)
    (installation / "explorations").mkdir()
    (installation / "explorations" / "link").symlink_to(elsewhere / "explorations" / "secret")
    response = texts_of(reader.get("/explorations/"))
    assert "link : it leads out of the installation" in response
    assert reader.get("/explorations/link/excerpts.csv").status_code == 404


@pytest.mark.parametrize(
    ("language", "heading", "count"),
    [
        ("es", "Lo que dijo la gente, explorado", "1428 textos leídos"),
        ("fr", "Ce que les gens ont dit, exploré", "1428 textes lus"),
        ("pt", "O que as pessoas disseram, explorado", "1428 textos lidos"),
        ("en-us", "What people said, explored", "1428 texts read"),
        ("xx", "What people said, explored", "1428 texts read"),
    ],
)
@pytest.mark.usefixtures("two_explorations")
def test_a_reader_is_answered_in_the_language_their_browser_asks_for(reader, language, heading, count):
    response = reader.get("/explorations/", headers={"accept-language": language})
    assert heading in texts_of(response)
    assert count in texts_of(response).replace("\xa0", "").replace("1.428", "1428").replace("1 428", "1428")


def test_a_name_is_shown_as_text_whatever_it_holds(reader, installation):
    write_exploration(installation, "<script>alert(1)<", received=1, used=1, themes=1, at=1_750_000_000)
    page = reader.get("/explorations/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;" in page


@pytest.mark.usefixtures("two_explorations")
@pytest.mark.parametrize(
    "role", ["coach", "judge", "team_lead", "community_partner", "funder", "panel_chair"]
)
def test_who_does_not_read_everything_is_not_told_that_there_are_explorations(client, role):
    client.force_login(a.account_with(role, on=a.edition()))
    assert client.get("/explorations/").status_code == 404
    assert client.get("/explorations/survey%202026/excerpts.csv").status_code == 404


@pytest.mark.usefixtures("two_explorations")
@pytest.mark.parametrize("role", ["analyst", "editor", "programme_lead"])
def test_who_reads_everything_sees_them(client, role):
    client.force_login(a.account_with(role, on=a.edition()))
    assert len(rows_of(client.get("/explorations/"))) == 2


@pytest.mark.usefixtures("two_explorations")
def test_somebody_who_is_not_signed_in_is_asked_to_sign_in(client):
    for address in ("/explorations/", "/explorations/survey%202026/excerpts.csv"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/?next=")
