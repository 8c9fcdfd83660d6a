"""The pages of forms: what each shows to whom, and that the builder keeps what was typed whatever happens."""

import pytest
from django.test import Client
from django.urls import reverse

from reflectory.listening.actions.forms import change_body, new_version
from reflectory.listening.models import Form, LibraryQuestion
from reflectory.programmes.actions.grants import grant_role
from tests import portfolio as a
from tests.asking import a_body, a_question, an_ask, words
from tests.listening.builder_page import sent_from
from tests.listening.test_forms_actions import BY, frozen, made

pytestmark = pytest.mark.django_db
LIST_QUERIES = 6
STANDING = ["applying", "learned", "recommend"]


@pytest.fixture
def maker(client) -> Client:
    client.force_login(a.account(is_operator=True))
    return client


def typed_on(page) -> dict:
    return sent_from(page.content.decode())


def press(client, url, sent, button):
    sent = sent.copy()
    sent["do"] = button
    return client.post(url, sent.urlencode(), content_type="application/x-www-form-urlencoded")


def edit_of(version) -> str:
    return reverse("form-edit", args=[version.form.pk])


def test_the_standing_questions_are_there_in_four_languages():
    rows = LibraryQuestion.objects.filter(key__in=STANDING)
    assert [row.key for row in rows] == STANDING
    assert {tuple(row.body["label"]) for row in rows} == {("en", "es", "fr", "pt")}


def test_a_form_is_made_without_script_and_nothing_is_stored_before_it_is_saved(maker):
    url = reverse("form-new")
    sent = typed_on(maker.get(url))
    sent["title"], sent["purpose"] = "After", "post_survey"
    sent["form.title.en"], sent["q2.label.en"] = "After the session", "What helped?"
    sent["s1.new_kind"] = "choice"
    page = press(maker, url, sent, "add-question:s1")
    assert Form.objects.count() == 0
    sent = typed_on(page)
    assert (sent["title"], sent["q2.label.en"], sent["q3.kind"]) == ("After", "What helped?", "choice")
    sent["q3.label.en"], sent["q3.options.en"] = "Again?", "Yes\nNo"
    done = press(maker, url, sent, "save")
    form = Form.objects.get()
    assert done.headers["Location"] == form.get_absolute_url()
    assert [one.key for one in form.versions.get().document.questions()] == ["what_helped", "again"]


def test_mistakes_are_told_at_their_fields_and_everything_typed_is_there(maker):
    version = made()
    sent = typed_on(maker.get(edit_of(version)))
    key = next(name for name in sent if name.endswith(".label.en"))
    sent[key] = ""
    sent["form.introduction.en"] = "Typed and kept"
    page = press(maker, edit_of(version), sent, "save")
    text = page.content.decode()
    assert page.status_code == 422
    assert f'<a href="#id_{key}">' in text
    assert f'id="why_{key}"' in text
    assert typed_on(page)["form.introduction.en"] == "Typed and kept"


def test_a_question_of_the_library_is_taken_without_losing_what_was_typed(maker):
    version = made()
    sent = typed_on(maker.get(edit_of(version)))
    section = sent["section"]
    sent["form.thanks.en"], sent[f"{section}.library"] = "Thank you", "recommend"
    sent = typed_on(press(maker, edit_of(version), sent, f"library:{section}"))
    press(maker, edit_of(version), sent, "save")
    document = version.form.versions.get().document
    assert [(one.key, one.same_as) for one in document.questions()] == [
        ("helped", ""),
        ("recommend", "recommend"),
    ]
    assert document.thanks.in_("en") == "Thank you"


def test_the_second_of_two_people_sees_both_and_loses_nothing(maker):
    version = made()
    sent = typed_on(maker.get(edit_of(version)))
    change_body(by=BY, form_version=version, body=a_body(a_question(label="Theirs?")), version=1)
    key = next(name for name in sent if name.endswith(".label.en"))
    sent[key] = "Mine?"
    page = press(maker, edit_of(version), sent, "save")
    assert page.status_code == 409
    assert '<del lang="en">Theirs?</del>' in page.content.decode()
    press(maker, edit_of(version), typed_on(page), "save")
    assert version.form.versions.get().document.question("helped").label.in_("en") == "Mine?"


def test_an_answered_version_offers_a_new_one_that_needs_a_reason(maker):
    version = frozen(made())
    assert "was answered, so its words stay as they are" in maker.get(edit_of(version)).content.decode()
    url = reverse("form-version-new", args=[version.form.pk])
    assert maker.post(url, {"why": " "}).status_code == 422
    assert maker.post(url, {"why": "Misread"}).headers["Location"] == edit_of(version)
    assert [one.number for one in version.form.versions.all()] == [1, 2]


def test_what_was_answered_while_somebody_typed_is_told_and_kept(maker):
    version = made()
    sent = typed_on(maker.get(edit_of(version)))
    sent["form.thanks.en"] = "Typed and kept"
    frozen(version)
    page = press(maker, edit_of(version), sent, "save")
    assert page.status_code == 422
    assert typed_on(page)["form.thanks.en"] == "Typed and kept"


def test_versions_are_shown_with_what_changed(maker):
    version = frozen(made())
    new = new_version(by=BY, form=version.form, why="Misread")
    change_body(by=BY, form_version=new, body=a_body(a_question(label="What helped most?")), version=1)
    text = maker.get(reverse("form-versions", args=[version.form.pk])).content.decode()
    assert "0 added, 0 removed, 1 changed, 0 moved" in text
    assert '<ins lang="en">What helped most?</ins>' in text


