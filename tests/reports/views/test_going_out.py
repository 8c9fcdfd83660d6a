"""Preview, sign-off, publishing, verifying, and words that were withdrawn: nothing goes out by half."""

import re
from datetime import date

import pytest
from django.utils import timezone

from reflectory.core.navigation import what_needs
from reflectory.listening.actions import withdraw
from reflectory.reports.models import Release, Section
from reflectory.reports.publishing import publish
from reflectory.reports.views.published import POLICY
from reflectory.reports.withdrawn import words_to_take_out
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, hidden_of, words_of

pytestmark = pytest.mark.django_db
OUT = "/reports/learned-2021/going-out/"


def sign(client):
    content = hidden_of(client.get(OUT), "content")
    return client.post(f"{OUT}sign-off/", {"content": content})


def test_the_preview_is_what_would_be_published_with_a_line_above_it(editor, lead, client):
    response = editor.get("/reports/learned-2021/preview/site/index.html")
    assert response["Content-Security-Policy"] == POLICY
    assert "no-store" in response["Cache-Control"]
    sign(editor)
    sign(lead)
    editor.post(f"{OUT}publish/")
    published = client.get("/published/learned-2021/site/index.html")
    drafted = response.content.decode()
    banner = re.search(r'<aside class="draft-banner".*?</aside>', drafted).group()
    assert "Draft, not published." in banner
    main = re.compile(r"<main.*?</main>", re.DOTALL)
    theirs = b"".join(published.streaming_content).decode()
    released = Release.objects.get().key
    assert main.search(drafted).group() == main.search(theirs).group().replace(released, "")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("site/assets/site.css", "text/css; charset=utf-8"),
        ("site/how-we-know/ask/", "text/html; charset=utf-8"),
        ("report.pdf", "application/pdf"),
        ("data/figures/governments.csv", "text/csv; charset=utf-8"),
    ],
)
def test_every_part_of_the_release_can_be_previewed(editor, path, kind):
    response = editor.get(f"/reports/learned-2021/preview/{path}")
    assert (response.status_code, response["Content-Type"]) == (200, kind)


@pytest.mark.parametrize("path", ["site/none.html", "site/../../secret", "release.json", "elsewhere/x"])
def test_what_is_no_part_of_it_is_not_found(editor, path):
    assert editor.get(f"/reports/learned-2021/preview/{path}").status_code == 404


def test_an_empty_report_can_be_previewed(editor, small):
    small.report.sections.all().delete()
    assert editor.get("/reports/learned-2021/preview/site/index.html").status_code == 200


def test_two_people_sign_it_off_and_then_it_is_published_and_readers_have_it(editor, lead, client):
    assert client.get("/published/learned-2021/site/index.html").status_code == 404
    assert sign(editor).status_code == 302
    page = editor.get(OUT)
    assert "has signed it off. One more person has to" in heading_of(page)
    assert "You have signed it off as it stands." in words_of(page)
    assert "Publish the report" not in words_of(page)
    sign(lead)
    assert "Publish the report" in words_of(lead.get(OUT))
    assert lead.post(f"{OUT}publish/").status_code == 302
    assert heading_of(lead.get(OUT)).startswith("Readers have had it, as it stands here, since ")
    assert b"".join(client.get("/published/learned-2021/site/index.html").streaming_content)
    assert "/published/learned-2021/" in words_of(lead.get(OUT))


def test_signing_off_what_was_changed_meanwhile_is_refused(editor, small):
    content = hidden_of(editor.get(OUT), "content")
    Section.objects.filter(kind="method").update(text="Something else.")
    response = editor.post(f"{OUT}sign-off/", {"content": content})
    assert response.status_code == 422
    assert "The report was changed after you opened it." in words_of(response)
    assert small.report.sign_offs.count() == 0


def test_nothing_is_published_while_something_stands_in_the_way(editor, client):
    Section.objects.filter(kind="method").update(text="")
    response = editor.post(f"{OUT}publish/")
    assert response.status_code == 422
    words = words_of(response)
    assert "Nothing was published, since something stands in the way." in words
    assert "“How we worked” has no text yet. Write it, or hide the section." in words
    assert Release.objects.count() == 0
    assert client.get("/published/learned-2021/site/index.html").status_code == 404


def test_nothing_is_published_without_two_signatures(editor):
    sign(editor)
    response = editor.post(f"{OUT}publish/")
    assert response.status_code == 422
    assert "2 different people have to sign off What we learned as it stands now" in words_of(response)
    assert Release.objects.count() == 0


def test_a_release_is_verified_on_demand(editor, released):
    page = editor.get("/reports/learned-2021/releases/1/")
    assert heading_of(page) == "Release 1"
    assert heading_of(editor.get("/reports/learned-2021/releases/1/?verify=now")) == "All of release 1 holds"
    (released.folder / "site" / "index.html").write_text("other words", encoding="utf-8")
    page = editor.get("/reports/learned-2021/releases/1/?verify=now")
    assert heading_of(page) == "1 thing in release 1 no longer holds"
    assert "site/index.html was changed after the release." in words_of(page)


def test_withdrawn_words_wait_on_the_first_page_and_go_with_one_button(editor, released, client):
    _withdraw(released)
    label = "2 quotes were withdrawn: release “What we learned” (2021) without them"
    assert [
        one.label for one in what_needs(released.editor, timezone.localdate()) if "withdrawn" in one.label
    ] == [label]
    assert "2 quotes were withdrawn and can still be read" in words_of(editor.get(OUT))
    assert editor.post(f"{OUT}take-out/").status_code == 302
    assert [
        one.label for one in what_needs(released.editor, timezone.localdate()) if "withdrawn" in one.label
    ] == []
    served = b"".join(client.get("/published/learned-2021/site/index.html").streaming_content)
    assert b"and they knew" not in served
    assert "withdrawn and can still be read" not in words_of(editor.get(OUT))
    assert b"and they knew" not in (released.folder / "site" / "index.html").read_bytes()


def _withdraw(released):
    withdraw(by=a.operator(), voice=released.source.voice, on=date(2022, 3, 1))


@pytest.mark.parametrize("n", [1, 3])
def test_what_waits_asks_a_constant_number_of_queries(released, n, django_assert_num_queries):
    for k in range(n - 1):
        Section.objects.filter(kind="method").update(text=f"Again {k}.")
        released.small.sign()
        publish(by=released.editor, report=released.report)
    _withdraw(released)
    with django_assert_num_queries(6):
        assert len(list(words_to_take_out(released.editor, timezone.localdate()))) == 1
