"""Cards for previews of the report and of each takeaway: PNG files of 1200 × 630 pixels, set by Typst.

A card says a title or a claim and whose it is, nothing of anybody's words. Claims of any length fit; one that would
fill a page is cut at a word. How the cards look stands in templates/cards.typ.
"""

from __future__ import annotations

from importlib.resources import files
from textwrap import shorten

from ..language import language as find_language
from ..plain import breakable, printable
from ..typesetting import look, set_pictures
from .blanking import blanked
from .content import Publication, Where
from .maps import dots_alone

WIDTH, HEIGHT = 1200, 630
LONGEST = {"claim": 700, "title": 300, "strap": 400, "line": 90}


def render_cards(publication: Publication) -> dict[str, bytes]:
    """The cards by their path: cards/report.png, and cards/<anchor>.png for each takeaway."""
    publication = blanked(publication, text=str)
    lang = find_language(publication.language)
    total = lang.number(len(publication.takeaways))
    places = next((part for part in publication.sections if isinstance(part, Where)), None)
    cards = {
        "language": lang.locale.language,
        "rtl": lang.right_to_left,
        "organisation": _fit(publication.organisation, "line"),
        "kicker": _fit(publication.kicker, "line"),
        "title": _fit(publication.title, "title"),
        "strap": _fit(publication.strap, "strap"),
        "full_title": _fit(f"{publication.title} {publication.strap}", "line"),
        "invented": _fit(publication.invented, "line"),
        "year": str(publication.year),
        "dots": places is not None,
        "takeaways": [
            {
                "area": _fit(one.area, "line"),
                "of": lang.say(
                    "Takeaway %(number)s of %(total)s", number=lang.number(one.number), total=total
                ),
                "claim": _fit(one.claim, "claim"),
            }
            for one in publication.takeaways
        ],
    }
    others = {"dots.svg": dots_alone(places).encode()} if places is not None else {}
    templates = files(__package__).joinpath("templates")
    data = {"cards": cards, "look": look(), "words": {}}
    made = set_pictures(templates, "cards.typ", data, others=others)
    names = ["report", *(one.anchor for one in publication.takeaways)]
    return {f"cards/{name}.png": card for name, card in zip(names, made, strict=True)}


def _fit(text: str, what: str) -> str:
    """The text in characters that can be set, cut at a word where it is longer than a card takes."""
    told = printable(" ".join(text.split()))[0]
    return breakable(shorten(told, LONGEST[what], placeholder=" …") if len(told) > LONGEST[what] else told)
