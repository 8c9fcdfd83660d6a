"""The map of the governments worked with in a year."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reflectory.core import ledger
from reflectory.core.exports import export, wants_export
from reflectory.core.pages import signed_in, viewer
from reflectory.workspace.mapping import draw
from reflectory.workspace.scopes import counted, shows_names, years

FIGURE = "governments"
ON_A_PAGE = 250
COLUMNS = (
    (gettext_lazy("Government"), lambda row: row.name),
    (gettext_lazy("Level"), lambda row: row.get_level_display()),
    (gettext_lazy("State or region"), lambda row: row.region),
    (gettext_lazy("Country"), lambda row: row.country),
    (gettext_lazy("Latitude"), lambda row: row.latitude),
    (gettext_lazy("Longitude"), lambda row: row.longitude),
)


@signed_in
@require_safe
def world_map(request: HttpRequest) -> HttpResponseBase:
    """Dots on the world and on the United States, and the same rows as a table."""
    who, today = viewer(request), timezone.localdate()
    asked = counted(who, request.GET, today=today)
    figure = ledger.figure(FIGURE, asked.scope, as_of=today)
    is_open = shows_names(who, asked.scope)
    ids = figure.definition.ids(asked.scope, who) if is_open else []
    if wants_export(request) and is_open:
        return export(
            request, name=_("governments {period}").format(period=asked.period), columns=COLUMNS,
            rows=figure.definition.with_ids(asked.scope, ids),
        )  # fmt: skip
    page = Paginator(ids, ON_A_PAGE).get_page(request.GET.get("page"))
    drawn = f"map {asked.scope} {who.account_id} {who.is_operator} {get_language()}"
    context = {
        "asked": asked,
        "years": years(who, today),
        "figure": figure,
        "is_open": is_open,
        "maps": ledger.remembered(drawn, lambda: draw(figure.definition.with_ids(asked.scope, ids))),
        "page": page,
        "rows": figure.definition.with_ids(asked.scope, page.object_list),
        "n_shown": len(ids),
    }
    return render(request, "workspace/map.html", context)
