"""The tables of docs/reference/roles.md say what the rules do: each cell is tried with somebody who has that role."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from reflectory.accounts.roles import PARTNER, ROLES, TEAM_LEAD
from reflectory.directory import policies as directory
from reflectory.directory.models import Contact, Person
from reflectory.programmes import policies
from reflectory.programmes.actions.editions import add_budget_line, add_deadline, write_note
from reflectory.programmes.actions.running import can_raise_alert
from reflectory.programmes.exports import can_export_portfolio
from reflectory.programmes.models import (
    Activity,
    Alert,
    Artefact,
    Attendance,
    BudgetLine,
    Deadline,
    Edition,
    EditionNote,
    Engagement,
    Membership,
    Team,
)
from reflectory.programmes.visibility import reads_names
from reflectory.workspace.places import reads_explorations
from reflectory.workspace.scopes import countable_editions
from tests import portfolio as make

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"
DAY = date(2021, 3, 1)


def table(heading):
    """The cells under a heading: (what, name of the role) → all, own or nothing."""
    part = PAGE.read_text(encoding="utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\|.*\|$", part, re.MULTILINE)
    ]
    names = lines[0][1:]
    return {(line[0], name): cell for line in lines[2:] for name, cell in zip(names, line[1:], strict=True)}


def team_with_everything(of, coach=None):
    """A team, and one row of each kind that belongs to it."""
    row = make.team(of, coach=coach)
    mate = make.person(email=f"{row.pk}@example.org")
    membership = make.member(row, mate)
    session = make.activity(of, team=row)
    make.attended(session, mate)
    return SimpleNamespace(
        team=row, mate=mate, membership=membership, session=session, place=row.organisation,
        contact=mate.contacts.get(), attendance=session.attendance.get(), idea=make.artefact(row),
        harm=make.artefact(row, kind="harm"), map=make.artefact(row, kind="power_map"),
        stipend=make.artefact(row, kind="stipend"),
        engagement=make.engagement(of, row),
    )  # fmt: skip


@pytest.fixture
def world(db):  # noqa: ARG001 - rows are made
    """An edition with a team of one's own and another, and an edition elsewhere of which nothing is ever seen."""
    here, elsewhere = make.edition(), make.edition()
    me = make.person()
    found = SimpleNamespace(here=here, elsewhere=elsewhere, me=me)
    found.own, found.other = team_with_everything(here, coach=me), team_with_everything(here)
    found.far = team_with_everything(elsewhere)
    for one in (here, elsewhere):
        by = make.operator()
        write_note(by=by, edition=one, page="before", key="issues", text="Rents", version=0)
        add_deadline(by=by, edition=one, what="A report", due_on=DAY)
        add_budget_line(by=by, edition=one, what="Travel", planned=10)
    return found


def somebody(world, role):
    """Who has this role in the edition, and is the person that the team of their own knows."""
    if role in (TEAM_LEAD, PARTNER):
        make.member(world.own.team, world.me, role="team_lead")
    return make.viewer_with(role, on=world.here, who=world.me)


def said(*, own, other):
    """The word of the table for what was found of one's own and of others."""
    assert own or not other
    return "all" if other else "own" if own else "–"


def seen(model, by, own, other, far):
    """The word for rows of a model."""
    pks = set(model.objects.visible_to(by).values_list("pk", flat=True))
    assert far.pk not in pks
    return said(own=own.pk in pks, other=other.pk in pks)


def whole(model, by, world):
    """The word for what belongs to an edition as a whole."""
    rows = model.objects.visible_to(by)
    assert not rows.filter(edition=world.elsewhere).exists()
    return "all" if rows.filter(edition=world.here).exists() else "–"


