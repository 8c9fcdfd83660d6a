"""The list of texts and the page of one: what is shown to whom, and what can be done there without a script."""

import pytest
from django.urls import reverse

from reflectory.evidence.actions.excerpts import make_excerpt, redact
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.listening.queries import uses_allowed
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, WITHOUT_NAME
from tests import portfolio as a
from tests.evidence.words import DAY, brought, original

pytestmark = pytest.mark.django_db
QUOTED = {ANALYSE, WITHOUT_NAME}


@pytest.fixture
def edition():
    return a.edition(a.programme("Track"))


@pytest.fixture
def lead(client, edition):
    account = a.account_with("programme_lead", on=edition)
    client.force_login(account)
    return client


def text(answer):
    return answer.content.decode()


def test_a_list_shows_only_what_may_be_read(lead, edition):
    brought("Ours, said aloud.", edition=edition, uses=QUOTED)
    brought("Silent words.", edition=edition, uses=set())
    brought("Theirs.", edition=a.edition(), uses=QUOTED)
    said = text(lead.get(reverse("said")))
    assert "Ours, said aloud." in said
    assert "1 text in people's own words" in said
    assert [one for one in ("Silent words.", "Theirs.") if one in said] == []


def test_the_list_is_narrowed_by_words_edition_kind_language_and_consent(lead, edition):
    brought("The clerk drew an envelope.", edition=edition, uses=QUOTED, kind="interview", language="en")
    brought("Nadie avisó al turno.", edition=edition, uses={ANALYSE}, language="es")
    for query, shown in (
        ("q=clerk", "clerk"), ("kind=interview", "clerk"), ("language=es", "Nadie"), ("may=none", "Nadie"),
        ("may=quote_without_name", "clerk"), ("q=avis%C3%B3", "Nadie"),
    ):  # fmt: skip
        said = text(lead.get(f"{reverse('said')}?{query}"))
        assert "1 of 2 texts" in said, query
        assert shown in said
    assert "No text fits" in text(lead.get(f"{reverse('said')}?q=nothing&edition={edition.pk}"))


