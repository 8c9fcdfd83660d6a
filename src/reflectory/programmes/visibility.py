"""Who sees what of programmes, and of the people and organisations that take part in them.

One rule per kind of row, in one place, so that it can be read as a whole. A role that is not named in a rule
sees none of it: a judge no list of teams, a funder figures only. Operators see everything, see `core.visibility`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from reflectory.accounts.roles import ANALYST, CHAIR, COACH, EDITOR, LEAD, READS_EDITION, READS_OWN_TEAM
from reflectory.core.models import AuditEvent
from reflectory.core.visibility import Viewer, lets_see
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.models import Activity, Attendance, Edition, Membership, ProgrammePartner, Team

PRIVATE_KINDS = [kind.key for kind in KINDS.values() if kind.is_private]


def _own_teams(viewer: Viewer) -> Q:
    """Of teams: those that the viewer coaches, or is a member of with a role that opens the team to them."""
    if viewer.person_id is None:
        return Q(pk__in=[])
    coached = Q(edition__in=viewer.editions_as(COACH), coach=viewer.person_id)
    mine = Membership.objects.filter(person=viewer.person_id, left_on__isnull=True).values("team")
    return coached | Q(edition__in=viewer.editions_as(*READS_OWN_TEAM), pk__in=mine)


def teams_of(viewer: Viewer) -> Q:
    """Of teams: all that the viewer may see. A department's team goes with the team of its government."""
    own = _own_teams(viewer)
    parts = Q(parent__in=Team.objects.filter(own).values("pk"))
    return viewer.within("edition", *READS_EDITION) | own | parts


def coached_by(viewer: Viewer) -> Q:
    """Of teams: those that the viewer coaches."""
    if viewer.person_id is None:
        return Q(pk__in=[])
    return Q(edition__in=viewer.editions_as(COACH), coach=viewer.person_id)


def _visible_teams(viewer: Viewer) -> Q:
    return Q(team__in=Team.objects.filter(teams_of(viewer)).values("pk"))


@lets_see("programmes.programme")
def programmes(viewer: Viewer) -> Q:
    """Everybody with a role in one sees it; what they see of it is decided by the rules below."""
    granted = viewer.programmes_as(*viewer.roles)
    through = Edition.objects.filter(pk__in=viewer.editions_as(*viewer.roles)).values("programme")
    return Q(pk__in=granted) | Q(pk__in=through)


@lets_see("programmes.edition")
def editions(viewer: Viewer) -> Q:
    """Those in which the viewer has a role."""
    return Q(pk__in=viewer.editions_as(*viewer.roles))


lets_see("programmes.team")(teams_of)


@lets_see("programmes.membership")
def memberships(viewer: Viewer) -> Q:
    """Who is in a team that the viewer sees."""
    return _visible_teams(viewer)


@lets_see("programmes.activity")
def activities(viewer: Viewer) -> Q:
    """All of an edition for those who read it; for others those for everybody and those of their teams."""
    for_all = Q(team__isnull=True, edition__in=viewer.editions_as(COACH, *READS_OWN_TEAM))
    return viewer.within("edition", *READS_EDITION) | for_all | _visible_teams(viewer)


@lets_see("programmes.attendance")
def attendance(viewer: Viewer) -> Q:
    """All of an edition for those who read it; for coaches and team leads that of people in their teams."""
    own = Team.objects.filter(_own_teams(viewer)).values("pk")
    people = Membership.objects.filter(_own_memberships(viewer)).values("person")
    # The sessions they see, written by what a session has, so that no list of all sessions is made first.
    here = Q(activity__team__isnull=True) | Q(activity__team__in=own) | Q(activity__team__parent__in=own)
    theirs = here & Q(activity__edition__in=viewer.editions_as(COACH, *READS_OWN_TEAM), person__in=people)
    return viewer.within("activity__edition", LEAD, CHAIR, ANALYST) | theirs


def _own_memberships(viewer: Viewer) -> Q:
    own = Team.objects.filter(_own_teams(viewer))
    return Q(team__in=own.values("pk")) | Q(team__parent__in=own.values("pk"))


@lets_see("programmes.artefact")
def artefacts(viewer: Viewer) -> Q:
    """Those of an edition or team that the viewer sees; private kinds only for leads and the team's coach."""
    seen = viewer.within("edition", *READS_EDITION) | _visible_teams(viewer)
    coached = Q(team__in=Team.objects.filter(coached_by(viewer)).values("pk"))
    private = viewer.within("edition", LEAD) | coached
    return (seen & ~Q(kind__in=PRIVATE_KINDS)) | private


@lets_see("programmes.engagement")
def engagements(viewer: Viewer) -> Q:
    """Those of an edition or team that the viewer sees."""
    return viewer.within("edition", *READS_EDITION) | _visible_teams(viewer)


@lets_see("programmes.departure")
def departures(viewer: Viewer) -> Q:
    """Those of teams that the viewer sees."""
    return _visible_teams(viewer)


@lets_see("programmes.editionnote")
def edition_notes(viewer: Viewer) -> Q:
    """For those who read or coach the edition."""
    return viewer.within("edition", *READS_EDITION, COACH)


@lets_see("programmes.deadline")
def deadlines(viewer: Viewer) -> Q:
    """For those who read or coach the edition."""
    return viewer.within("edition", *READS_EDITION, COACH)


@lets_see("programmes.budgetline")
def budget_lines(viewer: Viewer) -> Q:
    """Money is for leads."""
    return viewer.within("edition", LEAD)


@lets_see("programmes.alert")
def alerts(viewer: Viewer) -> Q:
    """For leads, and for whoever raised the concern."""
    mine = (
        Q(raised_by=viewer.person_id, edition__in=viewer.editions_as(COACH))
        if viewer.person_id
        else Q(pk__in=[])
    )
    return viewer.within("edition", LEAD) | mine


