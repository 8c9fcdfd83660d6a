"""Where things lie in a published site, and how a page links to them: always relatively, always to a file.

A site is opened from a folder, from a sub-path of a web server and from its own domain alike, so no link begins with
a slash and none relies on a server to find index.html.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from ..content import Became, Programme, Programmes, Publication, Recommendations, Takeaway

INDEX = "index.html"
FIGURES = "figures/index.html"
DATA_PAGE = "the-data/index.html"
RECOMMENDATIONS = "recommendations/index.html"
# Beside the folder of the site.
PDF = "../report.pdf"
DATA = "../data/"
STYLE = "assets/site.css"
ICON = "assets/icon.svg"
MOMENTS = ("before", "during", "after", "any")
_PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_]|-(?!-))*")


@dataclass(frozen=True)
class Page:
    """A page by the file that it is."""

    file: str

    def to(self, target: str) -> str:
        """The link from this page to a file of the site, or to a place within one."""
        file, hash_sign, place = target.partition("#")
        if file == self.file and place:
            return f"#{place}"
        return "../" * self.file.count("/") + quote(file) + hash_sign + quote(place)

    @property
    def address(self) -> str:
        """The page beneath the site's own address: empty for the first, `figures/` for the figures."""
        return self.file.removesuffix(INDEX)


def of_takeaway(takeaway: Takeaway) -> str:
    """Its *how we know* page."""
    return takeaway.path + INDEX


def of_programme(programme: Programme) -> str:
    """Its own page; empty where there is none."""
    return programme.path and programme.path + INDEX


def place(kind: str, anchor: str) -> str:
    """The name of a takeaway, programme or recommendation within a page; with two hyphens it is no section's."""
    return f"{kind}--{anchor}"


def of_audience(key: str) -> str:
    return f"recommendations/for-{key.replace('_', '-')}/{INDEX}"


def of_moment(moment: str) -> str:
    return f"recommendations/{moment}/{INDEX}"


def of_programme_advice(anchor: str) -> str:
    return f"recommendations/programmes/{anchor}/{INDEX}"


def check_anchors(publication: Publication) -> None:
    """Refuses names that cannot be part of an address, and two things of one kind with the same one."""
    parts = publication.sections
    advice = [one for one in parts if isinstance(one, Recommendations)]
    programmes = [item.anchor for one in parts if isinstance(one, Programmes) for item in one.items]
    kinds = (
        [one.anchor for one in parts],
        [one.anchor for one in publication.takeaways],
        programmes,
        [item.anchor for one in advice for item in one.items],
    )
    others = [
        *(one.key for one in publication.figures),
        *(one.key for one in publication.all_words),
        *(item.key for one in parts if isinstance(one, Became) for item in one.items),
        *(key for one in advice for key, _name in one.audiences),
        *(item.audience for one in advice for item in one.items),
    ]
    for name in (*(name for names in kinds for name in names), *others):
        if not _PLAIN.fullmatch(name):
            raise ValueError(f"{name!r} cannot be part of an address; use letters, digits and hyphens.")
    twice = sorted(name for names in kinds for name, n in Counter(names).items() if n > 1)
    if twice:
        raise ValueError(f"Two parts of the report have the same address: {', '.join(twice)}.")
