"""What a page tells those who are not reading it: previews, search engines, catalogues (Open Graph, schema.org).

Absolute addresses stand only here, in feeds and in texts to share, and only where the address of the site is known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..content import Publication
from .addresses import PDF, Page

LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class Head:
    """What stands in the head of one page."""

    title: str
    description: str
    kind: str  # of Open Graph
    canonical: str  # empty where the address of the site is not known
    image: str
    image_alt: str
    linked_data: str


def head(
    publication: Publication,
    page: Page,
    *,
    title: str,
    description: str,
    base_url: str,
    card: str = "",
    image_alt: str = "",
) -> Head:
    """The head of a page; `card` is the file of its picture, if there is one."""
    address = base_url + page.address if base_url else ""
    image = base_url + card if base_url and card else ""
    data = linked_data(publication, title=title, description=description, address=address, base_url=base_url)
    kind = "website" if page.file == "index.html" else "article"
    return Head(title, description, kind, address, image, image_alt, data)


def linked_data(
    publication: Publication, *, title: str, description: str, address: str, base_url: str
) -> str:
    """The page in the words of schema.org; `<` is spelled so that it can close nothing."""
    organisation = {"@type": "Organization", "name": publication.organisation}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": title,
        "description": description,
        "reportNumber": publication.release,
        "author": organisation,
        "publisher": organisation,
        "datePublished": publication.released_on.isoformat(),
        "inLanguage": publication.language,
        "isAccessibleForFree": True,
        "license": LICENCES.get(publication.licence, publication.licence),
    }
    if address:
        told["url"] = address
    if address == base_url and base_url:
        told["encoding"] = {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": base_url.rstrip("/").rpartition("/")[0] + "/" + PDF.removeprefix("../"),
        }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
