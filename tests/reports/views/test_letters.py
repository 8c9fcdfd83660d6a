"""Words that reached an editor by another way: brought in with what was stated, quoted, and read by nobody else."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from reflectory.accounts import roles
from reflectory.core.refusal import Refused
from reflectory.evidence.actions.intake import Basis, Said, bring_in
from reflectory.evidence.models import Excerpt, Intake, Source
from reflectory.listening.models import Consent
from reflectory.reports.composing import compose
from tests import portfolio as a
from tests.programmes.views.reading import words_of

pytestmark = pytest.mark.django_db
WORDS = "The second letter came back answered, in pencil."
QUOTABLE = frozenset({"analyse", "quote_role_place"})


@pytest.fixture
def page(small):
    section = small.report.sections.get(kind="quotes")
    return f"/reports/learned-2021/sections/{section.pk}/quotes/bring/"


def given(small, **more):
    return {
        "text": f"  {WORDS}\r\n", "language": "en", "said_on": "2021-09-02", "edition": small.edition.pk,
        "role": "Postmaster", "place": "Upper Larkspur", "name": "", "use": "quote_role_place", "how": "written",
        "stated_by": "Dana Quist, from the letter", "agreed_on": "2021-09-02", **more,
    }  # fmt: skip


def test_an_editor_brings_a_letter_in_and_it_is_quoted(editor, small, page):
    assert "Bring in words that came another way" in words_of(editor.get(page.replace("bring", "new")))
    response = editor.post(page, given(small))
    quote = small.report.quotes.order_by("pk").last()
    assert response.url == page.replace("quotes/bring/", f"#quote-{quote.pk}")
    assert (quote.excerpt.words, quote.use) == (WORDS, "quote_role_place")
    source = quote.excerpt.version.source
    consents = Consent.objects.filter(voice=source.voice).order_by("use")
    assert [(row.use, row.basis, row.stated_by, row.given_on) for row in consents] == [
        ("analyse", "written", "Dana Quist, from the letter", date(2021, 9, 2)),
        ("quote_role_place", "written", "Dana Quist, from the letter", date(2021, 9, 2)),
    ]
    composed = compose(small.report)
    (words,) = [one for one in composed.publication.all_words if one.text == WORDS]
    assert (words.attribution, composed.problems) == ("Postmaster, Upper Larkspur", ())


def test_the_letter_itself_is_read_by_whoever_brought_it_and_by_those_who_read_the_edition(
    editor, small, page
):
    editor.post(page, given(small))
    (source,) = Source.objects.filter(key__startswith="letter/")
    readers = {
        role: list(Source.objects.filter(key=source.key).visible_to(a.viewer_with(role, on=small.edition)))
        for role in (roles.LEAD, roles.ANALYST, roles.EDITOR, roles.COACH, roles.FUNDER, roles.JUDGE)
    }
    assert editor.get(f"/said/{source.pk}/").status_code == 200
    assert [role for role, rows in readers.items() if rows] == [roles.LEAD, roles.ANALYST]
    other = a.viewer_with(roles.EDITOR, on=small.edition)
    assert [one.words for one in Excerpt.objects.visible_to(other).filter(version__source=source)] == [WORDS]
    elsewhere = a.viewer_with(roles.EDITOR, on=a.edition())
    assert list(Excerpt.objects.visible_to(elsewhere).filter(version__source=source)) == []
    assert list(Intake.objects.visible_to(other)) == []


def test_what_an_editor_brought_stays_theirs_only_while_they_edit_the_programme(small):
    edits = a.viewer_with(roles.EDITOR, on=small.edition)
    basis = Basis(QUOTABLE, "Dana Quist", date(2021, 9, 2))
    letter = Said("l/1", WORDS, edition=small.edition)
    bring_in(by=edits, title="A letter", said=[letter], on=date(2021, 9, 3), basis=basis)
    assert [row.key for row in Source.objects.visible_to(edits)] == ["l/1"]
    no_more = type(edits)(account_id=edits.account_id, name=edits.name, editions={roles.EDITOR: frozenset()})
    assert list(Source.objects.visible_to(no_more)) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": " "}, "required"),
        ({"use": "quote_name"}, "Give the name that they agreed to be quoted with."),
        ({"name": "Ada Quill"}, "They did not agree to be quoted with the name, so it is not kept."),
        ({"stated_by": ""}, "required"),
        ({"agreed_on": "2999-01-01"}, "This day has not come yet."),
        ({"use": "share_funder"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(editor, small, page, more, said):
    response = editor.post(page, given(small, **more))
    assert (response.status_code, said in words_of(response)) == (422, True)
    assert "Upper Larkspur" in response.content.decode()
    assert Source.objects.filter(key__startswith="letter/").count() == 0


def test_an_edition_that_one_does_not_edit_cannot_be_chosen(editor, small, page):
    assert editor.post(page, given(small, edition=a.edition().pk)).status_code == 422


@pytest.mark.parametrize("role", [roles.COACH, roles.JUDGE, roles.FUNDER, roles.TEAM_LEAD, roles.CHAIR])
def test_nobody_else_brings_words_in(small, page, role):
    client = Client()
    client.force_login(a.account_with(role, on=small.edition))
    assert (client.get(page).status_code, client.post(page, given(small)).status_code) == (404, 404)


def test_editors_bring_in_only_what_somebody_states_may_be_quoted_and_no_surveys(small):
    edits, on = a.viewer_with(roles.EDITOR, on=small.edition), timezone.localdate()
    basis = Basis(QUOTABLE, "Dana Quist", date(2021, 9, 2))
    one = [Said("l/1", WORDS, edition=small.edition)]
    many = [Said(f"m/{n}", WORDS, edition=small.edition) for n in range(21)]
    theirs = [Said("l/2", WORDS, edition=a.edition())]
    by_themselves = [Said("l/3", WORDS, edition=small.edition, uses=QUOTABLE)]
    for said, stated in (
        (one, None), (one, Basis(frozenset({"analyse"}), "Dana", on)), (many, basis), (theirs, basis),
        (by_themselves, basis),
    ):  # fmt: skip
        with pytest.raises(Refused):
            bring_in(by=edits, title="Words", said=said, on=on, basis=stated)
    assert Source.objects.filter(key__contains="/").exclude(key__startswith="test/").count() == 0
