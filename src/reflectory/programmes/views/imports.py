"""Bringing teams and people in from a spreadsheet, and taking the whole portfolio out.

A file is sent, looked at, and brought in; each step is a page of its own and nothing is written before the last.
What happens in each is in `programmes.imports.steps`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reflectory.accounts.roles import LEAD
from reflectory.core.exports import export, wants_export
from reflectory.core.pages import seen, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.exports import can_export_portfolio, portfolio_package
from reflectory.programmes.imports import steps, uploads
from reflectory.programmes.imports.columns import BY_KEY, missing, unused
from reflectory.programmes.imports.forms import ChooseColumns, SendFile, counts_in_words
from reflectory.programmes.imports.plan import KNOWN, NEW, REFUSED
from reflectory.programmes.imports.putting_together import without_role
from reflectory.programmes.imports.sheet import Unusable
from reflectory.programmes.imports.template import template_columns, template_rows
from reflectory.programmes.imports.uploads import Upload
from reflectory.programmes.models import Edition
from reflectory.programmes.policies import check_can_run_edition

PER_PAGE = 50
OUTCOMES = {
    REFUSED: (gettext_lazy("Refused"), "stopped"),
    NEW: (gettext_lazy("New"), "going"),
    KNOWN: (gettext_lazy("There already"), "done"),
}
COLUMNS = [
    (gettext_lazy("Row"), lambda row: row.number),
    (gettext_lazy("Outcome"), lambda row: str(OUTCOMES[row.outcome][0])),
    (gettext_lazy("Place"), lambda row: row.place),
    (gettext_lazy("Person"), lambda row: row.person),
    (gettext_lazy("Will be made"), lambda row: "; ".join(row.made)),
    (gettext_lazy("Found"), lambda row: "; ".join(row.found)),
    (gettext_lazy("Why it is refused"), lambda row: " ".join(row.reasons)),
    (gettext_lazy("Note"), lambda row: " ".join(row.notes)),
]


def editions_run(by: Viewer) -> QuerySet[Edition]:
    """The editions into which the viewer may bring teams."""
    rows = Edition.objects.visible_to(by).select_related("programme")
    return rows if by.is_operator else rows.filter(pk__in=by.editions_as(LEAD))


def edition_run(request: HttpRequest, programme: str, edition: str) -> Edition:
    """The edition in the address, where the viewer may see and run it."""
    rows = Edition.objects.visible_to(viewer(request)).select_related("programme")
    found = seen(rows, programme__slug=programme, slug=edition)
    check_can_run_edition(viewer(request), found)
    return found


def upload_of(request: HttpRequest, token: str) -> tuple[Upload, Edition]:
    """The file of that name, which only whoever sent it sees, and its edition."""
    by = viewer(request)
    upload = uploads.find(token, by.account_id)
    if upload is None:
        raise Http404
    edition = seen(Edition.objects.visible_to(by).select_related("programme"), pk=upload.edition)
    check_can_run_edition(by, edition)
    return upload, edition


@signed_in
def import_start(request: HttpRequest, programme: str = "", edition: str = "") -> HttpResponse:
    """Where a file is sent; what was sent and not brought in yet is listed."""
    by = viewer(request)
    of = edition_run(request, programme, edition) if edition else None
    editions = editions_run(by)
    asked: Any = of.pk if of else request.GET.get("edition")
    form = SendFile(
        request.POST or None, request.FILES or None, editions=editions, initial={"edition": asked}
    )
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            upload = steps.receive(
                by=by, edition=form.cleaned_data["edition"], pieces=file.chunks(), name=file.name
            )
        except Unusable as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("import-preview", upload.token)
    names = {row.pk: row for row in editions}
    waiting = [
        (one, names[one.edition]) for one in uploads.waiting(by.account_id or 0) if one.edition in names
    ]
    crumbs = [(str(of), of.get_absolute_url())] if of else []
    return render(request, "programmes/import.html", {
        "form": form, "edition": of, "editions": names.values(), "waiting": waiting, "columns": BY_KEY.values(),
        "crumbs": crumbs, "may_set_up": by.is_operator,
    }, status=422 if form.is_bound else 200)  # fmt: skip


@signed_in
def import_template(request: HttpRequest, programme: str, edition: str) -> HttpResponseBase:
    """An empty spreadsheet with the columns, and the roles of the kind as examples."""
    of = edition_run(request, programme, edition)
    return export(request, name=f"teams for {of}", columns=template_columns(), rows=template_rows(of))


@signed_in
def import_preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """What bringing the file in would do, row by row."""
    upload, edition = upload_of(request, token)
    if upload.done is not None:
        return render(request, "programmes/import_done.html", {
            "upload": upload, "edition": edition, "made": counts_in_words(upload.done), "crumbs": _crumbs(edition),
        })  # fmt: skip
    return _preview(request, upload, edition, ChooseColumns(upload=upload, edition=edition))


@signed_in
@require_POST
def import_columns(request: HttpRequest, token: str) -> HttpResponse:
    """Other columns or other defaults: the file is looked at again."""
    upload, edition = upload_of(request, token)
    if upload.done is not None:
        return redirect("import-preview", token)
    form = ChooseColumns(request.POST, upload=upload, edition=edition)
    if not form.is_valid():
        return _preview(request, upload, edition, form)
    chosen = form.defaults
    upload = uploads.save(
        upload, mapped=form.mapped, stage=chosen.stage, role=chosen.role, on=chosen.on.isoformat()
    )
    steps.look(by=viewer(request), edition=edition, upload=upload)
    return redirect("import-preview", token)


@signed_in
@require_POST
def import_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What was shown is done, once."""
    upload, edition = upload_of(request, token)
    try:
        steps.bring_in(
            by=viewer(request), edition=edition, upload=upload, seen=request.POST.get("seen", ""),
            leaves_out=request.POST.get("leaves_out") == "on",
        )  # fmt: skip
    except steps.PlanChanged:
        messages.warning(request, _(
            "Something changed here after this page was opened, so nothing was brought in. Look at what would happen "
            "now, and confirm again."))  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("import-preview", token)


