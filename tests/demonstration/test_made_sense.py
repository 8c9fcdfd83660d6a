"""The demonstration's runs: a run for each year over all that was said, and nothing dropped silently."""

import pytest

from reflectory.evidence.models import Source
from reflectory.sensemaking.models import Passage, Recurrence, Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portfolio")]


@pytest.mark.parametrize("year", [2021, 2022])
def test_each_year_has_a_run_in_which_every_text_is_used_or_excluded_with_its_reason(year):
    run = Run.objects.get(title=f"What we heard in {year}")
    accounting = run.accounting
    assert (run.state, run.problem) == ("done", "")
    assert accounting["received"] == Source.objects.filter(said_on__year=year).count()
    assert accounting["received"] == accounting["used"] + accounting["excluded"] + accounting["failed"]
    assert accounting["excluded"] == sum(len(row["rows"]) for row in accounting["reasons"])


def test_the_themes_of_2021_recur_across_the_eight_programmes():
    run = Run.objects.get(title="What we heard in 2021")
    rows = Recurrence.objects.filter(theme__run=run)
    assert rows.values("programme").distinct().count() == 8
    assert max(run.themes.values_list("n_programmes", flat=True)) == 8
    assert set(run.themes.values_list("state", flat=True)) == {"suggested"}


def test_every_passage_holds_the_words_it_was_made_of_and_its_voice_agreed():
    passages = Passage.objects.select_related("excerpt__version__source")
    assert all(one.excerpt.words for one in passages)
    excluded = {pk for run in Run.objects.all() for row in run.accounting["reasons"] for pk in row["rows"]}
    assert {one.excerpt.version.source_id for one in passages} & excluded == set()
