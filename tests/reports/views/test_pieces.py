"""What stands in sections: figures, programmes, advice, share texts, corrections and pictures."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Drawing

from reflectory.accounts.models import Account
from reflectory.core.models import Revision
from reflectory.reports.actions.pieces import add_figure, add_section
from reflectory.reports.models import Figure, Image, Recommendation, ShareText
from reflectory.reports.publishing import publish
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, rows_of, words_of

pytestmark = pytest.mark.django_db


def drawn(kind="PNG", size=(400, 300)):
    made = io.BytesIO()
    Drawing.new("RGB", size, "#336699").save(made, kind)
    return made.getvalue()


def uploaded(data, name="workshop.png"):
    return SimpleUploadedFile(name, data, content_type="image/png")


@pytest.fixture
def where(small):
    return small.report.sections.get(kind="where")


@pytest.fixture
def method(small):
    return small.report.sections.get(kind="method")


def test_figures_are_chosen_from_the_ledger_with_their_value_of_now(editor, where):
    rows = rows_of(editor.get(f"/reports/learned-2021/sections/{where.pk}/figures/new/"))
    found = {row[0]: (row[1], row[2]) for row in rows}
    assert found["Governments worked with"] == ("2", "2")


def test_a_figure_is_put_in_with_its_words_and_its_rounding(editor, small, where):
    for n in range(11):
        a.team(small.edition, a.organisation(f"Town {n}"))
    address = f"/reports/learned-2021/sections/{where.pk}/figures/new/?key=governments"
    page = editor.get(address)
    assert heading_of(page) == "13 governments worked with"
    assert "10+, rounded down to 5" in words_of(page)
    assert "10+, rounded down to 10" in words_of(page)
    response = editor.post(address, {"label": "governments joined in", "rounding": "10"})
    assert response.url == f"/reports/learned-2021/sections/{where.pk}/"
    row = Figure.objects.get(label="governments joined in")
    assert (row.key, row.rounding, row.section) == ("governments", 10, where)
    assert "10+ governments joined in" in words_of(editor.get(response.url))


def test_a_figure_beside_a_programme_is_counted_within_it(editor, small):
    a.team(a.edition(a.programme("Elsewhere")))
    block = small.report.programmes.get()
    page = editor.get(f"/reports/learned-2021/programmes/{block.pk}/figures/new/?key=governments")
    assert heading_of(page) == "2 governments worked with"


def test_a_figure_that_no_longer_exists_is_said_on_its_page_and_can_be_taken_out(editor, where):
    row = Figure.objects.get(section=where)
    Figure.objects.filter(pk=row.pk).update(key="gone")
    page = editor.get(f"/reports/learned-2021/figures/{row.pk}/")
    assert "The figure “gone” no longer exists" in words_of(page)
    response = editor.post(f"/reports/learned-2021/pieces/figure/{row.pk}/remove/")
    assert response.url == f"/reports/learned-2021/sections/{where.pk}/"
    assert not Figure.objects.filter(pk=row.pk).exists()


def test_figures_are_moved_among_those_of_their_section(editor, where):
    first = Figure.objects.get(section=where)
    second = add_figure(by=a.operator(), place=where, key="people", label="people")
    editor.post(f"/reports/learned-2021/pieces/figure/{second.pk}/move/", {"to": "up"})
    assert list(where.figures.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_a_programme_is_put_in_once_and_its_words_are_changed(editor, small):
    other = a.edition(a.programme("Night Buses")).programme
    a.grant_role(by=a.operator(), account=_account(editor), role="editor", on=a.STARTS, programme=other)
    response = editor.post("/reports/learned-2021/programmes/new/", {
        "programme": other.pk, "name": "", "blurb": "Buses at night.",
    })  # fmt: skip
    block = small.report.programmes.get(programme=other)
    assert response.url == f"/reports/learned-2021/programmes/{block.pk}/"
    editor.post(response.url, {
        "name": "Night Buses!", "blurb": "Buses.", "more": "More of it.", "version": block.version,
    })  # fmt: skip
    block.refresh_from_db()
    assert (block.name, block.blurb, block.more) == ("Night Buses!", "Buses.", "More of it.")


def _account(client):
    return Account.objects.get(pk=client.session["_auth_user_id"])


def test_advice_is_written_changed_and_bound_to_programmes(editor, small):
    programme = small.edition.programme
    response = editor.post("/reports/learned-2021/recommendations/new/", {
        "audience": "funder", "moment": "", "action": "Pay for the asking.", "first_step": "Ask what it costs.",
        "takeaway": small.report.takeaways.get().pk, "programmes": [programme.pk],
    })  # fmt: skip
    assert response.status_code == 302
    row = Recommendation.objects.get(audience="funder")
    assert list(row.programmes.all()) == [programme]
    editor.post(f"/reports/learned-2021/recommendations/{row.pk}/", {
        "audience": "funder", "moment": "after", "action": "Pay for the asking.", "first_step": "", "takeaway": "",
        "version": row.version,
    })  # fmt: skip
    row.refresh_from_db()
    assert (row.moment, row.takeaway, list(row.programmes.all())) == ("after", None, [])


def test_a_share_text_that_is_too_long_is_said_with_its_length_and_kept_in_the_field(editor):
    text = "x" * 300
    response = editor.post("/reports/learned-2021/share/new/", {"text": text, "takeaway": ""})
    assert response.status_code == 422
    assert "It has 300 characters; 280 is the most that can be posted. Take out 20." in words_of(response)
    assert text in response.content.decode()
    editor.post("/reports/learned-2021/share/new/", {"text": "y" * 280, "takeaway": ""})
    assert ShareText.objects.filter(text="y" * 280).count() == 1


def test_the_server_says_how_long_each_share_text_is(editor, small):
    section = small.report.sections.get(kind="share")
    words = words_of(editor.get(f"/reports/learned-2021/sections/{section.pk}/"))
    assert "50 of 280 characters" in words


def test_a_correction_can_be_taken_out_until_it_was_published(editor, small):
    section = add_section(by=a.operator(), report=small.report, kind="corrections")
    editor.post("/reports/learned-2021/corrections/new/", {"on": "2022-02-01", "text": "A name was mended."})
    editor.post("/reports/learned-2021/corrections/new/", {"on": "2022-02-02", "text": "By mistake."})
    mistake = small.report.errata.get(text="By mistake.")
    editor.post(f"/reports/learned-2021/corrections/{mistake.pk}/remove/")
    assert list(small.report.errata.values_list("text", flat=True)) == ["A name was mended."]
    small.sign()
    publish(by=small.editor, report=small.report)
    page = editor.get(f"/reports/learned-2021/sections/{section.pk}/")
    assert "published" in words_of(page)
    editor.post(f"/reports/learned-2021/corrections/{small.report.errata.get().pk}/remove/")
    assert small.report.errata.count() == 1


def test_a_picture_needs_words_and_what_was_typed_is_kept(editor, method):
    address = f"/reports/learned-2021/sections/{method.pk}/picture/"
    response = editor.post(address, {"file": uploaded(drawn()), "alt": "", "credit": "Ines"})
    assert response.status_code == 422
    assert "This is empty. Fill it in." in words_of(response)
    assert "Choose the picture again: a page cannot keep a file." in words_of(response)
    assert 'value="Ines"' in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a...", "“workshop.png” is no PNG, JPEG or WebP picture. Save it as one of these."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "is no PNG, JPEG or WebP picture"),
        (drawn()[:20], "“workshop.png” cannot be read: the file is cut short. Save it again."),
        (
            drawn(size=(80, 80)),
            "“workshop.png” is 80 by 80 pixels. Each side has to have between 200 and 6000.",
        ),
        (drawn() + b"\0" * 2 * 1024 * 1024, "2.0\xa0MB is the most. Save it smaller."),
    ],
    ids=["gif", "svg", "cut", "small", "heavy"],
)
def test_a_file_that_cannot_be_published_is_refused_in_words(editor, method, data, said):
    address = f"/reports/learned-2021/sections/{method.pk}/picture/"
    response = editor.post(address, {"file": uploaded(data), "alt": "A room", "credit": ""})
    assert response.status_code == 422
    assert " ".join(said.split()) in words_of(response)
    assert not Image.objects.exists()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_picture_is_put_in_changed_in_its_words_shown_and_taken_out(editor, method, kind, ending):
    address, data = f"/reports/learned-2021/sections/{method.pk}/picture/", drawn(kind)
    response = editor.post(address, {"file": uploaded(data), "alt": "A room", "credit": ""})
    assert response.url == f"/reports/learned-2021/sections/{method.pk}/"
    row = Image.objects.get()
    assert row.name == f"workshop-{method.pk}.{ending}"
    served = editor.get(f"{address}file/")
    assert (served.content, served["Content-Type"]) == (
        data,
        f"image/{'jpeg' if ending == 'jpg' else ending}",
    )
    editor.post(address, {"alt": "A room with a map", "credit": "", "version": row.version})
    row.refresh_from_db()
    assert (row.alt, bytes(row.data)) == ("A room with a map", data)
    preview = editor.get(f"/reports/learned-2021/preview/site/assets/pictures/{row.name}")
    assert preview.status_code == 200
    editor.post(f"{address}remove/")
    assert not Image.objects.exists()
    assert data.hex()[:60] not in str(list(Revision.objects.values_list("values", flat=True)))
