"""The files of a release, by path: site, PDF and data. Nothing here reads a clock, so the same makes the same."""

from __future__ import annotations

import hashlib

from reflectory.press.publication.cards import render_cards
from reflectory.press.publication.content import Publication
from reflectory.press.publication.data import render_data
from reflectory.press.publication.pdf import render_pdf
from reflectory.press.publication.site import render_site


def build(publication: Publication, *, base_url: str = "") -> dict[str, bytes]:
    """Every file of a release but release.json, by its path within the release's folder."""
    cards = render_cards(publication)
    site = render_site(publication, base_url=base_url or None, cards=sorted(cards))
    files = {f"site/{path}": made for path, made in {**site, **cards}.items()}
    files["report.pdf"] = render_pdf(publication)
    files |= {f"data/{path}": made for path, made in render_data(publication).items()}
    return dict(sorted(files.items()))


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {path: hashlib.sha256(made).hexdigest() for path, made in files.items()}