def test_an_export_says_what_each_voice_agreed_to(lead, edition):
    brought("=Words", key="k1", edition=edition, uses={ANALYSE, ROLE_PLACE}, role="city_lead")
    answer = lead.get(f"{reverse('said')}?format=csv")
    head, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (
        "May be quoted without a name,May be quoted with role and place,May be quoted with the name" in head
    )
    assert row.startswith(
        "k1,'=Words,no,Track 2021,reflection,,2021-03-01,,Lead of the core team,,,yes,yes,yes,no,no,no,no,,"
    )
    workbook = lead.get(f"{reverse('said')}?format=xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    workbook.close()


def test_lists_and_pages_ask_as_much_for_three_texts_as_for_one(lead, edition, django_assert_num_queries):
    source = brought(edition=edition, uses=QUOTED, organisation=a.organisation(), person=a.person())
    make_excerpt(by=a.operator(), version=original(source), start=0, end=8)
    addresses = [(reverse("said"), LIST), (source.get_absolute_url(), PAGE), (reverse("intakes"), INTAKES)]
    for n in (0, 2):
        for _more in range(n):
            brought(edition=edition, uses=QUOTED, organisation=a.organisation(), person=a.person())
            make_excerpt(by=a.operator(), version=original(source), start=_more + 1, end=9)
        for address, number in addresses:
            with django_assert_num_queries(number):
                assert lead.get(address).status_code == 200


LIST, PAGE, INTAKES = 11, 18, 6


def test_a_page_shows_words_provenance_consent_and_what_would_be_signed(lead, edition):
    county = a.organisation("Larkspur County", level="county")
    source = brought("We asked late.", edition=edition, uses={ANALYSE, ROLE_PLACE}, role="city_lead",
                     organisation=county, name="Keoni Kealamoku", question="What was hard?")  # fmt: skip
    said = text(lead.get(source.get_absolute_url()))
    for words in ("We asked late.", "What was hard?", "Larkspur County", "This voice may be quoted by role and place",
                  "Today it would be signed at most: Lead of the core team, Larkspur County, spring 2021.",
                  "no: not agreed to",
                  "yes: as it may be quoted with role and place"):  # fmt: skip
        assert words in said, words
    assert "Keoni" not in said


def test_a_name_is_shown_where_its_voice_agreed_to_be_named(lead, edition):
    source = brought(edition=edition, uses={ANALYSE, BY_NAME}, name="Keoni Kealamoku")
    assert "signed at most: Keoni Kealamoku" in text(lead.get(source.get_absolute_url()))


def test_a_text_that_may_not_be_read_is_not_there(lead):
    assert lead.get(brought(edition=a.edition()).get_absolute_url()).status_code == 404


def test_a_passage_is_marked_by_its_words_and_by_its_sentences(lead, edition):
    source = brought("We asked late. Nobody told them.\nThey came anyway.", edition=edition)
    made = lead.post(reverse("excerpt-new", args=[source.pk]), {"words": "told them.\r\nThey"})
    first = Excerpt.objects.get()
    assert (made.url, first.words) == (f"{source.get_absolute_url()}#e{first.pk}", "told them.\nThey")
    lead.post(reverse("excerpt-sentences", args=[source.pk]), {"sentence": ["0", "1"]})
    assert Excerpt.objects.order_by("pk").last().words == "We asked late. Nobody told them."


def test_words_that_are_not_there_are_said_beside_the_field_and_kept(lead, edition):
    source = brought("We asked late.", edition=edition)
    answer = lead.post(reverse("excerpt-new", args=[source.pk]), {"words": "asked early"})
    assert answer.status_code == 422
    assert "These words are not in the text: “asked early”" in text(answer)
    assert lead.post(reverse("excerpt-sentences", args=[source.pk]), {}, follow=True).status_code == 200
    assert Excerpt.objects.count() == 0


def test_words_are_made_unreadable_wherever_they_stand(lead, edition):
    source = brought("Ines told Ines.", edition=edition)
    address = reverse("source-redact", args=[source.pk])
    wrong = lead.post(address, {"words": "Tomasz", "why": "A name"})
    assert "“Tomasz” is not in the text. Nothing was changed." in text(wrong)
    lead.post(address, {"words": "Ines\n", "why": "A name"})
    assert SourceVersion.objects.get(number=2).text == "███ told ███."
    assert "Words were made unreadable here: A name" in text(lead.get(source.get_absolute_url()))


def test_a_passage_over_hidden_words_says_that_it_cannot_be_quoted(lead, edition):
    source = brought("Ask Ines.", edition=edition, uses=QUOTED)
    make_excerpt(by=a.operator(), version=original(source), start=0, end=9)
    redact(by=a.operator(), source=source, spans=[(4, 8)], why="A name")
    said = text(lead.get(source.get_absolute_url()))
    assert "Cannot be quoted: Some of its words have been made unreadable since." in said
    assert said.count("Ask Ines.") == 1  # in the original, which is folded away


def allowed(source):
    return uses_allowed([source.voice_id], on=DAY.replace(year=2022))[source.voice_id]


def test_a_withdrawal_is_recorded_on_somebodys_behalf(lead, edition):
    source = brought(edition=edition, uses={ANALYSE, ROLE_PLACE, WITHOUT_NAME})
    address = reverse("source-withdraw", args=[source.pk])
    assert lead.get(address).status_code == 200
    some = lead.post(address, {"on": "2021-06-01", "uses": [ROLE_PLACE]})
    assert (some.url, allowed(source)) == (source.get_absolute_url(), {ANALYSE, WITHOUT_NAME})
    everything = lead.post(address, {"on": "2021-06-02"})
    # Whoever recorded it no longer reads the words.
    assert (everything.url, allowed(source)) == (reverse("said"), frozenset())
    assert lead.get(source.get_absolute_url()).status_code == 404


def test_an_agreement_is_recorded_on_somebodys_behalf(lead, edition):
    source = brought(edition=edition, uses={ANALYSE})
    address = reverse("source-agree", args=[source.pk])
    wrong = lead.post(address, {"on": "2021-06-01", "uses": [WITHOUT_NAME], "basis": "stated"})
    assert (wrong.status_code, allowed(source)) == (422, {ANALYSE})
    assert "Say who states that these people agreed." in text(wrong)
    lead.post(address, {"on": "2021-06-01", "uses": [WITHOUT_NAME], "basis": "spoken"})
    assert allowed(source) == {ANALYSE, WITHOUT_NAME}


def test_an_intake_shows_the_sum_and_its_basis(lead, edition):
    source = brought(edition=edition)
    said = text(lead.get(source.intake.get_absolute_url()))
    assert "1 received = 1 used + 0 excluded + 0 failed." in said
    assert "Nobody stated a basis." in said
    assert "1 text of it that you may read" in said


@pytest.mark.parametrize("role", ["editor", "coach", "funder"])
def test_others_are_shown_no_words_and_no_item_in_the_navigation(client, edition, role):
    source = brought("Said in the room.", edition=edition)
    client.force_login(a.account_with(role, on=edition))
    said = text(client.get(reverse("said")))
    assert "Said in the room." not in said
    assert f'href="{reverse("said-new")}"' not in said
    assert client.get(source.get_absolute_url()).status_code == 404
    assert "What was said</" not in text(client.get("/"))
