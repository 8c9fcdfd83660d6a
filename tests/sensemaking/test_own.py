"""Somebody who answered is told under which themes their words are, and nothing that people have not looked at."""

from datetime import date

import pytest

from reflectory.core.visibility import NOBODY
from reflectory.listening.mine import Mine, of_response
from reflectory.sensemaking.models import Passage, Run, Theme
from reflectory.sensemaking.own import coded_in_mine
from tests import portfolio as a
from tests.asking import a_response, an_ask, words_of

pytestmark = pytest.mark.django_db
WORDS = "The night crew knew it before anybody asked."


def theme(run: Run, number: int, *, state: str, words: str, in_it=()) -> Theme:
    """A theme with these excerpts."""
    made = Theme.objects.create(
        run=run,
        number=number,
        label=words,
        state=state,
        decided_on=None if state == "suggested" else date(2021, 7, 1),
    )
    Passage.objects.bulk_create(Passage(theme=made, excerpt=one, weight=1.0) for one in in_it)
    return made


@pytest.fixture
def heard() -> tuple[Mine, Run, list]:
    edition = a.edition()
    response = a_response(an_ask(edition=edition), {"helped": WORDS}, uses={"analyse"})
    excerpt = a.excerpt(words_of(response, WORDS), "night crew")
    return of_response(response, language="en"), Run.objects.create(title="What we heard"), [excerpt]


def told(mine: Mine) -> dict:
    return dict(coded_in_mine(NOBODY, mine).context)


def test_a_theme_that_people_accepted_is_named(heard):
    mine, run, mine_in_it = heard
    theme(run, 1, state="accepted", words="Nobody is asked", in_it=mine_in_it)
    assert told(mine) == {"names": ["Nobody is asked"], "n_waiting": 0, "n_runs": 1}


def test_one_that_nobody_has_looked_at_is_counted_and_not_named(heard):
    mine, run, mine_in_it = heard
    theme(run, 1, state="suggested", words="mayor illness scandal", in_it=mine_in_it)
    assert told(mine) == {"names": [], "n_waiting": 1, "n_runs": 1}


def test_a_rejected_theme_and_those_of_others_are_not_told(heard):
    mine, run, mine_in_it = heard
    theme(run, 1, state="rejected", words="Nothing", in_it=mine_in_it)
    theme(run, 2, state="accepted", words="Somebody else's", in_it=[a.excerpt(a.said("Their own words."))])
    assert told(mine) == {"names": [], "n_waiting": 0, "n_runs": 0}


def test_it_costs_one_query_however_many_themes_there_are(heard, django_assert_num_queries):
    mine, run, mine_in_it = heard
    for n in range(1, 4):
        theme(run, n, state="accepted", words=f"Theme {n}", in_it=mine_in_it)
    with django_assert_num_queries(1):
        coded_in_mine(NOBODY, mine)
