"""The figures of the ledger: all of them for a year, and each with its rule and the names behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from reflectory.core import ledger
from reflectory.core.exports import export, wants_export
from reflectory.core.ledger import Definition
from reflectory.core.pages import signed_in, viewer
from reflectory.core.visibility import Viewer
from reflectory.workspace.breakdown import break_down, editions_by_programme, in_several
from reflectory.workspace.scopes import Counted, countable_editions, counted, shows_names, years

ON_A_PAGE = 50
COLUMNS = (
    (_("Name"), lambda behind: behind.label),
    (_("Note"), lambda behind: behind.note),
    (_("Counts"), lambda behind: behind.amount),
)


@signed_in
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure of a year under its heading, and why programmes add up to more than there are governments."""
    who, today = viewer(request), timezone.localdate()
    asked = counted(who, request.GET, today=today)
    every = ledger.figures([one.key for one in ledger.definitions()], asked.scope, as_of=today)
    groups: dict[str, list[ledger.Figure]] = {}
    for figure in every:
        groups.setdefault(str(figure.definition.group), []).append(figure)
    governments = next((figure for figure in every if figure.definition.key == "governments"), None)
    context = {
        "asked": asked,
        "years": years(who, today),
        # Whom we worked with comes first, whatever the order in which rooms registered their figures.
        "groups": sorted(groups.items(), key=lambda group: governments not in group[1]),
        "is_open": shows_names(who, asked.scope),
        "day": today,
        "governments": governments,
        **(_adding_up(who, asked, governments) if governments else {}),
    }
    return render(request, "workspace/figures.html", context)


@signed_in
@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponseBase:
    """One figure: its value, its rule, by programme, and who is behind it."""
    who, today = viewer(request), timezone.localdate()
    asked = counted(who, request.GET, today=today)
    definition = ledger.definition(key)
    if definition is None:
        raise Http404
    found = ledger.figure(key, asked.scope, as_of=today)
    is_open = shows_names(who, asked.scope)
    names, is_narrowed = (
        _names(definition, asked, who, request.GET.get("several")) if is_open else ([], False)
    )
    if wants_export(request) and is_open:
        behind = (definition.describe(row) for row in _rows(definition, asked, names))
        return export(request, name=f"{key} {asked.period}", columns=COLUMNS, rows=behind)
    page = Paginator(names, ON_A_PAGE).get_page(request.GET.get("page"))
    programmes = {} if asked.is_part else editions_by_programme(_in_scope(who, asked))
    context = {
        "asked": asked,
        "years": years(who, today),
        "figure": found,
        "definition": definition,
        "is_open": is_open,
        "is_narrowed": is_narrowed,
        "page": page,
        "behind": [definition.describe(row) for row in _rows(definition, asked, page.object_list)],
        "breakdown": break_down(definition, asked.scope, programmes, once=found.value),
    }
    return render(request, "workspace/figure.html", context)


def _adding_up(who: Viewer, asked: Counted, governments: ledger.Figure) -> dict[str, Any]:
    """The governments by programme, and how many are in several."""
    if asked.is_part:
        return {}
    programmes = editions_by_programme(_in_scope(who, asked))
    breakdown = break_down(governments.definition, asked.scope, programmes, once=governments.value)
    several = in_several(governments.definition, asked.scope, programmes) if breakdown.n_twice else set()
    return {"breakdown": breakdown, "n_several": len(several)}


def _in_scope(who: Viewer, asked: Counted) -> Any:
    editions = countable_editions(who)
    return editions if asked.scope.editions is None else editions.filter(pk__in=asked.scope.editions)


def _names(definition: Definition, asked: Counted, who: Viewer, several: str | None) -> tuple[Any, bool]:
    """What is behind the figure and may be seen, by number; on request only what several programmes count.

    What has no number of its own, such as a country, is listed as it is.
    """
    rows = definition.names(asked.scope, who)
    if rows.query.values_select:
        return rows, False
    ids = definition.ids(asked.scope, who)
    if not several:
        return ids, False
    twice = in_several(definition, asked.scope, editions_by_programme(_in_scope(who, asked)))
    return [pk for pk in ids if pk in twice], True


def _rows(definition: Definition, asked: Counted, names: Any) -> Iterator[Any]:
    return definition.with_ids(asked.scope, names) if isinstance(names, list) else iter(names)
