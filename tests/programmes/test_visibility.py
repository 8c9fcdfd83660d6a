"""Who sees what of programmes, as one table of roles and rows, and the reasons that are easy to get wrong.

Every kind of row is planted twice: in the team of the person who looks, and in another team of the same edition. So
a rule that lets too much through shows the planted row.
"""

from datetime import date

import pytest

from reflectory.accounts.roles import ROLES
from reflectory.core.visibility import NOBODY
from reflectory.directory.models import Contact, Organisation, Person
from reflectory.programmes.actions.activities import note_engagement
from reflectory.programmes.actions.editions import add_budget_line, add_deadline, note_departure, write_note
from reflectory.programmes.actions.grants import end_grant
from reflectory.programmes.actions.teams import end_membership
from reflectory.programmes.models import (
    Activity,
    Alert,
    Artefact,
    Attendance,
    BudgetLine,
    Deadline,
    Departure,
    Edition,
    EditionNote,
    Engagement,
    Grant,
    Membership,
    Programme,
    Team,
)
from reflectory.programmes.viewing import viewer_for
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 1)
KINDS = {
    "programme": Programme, "edition": Edition, "team": Team, "membership": Membership, "activity": Activity,
    "attendance": Attendance, "artefact": Artefact, "harm": Artefact, "engagement": Engagement,
    "departure": Departure, "note": EditionNote, "deadline": Deadline, "budget": BudgetLine, "alert": Alert,
    "place": Organisation, "person": Person, "contact": Contact,
}  # fmt: skip
BOTH, OWN, NONE = ("own", "other"), ("own",), ()
OF_EDITION = {"programme", "edition", "note", "deadline", "budget", "alert"}

# For each role, whose rows of each kind it sees: those of its own team, of another team, or none. What belongs to
# the edition as a whole stands as "own" alone.
SEES = {
    "programme_lead": dict.fromkeys(KINDS, BOTH),
    "coach": {
        **dict.fromkeys(
            ("team", "membership", "activity", "attendance", "artefact", "harm", "engagement"), OWN
        ),
        **dict.fromkeys(("departure", "place", "person", "contact", "note", "deadline"), OWN),
    },
    "panel_chair": {
        **dict.fromkeys(("team", "membership", "activity", "attendance", "artefact", "engagement"), BOTH),
        **dict.fromkeys(("departure", "place", "person", "note", "deadline"), BOTH),
        "contact": OWN,
    },
    "analyst": {
        **dict.fromkeys(("team", "membership", "activity", "attendance", "artefact", "engagement"), BOTH),
        **dict.fromkeys(("departure", "place", "person", "note", "deadline"), BOTH),
        "contact": OWN,
    },
    "editor": {
        **dict.fromkeys(("team", "membership", "activity", "artefact", "engagement", "departure"), BOTH),
        **dict.fromkeys(("place", "person", "note", "deadline"), BOTH),
        "contact": OWN,
    },
    "team_lead": {
        **dict.fromkeys(("team", "membership", "activity", "attendance", "artefact", "engagement"), OWN),
        **dict.fromkeys(("departure", "place", "person", "contact"), OWN),
    },
    "judge": {"person": OWN, "contact": OWN},
    "funder": {"person": OWN, "contact": OWN},
}
SEES["community_partner"] = SEES["team_lead"]


def planted(edition, own_team, me, other_team):
    """Rows of every kind: {kind: {"own": pk, "other": pk}}."""
    rows = {"programme": {"own": edition.programme}, "edition": {"own": edition}}
    by = a.operator()
    rows["note"] = {
        "own": write_note(by=by, edition=edition, page="before", key="issues", text="planted", version=0)
    }
    rows["deadline"] = {"own": add_deadline(by=by, edition=edition, what="planted", due_on=DAY)}
    rows["budget"] = {"own": add_budget_line(by=by, edition=edition, what="planted", planned=1)}
    rows["alert"] = {"own": Alert.objects.create(edition=edition, concern="planted", raised_on=DAY)}
    for whose, team, who in (
        ("own", own_team, me),
        ("other", other_team, a.person("Other", "other@example.org")),
    ):
        activity = a.activity(edition, team=team, day=DAY)
        member = Membership.objects.filter(team=team, person=who).first() or a.member(team, who)
        a.attended(activity, who)
        found = {
            "team": team, "membership": member, "activity": activity, "attendance": Attendance.objects.get(person=who),
            "artefact": a.artefact(team), "harm": a.artefact(team, kind="harm"),
            "engagement": note_engagement(
                by=by, edition=edition, team=team, on=DAY, what="x", rung="told", claimed_by="x", n_people=1
            ),
            "departure": note_departure(by=by, team=team, planned="x", instead="y", reason="z", on=DAY),
            "place": team.organisation, "person": who, "contact": Contact.objects.get(person=who),
        }  # fmt: skip
        for kind, row in found.items():
            rows.setdefault(kind, {})[whose] = row
    return rows


