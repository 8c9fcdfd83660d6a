"""All reports, beginning one, its page and its head; and who is shown none of them."""

from datetime import date

import pytest
from django.test import Client

from reflectory.accounts import roles
from reflectory.reports.actions.pieces import (
    add_figure,
    add_quote,
    add_recommendation,
    add_section,
    add_share_text,
    edit_piece,
)
from reflectory.reports.models import Figure, Report, Section
from reflectory.reports.presets import PRESETS
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, items_of, rows_of, words_of

pytestmark = pytest.mark.django_db


def test_an_editor_without_any_report_is_offered_to_begin_one(client):
    client.force_login(a.account_with(roles.EDITOR, on=a.edition()))
    response = client.get("/reports/")
    assert heading_of(response) == "Reports"
    assert "Begin the first report" in words_of(response)


@pytest.mark.usefixtures("released")
def test_the_list_says_what_is_being_written_and_what_is_live(editor):
    a.report("What comes next", year=2022)
    rows = rows_of(editor.get("/reports/"))
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("What comes next", "2022", "nothing yet", "not chosen"),
        ("What we learned", "2021", "Release 1", "25 Jan 2022"),
    ]
    assert rows[0][2] == "Draft"
    assert rows[1][2].startswith("Live since ")
    assert items_of(editor.get("/reports/"), "todo") == [
        "Release day Choose the day that this report is released on.",
        "Sections The report has no section that is shown. Add one.",
    ]


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_many_queries_for_three_reports_as_for_one(editor, n, django_assert_num_queries):
    for _ in range(n - 1):
        a.report(year=2020)
    editor.get("/reports/")
    with django_assert_num_queries(34):
        editor.get("/reports/")


@pytest.mark.parametrize("preset", list(PRESETS))
def test_a_report_is_begun_from_a_preset(editor, preset):
    response = editor.post("/reports/new/", {
        "year": 2022, "title": "What we heard", "organisation": "Tidewater", "slug": "", "preset": preset,
    })  # fmt: skip
    assert response.url == "/reports/what-we-heard-2022/"
    report = Report.objects.get(slug="what-we-heard-2022")
    assert tuple(report.sections.values_list("kind", flat=True)) == PRESETS[preset].kinds
    assert editor.get(response.url).status_code == 200


def test_an_address_that_is_taken_is_said_and_nothing_is_lost(editor):
    response = editor.post("/reports/new/", {
        "year": 2021, "title": "Another", "organisation": "Tidewater", "slug": "learned-2021", "preset": "usual",
    })  # fmt: skip
    assert response.status_code == 422
    assert "There is a report at the address “learned-2021” already." in words_of(response)
    assert 'value="Another"' in response.content.decode()


def test_the_page_of_a_report_that_is_ready_says_so(editor):
    response = editor.get("/reports/learned-2021/")
    assert heading_of(response) == "What we learned"
    assert "Nothing stands in the way. Two people have to sign it off." in words_of(response)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_a_report_asks_a_constant_number_of_queries(editor, small, n, django_assert_num_queries):
    for _ in range(n):
        section = add_section(by=a.operator(), report=small.report, kind="text", title="More")
        Figure.objects.create(report=small.report, section=section, key="gone", label="gone")
    editor.get("/reports/learned-2021/")
    with django_assert_num_queries(47):
        editor.get("/reports/learned-2021/")


def test_a_figure_that_no_longer_exists_is_said_where_it_stands_with_the_way_to_it(editor):
    Figure.objects.filter(section__isnull=False).update(key="gone")
    row = Figure.objects.get(key="gone")
    response = editor.get("/reports/learned-2021/")
    said = "The figure “gone” no longer exists. Choose another, or take it out."
    assert words_of(response).count(said) == 2
    assert (
        f'<a href="/reports/learned-2021/figures/{row.pk}/">Where we worked</a>' in response.content.decode()
    )
    assert "1 thing stands in the way of publishing" in words_of(response)


