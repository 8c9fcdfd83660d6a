"""Feeds of a published report: `feed.xml` for readers who follow, `sitemap.xml` for search engines.

Both need the address of the site. The days in them are those of releases and corrections; nothing reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Item:
    """One thing that happened, with what tells it from all others."""

    on: date
    key: str
    title: str
    text: str
    link: str


def feed(publication: Publication, *, base_url: str) -> bytes:
    """Every release up to this one and each correction, newest first, as RSS 2.0."""
    title = f"{publication.title} {publication.strap}".strip()
    rows = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(one.link)}</link>"
        f'<guid isPermaLink="false">{escape(one.key)}</guid>'
        f"<pubDate>{_at(one.on)}</pubDate><description>{escape(one.text)}</description></item>\n"
        for one in _items(publication, title, base_url)
    )
    start = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
    about = (
        f"<title>{escape(publication.organisation)}: {escape(title)}</title><link>{escape(base_url)}</link>"
        f"<description>{escape(publication.summary)}</description><language>{escape(publication.language)}</language>"
        f'<atom:link href="{escape(base_url)}feed.xml" rel="self" type="application/rss+xml"/>\n'
    )
    return f"{_HEAD}{start}{about}{rows}</channel></rss>\n".encode()


def _items(publication: Publication, title: str, base_url: str) -> list[_Item]:
    """Newest first; of one day, corrections stand before releases and a later release before an earlier one."""
    lang = language(publication.language)
    anchor = next((one.anchor for one in publication.sections if isinstance(one, Corrections)), "")
    before = [
        _Item(
            one.released_on,
            _name(one.release, one.released_on),
            one.title,
            one.summary,
            one.address or base_url,
        )
        for one in publication.earlier
    ]
    this = _Item(
        publication.released_on, _name(publication.release, publication.released_on), title, publication.summary,
        base_url,
    )  # fmt: skip
    corrected = [
        _Item(
            one.on, f"{publication.slug}:{one.on.isoformat()}:{one.text}", f"{lang.say('Correction')}: {one.text}",
            one.text, f"{base_url}#{anchor}",
        )
        for one in sorted(_corrections(publication), key=lambda one: (one.on, one.text))
    ]  # fmt: skip
    # Sorting keeps the order of what came on one day.
    return sorted([*before, this, *corrected], key=lambda item: item.on)[::-1]


def _name(release: str, on: date) -> str:
    """What tells a release from all others, the same in every later feed: so nobody is told of it twice."""
    return f"{release}:{on.isoformat()}:release"


def _corrections(publication: Publication) -> list[Correction]:
    return [one for part in publication.sections if isinstance(part, Corrections) for one in part.items]


def _at(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC))
