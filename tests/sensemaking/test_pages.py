"""The pages of themes: who is shown what, in how many queries, and what they do with bad input."""

import pytest
from django.test import Client
from django.utils import timezone

from reflectory.evidence.models import Excerpt
from reflectory.listening.actions import withdraw
from reflectory.sensemaking.actions import decide_theme
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme
from reflectory.sensemaking.thread import themes_of
from tests import portfolio as a
from tests.evidence.words import brought, original
from tests.sensemaking import runs

pytestmark = pytest.mark.django_db
USES = {"analyse", "quote_role_place"}


@pytest.fixture(autouse=True)
def carried_out_here(settings):
    """Without a process of its own, which would not see what is in a test's transaction."""
    settings.RUNS_ARE_CARRIED_OUT_BESIDE = False


def made(edition, *, n_themes: int = 1, n_passages: int = 1, title: str = "What we heard") -> Run:
    """A run as the engine leaves it, without the engine."""
    run = Run.objects.create(
        title=title, state="done", ran_by_name="Somebody", engine="1", input_hash="0" * 64, finished_at=timezone.now(),
        accounting={
            "received": 3, "used": 2, "excluded": 1, "failed": 0, "heard": {"voices": 2, "governments": 1},
            "reasons": [{"what": "excluded", "reason": "There is no word in it.", "n": 1, "rows": [1]}],
        },
        parameters={"embedding": "one", "names_masked": ["Ourhaven"]},
    )  # fmt: skip
    run.editions.set([edition])
    for number in range(n_themes):
        theme = Theme.objects.create(
            run=run, number=number + 1, label=f"form, queue {number}", repeatability=0.7, n_voices=2, n_governments=1,
            n_programmes=1,
        )  # fmt: skip
        Recurrence.objects.create(
            theme=theme, programme=edition.programme, n_voices=4, n_heard=2, n_governments=1, n_governments_heard=1,
            share=0.5,
        )  # fmt: skip
        for rank in range(n_passages):
            source = brought(
                f"The form of theme {number} is long, and clerk {rank} said so.", edition=edition, uses=USES,
                role="clerk", organisation=a.organisation(),
            )  # fmt: skip
            Passage.objects.create(theme=theme, excerpt=excerpt(source), weight=0.9, rank=rank + 1)
    return run


def excerpt(source) -> Excerpt:
    from reflectory.evidence.actions.excerpts import make_excerpt

    version = original(source)
    return make_excerpt(by=a.operator(), version=version, start=0, end=len(version.text))


@pytest.fixture
def edition():
    return a.edition(a.programme("Ours"))


@pytest.fixture
def analyst(client, edition):
    account = a.account_with("analyst", on=edition)
    client.force_login(account)
    return client


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_runs_asks_the_same_few_queries(analyst, edition, n, django_assert_num_queries):
    for number in range(n):
        made(edition, title=f"Run {number}")
    analyst.get("/themes/")
    with django_assert_num_queries(6):
        page = analyst.get("/themes/")
    assert page.context["page"].paginator.count == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_a_run_asks_the_same_few_queries(analyst, edition, n, django_assert_num_queries):
    run = made(edition, n_themes=n)
    with django_assert_num_queries(8):
        page = analyst.get(run.get_absolute_url())
    assert len(page.context["lines"]) == n
    assert page.context["sentence"] == f"{n} theme{'s' if n > 1 else ''} in what 2 voices said"


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_a_theme_asks_the_same_few_queries(analyst, edition, n, django_assert_num_queries):
    theme = made(edition, n_passages=n).themes.get()
    with django_assert_num_queries(19):
        page = analyst.get(theme.get_absolute_url())
    assert [len(page.context[name]) for name in ("best", "shown")] == [n, n]


def test_a_passage_stands_with_its_words_its_source_and_what_was_agreed_to(analyst, edition):
    theme = made(edition).themes.get()
    (one,) = analyst.get(theme.get_absolute_url()).context["best"]
    assert one.words == "The form of theme 0 is long, and clerk 0 said so."
    assert one.source.startswith("Clerk, Place")
    assert one.quotable == "may be quoted by role and place"


def test_withdrawn_words_are_not_shown_to_anybody(client, edition):
    theme = made(edition).themes.get()
    voice = theme.passages.get().excerpt.version.source.voice
    withdraw(by=a.operator(), voice=voice, on=timezone.localdate())
    client.force_login(a.account(is_operator=True))
    for address in (theme.get_absolute_url(), f"{theme.get_absolute_url()}?format=csv"):
        page = client.get(address)
        said = b"".join(page.streaming_content) if page.streaming else page.content
        assert (page.status_code, b"is long, and clerk" in said, b"withdrew on" in said) == (200, False, True)


@pytest.mark.parametrize("role", ["editor", "coach", "funder", "judge", "team_lead"])
def test_others_are_shown_neither_runs_nor_themes(client, edition, role):
    run = made(edition)
    client.force_login(a.account_with(role, on=edition))
    theme = run.themes.get()
    asked = (run.get_absolute_url(), theme.get_absolute_url(), f"/themes/{theme.pk}/decide/")
    assert [client.get(address).status_code for address in asked] == [404, 404, 404]
    assert client.get("/themes/").context["page"].paginator.count == 0