@signed_in
@require_POST
def import_discard(request: HttpRequest, token: str) -> HttpResponse:
    """The file is thrown away; nothing was written."""
    upload, edition = upload_of(request, token)
    uploads.throw_away(upload)
    messages.success(
        request, _("{name} was thrown away. Nothing of it was brought in.").format(name=upload.name)
    )
    return redirect("import", edition.programme.slug, edition.slug)


@signed_in
def portfolio_export(request: HttpRequest) -> StreamingHttpResponse:
    """Everything that the viewer sees, as a zip of CSV files with a description."""
    if not can_export_portfolio(viewer(request)):
        raise Http404
    name = f"portfolio-{timezone.localdate().isoformat()}.zip"
    return StreamingHttpResponse(
        portfolio_package(viewer(request)), content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _preview(request: HttpRequest, upload: Upload, edition: Edition, form: ChooseColumns) -> HttpResponseBase:
    n_refused = upload.outcomes.get(REFUSED, 0)
    show = request.GET.get("show", REFUSED if n_refused else "")
    rows = [row for row in uploads.rows_of(upload) if show not in OUTCOMES or row.outcome == show]
    if wants_export(request):
        return export(request, name=f"preview of {upload.name}", columns=COLUMNS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [(row, *OUTCOMES[row.outcome]) for row in page]
    n_rows = sum(upload.outcomes.values())
    tabs = [
        ("all", _("All rows"), n_rows),
        *[(key, OUTCOMES[key][0], upload.outcomes.get(key, 0)) for key in OUTCOMES],
    ]
    return render(request, "programmes/import_preview.html", {
        "upload": upload, "edition": edition, "form": form, "page": page, "shown": shown, "tabs": tabs,
        "show": show if show in OUTCOMES else "all", "n_rows": n_rows, "n_refused": n_refused,
        "n_usable": n_rows - n_refused, "made": counts_in_words(upload.counts),
        "lacks_role": _lacks_role(upload, edition),
        "missing": [column.label for column in missing(upload.mapped)], "used": _used(upload),
        "unused": unused(upload.mapped, upload.columns), "crumbs": _crumbs(edition),
    }, status=422 if form.is_bound else 200)  # fmt: skip


def _lacks_role(upload: Upload, edition: Edition) -> bool:
    """Whether rows are refused for want of a role, which can be chosen for all of them below."""
    sentence = without_role(edition)
    return not upload.defaults.role and any(sentence in row.reasons for row in uploads.rows_of(upload))


def _used(upload: Upload) -> list[tuple[Any, str]]:
    """Our columns, each with that of the file from which it is read."""
    return [(BY_KEY[key].label, name) for key, name in upload.mapped.items()]


def _crumbs(edition: Edition) -> list[tuple[str, str]]:
    start = reverse("import", args=[edition.programme.slug, edition.slug])
    return [(str(edition), edition.get_absolute_url()), (_("Bring teams in"), start)]
