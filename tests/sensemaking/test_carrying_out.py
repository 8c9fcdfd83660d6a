"""A run of the engine over what was said: which texts go in, what is kept, and that nothing is dropped silently."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from reflectory.core.models import AuditEvent, Revision
from reflectory.core.refusal import Refused
from reflectory.evidence.models import Excerpt, Source
from reflectory.listening.actions import withdraw
from reflectory.listening.models import Voice
from reflectory.sensemaking.actions import begin_run, carry_out, decide_theme
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme
from reflectory.sensemaking.reasons import EMPTY, NO_DAY, NOT_AGREED
from tests import portfolio as a
from tests.engine.passages import TEXTS
from tests.sensemaking import runs

pytestmark = pytest.mark.django_db


def found(run):
    """All that a run found, by content and not by numbers of rows."""
    passages = Passage.objects.filter(theme__run=run).select_related("excerpt__version__source", "theme")
    recurrences = Recurrence.objects.filter(theme__run=run).select_related("programme", "theme")
    return (
        [(t.number, t.label, t.repeatability, t.n_voices, t.n_governments, t.n_programmes) for t in run.themes.all()],
        sorted(
            (p.theme.number, p.excerpt.version.source.key, p.excerpt.start, p.excerpt.end, p.weight, p.rank or 0)
            for p in passages
        ),
        sorted((r.theme.number, r.programme.name, r.n_voices, r.n_heard, r.share, r.low or 0) for r in recurrences),
    )  # fmt: skip


def test_a_run_finds_themes_whose_passages_are_the_very_words():
    run = runs.done()
    assert (run.state, run.problem, run.stage, run.engine != "") == ("done", "", "", True)
    assert run.themes.count() > 1
    passages = Passage.objects.filter(theme__run=run).select_related("excerpt__version")
    assert {one.excerpt.words for one in passages} <= set(TEXTS)
    assert {one.excerpt.version.is_redacted for one in passages} == {False}
    assert run.accounting["received"] == run.accounting["used"] == len(TEXTS)


def test_the_best_passages_are_ranked_from_one():
    run = runs.done()
    for theme in run.themes.all():
        ranks = sorted(theme.passages.filter(rank__isnull=False).values_list("rank", flat=True))
        assert ranks == list(range(1, len(ranks) + 1))
        assert ranks[:1] == [1]


def test_the_order_in_which_texts_were_brought_changes_nothing():
    editions = runs.two_programmes()
    said = runs.said(editions)
    mixed = list(said)
    random.Random(7).shuffle(mixed)
    runs.bring(mixed)
    first = runs.done(editions)
    again = runs.done(editions)
    assert found(first) == found(again)
    assert first.input_hash == again.input_hash


def test_an_excerpt_that_is_there_is_used_again():
    editions = runs.two_programmes()
    runs.done(editions)
    n = Excerpt.objects.count()
    runs.done(editions)
    assert Excerpt.objects.count() == n


def test_each_text_is_used_or_excluded_with_its_reason_and_the_sum_is_that_of_all():
    editions = runs.two_programmes()
    said = runs.said(editions)
    said[0] = replace(said[0], uses=frozenset())
    said[1] = replace(said[1], said_on=None)
    said[2] = replace(said[2], text="…!")
    said[3] = replace(said[3], said_on=date(2020, 5, 1))  # outside the period: not asked for
    runs.bring(said)
    withdraw(by=a.operator(), voice=Voice.objects.get(sources__key="said-004"), on=date(2021, 7, 1))
    accounting = runs.done(editions).accounting
    keys = {row["reason"]: (row["what"], row["n"]) for row in accounting["reasons"]}
    assert keys == {
        NOT_AGREED: ("excluded", 2), NO_DAY: ("excluded", 1), EMPTY: ("excluded", 1)
    }  # fmt: skip
    n = len(TEXTS)
    assert [accounting[name] for name in ("received", "used", "excluded", "failed")] == [n - 1, n - 5, 4, 0]


def test_a_run_with_nothing_to_read_fails_and_says_why():
    editions = [a.edition()]
    run = runs.carried_out(runs.begun(editions))
    assert (run.state, run.problem) == ("failed", "No text can be used. Below is what became of each.")
    assert run.accounting["received"] == 0


def test_a_run_that_is_done_is_left_as_it_is():
    run = runs.done()
    before = found(run)
    again = carry_out(run)
    assert (again.finished_at, found(again)) == (run.finished_at, before)


def test_a_run_that_somebody_is_at_is_left_to_them_and_one_that_fell_silent_is_taken_up():
    editions = runs.two_programmes()
    runs.bring(runs.said(editions))
    run = runs.begun(editions)
    Run.objects.filter(pk=run.pk).update(state="running", seen_at=timezone.now())
    assert runs.carried_out(run).state == "running"
    Run.objects.filter(pk=run.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
    assert Run.objects.get(pk=run.pk).was_interrupted is True
    assert runs.carried_out(run).state == "done"


def test_a_mistake_of_the_program_is_kept_with_the_run():
    class Broken:
        name, multilingual = "broken", True

        def embed(self, _texts):
            raise RuntimeError("no memory")

    editions = runs.two_programmes()
    runs.bring(runs.said(editions))
    run = runs.begun(editions)
    with pytest.raises(RuntimeError):
        carry_out(run, embedder=Broken())
    run.refresh_from_db()
    assert (run.state, run.problem) == (
        "failed", "It stopped by a mistake of the program: RuntimeError('no memory').",
    )  # fmt: skip
    assert run.themes.count() == 0


def test_names_of_the_places_and_bodies_are_masked_and_never_become_a_label():
    editions = runs.two_programmes()
    place = a.organisation("Zobelsham", aliases=["Old Zobel"])
    said = [
        replace(one, text=f"In Zobelsham {one.text}", voice=replace(one.voice, organisation=place))
        for one in runs.said(editions)
    ]
    runs.bring(said)
    run = runs.done(editions)
    assert {"Zobelsham", "Old Zobel"} <= set(run.parameters["names_masked"])
    assert [theme.label for theme in run.themes.all() if "zobel" in theme.label.lower()] == []


def test_names_of_people_are_masked_become_no_label_and_are_kept_nowhere():
    editions = runs.two_programmes()
    who = a.person("Thistlemark Dovrin")
    a.member(a.team(editions[0]), who)
    said = [replace(one, text=f"Mr Dovrin and Thistlemark said: {one.text}") for one in runs.said(editions)]
    runs.bring(said)
    run = runs.done(editions)
    labels = " ".join(run.themes.values_list("label", flat=True)).lower()
    assert ("dovrin" in labels, "thistlemark" in labels) == (False, False)
    assert run.parameters["n_people_masked"] == 1
    assert "Dovrin" not in str(
        [*AuditEvent.objects.values(), *Revision.objects.filter(kind="sensemaking.run").values()]
    )
    assert "Dovrin" not in str(run.parameters)


def test_a_person_who_speaks_often_is_one_voice_and_a_department_speaks_for_its_government():
    editions = [a.edition(a.programme("One"))]
    city = a.organisation("Somewhere")
    office = a.organisation("Tax office", level="department", parent=city)
    who = a.person()
    said = runs.said(editions)
    for number in range(10):
        said[number] = replace(
            said[number], voice=replace(said[number].voice, person=who, organisation=office)
        )
    said[10] = replace(said[10], voice=replace(said[10].voice, organisation=city))
    runs.bring(said)
    run = runs.done(editions)
    heard = run.accounting["heard"]
    assert heard == {"voices": len(TEXTS) - 9, "governments": runs.N_GOVERNMENTS + 1}
    assert {row.n_voices for row in Recurrence.objects.filter(theme__run=run)} == {len(TEXTS) - 9}


def test_breadth_and_recurrence_are_counted_from_the_same_voices():
    run = runs.done()
    for theme in run.themes.prefetch_related("recurrences"):
        rows = list(theme.recurrences.all())
        assert sum(row.n_heard for row in rows) == theme.n_voices
        assert sum(row.n_heard > 0 for row in rows) == theme.n_programmes
        assert max(row.n_governments_heard for row in rows) <= theme.n_governments <= runs.N_GOVERNMENTS
        assert [row.share for row in rows] == pytest.approx([row.n_heard / row.n_voices for row in rows])
        assert all(row.low <= row.share <= row.high for row in rows)


def test_of_too_few_governments_there_is_no_interval():
    editions = runs.two_programmes()
    runs.bring(runs.said(editions, n_governments=4))
    run = runs.done(editions)
    assert {(row.low, row.high) for row in Recurrence.objects.filter(theme__run=run)} == {(None, None)}


def test_texts_of_an_intake_need_no_programme():
    said = [replace(one, edition=None) for one in runs.said([a.edition()])]
    runs.bring(said)
    intake = Source.objects.first().intake
    run = runs.carried_out(runs.begun([], intake=intake, first=None, last=None))
    assert (run.state, run.accounting["used"]) == ("done", len(TEXTS))
    assert Recurrence.objects.filter(theme__run=run).count() == 0


def test_beginning_and_carrying_out_are_both_audited():
    run = runs.done()
    verbs = AuditEvent.objects.filter(kind="sensemaking.run", object_id=run.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["begin_run", "carry_out_run"]


def test_a_run_is_begun_by_those_who_read_all_of_its_editions():
    ours, other = runs.two_programmes()
    analyst = a.viewer_with("analyst", on=ours)
    assert runs.begun([ours], by=analyst).ran_by == analyst.account_id
    with pytest.raises(Refused, match="You do not read what was said in Town Hall"):
        runs.begun([ours, other], by=analyst)
    with pytest.raises(Refused, match="You do not read"):
        runs.begun([ours], by=a.viewer_with("editor", on=ours))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "The run has no name"),
        ({"first": date(2021, 2, 1), "last": date(2021, 1, 1)}, "The period ends before it begins"),
        ({"editions": []}, "No edition was chosen"),
    ],
)
def test_a_run_that_says_too_little_is_refused(given, sentence):
    asked = {"title": "A run", "editions": [a.edition()], "first": None, "last": None, **given}
    with pytest.raises(Refused, match=sentence):
        begin_run(by=a.operator(), **asked)


def made_theme():
    run = Run.objects.create(title="A run", state="done", ran_by_name="Somebody")
    run.editions.set([a.edition()])
    return Theme.objects.create(run=run, number=1, label="forms, queue")


def test_a_theme_is_accepted_under_a_name_and_says_who_decided_when():
    theme = made_theme()
    analyst = a.viewer_with("analyst", on=theme.run.editions.get())
    decided = decide_theme(by=analyst, theme=theme, state="accepted", name="Forms nobody can fill in")
    assert (decided.state, str(decided), decided.decided_by_name, decided.decided_on) == (
        "accepted", "Forms nobody can fill in", analyst.name, timezone.localdate(),
    )  # fmt: skip
    assert AuditEvent.objects.get(verb="decide_theme").by_account == analyst.account_id


def test_deciding_the_same_twice_is_deciding_once():
    theme = made_theme()
    for _time in range(2):
        theme = decide_theme(by=a.operator(), theme=theme, state="rejected")
    assert (theme.version, AuditEvent.objects.filter(verb="decide_theme").count()) == (2, 1)


def test_a_decision_can_be_taken_back():
    theme = decide_theme(by=a.operator(), theme=made_theme(), state="rejected")
    theme = decide_theme(by=a.operator(), theme=theme, state="suggested")
    assert (theme.state, theme.decided_by_name, theme.decided_on) == ("suggested", "", None)


def test_others_do_not_decide():
    theme = made_theme()
    with pytest.raises(Refused, match="by the leads and analysts of all editions"):
        decide_theme(by=a.viewer_with("editor", on=theme.run.editions.get()), theme=theme, state="accepted")
    with pytest.raises(Refused, match="suggested, accepted or rejected"):
        decide_theme(by=a.operator(), theme=theme, state="loved")