def seen_of(rows, viewer):
    """Which of the planted rows the viewer sees: {kind: ("own", "other")}."""
    return {
        kind: tuple(
            whose
            for whose, row in found.items()
            if KINDS[kind].objects.visible_to(viewer).filter(pk=row.pk).exists()
        )
        for kind, found in rows.items()
    }


def setting():
    """An edition with the team of somebody and another team, everything planted in both."""
    edition, me = a.edition(), a.person("Me", "me@example.org")
    own = a.team(edition, coach=me)
    a.member(own, me)
    return edition, me, planted(edition, own, me, a.team(edition))


def test_the_table_has_every_role():
    assert set(SEES) == set(ROLES)


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_sees_what_the_table_says_and_nothing_else(role):
    edition, me, rows = setting()
    table = {"programme": OWN, "edition": OWN, **SEES[role]}
    expected = {
        kind: tuple(whose for whose in table.get(kind, NONE) if whose == "own" or kind not in OF_EDITION)
        for kind in KINDS
    }
    assert seen_of(rows, a.viewer_with(role, on=edition, who=me)) == expected


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_in_another_edition_opens_nothing_of_this_one(role):
    _edition, me, rows = setting()
    viewer = a.viewer_with(role, on=a.edition(), who=me)
    assert {kind for kind, seen in seen_of(rows, viewer).items() if seen} == {"person", "contact"}


def test_without_a_role_one_sees_oneself_and_nobody_signed_in_sees_nothing():
    _edition, me, rows = setting()
    alone = viewer_for(a.account(who=me))
    assert {kind: seen for kind, seen in seen_of(rows, alone).items() if seen} == {
        "person": OWN,
        "contact": OWN,
    }
    assert {kind: seen for kind, seen in seen_of(rows, NOBODY).items() if seen} == {}


def test_an_operator_sees_everything():
    _edition, _me, rows = setting()
    assert seen_of(rows, a.operator()) == {kind: tuple(found) for kind, found in rows.items()}


def test_a_role_on_a_programme_opens_all_its_editions():
    edition, me, rows = setting()
    viewer = a.viewer_with("programme_lead", on=edition.programme, who=me)
    assert seen_of(rows, viewer) == {kind: tuple(found) for kind, found in rows.items()}


def test_a_role_that_ended_opens_nothing():
    edition, me, rows = setting()
    account = a.account_with("analyst", on=edition, who=me)
    end_grant(by=a.operator(), grant=Grant.objects.get(account=account), on=DAY)
    assert {kind for kind, seen in seen_of(rows, viewer_for(account)).items() if seen} == {
        "person",
        "contact",
    }


def test_a_team_lead_who_left_the_team_sees_it_no_more():
    edition, me = a.edition(), a.person()
    member = a.member(a.team(edition), me)
    viewer = a.viewer_with("team_lead", on=edition, who=me)
    assert list(Team.objects.visible_to(viewer)) == [member.team]
    end_membership(by=a.operator(), membership=member, on=DAY)
    assert list(Team.objects.visible_to(viewer)) == []


def test_the_team_of_a_department_goes_with_the_team_of_its_government():
    edition, me = a.edition(), a.person()
    whole = a.team(edition, coach=me)
    part = a.team(edition, parent=whole)
    viewer = a.viewer_with("coach", on=edition, who=me)
    assert set(Team.objects.visible_to(viewer)) == {whole, part}


def test_a_session_for_everybody_is_seen_by_a_coach_with_the_marks_of_their_own_people_only():
    edition, me = a.edition(), a.person()
    own, other = a.member(a.team(edition, coach=me)), a.member(a.team(edition))
    activity = a.activity(edition)
    a.attended(activity, own.person, other.person)
    viewer = a.viewer_with("coach", on=edition, who=me)
    assert list(Activity.objects.visible_to(viewer)) == [activity]
    assert [row.person for row in Attendance.objects.visible_to(viewer)] == [own.person]


def test_a_concern_is_seen_by_the_coach_who_raised_it():
    edition, me = a.edition(), a.person()
    mine = Alert.objects.create(edition=edition, concern="x", raised_by=me, raised_on=DAY)
    Alert.objects.create(edition=edition, concern="planted", raised_on=DAY)
    assert list(Alert.objects.visible_to(a.viewer_with("coach", on=edition, who=me))) == [mine]


def test_no_row_comes_back_twice_however_many_reasons_there_are_to_see_it():
    edition, me = a.edition(), a.person()
    team = a.team(edition, coach=me)
    a.member(team, me)
    a.member(team, me, role="mayor")
    activity = a.activity(edition)
    a.attended(activity, me)
    account = a.account_with("programme_lead", on=edition, who=me)
    for role in ("coach", "team_lead"):
        Grant.objects.create(account=account, role=role, edition=edition, given_on=DAY)
    viewer = viewer_for(account)
    for model, n in (
        (Team, 1),
        (Activity, 1),
        (Attendance, 1),
        (Membership, 2),
        (Person, 1),
        (Organisation, 1),
    ):
        assert model.objects.visible_to(viewer).count() == n
