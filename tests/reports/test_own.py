"""Somebody who is quoted sees where, and what was decided because of it; taking it back reaches what is published."""

from datetime import date

import pytest

from reflectory.core import tending
from reflectory.core.visibility import NOBODY
from reflectory.listening.actions.withdrawing import change_consent, withdraw_response
from reflectory.listening.mine import Mine, of_response
from reflectory.press.publication.codec import to_plain
from reflectory.reports import folders
from reflectory.reports.actions.uses import decide_use
from reflectory.reports.composing import compose
from reflectory.reports.models import Release
from reflectory.reports.own import decided_because, quoted_in
from reflectory.reports.verifying import find_release, verify
from tests import portfolio as a
from tests.asking import a_response, an_ask

pytestmark = pytest.mark.django_db
QUOTED = "we asked the night crew, and they knew"
BENEATH = "That changed it."
USES = ["analyse", "quote_without_name", "quote_role_place"]


def response_of(small):
    """The answer in which the report's words were said."""
    ask = an_ask(edition=small.edition, uses_asked=USES)
    return a_response(ask, {"helped": f"{QUOTED}. {BENEATH}"}, voice=small.source.voice)


def mine(small) -> Mine:
    return of_response(response_of(small), language="en")


def failures(key: str) -> list[str]:
    return verify(*find_release(key))


def quoted(of: Mine) -> list[tuple[str, str, bool]]:
    panel = quoted_in(NOBODY, of)
    return [(one.words.text, one.under, one.is_leaving) for one in panel.context["quoted"]]


def test_where_they_are_quoted_is_told_with_the_page_on_which_they_are(released):
    panel = quoted_in(NOBODY, mine(released))
    assert [(one.words.text, one.under, one.url) for one in panel.context["quoted"]] == [
        (QUOTED, "In their words", "/published/learned-2021/site/index.html#in-their-words"),
        (
            BENEATH, "Those who do the work know first.", "/published/learned-2021/site/how-we-know/ask/",
        ),
    ]  # fmt: skip


def test_every_address_that_is_told_leads_to_a_page(released, client):
    for one in quoted_in(NOBODY, mine(released)).context["quoted"]:
        page = client.get(one.url)
        assert page.status_code == 200
        page.close()


def test_of_a_draft_nothing_is_told_but_that_words_were_picked(small):
    panel = quoted_in(NOBODY, mine(small))
    assert (panel.context["quoted"], panel.context["n_drafts"]) == ([], 1)


def test_somebody_else_is_told_nothing_of_it(released):
    other = a_response(an_ask(edition=released.edition), {"helped": "Nothing."})
    of = of_response(other, language="en")
    assert quoted(of) == []
    assert decided_because(NOBODY, of).context["decided"] == []


def test_what_rests_on_their_words_is_told_with_its_claim_and_its_advice(released):
    (one,) = decided_because(NOBODY, mine(released)).context["decided"]
    assert [words.text for words in one.said] == [BENEATH]
    assert one.claim == "Those who do the work know first."
    assert [(outcome.action, outcome.n, outcome.is_hidden) for outcome in one.outcomes] == [
        ("Ask those who do the work.", 0, False)
    ]


def decide(released, n: int) -> None:
    advice = released.report.recommendations.get()
    programme = released.edition.programme
    for _n in range(n):
        edition = a.edition(programme, starts_on=date(2022, 3, 1))
        decide_use(
            by=a.operator(),
            edition=edition,
            recommendation=advice,
            decision="adopted",
            why="It was true here too.",
        )


@pytest.mark.parametrize(("n", "told", "is_hidden"), [(4, 0, True), (5, 5, False)])
def test_how_editions_decided_is_told_from_the_floor_on(released, n, told, is_hidden):
    decide(released, n)
    (one,) = decided_because(NOBODY, mine(released)).context["decided"]
    assert [(outcome.n_adopted, outcome.is_hidden) for outcome in one.outcomes] == [(told, is_hidden)]


def test_verify_fails_until_the_release_without_the_words_is_out(released):
    response = response_of(released)
    assert failures("learned-2021-1") == []
    withdraw_response(response=response)
    assert len(failures("learned-2021-1")) > 0
    (done,) = [one for one in tending.tend() if one.name == "withdrawn-words"]
    assert (done.failed, len(done.sentences)) == ("", 1)
    released.report.refresh_from_db()
    assert released.report.live_release.number == 2
    assert [failures(f"learned-2021-{n}") for n in (1, 2)] == [[], []]


def test_no_byte_of_any_release_and_no_row_holds_the_words_then(released):
    response = response_of(released)
    withdraw_response(response=response)
    tending.tend()
    for number in (1, 2):
        held = b"".join(folders.read_files(folders.folder_of(f"learned-2021-{number}")).values())
        assert [one for one in (QUOTED, BENEATH) if one.encode() in held] == []
    kept = str(list(Release.objects.values_list("content", flat=True)))
    assert [one for one in (QUOTED, BENEATH) if one in kept] == []


def test_the_draft_is_without_them_at_once(released):
    before = str(to_plain(compose(released.report).publication))
    assert [one for one in (QUOTED, BENEATH) if one not in before] == []
    withdraw_response(response=response_of(released))
    after = compose(released.report)
    assert [one for one in (QUOTED, BENEATH) if one in str(to_plain(after.publication))] == []
    assert [problem.sentence for problem in after.problems if problem.code == "broken"] == []


def test_taking_back_one_use_takes_those_quotes_out_and_leaves_the_others(released):
    response = response_of(released)
    of = of_response(response, language="en")
    change_consent(response=response, uses=["analyse", "quote_without_name"], language="en")
    assert quoted(of) == [
        (QUOTED, "In their words", True),
        (BENEATH, "Those who do the work know first.", False),
    ]
    tending.tend()
    assert quoted(of) == [(BENEATH, "Those who do the work know first.", False)]


def test_after_taking_all_of_it_back_the_page_follows_the_release(released):
    response = response_of(released)
    withdraw_response(response=response)
    response.refresh_from_db()
    of = of_response(response, language="en")
    assert [leaving for _words, _under, leaving in quoted(of)] == [True, True]
    assert decided_because(NOBODY, of).context["decided"] == []
    tending.tend()
    assert quoted(of) == []
