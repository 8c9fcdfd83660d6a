"""The table of moves of teams, the depth that follows, and the page of the manual that is drawn from them."""

import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.core.refusal import Refused
from reflectory.programmes import stages
from reflectory.programmes.actions.teams import move_team
from reflectory.programmes.models import Team
from tests import portfolio as a

KEYS = [key for key, _name in stages.STAGES]
ROOT = Path(__file__).resolve().parents[2]
DAY = date(2021, 2, 1)


def test_the_table_speaks_of_every_stage_once_and_of_no_other():
    assert list(stages.MOVES) != []
    assert set(stages.MOVES) == set(KEYS)
    assert {to for allowed in stages.MOVES.values() for to in allowed} <= set(KEYS)


def test_every_stage_can_be_reached_from_one_that_a_team_begins_in():
    reached, ahead = set(), list(stages.FIRST)
    while ahead:
        now = ahead.pop()
        if now not in reached:
            reached.add(now)
            ahead += stages.MOVES[now]
    assert reached == set(KEYS)


@pytest.mark.django_db
@pytest.mark.parametrize("now", KEYS)
def test_exactly_the_moves_of_the_table_are_made(now):
    made = []
    for to in KEYS:
        team = a.team(stage="applied")
        Team.objects.filter(pk=team.pk).update(stage=now)
        try:
            move_team(by=a.operator(), team=team, to=to, on=DAY)
        except Refused:
            continue
        made.append(to)
    assert sorted(made) == sorted(stages.MOVES[now])


@pytest.mark.django_db
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_the_history_of_any_walk_joins_up_and_ends_in_the_stage_of_the_team(data):
    team, day = a.team(stage=data.draw(st.sampled_from(stages.FIRST))), DAY
    for _n in range(data.draw(st.integers(0, 6))):
        if not stages.MOVES[team.stage]:
            break
        day += timedelta(days=data.draw(st.integers(0, 3)))
        team = move_team(
            by=a.operator(), team=team, to=data.draw(st.sampled_from(stages.MOVES[team.stage])), on=day
        )
    changes = list(team.stage_changes.all())
    assert [one.from_stage for one in changes] == [None, *[one.to_stage for one in changes[:-1]]]
    assert (changes[-1].to_stage, changes[-1].on <= day) == (team.stage, True)


ORDER = [key for key, _name in stages.DEPTHS]


@given(some=st.sets(st.sampled_from(KEYS), min_size=1), more=st.sets(st.sampled_from(KEYS)))
def test_whatever_happens_later_takes_no_depth_away(some, more):
    assert ORDER.index(stages.depth_of(some | more)) >= ORDER.index(stages.depth_of(some))


@pytest.mark.parametrize(
    ("been", "depth"),
    [
        ({"invited"}, "reached"),
        ({"invited", "declined"}, "reached"),
        ({"applied", "waitlisted", "declined"}, "applied"),
        ({"selected"}, "reached"),
        ({"applied", "selected", "active", "withdrew"}, "participated"),
        ({"active", "completed"}, "completed"),
        ({"active", "completed", "alumni"}, "completed"),
    ],
)
def test_depth_follows_from_all_stages_a_team_was_ever_in(been, depth):
    assert stages.depth_of(been) == depth


def test_the_page_of_the_manual_is_as_the_tables_say():
    drawn = runpy.run_path(str(ROOT / "script" / "draw-stages"))["page"]()
    page = (ROOT / "docs" / "reference" / "stages.md").read_text(encoding="utf-8")
    assert page == drawn, "docs/reference/stages.md is stale: run script/draw-stages"