def test_two_people_who_change_the_head_are_shown_the_difference(editor, lead, small):
    given = {
        "title": "What we learned", "year": 2021, "organisation": "Tidewater", "licence": "CC BY 4.0",
        "language": "en", "released_on": "2022-01-25", "version": small.report.version,
    }  # fmt: skip
    first = editor.post("/reports/learned-2021/edit/", {**given, "strap": "A year"})
    assert first.status_code == 302
    second = lead.post("/reports/learned-2021/edit/", {**given, "strap": "Another year"})
    assert second.status_code == 409
    assert 'value="Another year"' in second.content.decode()
    small.report.refresh_from_db()
    assert (small.report.strap, small.report.released_on) == ("A year", date(2022, 1, 25))


def head(small, **more):
    return {
        "title": "What we learned", "year": 2021, "organisation": "Tidewater", "licence": "CC BY 4.0",
        "language": "en", "released_on": "2022-01-25", "version": small.report.version, **more,
    }  # fmt: skip


def test_the_pages_speak_the_language_that_was_chosen(editor, small):
    page = editor.get("/reports/learned-2021/edit/").content.decode()
    assert ('<option value="es">Español</option>' in page, '<option value="de">' in page) == (True, False)
    assert editor.post("/reports/learned-2021/edit/", head(small, language="es")).status_code == 302
    preview = editor.get("/reports/learned-2021/preview/site/index.html").content.decode()
    assert ('<html lang="es"' in preview, "Descargar" in preview) == (True, True)


def test_a_language_that_the_pages_do_not_speak_is_refused(editor, small):
    assert editor.post("/reports/learned-2021/edit/", head(small, language="de")).status_code == 422


def test_a_translation_is_of_an_original_of_the_same_year_in_another_language(editor, small):
    same = a.report("In English too", year=2021)
    other = a.report("De otro año", year=2020)
    report = small.report
    wrong = {
        same.pk: "“In English too” is in this language too. Choose another language for this one.",
        other.pk: "“De otro año” is of the year 2020. A translation is of the same year.",
    }
    Report.objects.filter(pk=other.pk).update(language="es")
    for pk, said in wrong.items():
        response = editor.post("/reports/learned-2021/edit/", head(small, translation_of=pk))
        assert (response.status_code, said in words_of(response)) == (422, True)
    Report.objects.filter(pk=same.pk).update(language="es")
    assert editor.post("/reports/learned-2021/edit/", head(small, translation_of=same.pk)).status_code == 302
    report.refresh_from_db()
    assert report.translation_of == same
    chain = editor.post(f"/reports/{same.slug}/edit/", head(small, language="es", translation_of=other.pk))
    assert "Other reports are translations of this one, so it is an original." in words_of(chain)


def test_the_cards_of_the_report_and_its_takeaways_are_shown(editor):
    page = editor.get("/reports/learned-2021/cards/")
    assert [one.split(" · ")[0] for one in items_of(page, "cards-shown")] == ["The report", "Takeaway 1"]
    for name in ("report", "ask"):
        card = editor.get(f"/reports/learned-2021/preview/site/cards/{name}.png")
        assert (card.status_code, card["Content-Type"], card.content[:4]) == (200, "image/png", b"\x89PNG")
    assert editor.get("/reports/learned-2021/preview/site/cards/other.png").status_code == 404


def test_a_section_is_moved_hidden_renamed_and_taken_out(editor, small):
    titles = list(small.report.sections.values_list("title", flat=True))
    first, second = small.report.sections.all()[:2]
    moved = editor.post(f"/reports/learned-2021/pieces/section/{second.pk}/move/", {"to": "up"})
    # At the top, up is closed: the keyboard goes to the button beside it.
    assert moved.url == f"/reports/learned-2021/#move-section-{second.pk}-down"
    assert list(small.report.sections.values_list("title", flat=True)) == [titles[1], titles[0], *titles[2:]]
    response = editor.post(f"/reports/learned-2021/sections/{first.pk}/show/", {"shown": "no"})
    assert response.url == f"/reports/learned-2021/#show-section-{first.pk}"
    first.refresh_from_db()
    assert not first.is_shown
    page = editor.get(f"/reports/learned-2021/pieces/section/{first.pk}/remove/")
    assert heading_of(page) == "Take “Where we worked” out of the report?"
    assert "1 figure goes with it" in words_of(page)
    editor.post(f"/reports/learned-2021/pieces/section/{first.pk}/remove/")
    assert not Section.objects.filter(pk=first.pk).exists()


