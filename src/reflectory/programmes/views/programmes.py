"""The list of programmes, the page of one with its editions over the years, setting one up and changing it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.accounts.roles import JUDGE, READS_EDITION
from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.programmes.actions.editions import (
    add_partner,
    add_programme,
    edit_programme,
    remove_partner,
)
from reflectory.programmes.catalogue import kind_of, kinds
from reflectory.programmes.forms.programmes import NewProgrammeForm, PartnerForm, ProgrammeForm
from reflectory.programmes.models import Activity, Edition, Programme, Team
from reflectory.programmes.overview import figures_of, sight
from reflectory.programmes.policies import (
    can_add_programme,
    can_run_edition,
    can_run_programme,
    check_can_add_programme,
    check_can_run_programme,
)

A_PAGE = 50


def _listed(who, wanted_kind, words):
    """Programmes, those that run today first, each with its newest edition and its next session."""
    today, now = timezone.localdate(), timezone.now()
    editions = Edition.objects.visible_to(who).filter(programme=OuterRef("pk"))
    running = editions.running_on(today).order_by("-planned_starts_on", "pk")
    newest = editions.order_by("-planned_starts_on", "pk")
    ahead = Activity.objects.visible_to(who).filter(
        edition__programme=OuterRef("pk"), state="planned", starts_at__gte=now
    )
    rows = Programme.objects.visible_to(who).annotate(
        is_running=Exists(running),
        running_pk=Subquery(running.values("pk")[:1]),
        newest_pk=Subquery(newest.values("pk")[:1]),
        next_pk=Subquery(ahead.order_by("starts_at", "pk").values("pk")[:1]),
    )
    if wanted_kind:
        rows = rows.filter(kind=wanted_kind)
    if words:
        rows = rows.filter(name__icontains=words) | rows.filter(initiative__icontains=words)
    return rows.order_by("-is_running", "name", "pk")


def _filled(who, rows):
    """The rows with their edition, number of teams and next session, in three queries."""
    rows = list(rows)
    for row in rows:
        row.edition_pk = row.running_pk or row.newest_pk
        row.kind_name = kind.name if (kind := kind_of(row.kind)) else row.kind
    editions = Edition.objects.select_related("programme").in_bulk(
        [row.edition_pk for row in rows if row.edition_pk]
    )
    sessions = Activity.objects.in_bulk([row.next_pk for row in rows if row.next_pk])
    teams = Team.objects.visible_to(who).filter(edition__in=editions).order_by().values_list("edition")
    n_teams = dict(teams.annotate(n=Count("pk")))
    for row in rows:
        row.edition = editions.get(row.edition_pk)
        row.next_session = sessions.get(row.next_pk)
        # Nothing is said to those who are not shown teams: no number is not the number nought.
        sees_teams = row.edition is not None and sight(who, row.edition).is_in
        row.n_teams = n_teams.get(row.edition_pk, 0) if sees_teams else None
    return rows


COLUMNS = [
    (gettext_lazy("Programme"), lambda row: row.name),
    (gettext_lazy("Kind"), lambda row: row.kind_name),
    (gettext_lazy("A track of"), lambda row: row.initiative),
    (gettext_lazy("Our role"), lambda row: row.get_our_role_display()),
    (gettext_lazy("Edition"), lambda row: row.edition and row.edition.label),
    (gettext_lazy("Planned start"), lambda row: row.edition and row.edition.planned_starts_on),
    (gettext_lazy("Planned end"), lambda row: row.edition and row.edition.planned_ends_on),
    (gettext_lazy("Actual start"), lambda row: row.edition and row.edition.actual_starts_on),
    (gettext_lazy("Actual end"), lambda row: row.edition and row.edition.actual_ends_on),
    (gettext_lazy("Teams"), lambda row: row.n_teams),
]


@signed_in
@require_safe
def programme_list(request):
    """Every programme that the viewer has a part in."""
    who = viewer(request)
    wanted, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    rows = _listed(who, wanted, words)
    if wants_export(request):
        return export(request, name=_("Programmes"), columns=COLUMNS, rows=_filled(who, rows))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    filled = _filled(who, page.object_list)
    context = {
        "running": [row for row in filled if row.is_running],
        "others": [row for row in filled if not row.is_running],
        "page": page,
        "n_all": Programme.objects.visible_to(who).count() if wanted or words else page.paginator.count,
        "kinds": list(kinds().values()),
        "wanted_kind": wanted,
        "words": words,
        "may_add": can_add_programme(who),
        "is_only_judge": who.roles == {JUDGE},
        "today": timezone.localdate(),
    }
    return render(request, "programmes/programmes.html", context)


def _programme(request, slug):
    return seen(Programme.objects.visible_to(viewer(request)), slug=slug)


@signed_in
@require_safe
def programme_page(request, programme):
    """What the programme is, with whom, and its editions over the years with the figures of its kind."""
    who = viewer(request)
    row = _programme(request, programme)
    editions = list(
        Edition.objects.visible_to(who)
        .filter(programme=row)
        .select_related("programme")
        .order_by("-planned_starts_on")
    )
    kind = kind_of(row.kind)
    looks = {edition.pk: sight(who, edition) for edition in editions}
    counted = [edition for edition in editions if looks[edition.pk].has_figures]
    figures = figures_of(kind.figures if kind else [], counted, who)
    reads = who.is_operator or bool(
        row.pk in who.programmes_as(*READS_EDITION) or any(look.reads for look in looks.values())
    )
    context = {
        "programme": row,
        "kind": kind,
        "editions": editions,
        "counted": counted,
        "over_the_years": _over_the_years(counted, figures),
        "newest": (counted[0], figures[counted[0].pk]) if counted else None,
        "partners": list(row.partners.select_related("organisation")) if reads else [],
        "reads": reads,
        "is_told": reads or bool(counted) or any(look.is_in for look in looks.values()),
        "may_run": can_run_programme(who, row),
        "hold_in": _run_today(who, editions),
        "crumbs": [(_("Programmes"), reverse("programmes"))],
        "today": timezone.localdate(),
    }
    return render(request, "programmes/programme.html", context)


def _run_today(who, editions):
    """The number of the newest edition that runs today and that the viewer runs; None where there is none."""
    day = timezone.localdate()
    now = [one for one in editions if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on)]
    return next((one.pk for one in now if can_run_edition(who, one)), None)


def _over_the_years(editions, figures):
    """Figure by figure, its value in each edition; nothing where there is one edition to compare."""
    if len(editions) < 2:
        return []
    return [
        (row[0].definition, list(zip(editions, row, strict=True)))
        for row in zip(*(figures[edition.pk] for edition in editions), strict=True)
    ]


@signed_in
@require_http_methods(["GET", "POST"])
def new_programme(request):
    """Setting up a programme of one of the kinds."""
    who = viewer(request)
    check_can_add_programme(who)
    return form_page(
        request,
        form=NewProgrammeForm,
        save=lambda form: add_programme(by=who, **form.cleaned_data),
        context={
            "title": _("Set up a programme"),
            "back": {"url": reverse("programmes"), "label": _("Programmes")},
            "button": _("Set up the programme"),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_programme(request, programme):
    """Changing what is said about a programme."""
    who = viewer(request)
    row = _programme(request, programme)
    check_can_run_programme(who, row)
    return form_page(
        request,
        form=ProgrammeForm,
        instance=row,
        save=lambda form: edit_programme(
            by=who, programme=row, values=form.cleaned_data, version=version_of(request)
        ),
        context={
            "title": _("Change {programme}").format(programme=row.name),
            "back": {"url": row.get_absolute_url(), "label": row.name},
            "button": _("Save the programme"),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def new_partner(request, programme):
    """Naming a partner or funder."""
    who = viewer(request)
    row = _programme(request, programme)
    check_can_run_programme(who, row)
    return form_page(
        request,
        form=partial(PartnerForm, viewer=who),
        save=lambda form: add_partner(by=who, programme=row, **form.cleaned_data),
        done=lambda _partner: row.get_absolute_url(),
        context={
            "title": _("Name a partner or funder of {programme}").format(programme=row.name),
            "back": {"url": row.get_absolute_url(), "label": row.name},
            "button": _("Name them"),
        },
    )


@signed_in
@require_POST
def end_partner(request, programme, pk):
    """Somebody is partner or funder no more. Pressing twice is harmless."""
    row = _programme(request, programme)
    check_can_run_programme(viewer(request), row)
    partner = row.partners.filter(pk=pk).select_related("organisation", "programme").first()
    if partner is not None:
        remove_partner(by=viewer(request), partner=partner)
        messages.success(
            request,
            _("{organisation} is {role} no more. The history keeps that it was.").format(
                organisation=partner.organisation, role=partner.get_role_display()
            ),
        )
    return redirect(row)
