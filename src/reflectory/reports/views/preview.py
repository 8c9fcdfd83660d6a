"""The site exactly as it would be published, for those who make it: built for each request and kept nowhere.

The pages have the policy of published ones. That they are a draft is said above them, outside what is published.
"""

from __future__ import annotations

import mimetypes
import re
from functools import lru_cache
from pathlib import PurePosixPath

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reflectory.core.headers import CSP
from reflectory.core.pages import signed_in
from reflectory.press.publication.cards import HEIGHT, WIDTH, render_cards
from reflectory.press.publication.content import Publication
from reflectory.press.publication.data import render_data
from reflectory.press.publication.html.environment import assets
from reflectory.press.publication.pdf import render_pdf
from reflectory.press.publication.site import render_site
from reflectory.reports.composing import compose
from reflectory.reports.models import Report
from reflectory.reports.views.published import POLICY, TYPES
from reflectory.reports.views.releases import base_url
from reflectory.reports.views.within import crumbs, report_of

# After the link that skips to the content, so that it stays the first thing on the page.
TOP = re.compile(rb"<body[^>]*>(\s*<a class=\"skip\".*?</a>)?", re.DOTALL)
HEAD_END = b"</head>"


@signed_in
@never_cache
@require_safe
def preview(request: HttpRequest, slug: str, path: str = "") -> HttpResponse:
    """One file of the site, the PDF or the data, as publishing now would make it."""
    report = report_of(request, slug)
    if not path:
        return redirect("report-preview", slug=slug, path="site/index.html")
    found = _asset(path) or _file(compose(report).publication, path, base_url(request, report))
    if found is None:
        raise Http404
    name, made = found
    kind = (
        TYPES.get(PurePosixPath(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    if kind == "text/html":
        made = _with_banner(made, report)
    response = HttpResponse(made, content_type=f"{kind}; charset=utf-8" if "text" in kind else kind)
    response.headers[CSP] = POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@signed_in
@never_cache
@require_safe
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """The pictures that others show where they link to the report, or to one of its takeaways."""
    report = report_of(request, slug)
    publication = compose(report).publication
    claims = [one.claim for one in publication.takeaways]
    shown = zip(_card_names(publication), [publication.title, *claims], strict=True)
    return render(request, "reports/cards.html", {
        "report": report, "crumbs": crumbs(report), "cards": [(f"site/{path}", what) for path, what in shown],
        "width": WIDTH, "height": HEIGHT,
    })  # fmt: skip


def _card_names(publication: Publication) -> list[str]:
    """The paths of its cards within the site, that of the report first."""
    return [f"cards/{name}.png" for name in ("report", *(one.anchor for one in publication.takeaways))]


@lru_cache(maxsize=1)
def _cards(publication: Publication) -> dict[str, bytes]:
    """All cards are set at once; a page that shows them asks for one after the other. They hold nobody's words."""
    return render_cards(publication)


def _asset(path: str) -> tuple[str, bytes] | None:
    """Style and letters, which are the same for every report; so they wait for none to be put together."""
    folder, _slash, inside = path.partition("/")
    made = assets().get(inside) if folder == "site" else None
    return None if made is None else (inside, made)


def _file(publication: Publication, path: str, address: str) -> tuple[str, bytes] | None:
    """Name and bytes of a file of the release's folder; None where it has no such file."""
    if path == "report.pdf":
        return path, render_pdf(publication)
    folder, _slash, inside = path.partition("/")
    if folder == "site" and inside.startswith("cards/"):
        files = _cards(publication)
    elif folder == "site":
        files = render_site(publication, base_url=address, cards=_card_names(publication))
    elif folder == "data":
        files = render_data(publication)
    else:
        return None
    for name in (inside, f"{inside.rstrip('/')}/index.html".lstrip("/")):
        if name in files:
            return name, files[name]
    return None


def _with_banner(made: bytes, report: Report) -> bytes:
    """The page with a line above it that readers will not see."""
    style = format_html('<link rel="stylesheet" href="{}">', static("reports/preview.css"))
    banner = format_html(
        '<aside class="draft-banner" aria-label="{}"><p><strong>{}</strong> {} <a href="{}">{}</a></p></aside>',
        _("Draft"), _("Draft, not published."), _("Readers do not see this page."), report.get_absolute_url(),
        _("Back to the editor"),
    )  # fmt: skip
    made = made.replace(HEAD_END, style.encode() + HEAD_END, 1)
    found = TOP.search(made)
    if found is None:
        return made
    return made[: found.end()] + banner.encode() + made[found.end() :]