def test_the_words_of_a_section_are_never_lost_to_somebody_elses(editor, small):
    section = small.report.sections.get(kind="method")
    edit_piece(by=a.operator(), piece=section, values={"text": "Theirs."}, version=section.version)
    response = editor.post(f"/reports/learned-2021/sections/{section.pk}/", {
        "title": "How we worked", "text": "Mine.", "version": section.version,
    })  # fmt: skip
    assert response.status_code == 409
    assert "Theirs" in words_of(response)
    assert "Mine." in response.content.decode()
    section.refresh_from_db()
    assert section.text == "Theirs."


@pytest.mark.parametrize(
    "role", [roles.COACH, roles.FUNDER, roles.JUDGE, roles.TEAM_LEAD, roles.PARTNER, roles.CHAIR]
)
def test_who_does_not_work_on_reports_is_shown_none_of_them(small, role):
    client = Client()
    client.force_login(a.account_with(role, on=small.edition))
    section, block = small.report.sections.first(), small.report.programmes.first()
    pages = (
        "", "new/", "learned-2021/", "learned-2021/edit/", "learned-2021/cards/",
        f"learned-2021/sections/{section.pk}/",
        f"learned-2021/programmes/{block.pk}/", "learned-2021/preview/site/index.html", "learned-2021/going-out/",
        f"learned-2021/sections/{section.pk}/quotes/new/",
    )  # fmt: skip
    found = {page: client.get(f"/reports/{page}") for page in pages}
    assert {page: response.status_code for page, response in found.items()} == dict.fromkeys(pages, 404)
    assert [page for page, response in found.items() if b"night crew" in response.content] == []
    written = [
        client.post(f"/reports/learned-2021/{page}").status_code
        for page in ("going-out/sign-off/", "going-out/publish/", "going-out/take-out/", "edit/")
    ]
    assert written == [404] * 4


def test_what_was_done_in_a_report_is_news_on_the_first_page(editor, small):
    section = small.report.sections.get(kind="method")
    editor.post(f"/reports/learned-2021/sections/{section.pk}/", {
        "title": "How we read", "text": "Twice.", "version": section.version,
    })  # fmt: skip
    response = editor.get("/")
    assert response.status_code == 200
    assert "How we read" in words_of(response)


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("kind", "n_queries"),
    [("where", 38), ("quotes", 41), ("recommendations", 38), ("share", 37)],
)
def test_a_section_asks_as_many_queries_for_three_pieces_as_for_one(
    editor, small, n, kind, n_queries, django_assert_num_queries
):
    by, report = a.operator(), small.report
    section = report.sections.get(kind=kind)
    for k in range(n):
        add_share_text(by=by, report=report, text=f"Text {k}.")
        add_recommendation(
            by=by, report=report, audience="funder", action=f"Pay {k}.", programmes=[small.edition.programme],
            takeaway=report.takeaways.get(),
        )  # fmt: skip
        if kind in ("where", "quotes"):
            add_figure(by=by, place=section, key="people", label="people")
            words = a.excerpt(a.said(f"Words {k}.", of=small.edition, by=a.organisation()))
            add_quote(by=by, place=section, excerpt=words, use="quote_role_place")
    editor.get(section_url(section))
    with django_assert_num_queries(n_queries):
        assert editor.get(section_url(section)).status_code == 200


def section_url(section):
    return f"/reports/{section.report.slug}/sections/{section.pk}/"
