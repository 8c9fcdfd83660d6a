"""The report in pieces, from its content, in the reader's language.

The order of the parts is decided here. Small collections begin with an order of reading; large ones with
the themes at a glance; where no themes were found, what was said comes first. Parts that do not apply stay
where they are looked for and say in a sentence why.
"""

from __future__ import annotations

from ...language import language as find_language
from ..blocks import Link, Report
from ..content import Exploration
from . import comparing, method, opening, overview, themes
from .words import Words


def compose(content: Exploration, *, language: str = "en") -> Report:
    """Every section of the report, worded in the language."""
    lang = find_language(language)
    words = Words(content, lang)
    reading, glance = overview.reading(words), overview.glance(words)
    unplaced = comparing.unplaced(words)
    first = (reading, glance) if content.small else (glance, reading)
    sections = (
        opening.read(words),
        *(() if content.themes else (unplaced,)),
        *first,
        themes.one_by_one(words),
        comparing.by_group(words),
        comparing.over_time(words),
        comparing.by_kind(words),
        comparing.campaigns(words),
        *((unplaced,) if content.themes else ()),
        method.enough(words),
        method.how_many(words),
        method.method(words),
        method.limits(words),
        method.versions(words),
    )
    origin = (
        Link(lang.say_n("%(n)s row received", "%(n)s rows received", content.accounting.received), "#read"),
        Link(lang.say_n("%(n)s answer used", "%(n)s answers used", content.n_texts), "#read"),
        Link(words.passages(content.n_segments), "#unplaced"),
        Link(words.themes(len(content.themes)), "#glance"),
    )
    return Report(
        language=lang.code,
        rtl=lang.right_to_left,
        title=opening.title(words),
        kicker=lang.say("An exploration of %(name)s", name=content.source_name),
        lead=opening.finding(words),
        invented=lang.say("Invented answers, for demonstration") if content.invented else "",
        notices=content.notices,
        notices_lang=words.foreign,
        sections=sections,
        colophon=lang.say(
            "Made with Reflectory. Every quote is the exact words; every count is a list of rows in "
            "excerpts.csv."
        ),
        origin=origin,
    )