@lets_see("directory.organisation")
def organisations(viewer: Viewer) -> Q:
    """Those that take part where the viewer sees it, with what they are part of, partners, and who came."""
    teams = Team.objects.filter(teams_of(viewer))
    programmes_seen = viewer.programmes_as(*READS_EDITION) | frozenset()
    partners = ProgrammePartner.objects.filter(
        Q(programme__in=programmes_seen) | Q(programme__editions__in=viewer.editions_as(*READS_EDITION))
    )
    return (
        _taking_part(viewer, teams)
        | Q(pk__in=partners.values("organisation"))
        | _came("organisation", viewer, *READS_EDITION)
        | Q(
            pk__in=_added_by(viewer, Organisation)
            .filter(teams=None, attendance=None, posts=None)
            .values("pk")
        )
    )


def _taking_part(viewer: Viewer, teams: QuerySet[Team]) -> Q:
    """Of organisations: those with a team, what they are part of or were merged into, and their parts.

    Few teams are listed; where there are many, each organisation is asked, as in `_came`.
    """
    if viewer.is_narrow:
        having = Organisation.objects.filter(pk__in=teams.values("organisation"))
        return (
            Q(pk__in=having.values("pk"))
            | Q(pk__in=having.values("parent"))
            | Q(pk__in=having.values("merged_into"))
            | Q(parent__in=having.values("pk"))
        )
    has_team = Exists(teams.filter(organisation=OuterRef("pk")))
    having = Organisation.objects.filter(has_team)
    return (
        Q(has_team)
        | Q(Exists(having.filter(parent=OuterRef("pk"))))
        | Q(Exists(having.filter(merged_into=OuterRef("pk"))))
        | Q(Exists(teams.filter(organisation=OuterRef("parent"))))
    )


@lets_see("directory.person")
def people(viewer: Viewer) -> Q:
    """Themselves, members of teams that the viewer sees, their coaches, and who came to an edition they read."""
    return (
        Q(pk=viewer.person_id or 0)
        | _in_teams(viewer)
        | _came("person", viewer, LEAD, CHAIR, ANALYST)
        | Q(pk__in=_added_by(viewer, Person).filter(memberships=None, attendance=None).values("pk"))
    )


def _in_teams(viewer: Viewer) -> Q:
    """Of people: members and coaches of the teams that the viewer sees; listed or asked as in `_came`."""
    teams = Team.objects.filter(teams_of(viewer))
    if viewer.is_narrow:
        members = Membership.objects.filter(team__in=teams.values("pk"))
        return Q(pk__in=members.values("person")) | Q(
            pk__in=teams.filter(coach__isnull=False).values("coach")
        )
    members = Membership.objects.filter(
        viewer.within("team__edition", *READS_EDITION)
        | Q(team__in=Team.objects.filter(_own_teams(viewer)).values("pk")),
        person=OuterRef("pk"),
    )
    return Q(Exists(members)) | Q(Exists(teams.filter(coach=OuterRef("pk"))))


def _came(whose: str, viewer: Viewer, *roles: str) -> Q:
    """Of organisations or people: those that attendance in the editions of these roles is of.

    Few editions have few visits, and these are listed; of many, each row is asked, which stops at its first visit.
    """
    came = Attendance.objects.filter(viewer.within("activity__edition", *roles))
    if viewer.is_narrow:
        return Q(pk__in=came.values(whose))
    return Q(Exists(came.filter(**{whose: OuterRef("pk")})))


def _added_by(viewer: Viewer, model: type[Organisation] | type[Person]) -> QuerySet[Any]:
    """What the viewer entered themselves; a rule lets it be seen for as long as it is nowhere yet."""
    verbs = ("add_organisation", "add_person")
    added = AuditEvent.objects.filter(
        by_account=viewer.account_id, kind=model._meta.label_lower, verb__in=verbs
    )
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=added.values("object_id"))
    return rows if viewer.account_id is not None and viewer.has_role(LEAD, CHAIR, COACH) else rows.none()


@lets_see("directory.contact")
def contacts(viewer: Viewer) -> Q:
    """Addresses of people are for leads, and for the coach of their team; one's own for oneself."""
    mine = Q(person=viewer.person_id or 0)
    coached = Q(team__in=Team.objects.filter(coached_by(viewer)).values("pk"))
    members = Membership.objects.filter(viewer.within("team__edition", LEAD) | coached)
    if viewer.is_narrow:
        return mine | Q(person__in=members.values("person"))
    return mine | Q(Exists(members.filter(person=OuterRef("person"))))


def closed_notes(viewer: Viewer) -> Q:
    """Of activities: confidential ones whose notes this viewer may not read, since they did not lead them.

    What is said in such a session stays in the room: nobody else meets its notes, in a page, history or export.
    """
    if viewer.is_operator:
        return Q(pk__in=[])
    teams = Team.objects.filter(coached_by(viewer)).values("pk")
    led = (
        viewer.within("edition", LEAD)
        | Q(team__isnull=True, edition__in=viewer.editions_as(COACH))
        | Q(team__isnull=False, team__in=teams)
        | Q(team__isnull=False, team__parent__isnull=False, team__parent__in=teams)
    )
    return Q(confidentiality="confidential") & ~Q(pk__in=Activity.objects.filter(led).values("pk"))


def reads_names(viewer: Viewer, editions_in_question: frozenset[int]) -> bool:
    """Whether the viewer may open a figure over these editions to the names behind it."""
    return viewer.is_operator or editions_in_question <= viewer.editions_as(LEAD, CHAIR, ANALYST, EDITOR)
