"""Who sees what was asked, who answered, and what they agreed to.

That something was asked is seen by those who run or read the edition. Single answers are for the roles that the
ask names; a confidential one never for anybody of the respondent's own organisation, whatever their role. Who a
voice was is known to those alone who work with the words.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from reflectory.accounts.roles import ANALYST, COACH, EDITOR, LEAD, READS_EDITION
from reflectory.core.visibility import Viewer, lets_see
from reflectory.directory.models import Affiliation, Organisation
from reflectory.listening.identities import CONFIDENTIAL, NAMED
from reflectory.listening.models import Ask, AskReader, Form
from reflectory.programmes.models import Activity, Edition, Membership, Team
from reflectory.programmes.visibility import closed_notes, coached_by

_NONE = Q(pk__in=[])


@lets_see("listening.form")
def forms(viewer: Viewer) -> Q:
    """Those of programmes in which the viewer leads, coaches, analyses or edits; those that all programmes share."""
    return _of_programmes(viewer)


def _of_programmes(viewer: Viewer) -> Q:
    roles = (LEAD, COACH, ANALYST, EDITOR)
    if not viewer.has_role(*roles):
        return _NONE
    through = Edition.objects.filter(pk__in=viewer.editions_as(*roles)).values("programme")
    return (
        Q(programme__isnull=True) | Q(programme__in=viewer.programmes_as(*roles)) | Q(programme__in=through)
    )


@lets_see("listening.libraryquestion")
def library_questions(viewer: Viewer) -> Q:
    """As forms."""
    return _of_programmes(viewer)


@lets_see("listening.formversion")
def form_versions(viewer: Viewer) -> Q:
    """Those of forms that the viewer sees."""
    return Q(form__in=Form.objects.filter(_of_programmes(viewer)).values("pk"))


@lets_see("listening.ask")
def asks(viewer: Viewer) -> Q:
    """Those of editions that the viewer reads or coaches; those of no edition for leads, analysts and editors."""
    here = Q(edition__in=viewer.editions_as(*READS_EDITION, COACH))
    return here | Q(edition__isnull=True) if viewer.has_role(LEAD, ANALYST, EDITOR) else here


@lets_see("listening.invitation")
def invitations(viewer: Viewer) -> Q:
    """Who was asked: for leads of the edition, and for the coach of the person's team."""
    own = Team.objects.filter(coached_by(viewer)).values("pk")
    return Q(ask__edition__in=viewer.editions_as(LEAD)) | Q(team__in=own)


def asks_read_by(viewer: Viewer) -> Q:
    """Of asks: those whose single answers some role of the viewer reads, in the edition in which they have it."""
    read = _NONE
    for role in sorted(viewer.roles):
        here = Q(role=role, ask__edition__in=viewer.editions_as(role))
        read |= here | Q(role=role, ask__edition__isnull=True)
    return Q(pk__in=AskReader.objects.filter(read).values("ask"))


@lets_see("listening.response")
def responses(viewer: Viewer) -> Q:
    """Those to asks that the viewer reads, but confidential ones of their own organisation."""
    mine = own_organisations(viewer)
    works_there = Affiliation.objects.filter(organisation__in=mine).values("person")
    known = (
        Q(voice__organisation__in=mine)
        | Q(voice__person__in=works_there)
        | Q(invitation__team__organisation__in=mine)
    )
    return Q(ask__in=Ask.objects.filter(asks_read_by(viewer)).values("pk")) & ~(
        Q(identity=CONFIDENTIAL) & known
    )


@lets_see("listening.expectation")
def expectations(viewer: Viewer) -> Q:
    """Those about asks that the viewer reads or runs: of people who answer, nobody is told what is expected."""
    led = Ask.objects.filter(edition__in=viewer.editions_as(LEAD))
    read = Ask.objects.filter(asks_read_by(viewer))
    return Q(ask__in=led.values("pk")) | Q(ask__in=read.values("pk"))


def _reviewed(viewer: Viewer, session: str) -> Q:
    """That the notes of the session at this path may be read; asked of each row, since sessions are many."""
    sessions = Activity.objects.visible_to(viewer).exclude(closed_notes(viewer))
    return Q(Exists(sessions.filter(pk=OuterRef(session))))


@lets_see("listening.afteractionreview")
def after_action_reviews(viewer: Viewer) -> Q:
    """Those of sessions whose notes the viewer may read."""
    return _reviewed(viewer, "activity")


@lets_see("listening.reviewnote")
@lets_see("listening.reviewaction")
def parts_of_reviews(viewer: Viewer) -> Q:
    """Those of reviews that the viewer sees."""
    return _reviewed(viewer, "review__activity")


@lets_see("listening.anonymousresponse")
def anonymous_responses(viewer: Viewer) -> Q:
    """Those to asks that the viewer reads; how many there must be is kept by those who show them."""
    return Q(ask__in=Ask.objects.filter(asks_read_by(viewer)).values("pk"))


def with_enough(asks: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the asks to which as many answers stand as their smallest group needs; a named one needs none."""
    standing = Count("responses", filter=Q(responses__withdrawn_at__isnull=True), distinct=True)
    counted = asks.alias(n_standing=standing, n_anonymous=Count("anonymous_responses", distinct=True))
    found: QuerySet[Any] = counted.filter(
        Q(identity=NAMED) | Q(n_standing__gte=F("floor")) | Q(n_anonymous__gte=F("floor"))
    )
    return found


def own_organisations(viewer: Viewer) -> list[int]:
    """The organisations in which the viewer has or had a post or a team, with what they are part of and their parts.

    Whoever has worked beside or above somebody is not shown what they said in confidence.
    """
    if viewer.person_id is None:
        return []
    held = set(Affiliation.objects.filter(person=viewer.person_id).values_list("organisation", flat=True))
    held |= set(
        Membership.objects.filter(person=viewer.person_id).values_list("team__organisation", flat=True)
    )
    around = Organisation.objects.filter(Q(pk__in=held) | Q(parent__in=held) | Q(parts__in=held))
    return sorted(held | set(around.values_list("pk", flat=True)))


@lets_see("listening.voice")
def voices(viewer: Viewer) -> Q:
    """Those of editions that the viewer leads or analyses."""
    return Q(edition__in=viewer.editions_as(LEAD, ANALYST))


@lets_see("listening.consent")
def consents(viewer: Viewer) -> Q:
    """Those of voices that the viewer sees."""
    return Q(voice__edition__in=viewer.editions_as(LEAD, ANALYST))
