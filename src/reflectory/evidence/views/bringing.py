"""Bringing texts in from a spreadsheet: a file is sent, looked at row by row, and brought in once it was confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.forms.bringing import ChooseTexts, SendTexts
from reflectory.evidence.imports import steps
from reflectory.evidence.imports.columns import BY_KEY, unused
from reflectory.evidence.imports.planning import EXCLUDED, FAILED, USED
from reflectory.evidence.policies import check_can_bring_in
from reflectory.listening.uses import ANALYSE, USES
from reflectory.programmes.imports import uploads
from reflectory.programmes.imports.sheet import Unusable
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.models import Edition

ON_A_PAGE = 50
OUTCOMES = {
    FAILED: (gettext_lazy("Failed"), "stopped"),
    EXCLUDED: (gettext_lazy("Excluded"), "waiting"),
    USED: (gettext_lazy("Used"), "going"),
}


def editions_of(by: Viewer) -> QuerySet[Edition]:
    """The editions into which the viewer may bring texts."""
    rows = Edition.objects.visible_to(by).select_related("programme")
    return rows if by.is_operator else rows.filter(pk__in=by.editions_as(LEAD, ANALYST))


def upload_of(request: HttpRequest, token: str) -> Upload:
    """The file of that name, which only whoever sent it sees."""
    upload = steps.find(token, viewer(request))
    if upload is None:
        raise Http404
    check_can_bring_in(viewer(request))
    return upload


@signed_in
def said_new(request: HttpRequest) -> HttpResponse:
    """Where a file is sent; what was sent and not brought in yet is listed."""
    by = viewer(request)
    check_can_bring_in(by)
    form = SendTexts(request.POST or None, request.FILES or None, editions=editions_of(by))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            upload = steps.receive(
                by=by, pieces=said["file"].chunks(), name=said["file"].name, title=said["title"],
                edition=said["edition"], kind=said["kind"],
            )  # fmt: skip
        except Unusable as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("said-preview", upload.token)
    return render(request, "evidence/new.html", {
        "form": form, "waiting": steps.waiting(by), "columns": BY_KEY.values(),
    }, status=422 if form.is_bound else 200)  # fmt: skip


@signed_in
def said_preview(request: HttpRequest, token: str) -> HttpResponse:
    """What bringing the file in would do, row by row."""
    upload = upload_of(request, token)
    if upload.done is not None:
        return redirect("intake", upload.done["intake"])
    return _preview(request, upload, ChooseTexts(upload=upload))


@signed_in
@require_POST
def said_columns(request: HttpRequest, token: str) -> HttpResponse:
    """Other columns, or another basis: the file is looked at again."""
    upload = upload_of(request, token)
    if upload.done is not None:
        return redirect("said-preview", token)
    form = ChooseTexts(request.POST, upload=upload)
    if not form.is_valid():
        return _preview(request, upload, form)
    steps.choose(upload, form.chosen, form.mapped)
    return redirect("said-preview", token)


@signed_in
@require_POST
def said_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What was shown is done, once."""
    upload = upload_of(request, token)
    try:
        steps.confirm(by=viewer(request), upload=upload, seen=request.POST.get("seen", ""))
    except steps.PlanChanged:
        messages.warning(request, _(
            "Something changed here after this page was opened, so nothing was brought in. Look at what would happen "
            "now, and confirm again."))  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("said-preview", token)


@signed_in
@require_POST
def said_discard(request: HttpRequest, token: str) -> HttpResponse:
    """The file is thrown away; nothing was written."""
    upload = upload_of(request, token)
    uploads.throw_away(upload)
    messages.success(
        request, _("{name} was thrown away. Nothing of it was brought in.").format(name=upload.name)
    )
    return redirect("said-new")


def _preview(request: HttpRequest, upload: Upload, form: ChooseTexts) -> HttpResponse:
    by = viewer(request)
    plan = steps.look(by=by, upload=upload)
    settings = steps.settings_of(by, upload)
    rows = plan.rows if plan is not None else []
    outcomes = plan.outcomes if plan is not None else {}
    show = request.GET.get("show", "")
    wanted = [row for row in rows if show not in OUTCOMES or row.outcome == show]
    page = Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("page"))
    uses = settings.basis.uses if settings.basis is not None else frozenset({ANALYSE})
    return render(request, "evidence/preview.html", {
        "upload": upload, "settings": settings, "form": form, "plan": plan, "page": page, "n_rows": len(rows),
        "shown": [(row, *OUTCOMES[row.outcome]) for row in page], "show": show if show in OUTCOMES else "all",
        "n_used": outcomes.get(USED, 0), "n_out": outcomes.get(EXCLUDED, 0) + outcomes.get(FAILED, 0),
        "tabs": [
            ("all", _("All rows"), len(rows)), *[(key, OUTCOMES[key][0], outcomes.get(key, 0)) for key in OUTCOMES]
        ],
        "uses": [name for use, name in USES if use in uses],
        "used": [(BY_KEY[key].label, name) for key, name in settings.mapped.items()],
        "unused": unused(settings.mapped, upload.columns),
    }, status=422 if form.is_bound else 200)  # fmt: skip
