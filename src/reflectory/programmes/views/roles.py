"""Who has which role in an edition, giving and ending one, and handing work over when somebody leaves."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reflectory.accounts.roles import ROLES
from reflectory.core.pages import form_page, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.directory.actions.people import person_behind
from reflectory.directory.models import Person
from reflectory.programmes.actions.grants import PASS_ON, STAY, end_grant, grant_role, hand_over
from reflectory.programmes.forms.roles import GrantForm, HandOverForm
from reflectory.programmes.models import Artefact, Deadline, Grant, Team
from reflectory.programmes.policies import can_run_edition, can_run_programme, check_can_grant
from reflectory.programmes.views.within import address, find_edition, need_sight, staff, within


def _live(edition):
    """Roles that hold in this edition, given for it or for its programme."""
    here = Q(edition=edition) | Q(programme=edition.programme_id)
    return Grant.objects.filter(here, ended_on__isnull=True).select_related("account", "account__person")


@signed_in
@require_http_methods(["GET", "POST"])
def role_list(request, programme, edition):
    """Who has which role, and giving one."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-roles")
    need_sight(context["sight"].runs)
    for_programme = can_run_programme(who, row.programme)
    held = sorted(_live(row), key=lambda grant: (list(ROLES).index(grant.role), grant.account.name))
    context |= {
        "held": [(grant, ROLES[grant.role], grant.edition_id is not None or for_programme) for grant in held],
        "roles": list(ROLES.values()),
    }

    def save(form):
        given = dict(form.cleaned_data)
        whole = given.pop("scope", "edition") == "programme"
        where = {"programme": row.programme} if whole else {"edition": row}
        person_behind(by=who, account=given["account"])
        return grant_role(by=who, on=context["today"], **given, **where)

    return form_page(
        request,
        form=partial(GrantForm, for_programme=for_programme),
        save=save,
        done=lambda _grant: address("edition-roles", row),
        template="programmes/edition_roles.html",
        context=context,
    )


@signed_in
@require_POST
def end_role(request, programme, edition, pk):
    """The role ends today. Pressing twice is harmless."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    need_sight(within(request, row, "edition-roles")["sight"].runs)
    grant = _live(row).filter(pk=pk).first()
    if grant is not None:
        end_grant(by=who, grant=grant, on=timezone.localdate())
        messages.success(
            request,
            _("{name} is not {role} any more.").format(name=grant.account, role=grant.get_role_display()),
        )
    return redirect(address("edition-roles", row))


@signed_in
@require_http_methods(["GET", "POST"])
def hand_over_page(request, programme, edition):
    """What would go over from somebody who leaves, shown first and done by one button."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-handover")
    need_sight(context["sight"].runs)
    check_can_grant(who, row, None)
    for_programme = can_run_programme(who, row.programme)
    form = HandOverForm(
        request.POST or None, leaving=_holders(row), people=staff(row), for_programme=for_programme,
        initial={"on": context["today"], "programme_roles": STAY},
    )  # fmt: skip
    is_valid = form.is_valid()
    if is_valid and "confirm" in request.POST:
        try:
            went = hand_over(by=who, edition=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told(form.cleaned_data, went))
            return redirect(address("edition-roles", row))
    going = _going(row, form.cleaned_data) if is_valid else None
    staying = _staying(who, row, form.cleaned_data) if is_valid else None
    context |= {"form": form, "going": going, "staying": staying, "for_programme": for_programme}
    return render(request, "programmes/edition_handover.html", context, status=422 if form.errors else 200)


def _holders(edition):
    """People who coach, own or have a role in this edition."""
    return Person.objects.filter(
        Q(pk__in=staff(edition).values("pk"))
        | Q(pk__in=Artefact.objects.filter(edition=edition, owner__isnull=False).values("owner"))
        | Q(pk__in=Deadline.objects.filter(edition=edition, owner__isnull=False).values("owner"))
    )


def _going(edition, given):
    """What would go over, by name."""
    leaving = given["leaving"]
    becomes = given.get("programme_roles", STAY)
    whole = _held(leaving).filter(programme=edition.programme_id) if becomes != STAY else []
    return {
        "teams": list(Team.objects.filter(edition=edition, coach=leaving).select_related("organisation")),
        "artefacts": list(Artefact.objects.filter(edition=edition, owner=leaving)),
        "deadlines": list(Deadline.objects.filter(edition=edition, owner=leaving, done_on__isnull=True)),
        "roles": [ROLES[grant.role] for grant in _held(leaving).filter(edition=edition)],
        "programme_roles": [ROLES[grant.role] for grant in whole],
        "passes_on": becomes == PASS_ON,
    }


def _held(person):
    """The roles that somebody has now."""
    return Grant.objects.filter(account=person.account_id or 0, ended_on__isnull=True)


def _staying(who, edition, given):
    """The roles that nothing happens to: in the whole programme, and in other editions that the viewer runs."""
    held = _held(given["leaving"])
    stay = given.get("programme_roles", STAY) == STAY
    others = held.filter(edition__isnull=False).exclude(edition=edition).select_related("edition__programme")
    return {
        "programme_roles": [ROLES[one.role] for one in held.filter(programme=edition.programme_id)]
        if stay
        else [],
        "others": [(ROLES[one.role], one.edition) for one in others if can_run_edition(who, one.edition)],
    }


def _told(given, went):
    teams = ngettext("{n} team", "{n} teams", went["teams"]).format(n=went["teams"])
    artefacts = ngettext("{n} artefact", "{n} artefacts", went["artefacts"]).format(n=went["artefacts"])
    due = ngettext("{n} deadline", "{n} deadlines", went["deadlines"]).format(n=went["deadlines"])
    return _("{to} has taken over from {leaving}: {teams}, {artefacts}, {deadlines}.").format(
        to=given["to"], leaving=given["leaving"], teams=teams, artefacts=artefacts, deadlines=due
    )
