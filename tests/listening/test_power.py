"""How far residents had a say is asked of both sides, and one side alone is never a figure."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reflectory.accounts.roles import FUNDER, LEAD
from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.listening.actions.power import ask_both_sides, settle_gaps
from reflectory.listening.models import AnonymousResponse, Response, Voice
from reflectory.listening.power import ORDER, middle, told_of
from reflectory.programmes.models import Engagement
from tests import portfolio as a

MAY = datetime(2021, 5, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def both():
    team = a.team()
    a.member(team), a.member(team)
    row = Engagement.objects.create(
        edition=team.edition, team=team, on=date(2021, 5, 1), what="A walk along the canal", rung="decided",
        claimed_by="The coach", n_people=30,
    )  # fmt: skip
    return ask_both_sides(by=a.operator(), engagement=row)


def team_says(both, *rungs):
    for rung in rungs:
        voice = Voice.objects.create(key=f"ask/{uuid.uuid4()}")
        Response.objects.create(
            ask=both.team_ask, identity="named", form_version=both.team_ask.form_version, client_uuid=uuid.uuid4(),
            voice=voice, answers={"rung": rung}, receipt_hash=uuid.uuid4().hex, received_at=MAY,
        )  # fmt: skip


def others_say(both, *rungs, closes=True):
    for rung in rungs:
        AnonymousResponse.objects.create(
            ask=both.others_ask, form_version=both.others_ask.form_version, answers={"rung": rung},
            receipt_hash=uuid.uuid4().hex,
        )  # fmt: skip
    if closes:
        both.others_ask.closed_at = MAY
        both.others_ask.save()


def figures():
    settle_gaps()
    return [ledger.figure(key, Scope.year(2021), as_of=date(2022, 1, 1)).value
            for key in ("sides_heard", "sides_agree", "sides_apart")]  # fmt: skip


def test_the_team_is_invited_by_name_and_the_others_answer_without(both):
    assert [both.team_ask.identity, both.team_ask.invitations.count()] == ["named", 2]
    assert [both.others_ask.identity, both.others_ask.audience] == ["anonymous", "open"]
    assert ask_both_sides(by=a.operator(), engagement=both.engagement) == both


def test_the_gap_is_counted_in_rungs(both):
    team_says(both, "decided", "co_created", "decided")
    others_say(both, *["asked"] * 5, "told")
    told = told_of([both])[0]
    assert (told.team.rung, told.others.rung, told.gap) == ("decided", "asked", 3)
    assert told.words == "The team claims more of a say than those who took part saw."
    assert figures() == [1, 0, 1]


def test_both_may_say_the_same(both):
    team_says(both, "asked")
    others_say(both, *["asked"] * 5)
    assert (told_of([both])[0].words, figures()) == ("Both sides say the same.", [1, 1, 0])


def test_one_side_alone_says_so_and_is_no_figure(both):
    team_says(both, "decided")
    told = told_of([both])[0]
    assert (told.gap, told.words, figures()) == (
        None, "One-sided: only one of the two was heard, so this cannot be published alone.", [0, 0, 0],
    )  # fmt: skip


def test_while_answers_come_in_those_who_took_part_are_not_told(both):
    team_says(both, "decided")
    others_say(both, *["asked"] * 5, closes=False)
    assert (told_of([both])[0].others.rung, figures()) == (None, [0, 0, 0])


def test_a_few_of_those_who_took_part_are_not_told(both):
    team_says(both, "decided")
    others_say(both, *["told"] * 4)
    told = told_of([both])[0]
    assert (told.others.n, told.others.rung, told.gap) == (0, None, None)


@given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=9))
def test_the_middle_does_not_depend_on_the_order_and_is_one_that_was_said(said):
    assert middle(said) == middle(sorted(said))
    assert middle(said) in said


@pytest.mark.parametrize(("role", "status"), [(LEAD, 200), (FUNDER, 404)])
def test_the_page_shows_both_sides_to_those_who_see_the_engagement(both, role, status):
    client = Client()
    client.force_login(a.account_with(role, on=both.engagement.edition))
    assert client.get(f"/engagements/{both.engagement_id}/sides/").status_code == status


@pytest.mark.parametrize(
    ("team", "others", "told"),
    [
        ("decided", "asked", "The gap is 3 rungs of five."),
        ("asked", "tested_with", "The gap is 1 rung of five."),
    ],
)
def test_the_page_says_how_far_apart_the_two_are_whoever_claims_more(both, team, others, told):
    team_says(both, team)
    others_say(both, *[others] * 5)
    client = Client()
    client.force_login(a.account_with(LEAD, on=both.engagement.edition))
    assert told in client.get(f"/engagements/{both.engagement_id}/sides/").content.decode()


def test_a_lead_asks_both_sides_with_one_button():
    team = a.team()
    row = Engagement.objects.create(
        edition=team.edition,
        team=team,
        on=date(2021, 5, 1),
        what="A walk",
        rung="asked",
        claimed_by="Me",
        n_people=3,
    )
    client = Client()
    client.force_login(a.account_with(LEAD, on=team.edition))
    assert "Ask both sides" in client.get(f"/engagements/{row.pk}/sides/").content.decode()
    client.post(f"/engagements/{row.pk}/sides/")
    assert "One-sided" in client.get(f"/engagements/{row.pk}/sides/").content.decode()
