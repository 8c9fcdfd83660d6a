"""A published report as a static site: HTML first, no script, nothing fetched from anybody, the same bytes each time.

It opens from a folder and from any sub-path. `../report.pdf` and `../data/` lie beside it and are made elsewhere
(`pdf`, `data`), as are the cards it may point to. The pages are listed in `html.pages`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ..language import language
from . import feeds
from .blanking import blanked
from .content import Picture, Prose, Publication
from .html import addresses, pictures
from .html.addresses import check_anchors
from .html.environment import assets, environment
from .html.pages import Site, pages
from .pictures import without_metadata

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.[a-z]+")


def render_site(
    publication: Publication, *, base_url: str | None, cards: Collection[str] = ()
) -> dict[str, bytes]:
    """Every file of the site by its place in it, index.html first.

    `base_url` is the address at which the site's own index.html will be found; without it nothing absolute is
    written, and there are no feeds. `cards` are the files in `cards/` that will lie in the site.
    """
    check_anchors(publication)
    report = blanked(publication)
    lang = language(report.language)
    address = f"{base_url.rstrip('/')}/" if base_url else ""
    site = Site(report, lang, address, frozenset(cards))
    shown = {one.name: one for one in _pictures(report)}
    templates = environment(lang)
    made: dict[str, bytes] = {}
    listed = []
    for leaf in pages(site):
        template = templates.get_template(f"{leaf.template}.html.jinja")
        told = template.render(
            site=site, publication=report, page=leaf.page, head=leaf.head, tell=site.telling, lang=lang,
            a=addresses, picture_sizes={name: pictures.size(one.data) for name, one in shown.items()}, **leaf.values,
        )  # fmt: skip
        made[leaf.page.file] = told.encode()
        listed.append(leaf.page.address)
    made.update(assets())
    made.update({f"assets/pictures/{name}": without_metadata(one.data) for name, one in shown.items()})
    if address:
        made["feed.xml"] = feeds.feed(report, base_url=address)
        made["sitemap.xml"] = feeds.sitemap(report, listed, base_url=address)
    return made


def _pictures(publication: Publication) -> list[Picture]:
    found = [one.picture for one in publication.sections if isinstance(one, Prose)]
    pictured = [one for one in (publication.cover, *found) if one is not None]
    for one in pictured:
        if not _NAME.fullmatch(one.name):
            raise ValueError(f"{one.name!r} cannot be the name of a picture; use one like workshop.jpg.")
    return pictured
