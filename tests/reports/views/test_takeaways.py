"""The pages of a takeaway: reading and writing it, putting words beneath it, calling it ready; who sees none of it."""

import pytest
from django.test import Client

from reflectory.accounts import roles
from reflectory.reports.actions.takeaways import add_point
from reflectory.reports.models import Takeaway
from reflectory.sensemaking.models import Run, Theme
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, words_of

pytestmark = pytest.mark.django_db
PAGE = "/reports/learned-2021/takeaways/ask/"


def as_role(role: str, small) -> Client:
    client = Client()
    client.force_login(a.account_with(role, on=small.edition))
    return client


def test_the_page_shows_the_claim_with_what_is_for_and_against_it(lead):
    response = lead.get(PAGE)
    assert heading_of(response) == "Those who do the work know first."
    said = words_of(response)
    assert "2 pieces of what people said stand beneath it" in said
    for words in ("Supports 1 That changed it.", "Contradicts 1 changed nothing here", "Ask the night crew."):
        assert words in said
    assert "to be quoted without a name" in said


def test_a_claim_without_contrary_evidence_says_so(lead, small):
    small.report.takeaways.get().links.filter(kind="contradicts").delete()
    assert "Nothing here speaks against the claim." in words_of(lead.get(PAGE))


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_takes_as_many_queries_for_three_points_as_for_one(
    lead, small, n, django_assert_num_queries
):
    for number in range(n - 1):
        add_point(by=a.operator(), takeaway=small.report.takeaways.get(), text=f"Point {number}")
    lead.get(PAGE)
    with django_assert_num_queries(20):
        lead.get(PAGE)


def test_a_takeaway_is_begun_as_a_draft_and_a_heading_is_told_kindly(editor):
    response = editor.post(
        "/reports/learned-2021/takeaways/new/", {"claim": "Culture", "area": ""}, follow=True
    )
    assert response.redirect_chain == [("/reports/learned-2021/takeaways/culture/", 302)]
    assert "“Culture” reads like a heading." in words_of(response)
    assert Takeaway.objects.get(slug="culture").is_draft


def test_two_who_change_a_takeaway_at_once_see_both_versions(editor):
    given = {
        "claim": "One.",
        "area": "",
        "text": "",
        "disagreed": "",
        "not_heard": "",
        "judged": "",
        "version": 2,
    }
    assert editor.post(f"{PAGE}edit/", given).status_code == 302
    response = editor.post(f"{PAGE}edit/", {**given, "claim": "Two."})
    assert response.status_code == 409
    assert "Somebody changed this while you were writing" in words_of(response)


def test_before_a_claim_is_ready_the_page_asks_what_would_make_it_wrong(editor, small):
    editor.post(f"{PAGE}draft/")
    assert small.report.takeaways.get().is_draft
    asked = words_of(editor.get(f"{PAGE}ready/"))
    assert "What would make this wrong?" in asked
    assert "One piece of evidence complicates or contradicts it; 1 support it." in asked
    refused = editor.post(f"{PAGE}ready/", {"wrong_if": "", "looked": "", "rest": "", "version": 3})
    assert (refused.status_code, small.report.takeaways.get().is_draft) == (422, True)
    given = {"wrong_if": "A crew that knew nothing.", "looked": "In all answers.", "rest": "", "version": 3}
    assert editor.post(f"{PAGE}ready/", given).status_code == 302
    row = small.report.takeaways.get()
    assert (row.is_draft, row.wrong_if, row.judged) == (
        False, "A crew that knew nothing.", "Where we looked for words against it: In all answers.",
    )  # fmt: skip
    assert "What would make this wrong A crew that knew nothing." in words_of(editor.get(PAGE))
    again = editor.get(f"{PAGE}ready/").content.decode()
    assert "A crew that knew nothing.</textarea>" in again


def test_a_moved_point_keeps_the_keyboard_on_its_button(editor, small):
    row = small.report.takeaways.get()
    first = row.points.get()
    second = add_point(by=a.operator(), takeaway=row, text="Ask twice.")
    third = add_point(by=a.operator(), takeaway=row, text="Ask again.")
    up = editor.post(f"{PAGE}move/point/{third.pk}/", {"to": "up"})
    assert up.url == f"{PAGE}#move-point-{third.pk}-up"
    top = editor.post(f"{PAGE}move/point/{third.pk}/", {"to": "up"})
    assert top.url == f"{PAGE}#move-point-{third.pk}-down"  # up is closed at the top
    assert list(row.points.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]
    assert f'id="move-point-{third.pk}-down">' in editor.get(PAGE).content.decode()


@pytest.mark.parametrize("address", ["move/theme/1/", "move/point/999999/"])
def test_what_cannot_be_moved_is_not_found(editor, address):
    assert editor.post(f"{PAGE}{address}", {"to": "up"}).status_code == 404