def what_is_seen(world, by):
    """The first table's column, tried."""
    own, other, far = world.own, world.other, world.far

    def of(model, name):
        return seen(model, by, *(getattr(one, name) for one in (own, other, far)))

    mine, another, away = (
        Alert.objects.create(edition=edition, concern="A concern", raised_by=who, raised_on=DAY)
        for edition, who in ((world.here, world.me), (world.here, None), (world.elsewhere, None))
    )
    return {
        "the name and days of the edition": seen(Edition, by, world.here, world.here, world.elsewhere),
        "teams": of(Team, "team"),
        "people in teams": the_same(of(Person, "mate"), of(Membership, "membership")),
        "their addresses and numbers": of(Contact, "contact"),
        "sessions": of(Activity, "session"),
        "who was there": of(Attendance, "attendance"),
        "what teams make": of(Artefact, "idea"),
        "harms, power maps, stipends": the_same(of(Artefact, "harm"), of(Artefact, "map"), of(Artefact, "stipend")),
        "residents engaged": of(Engagement, "engagement"),
        "notes of the edition, deadlines": the_same(whole(EditionNote, by, world), whole(Deadline, by, world)),
        "money of the edition": whole(BudgetLine, by, world),
        "safeguarding concerns": seen(Alert, by, mine, another, away),
        "figures": "all" if list(countable_editions(by)) == [world.here] else "–",
        "names behind figures": word(reads_names(by, frozenset([world.here.pk]))),
        "explorations": word(reads_explorations(by)),
    }  # fmt: skip


def what_is_changed(world, by, by_for_all):
    """The second table's column, tried; `by_for_all` has the role for the whole programme."""
    own, other, far = world.own, world.other, world.far

    def asked(can, name):
        assert not can(by, getattr(far, name))
        return said(own=can(by, getattr(own, name)), other=can(by, getattr(other, name)))

    def adds(team):
        return policies.can_add_artefact(by, team.edition, team)

    runs = word(policies.can_run_edition(by, world.here))
    return {
        "the programme, a new edition, partners": word(
            policies.can_run_programme(by_for_all, world.here.programme)
        ),
        "the edition, its notes, deadlines, money and roles": the_same(
            runs, word(policies.can_grant(by, world.here, None))
        ),
        "teams in and out, imports": runs,
        "the stage of a team": asked(policies.can_move_team, "team"),
        "the coach, focus and people of a team": asked(policies.can_work_with_team, "team"),
        "sessions, and who was there": asked(policies.can_run_activity, "session"),
        "what a team makes, residents engaged": said(own=adds(own.team), other=adds(other.team)),
        "raise a safeguarding concern": word(can_raise_alert(by, world.here)),
        "close a safeguarding concern": runs,
        "add a place": word(directory.can_add_organisation(by)),
        "change a place": asked(directory.can_edit_organisation, "place"),
        "add a person": word(directory.can_add_person(by)),
        "change a person": asked(directory.can_edit_person, "mate"),
        "merge two places or people": the_same(
            asked(directory.can_merge, "place"), asked(directory.can_merge, "mate")
        ),
        "take the portfolio out as a file": word(can_export_portfolio(by)),
    }


def word(is_so):
    """The word where there is nothing of one's own."""
    return "all" if is_so else "–"


def the_same(*words):
    """The word that several have in common, where one line of the page speaks of all of them."""
    assert len(set(words)) == 1, words
    return words[0]


def column(heading, role):
    """What the page says under a heading of one role."""
    return {what: cell for (what, name), cell in table(heading).items() if name == str(ROLES[role].name)}


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_sees_is_what_the_manual_says(world, role):
    assert what_is_seen(world, somebody(world, role)) == column("What each role sees", role)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_changes_is_what_the_manual_says(world, role):
    by, by_for_all = somebody(world, role), make.viewer_with(role, on=world.here.programme)
    assert what_is_changed(world, by, by_for_all) == column("What each role changes", role)


@pytest.mark.parametrize("heading", ["What each role sees", "What each role changes"])
def test_the_manual_names_each_role_and_no_other(heading):
    assert {name for _what, name in table(heading)} == {str(role.name) for role in ROLES.values()}


def test_nobody_who_has_no_role_sees_or_changes_anything(world):
    by = make.viewer_for(make.account(who=make.person()))
    everything = {**what_is_seen(world, by), **what_is_changed(world, by, by)}
    assert set(everything.values()) == {"–"}
