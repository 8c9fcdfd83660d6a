"""The kinds load and hold what their programmes are known by; one more is made by adding a file."""

import pytest

from reflectory.directory.models import SENIORITY
from reflectory.programmes import stages
from reflectory.programmes.artefact_kinds import KINDS as ARTEFACT_KINDS
from reflectory.programmes.kinds import KindError, Rhythm, load_kind, load_kinds, shipped_folder, vocabulary
from reflectory.programmes.models import activities

EIGHT = {
    "earned-legitimacy": (10, 26),
    "failing-forward": (52, 26),
    "innovation-track": (39, 26),
    "innovation-training": (39, 52),
    "listening-series": (22, 26),
    "mayors-challenge": (54, 156),
    "opportunity-sprint": (18, 52),
    "solutions-group": (None, 0),
}
# One for whoever holds a workshop today: nothing is planned in it.
UNPLANNED = {"workshops": (None, 0)}
SHIPPED = EIGHT | UNPLANNED


@pytest.fixture(scope="module")
def kinds():
    return load_kinds(shipped_folder())


def planned_weeks(kind, key):
    """The weeks of the activity or ask with this key."""
    return kind.occurrences(next(planned for planned in (*kind.activities, *kind.asks) if planned.key == key))


def test_there_are_nine_kinds_each_with_its_length_and_follow_up(kinds):
    assert {key: (kind.length_weeks, kind.follow_up_weeks) for key, kind in kinds.items()} == SHIPPED


def test_nothing_is_planned_beforehand_for_workshops(kinds):
    kind = kinds["workshops"]
    assert (kind.activities, [kind.occurrences(ask) for ask in kind.asks]) == ((), [[]])


@pytest.mark.parametrize("key", EIGHT)
def test_each_kind_is_complete(kinds, key):
    kind = kinds[key]
    assert (kind.key, load_kind(shipped_folder() / f"{key}.yaml")) == (key, kind)
    counts = [len(part) for part in (kind.phases, kind.activities, kind.roles, kind.asks, kind.figures)]
    assert [count for count in counts if count < 2] == []
    assert {"issues", "core_team", "curriculum", "technology"} - {
        prompt.key for prompt in kind.before
    } == set()
    assert {"rhythm", "formats", "feedback", "changes"} - {prompt.key for prompt in kind.during} == set()
    assert {"operator", "government"} - {role.side for role in kind.roles} == set()


@pytest.mark.parametrize("key", EIGHT)
def test_every_planned_thing_of_a_kind_happens_unless_it_waits_to_be_needed(kinds, key):
    kind = kinds[key]
    never = [
        planned.key
        for planned in (*kind.activities, *kind.asks)
        if not planned.rhythm.is_when_needed and kind.occurrences(planned) == []
    ]
    assert never == []


def test_failing_forward_has_quarterly_masterclasses_two_foundries_and_four_waves_of_one_survey(kinds):
    kind = kinds["failing-forward"]
    assert planned_weeks(kind, "masterclass") == [11, 24, 37, 50]
    assert [activity.key for activity in kind.activities if activity.kind == "foundry"] == [
        "foundry_barriers",
        "foundry_strategies",
    ]
    waves = {ask.purpose: ask.identity for ask in kind.asks if ask.key.startswith("culture_")}
    assert waves == dict.fromkeys(("pre_survey", "mid_survey", "post_survey", "follow_up"), "confidential")
    assert planned_weeks(kind, "monthly_reflection") == [8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52]


def test_the_cohort_asks_its_pulse_anonymously_in_each_of_ten_weeks(kinds):
    kind = kinds["earned-legitimacy"]
    assert planned_weeks(kind, "weekly_pulse") == list(range(1, 11))
    assert [ask.identity for ask in kind.asks if ask.purpose == "pulse"] == ["anonymous"]


def test_the_network_is_laid_out_for_a_year_and_its_calls_name_nobody(kinds):
    kind = kinds["solutions-group"]
    assert planned_weeks(kind, "fortnightly_call") == list(range(1, 52, 2))
    calls = [activity for activity in kind.activities if activity.key == "fortnightly_call"]
    assert [call.confidentiality for call in calls] == ["not_attributable"]


def test_the_sprint_asks_who_maintains_the_product_at_the_end_and_twice_in_the_year_after(kinds):
    assert planned_weeks(kinds["opportunity-sprint"], "upkeep_questions") == [18, 18 + 26, 18 + 52]


def test_a_kind_in_a_folder_of_its_own_loads_beside_those_that_ship(write_kind, tmp_path):
    write_kind(folder=tmp_path / "kinds")
    assert set(load_kinds(shipped_folder(), tmp_path / "kinds")) == {*SHIPPED, "ninth"}


def test_an_installation_without_kinds_of_its_own_has_those_that_ship(tmp_path):
    assert set(load_kinds(shipped_folder(), tmp_path / "kinds")) == set(SHIPPED)


def test_a_kind_that_exists_already_is_refused_with_both_files_named(write_kind, tmp_path):
    own = write_kind(name="solutions-group.yaml", folder=tmp_path / "kinds")
    with pytest.raises(KindError) as caught:
        load_kinds(shipped_folder(), tmp_path / "kinds")
    shipped = shipped_folder() / "solutions-group.yaml"
    assert str(caught.value) == (
        f"{own}, line 1, key: There is a kind of this name already, in {shipped}. Give this one another."
    )


def test_the_problems_of_all_files_are_told_together(write_kind, tmp_path):
    first = write_kind(name="a.yaml", text="")
    second = write_kind(name="b.yml")
    third = write_kind(name="c.yaml", text="- 1\n")
    with pytest.raises(KindError) as caught:
        load_kinds(tmp_path)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        (str(first), 1),
        (str(second), 1),
        (str(third), 1),
    ]
    assert caught.value.problems[1].sentence == "The name should end in '.yaml'. Rename the file."


def test_a_small_kind_becomes_the_values_that_its_file_says(write_kind):
    kind = load_kind(write_kind())
    assert (kind.name, kind.team_is, kind.stages) == (
        "Ninth kind",
        "a city",
        ("invited", "active", "completed"),
    )
    assert [kind.last_week_of(phase) for phase in kind.phases] == [4, 12]
    opening, talk = kind.activities
    assert (opening.phase, opening.minutes, opening.for_whom) == ("start", None, "all")
    assert (opening.rhythm, talk.rhythm) == (Rhythm(weeks=(1, 3)), Rhythm(every_weeks=2, from_week=2))
    assert (kind.roles[0].seniority, kind.asks[0].questions, kind.before[0].prompt) == (
        None,
        (),
        "What matters here?",
    )


def test_the_words_of_kinds_are_those_of_the_room():
    assert list(vocabulary.STAGES) == [key for key, _ in stages.STAGES]
    assert list(vocabulary.ACTIVITY_KINDS) == [key for key, _ in activities.ACTIVITY_KINDS]
    assert list(vocabulary.CONFIDENTIALITY) == [key for key, _ in activities.CONFIDENTIALITY]
    assert list(vocabulary.SENIORITY) == [key for key, _ in SENIORITY]
    assert sorted(vocabulary.ARTEFACTS) == sorted(ARTEFACT_KINDS)
