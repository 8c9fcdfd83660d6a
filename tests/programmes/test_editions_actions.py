"""Programmes, editions, money, concerns, roles: what each action leaves behind, and what it refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.models import AuditEvent, Revision
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.editions import (
    add_budget_line,
    add_deadline,
    add_partner,
    add_programme,
    edit_edition,
    edit_programme,
    lay_out_edition,
    lay_out_team,
    meet_deadline,
    note_departure,
    write_note,
)
from reflectory.programmes.actions.grants import end_grant, grant_role, hand_over
from reflectory.programmes.actions.running import close_alert, edit_budget_line, raise_alert
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Activity, Edition, Grant
from reflectory.programmes.preview import preview_edition
from tests import portfolio
from tests.portfolio import operator

pytestmark = pytest.mark.django_db
DAY = date(2021, 6, 1)


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_programme_is_set_up_with_a_short_name_of_its_own():
    first = add_programme(by=operator(), name="Harbour Year", kind="innovation-track")
    second = add_programme(by=operator(), name="Harbour Year", kind="failing-forward")
    assert [first.slug, second.slug] == ["harbour-year", "harbour-year-2"]
    assert verbs() == ["add_programme", "add_programme"]


def test_a_programme_of_a_kind_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="There is no kind of programme called “baking”"):
        add_programme(by=operator(), name="Bread", kind="baking")


def test_a_lead_does_not_set_up_programmes():
    lead = portfolio.viewer_with("programme_lead", on=portfolio.programme())
    with pytest.raises(Refused, match="set up by somebody who runs this installation"):
        add_programme(by=lead, name="Another", kind="innovation-track")


def test_the_second_of_two_who_change_a_programme_is_told():
    programme = portfolio.programme("Harbour Year")
    edit_programme(by=operator(), programme=programme, values={"blurb": "First words."}, version=1)
    with pytest.raises(Conflict) as caught:
        edit_programme(by=operator(), programme=programme, values={"blurb": "Second words."}, version=1)
    assert caught.value.current.blurb == "First words."


def test_naming_a_partner_twice_names_it_once():
    programme, body = portfolio.programme(), portfolio.organisation(level="community")
    for _time in range(2):
        add_partner(by=operator(), programme=programme, organisation=body, role="partner")
    assert programme.partners.count() == 1
    assert verbs().count("add_partner") == 1


@pytest.mark.parametrize("key", sorted(kinds()))
def test_what_is_shown_before_an_edition_is_made_is_what_is_made(key):
    programme = portfolio.programme(kind=key)
    ahead = preview_edition(kinds()[key], DAY)
    made = lay_out_edition(
        by=operator(), programme=programme, label="2021", starts_on=DAY, time_zone="Asia/Tokyo"
    )
    assert (made.n_phases, made.n_activities, made.n_asks) == (
        len(ahead.phases),
        ahead.n_sessions,
        ahead.n_asks,
    )
    assert made.edition.planned_ends_on == ahead.ends_on
    assert [(one.name, one.starts_on, one.ends_on) for one in ahead.phases] == list(
        made.edition.phases.values_list("name", "planned_starts_on", "planned_ends_on")
    )
    kept = [(one.name, str(one.get_identity_display()), one.on) for one in made.edition.planned_asks.all()]
    assert sorted(kept) == sorted(
        (ask.name, str(ask.identity), day) for ask in ahead.asks for day in ask.days
    )
    by_kind = {str(one.kind): one.n_for_all for one in ahead.sessions if one.n_for_all}
    held = [str(activity.get_kind_display()) for activity in made.edition.activities.all()]
    assert by_kind == {kind: held.count(kind) for kind in held}


@pytest.mark.parametrize("key", sorted(kinds()))
def test_the_sessions_of_a_team_are_as_many_as_the_preview_says_and_made_once(key):
    programme = portfolio.programme(kind=key)
    edition = lay_out_edition(by=operator(), programme=programme, label="2021", starts_on=DAY).edition
    team = portfolio.team(edition)
    ahead = preview_edition(kinds()[key], DAY)
    made = lay_out_team(by=operator(), team=team)
    assert len(made) == sum(series.n_for_each_team for series in ahead.sessions)
    assert lay_out_team(by=operator(), team=team) == []


def test_sessions_are_put_at_ten_in_the_zone_of_the_edition():
    programme = portfolio.programme(kind="failing-forward")
    edition = lay_out_edition(
        by=operator(), programme=programme, label="2021", starts_on=DAY, time_zone="America/Bogota"
    ).edition
    first = edition.activities.order_by("starts_at").first()
    assert first.starts_at == datetime(2021, 6, 1, 15, tzinfo=UTC)


@given(start=st.dates(date(1990, 1, 1), date(2100, 1, 1)), key=st.sampled_from(sorted(kinds())))
@settings(deadline=None, max_examples=60)
def test_no_day_of_a_plan_lies_before_its_start(start, key):
    ahead = preview_edition(kinds()[key], start)
    days = [one.starts_on for one in ahead.phases] + [day for ask in ahead.asks for day in ask.days]
    assert [day for day in days if day < start] == []
    assert [one.name for one in ahead.phases if one.ends_on and one.ends_on < one.starts_on] == []


def test_a_lead_of_one_edition_does_not_lay_out_another():
    edition = portfolio.edition()
    lead = portfolio.viewer_with("programme_lead", on=edition)
    with pytest.raises(Refused, match="Only the lead of"):
        lay_out_edition(by=lead, programme=edition.programme, label="2022", starts_on=DAY)
    assert Edition.objects.count() == 1


def test_changed_dates_leave_the_planned_ones_and_the_reason_in_the_history():
    edition = portfolio.edition(ends_on=date(2021, 12, 1))
    values = {"actual_starts_on": date(2021, 3, 1), "why_changed": "Two cities asked for more time."}
    edit_edition(by=operator(), edition=edition, values=values, version=1)
    edition.refresh_from_db()
    assert (edition.planned_starts_on, edition.actual_starts_on) == (date(2021, 2, 1), date(2021, 3, 1))
    assert history([edition])[0].values["actual_starts_on"] == [None, "2021-03-01"]


def test_a_note_is_written_and_written_over_only_from_where_it_stands():
    edition = portfolio.edition()
    given = {"by": operator(), "edition": edition, "page": "before", "key": "issues"}
    note = write_note(**given, text="Flooding.", version=0)
    assert write_note(**given, text="Flooding and heat.", version=note.version).text == "Flooding and heat."
    with pytest.raises(Conflict):
        write_note(**given, text="Only heat.", version=note.version)


def test_two_who_begin_the_same_note_do_not_overwrite_each_other():
    edition = portfolio.edition()
    given = {"by": operator(), "edition": edition, "page": "before", "key": "issues", "version": 0}
    write_note(**given, text="Flooding.")
    with pytest.raises(Conflict):
        write_note(**given, text="Heat.")
    assert write_note(**given, text="Flooding.").text == "Flooding."


def test_a_coach_writes_no_note_of_the_edition():
    edition = portfolio.edition()
    coach = portfolio.viewer_with("coach", on=edition, who=portfolio.person())
    with pytest.raises(Refused, match="Only the lead of"):
        write_note(by=coach, edition=edition, page="before", key="issues", text="x", version=0)


def test_a_departure_without_a_reason_is_refused():
    with pytest.raises(Refused, match="Say why the plan changes"):
        note_departure(
            by=operator(), team=portfolio.team(), planned="Weekly", instead="Monthly", reason=" ", on=DAY
        )


def test_a_deadline_is_met_on_its_day():
    deadline = add_deadline(
        by=operator(), edition=portfolio.edition(), what="Report to the funder", due_on=DAY
    )
    assert meet_deadline(by=operator(), deadline=deadline, on=DAY).done_on == DAY
    assert verbs()[-2:] == ["add_deadline", "meet_deadline"]


def test_money_is_changed_by_leads_only():
    edition = portfolio.edition()
    line = add_budget_line(
        by=operator(), edition=edition, what="Rooms", planned="900", spent="0", currency="USD"
    )
    analyst = portfolio.viewer_with("analyst", on=edition)
    with pytest.raises(Refused, match="Only the lead of"):
        edit_budget_line(by=analyst, line=line, values={"spent": 5}, version=1)
    assert edit_budget_line(by=operator(), line=line, values={"spent": 5}, version=1).spent == 5


def test_what_a_concern_says_never_reaches_the_history():
    edition = portfolio.edition()
    alert = raise_alert(by=operator(), edition=edition, concern="plantedsecret about a child", on=DAY)
    close_alert(by=operator(), alert=alert, outcome="plantedsecret was handled", on=DAY)
    assert [str(one.values) for one in Revision.objects.all() if "plantedsecret" in str(one.values)] == []
    assert verbs()[-2:] == ["raise_alert", "close_alert"]


def test_a_concern_is_raised_by_a_coach_and_closed_by_a_lead_once():
    edition, who = portfolio.edition(), portfolio.person()
    coach = portfolio.viewer_with("coach", on=edition, who=who)
    alert = raise_alert(by=coach, edition=edition, concern="Somebody shouts at staff.", on=DAY)
    assert alert.raised_by == who
    with pytest.raises(Refused, match="Only the lead of"):
        close_alert(by=coach, alert=alert, outcome="Done.", on=DAY)
    with pytest.raises(Refused, match="Say what was done"):
        close_alert(by=operator(), alert=alert, outcome=" ", on=DAY)
    closed = close_alert(by=operator(), alert=alert, outcome="Spoke to both.", on=DAY)
    with pytest.raises(Refused, match="was closed on"):
        close_alert(by=operator(), alert=closed, outcome="Again.", on=DAY)


@pytest.mark.parametrize("role", ["analyst", "editor", "panel_chair", "funder", "judge", "team_lead"])
def test_others_raise_no_concern_here(role):
    edition = portfolio.edition()
    with pytest.raises(Refused, match="A concern is raised here by the lead"):
        raise_alert(by=portfolio.viewer_with(role, on=edition), edition=edition, concern="x", on=DAY)


def test_a_concern_without_words_is_refused():
    with pytest.raises(Refused, match="Say what you are worried about"):
        raise_alert(by=operator(), edition=portfolio.edition(), concern="  ", on=DAY)


def test_giving_a_role_twice_gives_it_once_and_after_its_end_again():
    edition, account = portfolio.edition(), portfolio.account()
    given = {"by": operator(), "account": account, "role": "coach", "edition": edition, "on": DAY}
    first = grant_role(**given)
    assert grant_role(**given) == first
    end_grant(by=operator(), grant=first, on=DAY)
    assert grant_role(**given) != first
    assert Grant.objects.filter(ended_on__isnull=True).count() == 1


def test_a_lead_of_an_edition_gives_no_role_in_the_whole_programme():
    edition = portfolio.edition()
    lead = portfolio.viewer_with("programme_lead", on=edition)
    with pytest.raises(Refused, match="Roles are given by"):
        grant_role(by=lead, account=portfolio.account(), role="coach", programme=edition.programme, on=DAY)


def test_handing_over_moves_everything_of_that_edition_and_nothing_of_another():
    leaving, to = portfolio.person("Ada Quist"), portfolio.person("Ben Orr")
    portfolio.account(who=to)
    edition, other = portfolio.edition(), portfolio.edition()
    portfolio.account_with("coach", on=edition, who=leaving)
    mine = portfolio.team(edition, coach=leaving)
    elsewhere = portfolio.team(other, coach=leaving)
    idea = portfolio.artefact(mine, owner=leaving)
    due = add_deadline(by=operator(), edition=edition, what="Letter", due_on=DAY, owner=leaving)
    went = hand_over(by=operator(), leaving=leaving, to=to, edition=edition, on=DAY)
    assert went == {"teams": 1, "artefacts": 1, "deadlines": 1, "roles": 1}
    for row in (mine, elsewhere, idea, due):
        row.refresh_from_db()
    assert (mine.coach, idea.owner, due.owner, elsewhere.coach) == (to, to, to, leaving)
    live = Grant.objects.filter(edition=edition, ended_on__isnull=True)
    assert [(grant.account, grant.role) for grant in live] == [(to.account, "coach")]


def test_handing_over_to_oneself_is_refused():
    who = portfolio.person()
    with pytest.raises(Refused, match="Choose somebody else"):
        hand_over(by=operator(), leaving=who, to=who, edition=portfolio.edition(), on=DAY)


@given(n=st.integers(0, 4))
@settings(deadline=None, max_examples=5)
def test_laying_out_again_under_another_label_gives_the_same_plan(n):
    programme = portfolio.programme(kind="earned-legitimacy")
    plans = []
    for time in range(2):
        made = lay_out_edition(
            by=operator(), programme=programme, label=f"{n}-{time}", starts_on=DAY + timedelta(days=n)
        )
        plans.append(list(Activity.objects.filter(edition=made.edition).values_list("title", "starts_at")))
    assert plans[0] == plans[1]
