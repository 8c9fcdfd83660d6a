"""The list of texts, and the page of one: its words, what was agreed to, the passages in it, what is hidden."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.templatetags.look import language_name
from reflectory.core.tending import tend_soon
from reflectory.core.thread import SAID, thread_of
from reflectory.core.visibility import Viewer
from reflectory.evidence.actions.excerpts import excerpt_of, make_excerpts, redact
from reflectory.evidence.forms.sources import MarkWords, Redact, SaidFilter
from reflectory.evidence.lists import columns, narrowed, quoting, with_everything, withdrawn_on
from reflectory.evidence.models import Source
from reflectory.evidence.policies import can_bring_in
from reflectory.evidence.showing import page_context, sentence_spans, stretches_of
from reflectory.programmes.models import Edition

ON_A_PAGE = 50


def text_of(request: HttpRequest, pk: int) -> Source:
    """The text of that number, where the viewer reads it."""
    return seen(with_everything(Source.objects.visible_to(viewer(request))), pk=pk)


@signed_in
def sources(request: HttpRequest) -> HttpResponseBase:
    """What people said, narrowed as the address asks."""
    by, today = viewer(request), timezone.localdate()
    everything = Source.objects.visible_to(by)
    filters = SaidFilter(request.GET, **_choices(by))
    asked = filters.cleaned_data if filters.is_valid() else {}
    rows = with_everything(narrowed(everything, asked, on=today))
    if wants_export(request):
        return export(request, name=_("what was said"), columns=columns(today), rows=rows)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, quoting(row, today), withdrawn_on(row)) for row in page]
    return render(request, "evidence/sources.html", {
        "page": page, "lines": lines, "filters": filters, "n_all": everything.count(),
        "is_narrowed": any(asked.values()), "can_bring_in": can_bring_in(by),
    })  # fmt: skip


def _choices(by: Viewer) -> dict[str, list[tuple[Any, Any]]]:
    mine = Source.objects.visible_to(by).order_by()
    editions = Edition.objects.filter(pk__in=mine.values("edition")).select_related("programme")
    languages = mine.exclude(language="").values_list("language", flat=True).distinct()
    named = sorted((language_name(code), code) for code in languages)
    return {
        "editions": [(row.pk, str(row)) for row in editions],
        "languages": [(code, name) for name, code in named],
    }


@signed_in
def source(request: HttpRequest, pk: int, form: MarkWords | None = None) -> HttpResponse:
    """One text with everything that belongs to it."""
    row = text_of(request, pk)
    by = viewer(request)
    return render(request, "evidence/source.html", {
        **page_context(by, row), "form": form or MarkWords(), "thread": thread_of(by, row, here=SAID),
    }, status=422 if form is not None else 200)  # fmt: skip


@signed_in
@require_POST
def excerpt_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A passage by its exact words."""
    row = text_of(request, pk)
    form = MarkWords(request.POST)
    if form.is_valid():
        try:
            made = excerpt_of(by=viewer(request), version=row.latest, words=form.cleaned_data["words"])
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("The passage is marked."))
            return redirect(f"{row.get_absolute_url()}#e{made.pk}")
    return source(request, pk, form)


@signed_in
@require_POST
def excerpt_sentences(request: HttpRequest, pk: int) -> HttpResponse:
    """Passages of the sentences that were ticked; those that follow each other are one."""
    row = text_of(request, pk)
    ticked = {int(one) for one in request.POST.getlist("sentence") if one.isdecimal()}
    version = row.latest
    spans = [(version, start, end) for start, end in sentence_spans(version.text, row.language, ticked)]
    if not spans:
        messages.error(request, _("No sentence is ticked. Tick those that make up the passage."))
        return redirect(f"{row.get_absolute_url()}#mark")
    made = make_excerpts(by=viewer(request), spans=spans)
    said = ngettext("{n} passage is marked.", "{n} passages are marked.", len(made))
    messages.success(request, said.format(n=len(made)))
    return redirect(f"{row.get_absolute_url()}#e{made[0].pk}")


@signed_in
def source_redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Words are made unreadable in a new version; the original is kept."""
    row = text_of(request, pk)

    def save(form: Redact) -> Source:
        spans = stretches_of(row, form.cleaned_data["words"])
        redact(by=viewer(request), source=row, spans=spans, why=form.cleaned_data["why"])
        tend_soon()
        return row

    return form_page(request, form=Redact, save=save, context={
        "title": _("Make words of this text unreadable"), "button": _("Make them unreadable"),
        "lead": _("The original is kept and stays readable for those who may read it now. Passages that hold these "
                  "words can no longer be quoted."),
        "back": {"url": reverse("source", args=[pk]), "label": _("The text")},
    })  # fmt: skip