PAGES = ["form", "form-edit", "form-preview", "form-versions", "form-details", "library-question-new"]


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not_see_a_form_finds_no_page(client, name):
    version = made(programme=a.programme())
    client.force_login(a.account_with("programme_lead", on=a.edition()))
    assert client.get(reverse(name, args=[version.form.pk])).status_code == 404


def test_a_coach_reads_and_does_not_change(client):
    edition = a.edition()
    version = made(programme=edition.programme)
    client.force_login(a.account_with("coach", on=edition))
    page = client.get(version.form.get_absolute_url())
    assert page.status_code == 200
    assert edit_of(version) not in page.content.decode()
    assert client.get(edit_of(version)).status_code == 403
    assert client.post(edit_of(version), {"do": "save"}).status_code == 403


def test_a_preview_is_in_each_language_and_keeps_nothing(maker):
    body = a_body(a_question(), languages=("en", "es"))
    body["sections"][0]["questions"][0]["label"]["es"] = "¿Qué ayudó?"
    version = made(body=body)
    url = reverse("form-preview", args=[version.form.pk])
    assert "¿Qué ayudó?" in maker.get(url, {"lang": "es"}).content.decode()
    assert "What helped?" in maker.get(url, {"lang": "xx", "width": "desk"}).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(maker, django_assert_num_queries, n):
    for _n in range(n):
        an_ask(made())
    maker.get(reverse("form-list"))
    with django_assert_num_queries(LIST_QUERIES):
        maker.get(reverse("form-list"))


def test_a_form_is_retired_brought_back_and_found_among_the_retired(maker):
    form = made().form
    url = reverse("form-retire", args=[form.pk])
    maker.post(url)
    assert form.title not in maker.get(reverse("form-list")).content.decode().partition("<table")[2]
    assert form.title in maker.get(reverse("form-list"), {"retired": "yes"}).content.decode()
    maker.post(url, {"again": "yes"})
    assert Form.objects.get().retired_on is None


def test_a_question_is_kept_for_the_library_and_says_where_it_is_used(maker):
    version = made(body=a_body(a_question("tidy", "text", "Is it tidy?")))
    url = reverse("library-question-new", args=[version.form.pk])
    maker.post(url, {"question": "tidy", "key": "tidy", "note": "Once a year"})
    row = LibraryQuestion.objects.get(key="tidy")
    made(title="Uses it", body=a_body(a_question("tidy", "text", "Is it tidy?", same_as="tidy")))
    assert "Uses it" in maker.get(row.get_absolute_url()).content.decode()
    assert "Is it tidy?" in maker.get(reverse("library")).content.decode()
    maker.post(reverse("library-question-retire", args=[row.pk]))
    assert "Is it tidy?" not in maker.get(reverse("library")).content.decode()


def test_a_copy_of_a_form_begins_with_its_questions(maker):
    version = made(body=a_body(a_question("tidy", "text", "Is it tidy?")))
    sent = typed_on(maker.get(reverse("form-new"), {"from": version.form.pk}))
    assert sent["title"] == "Copy of After"
    assert "Is it tidy?" in sent.values()


def test_the_head_of_a_form_is_changed(maker):
    form = made().form
    url = reverse("form-details", args=[form.pk])
    maker.post(url, {"title": "Afterwards", "purpose": "pulse", "version": "1"})
    row = Form.objects.get()
    assert (row.title, row.purpose, row.programme) == ("Afterwards", "pulse", None)
    assert maker.post(url, {"title": "", "purpose": "pulse", "version": "2"}).status_code == 422


def test_words_in_a_language_that_is_missing_are_marked(maker):
    body = a_body(a_question(), languages=("en", "es"), thanks=words("Thanks", es="Gracias"))
    text = maker.get(edit_of(made(body=body))).content.decode()
    assert text.count("not yet in this language") == 3


def test_a_form_goes_to_kobo_and_comes_back_through_the_builder(maker, tmp_path):
    version = made(body=a_body(a_question("three", "triad", ends=[words(end) for end in ("a", "b", "c")])))
    url = reverse("form-xlsform", args=[version.form.pk])
    assert "one thing has no counterpart there" in maker.get(url).content.decode()
    file = tmp_path / "after.xlsx"
    file.write_bytes(maker.get(url, {"format": "xlsx"}).content)
    with file.open("rb") as stream:
        page = maker.post(reverse("form-import"), {"file": stream})
    assert "nothing is stored yet" in page.content.decode()
    assert Form.objects.count() == 1
    sent = typed_on(page)
    sent["purpose"] = "pulse"
    press(maker, reverse("form-new"), sent, "save")
    assert Form.objects.get(purpose="pulse").versions.get().body == version.body


def test_a_file_that_is_no_form_says_so(maker, tmp_path):
    file = tmp_path / "words.xlsx"
    file.write_bytes(b"PK nothing")
    with file.open("rb") as stream:
        page = maker.post(reverse("form-import"), {"file": stream})
    assert page.status_code == 422
    assert "words.xlsx is broken" in page.content.decode()


def test_only_programmes_are_offered_for_which_somebody_makes_forms(client):
    edition, other = a.edition(), a.edition()
    account = a.account_with("analyst", on=edition)
    grant_role(by=BY, account=account, role="coach", on=a.STARTS, edition=other)
    client.force_login(account)
    page = client.get(reverse("form-new"))
    assert [str(row) for row in page.context["head"].fields["programme"].queryset] == [str(edition.programme)]
    assert page.context["head"].fields["programme"].required