def test_a_run_over_two_editions_is_closed_to_somebody_who_reads_only_one(analyst, edition):
    run = made(edition)
    run.editions.add(a.edition())
    assert analyst.get(run.get_absolute_url()).status_code == 404


def test_a_run_is_begun_and_carried_out_from_the_page(analyst, edition, django_capture_on_commit_callbacks):
    runs.bring(runs.said([edition]))
    asked = {"title": "What we heard", "editions": [edition.pk], "first": "2021-01-01", "last": "2021-12-31"}
    with runs.fewer_runs(), django_capture_on_commit_callbacks(execute=True):
        answer = analyst.post("/themes/new/", asked)
    run = Run.objects.get()
    assert (answer.url, run.state, run.accounting["used"]) == (run.get_absolute_url(), "done", 90)


def test_sending_the_form_twice_begins_one_run(analyst, edition):
    asked = {"title": "What we heard", "editions": [edition.pk]}
    first, second = (analyst.post("/themes/new/", asked).url for _time in range(2))
    assert (first, Run.objects.count()) == (second, 1)


def test_bad_input_is_said_beside_the_field_and_nothing_is_lost(analyst):
    asked = {"title": "Mine", "first": "2021-12-31", "last": "2021-01-01"}
    page = analyst.post("/themes/new/", asked)
    assert (page.status_code, Run.objects.count()) == (422, 0)
    assert page.context["form"].errors == {
        "editions": ["Choose at least one edition, or an intake below."],
        "last": ["The period ends before it begins. Change one of its two days."],
    }
    assert page.context["form"]["title"].value() == "Mine"


def test_an_edition_that_somebody_may_not_read_cannot_be_chosen(analyst, edition):
    other = a.edition()
    page = analyst.post("/themes/new/", {"title": "Mine", "editions": [other.pk]})
    assert (page.status_code, Run.objects.count()) == (422, 0)
    assert list(page.context["form"].fields["editions"].queryset) == [edition]


def test_a_theme_is_accepted_under_a_name_from_its_page(analyst, edition):
    theme = made(edition).themes.get()
    asked = {"state": "accepted", "name": "Forms nobody can fill in", "version": theme.version}
    assert analyst.post(f"/themes/{theme.pk}/decide/", asked).url == theme.get_absolute_url()
    theme.refresh_from_db()
    assert (theme.state, theme.name) == ("accepted", "Forms nobody can fill in")


def test_two_who_decide_at_once_are_shown_each_other(analyst, edition):
    theme = made(edition).themes.get()
    decide_theme(by=a.operator(), theme=theme, state="rejected")
    page = analyst.post(f"/themes/{theme.pk}/decide/", {"state": "accepted", "name": "Mine", "version": 1})
    assert (page.status_code, [row["theirs"] for row in page.context["conflict"]]) == (409, ["rejected", ""])
    theme.refresh_from_db()
    assert theme.state == "rejected"


def test_getting_the_address_that_starts_a_run_does_nothing(analyst, edition):
    run = made(edition)
    assert analyst.get(f"/themes/runs/{run.pk}/start/").status_code == 405


def test_a_failed_run_says_why_and_is_started_again(analyst, edition, django_capture_on_commit_callbacks):
    run = runs.carried_out(runs.begun([edition]))
    page = analyst.get(run.get_absolute_url())
    assert page.context["sentence"] == "No themes were found"
    assert "No text can be used." in page.content.decode()
    runs.bring(runs.said([edition]))
    with runs.fewer_runs(), django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"/themes/runs/{run.pk}/start/")
    run.refresh_from_db()
    assert (run.state, run.problem) == ("done", "")


def test_a_run_that_is_under_way_says_how_far_it_is(analyst, edition):
    run = runs.begun([edition])
    Run.objects.filter(pk=run.pk).update(state="running", stage="themes", seen_at=timezone.now())
    page = analyst.get(run.get_absolute_url())
    assert (page.context["sentence"], page.context["stage"]) == (
        "The engine is looking for themes", "Looking for themes",
    )  # fmt: skip


def test_passages_are_narrowed_to_a_programme(analyst, edition):
    theme = made(edition).themes.get()
    address = theme.get_absolute_url()
    assert len(analyst.get(f"{address}?programme={edition.programme_id}").context["shown"]) == 1
    assert (
        len(analyst.get(f"{address}?programme=99999").context["shown"]) == 1
    )  # no such programme: as if not asked


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(edition):
    run = made(edition)
    assert Client().get(run.get_absolute_url()).status_code == 302


def test_a_text_leads_to_the_themes_that_it_is_part_of(edition):
    theme = made(edition).themes.get()
    source = theme.passages.get().excerpt.version.source
    step = themes_of(a.operator(), source)
    assert (step.url, step.count) == (theme.get_absolute_url(), "1 theme")
    assert themes_of(a.viewer_with("editor", on=edition), source) is None
    decide_theme(by=a.operator(), theme=theme, state="rejected")
    assert themes_of(a.operator(), source) is None


def test_a_theme_stands_after_its_texts_and_its_run(analyst, edition):
    theme = made(edition).themes.get()
    steps = analyst.get(theme.get_absolute_url()).context["thread"]
    assert [(str(step.label), step.state) for step in steps[:3]] == [
        ("What was said", "past"), ("What we heard", "past"), ("form, queue 0", "here"),
    ]  # fmt: skip