def test_before_signing_it_is_asked_what_would_make_a_claim_wrong(editor, small):
    asked = words_of(editor.get("/reports/learned-2021/going-out/"))
    assert "Of 1 claim nobody has said what would make it wrong" in asked
    small.report.takeaways.update(wrong_if="A crew that knew nothing.")
    assert "what would make it wrong" not in words_of(editor.get("/reports/learned-2021/going-out/"))


def test_words_of_a_text_are_put_beneath_the_claim_exactly(lead, small):
    source = a.said(
        "Nobody asked. The night crew laughed when we came, and stayed to talk.", of=small.edition
    )
    page = lead.get(f"{PAGE}evidence/", {"q": "laughed"})
    assert "The night crew laughed when we came" in words_of(page)
    key = f"t{source.pk}"
    given = {
        "key": key, f"{key}-words": "The crew laughed", f"{key}-kind": "complicates",
        f"{key}-use": "quote_role_place", f"{key}-why": "They were glad.",
    }  # fmt: skip
    wrong = lead.post(f"{PAGE}evidence/?q=laughed", given)
    assert wrong.status_code == 422
    assert "These words are not in the text: “The crew laughed”" in words_of(wrong)
    assert "They were glad." in wrong.content.decode()  # nothing typed is lost
    right = lead.post(
        f"{PAGE}evidence/?q=laughed", {**given, f"{key}-words": "The night crew laughed when we came"}
    )
    link = small.report.takeaways.get().links.order_by("pk").last()
    assert right.url == f"{PAGE}#evidence-{link.pk}"
    (link,) = small.report.takeaways.get().links.filter(kind="complicates")
    assert (link.excerpt.words, link.use, link.why) == (
        "The night crew laughed when we came", "quote_role_place", "They were glad.",
    )  # fmt: skip


def test_a_use_that_was_not_agreed_to_is_not_offered(lead):
    page = lead.get(f"{PAGE}evidence/", {"q": "night crew"}).content.decode()
    assert "quote_role_place" in page
    assert "quote_name" not in page


def test_what_stands_beneath_a_claim_is_judged_again_and_taken_out(editor, small):
    link = small.report.takeaways.get().links.get(kind="contradicts")
    given = {"kind": "complicates", "use": "quote_without_name", "why": "", "version": link.version}
    assert editor.post(f"{PAGE}evidence/{link.pk}/", given).status_code == 302
    link.refresh_from_db()
    assert link.kind == "complicates"
    for _ in range(2):  # pressing twice is harmless
        assert editor.post(f"{PAGE}out/evidence/{link.pk}/").url == f"{PAGE}#evidence"
    assert small.report.takeaways.get().links.count() == 1


def test_points_and_dissent_are_added(editor, small):
    editor.post(f"{PAGE}points/new/", {"text": "Ask again afterwards.", "moment": "after"})
    editor.post(f"{PAGE}dissent/", {"said_by": "Ada Lovell", "text": "Not in the north.", "is_public": ""})
    row = small.report.takeaways.get()
    assert [(one.text, one.moment) for one in row.points.all()][-1] == ("Ask again afterwards.", "after")
    assert [(one.said_by, one.is_public) for one in row.dissents.all()] == [("Ada Lovell", False)]
    assert "Not in the north. Ada Lovell" in words_of(editor.get(PAGE))


def test_suggested_themes_lead_to_where_they_are_accepted_and_accepted_ones_can_stand_here(small):
    run = Run.objects.create(title="A run", ran_by_name="A test", state="done")
    suggested = Theme.objects.create(run=run, number=1, label="night, crew")
    accepted = Theme.objects.create(
        run=run, number=2, label="forms", name="Paper", state="accepted", decided_on="2021-06-01"
    )
    client = Client()
    client.force_login(a.account(is_operator=True))
    page = client.get(PAGE).content.decode()
    assert f'href="{suggested.get_absolute_url()}"' in page
    assert client.post(f"{PAGE}themes/", {"theme": accepted.pk}).status_code == 302
    assert client.post(f"{PAGE}themes/", {"theme": suggested.pk}).status_code == 302
    assert [str(one) for one in small.report.takeaways.get().themes.all()] == ["Paper"]
    assert "Heard from too few voices to tell more." in words_of(client.get(PAGE))


@pytest.mark.parametrize(
    "role", [roles.COACH, roles.FUNDER, roles.JUDGE, roles.TEAM_LEAD, roles.PARTNER, roles.CHAIR]
)
@pytest.mark.parametrize("part", ["", "edit/", "ready/", "evidence/?q=night", "points/new/", "dissent/"])
def test_other_roles_are_told_nothing(role, part, small):
    assert as_role(role, small).get(f"{PAGE}{part}").status_code == 404
