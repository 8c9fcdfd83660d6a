"""What few may see of an edition: its money, for leads, and safeguarding concerns, for leads and who raised them."""

from __future__ import annotations

from functools import partial

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.directory.models import Person
from reflectory.programmes.actions.editions import add_budget_line
from reflectory.programmes.actions.running import (
    can_raise_alert,
    close_alert,
    edit_budget_line,
    raise_alert,
)
from reflectory.programmes.forms.running import (
    AlertForm,
    BudgetLineForm,
    CloseAlertForm,
)
from reflectory.programmes.models import Alert, BudgetLine
from reflectory.programmes.policies import can_run_edition, check_can_run_edition
from reflectory.programmes.views.within import address, find_edition, need_sight, within


@signed_in
@require_http_methods(["GET", "POST"])
def money(request, programme, edition):
    """What was set aside and spent, each currency by itself, and adding a line. For leads."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-money")
    need_sight(context["sight"].runs)
    lines = BudgetLine.objects.visible_to(who).filter(edition=row)
    if wants_export(request):
        return export(request, name=_("Money of {edition}").format(edition=row), columns=MONEY, rows=lines)
    sums = (
        lines.order_by("currency")
        .values("currency")
        .annotate(total_planned=Sum("planned"), total_spent=Sum("spent"))
    )
    context |= {
        "lines": [(line, line.planned - line.spent) for line in lines],
        "sums": [(one, one["total_planned"] - one["total_spent"]) for one in sums],
    }
    return form_page(
        request,
        form=BudgetLineForm,
        save=lambda form: add_budget_line(by=who, edition=row, **form.cleaned_data),
        done=lambda _line: address("edition-money", row),
        template="programmes/edition_money.html",
        context=context,
    )


MONEY = [
    (gettext_lazy("For"), lambda line: line.what),
    (gettext_lazy("Currency"), lambda line: line.currency),
    (gettext_lazy("Planned"), lambda line: line.planned),
    (gettext_lazy("Spent"), lambda line: line.spent),
    (gettext_lazy("Left"), lambda line: line.planned - line.spent),
]


@signed_in
@require_http_methods(["GET", "POST"])
def change_budget_line(request, programme, edition, pk):
    """Changing what was planned or spent."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    line = seen(BudgetLine.objects.visible_to(who).select_related("edition__programme"), edition=row, pk=pk)
    check_can_run_edition(who, row)
    return form_page(
        request,
        form=BudgetLineForm,
        instance=line,
        save=lambda form: edit_budget_line(
            by=who, line=line, values=form.cleaned_data, version=version_of(request)
        ),
        done=lambda _line: address("edition-money", row),
        context={
            "title": _("Change “{what}”").format(what=line.what),
            "back": {
                "url": address("edition-money", row),
                "label": _("Money of {edition}").format(edition=row),
            },
            "button": _("Save the amounts"),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def concerns(request, programme, edition):
    """Safeguarding concerns: leads see all, a coach those they raised; and raising one."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-concerns")
    need_sight(can_raise_alert(who, row))
    listed = Alert.objects.visible_to(who).filter(edition=row).select_related("person", "raised_by")
    people = (
        Person.objects.visible_to(who)
        .filter(memberships__team__edition=row, merged_into__isnull=True)
        .distinct()
    )
    context |= {
        "open": [one for one in listed if one.closed_on is None],
        "closed": [one for one in listed if one.closed_on is not None],
        "may_close": can_run_edition(who, row),
    }
    return form_page(
        request,
        form=partial(AlertForm, people=people),
        save=lambda form: raise_alert(by=who, edition=row, on=timezone.localdate(), **form.cleaned_data),
        done=lambda _alert: address("edition-concerns", row),
        template="programmes/edition_concerns.html",
        context=context,
    )


@signed_in
@require_http_methods(["GET", "POST"])
def close_concern(request, programme, edition, pk):
    """Saying what was done about a concern."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    alert = seen(Alert.objects.visible_to(who).select_related("edition__programme"), edition=row, pk=pk)
    check_can_run_edition(who, row)
    return form_page(
        request,
        form=CloseAlertForm,
        save=lambda form: close_alert(by=who, alert=alert, on=timezone.localdate(), **form.cleaned_data),
        done=lambda _alert: address("edition-concerns", row),
        context={
            "title": _("Close the concern of {day}").format(day=alert.raised_on),
            "lead": alert.concern,
            "back": {
                "url": address("edition-concerns", row),
                "label": _("Concerns in {edition}").format(edition=row),
            },
            "button": _("Close the concern"),
        },
    )
