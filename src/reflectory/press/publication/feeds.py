"""Feeds of a published report: `feed.xml` for readers who follow, `sitemap.xml` for search engines.

Both need the address of the site. The days in them are the release's own and its corrections'; nothing reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from xml.sax.saxutils import escape

from ..language import language
from .content import Correction, Corrections, Publication

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(publication: Publication, addresses: Iterable[str], *, base_url: str) -> bytes:
    """Every page, with the day it last changed."""
    changed = max([publication.released_on, *(one.on for one in _corrections(publication))]).isoformat()
    rows = "".join(
        f"<url><loc>{escape(base_url + address)}</loc><lastmod>{changed}</lastmod></url>\n"
        for address in addresses
    )
    start = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{_HEAD}{start}{rows}</urlset>\n".encode()


def feed(publication: Publication, *, base_url: str) -> bytes:
    """The release and each correction of it, newest first, as RSS 2.0."""
    lang = language(publication.language)
    title = f"{publication.title} {publication.strap}".strip()
    items = [(publication.released_on, "release", title, publication.summary, base_url)]
    correction = lang.say("Correction")
    anchor = next((one.anchor for one in publication.sections if isinstance(one, Corrections)), "")
    for one in _corrections(publication):
        items.append((one.on, one.text, f"{correction}: {one.text}", one.text, f"{base_url}#{anchor}"))
    items.sort(key=lambda item: (item[0], item[1]), reverse=True)
    rows = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="false">{escape(f"{publication.release}:{on.isoformat()}:{key}")}</guid>'
        f"<pubDate>{_at(on)}</pubDate><description>{escape(text)}</description></item>\n"
        for on, key, name, text, link in items
    )
    start = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
    about = (
        f"<title>{escape(publication.organisation)}: {escape(title)}</title><link>{escape(base_url)}</link>"
        f"<description>{escape(publication.summary)}</description><language>{escape(publication.language)}</language>"
        f'<atom:link href="{escape(base_url)}feed.xml" rel="self" type="application/rss+xml"/>\n'
    )
    return f"{_HEAD}{start}{about}{rows}</channel></rss>\n".encode()


def _corrections(publication: Publication) -> list[Correction]:
    return [one for part in publication.sections if isinstance(part, Corrections) for one in part.items]


def _at(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC))
