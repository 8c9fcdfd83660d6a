"""What the paper says: a publication as plain data for the template, with every sentence of our own in its language.

The content is handed on as it is; what is added are sentences that the template could not make: counts, shares with
their range, days, names of programmes. How it looks is the template's work; `pdf` makes the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from babel import Locale, UnknownLocaleError

from ..language import Language
from ..plain import plain
from ..typesetting import spoken
from .content import (
    Figure,
    HowWeKnow,
    Programmes,
    Publication,
    Recommendation,
    Recommendations,
    Recurrence,
    RunFacts,
    Takeaway,
    Where,
)
from .tables import is_rounded

KINDS = ("supports", "complicates", "contradicts")
MOMENTS = ("before", "during", "after", "any", "")
Clean = Callable[[str], str]
Piece = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """What the template is given: the report, and the words that stand on every report."""

    report: Piece
    words: dict[str, str]


def compose(publication: Publication, lang: Language, clean: Clean) -> Paper:
    """Everything the template sets."""
    return _Composer(publication, lang, clean).paper()


class _Composer:
    def __init__(self, publication: Publication, lang: Language, clean: Clean) -> None:
        self.publication, self.lang, self.clean = publication, lang, clean
        found = (part for part in publication.sections if isinstance(part, Programmes))
        self.programmes = {one.anchor: one.name for part in found for one in part.items}
        self.claims = {one.number: one.anchor for one in publication.takeaways}
        self.rounded = {
            one.key: lang.say("%(number)s counted", number=lang.number(one.value))
            for one in publication.figures
            if is_rounded(one)
        }

    def paper(self) -> Paper:
        whole, lang = self.publication, self.lang
        report = self.ready(whole)
        report |= {
            "language": lang.locale.language,
            "region": lang.locale.territory or "",
            "rtl": lang.right_to_left,
            "released": {"year": whole.released_on.year, "month": whole.released_on.month, "day": whole.released_on.day},
            "release_line": lang.say("Release %(release)s, %(day)s", release=whole.release, day=lang.day(whole.released_on)),
            "full_title": self.clean(" ".join(part for part in (whole.title, whole.strap) if part)),
            "contents": self.ready(whole.summary),
            "figures": [self.figure(one) for one in whole.figures],
            "run": self.run(whole.run) if whole.run else [],
            "keywords": [self.clean(word) for word in (whole.organisation, str(whole.year), whole.kicker) if word],
        }  # fmt: skip
        for part, source in zip(report["sections"], whole.sections, strict=True):
            if isinstance(source, Where):
                part |= self.where(source)
            elif isinstance(source, Recommendations):
                part["groups"] = self.recommendations(source)
        for piece in _every(report):
            self.finish(piece)
        for made, takeaway in zip(_takeaways(report), whole.takeaways, strict=True):
            made |= self.takeaway(takeaway)
        report["places"] = [place for part in report["sections"] for place in part.get("places", [])]
        return Paper(report, _labels(lang))

    def ready(self, value: Any) -> Any:
        """The value as the template takes it: strings cleaned, days written out, pictures left to `pdf`."""
        return _told(plain(value, self.clean), self.lang)

    def finish(self, piece: Piece) -> None:
        """What follows from a piece alone."""
        if "is_rtl" in piece:
            piece["language"] = spoken(piece["language"])
        elif piece["kind"] == "figure":
            piece["exact"] = self.rounded.get(piece["key"], "")
        elif piece["kind"] == "sharetext":
            n = len(piece["text"].replace("\u200b", ""))
            piece["length"] = self.lang.say_n("%(n)s character", "%(n)s characters", n)
        elif piece["kind"] == "heardfrom":
            piece["names"] = [self.name_of_language(code) for code in piece["languages"]]
        elif piece["kind"] == "place":
            piece["programmes"] = [self.name_of(anchor) for anchor in piece["programmes"]]

    def name_of(self, anchor: str) -> str:
        """The programme's name, or what it was called by where the report does not have it."""
        return self.clean(self.programmes.get(anchor, anchor))

    def name_of_language(self, code: str) -> str:
        """Spanish, French: as the reader's language calls it."""
        try:
            name = Locale.parse(code, sep="-").get_language_name(self.lang.locale.language)
        except (UnknownLocaleError, ValueError):
            name = None
        return name or self.clean(code)

    def figure(self, figure: Figure) -> Piece:
        piece: Piece = self.ready(figure)
        piece["counted"] = self.lang.number(figure.value)
        return piece

    def where(self, part: Where) -> Piece:
        lang = self.lang
        pictured = [one for one in part.places if part.pictured in ("", one.country)]
        n = sum(one.longitude is not None for one in pictured)
        without = len(pictured) - n
        alt = lang.say_n(
            "Map with a dot for %(n)s government; a ring stands for several. It is named in the table of places.",
            "Map with dots for %(n)s governments; a ring stands for several. All are named in the table of places.",
            n,
        )
        reads = lang.say("A dot is one government, a ring several that lie together. No dot says how many people live there.")  # fmt: skip
        missing = lang.say_n(
            "%(n)s more has no coordinates and stands in the table only.",
            "%(n)s more have no coordinates and stand in the table only.",
            without,
        )
        return {"alt": alt, "legend": " ".join([reads, missing] if without else [reads])}

    def recommendations(self, part: Recommendations) -> list[Piece]:
        """By audience, then by moment."""
        names = dict(part.audiences)
        order = list(dict.fromkeys([*names, *(one.audience for one in part.items)]))
        groups = []
        for audience in order:
            items = sorted(
                (one for one in part.items if one.audience == audience), key=lambda one: _moment(one.moment)
            )
            moments = [
                {"moment": moment, "items": [self.recommendation(one) for one in found]}
                for moment, found in groupby(items, key=lambda one: one.moment or "any")
            ]
            if moments:
                groups.append({"name": self.clean(names.get(audience, audience)), "moments": moments})
        return groups

    def recommendation(self, one: Recommendation) -> Piece:
        piece: Piece = self.ready(one)
        piece["programmes"] = [self.name_of(anchor) for anchor in one.programmes]
        known = one.takeaway is not None and one.takeaway in self.claims
        piece["takeaway"] = self.claims[one.takeaway] if known and one.takeaway is not None else ""
        piece["takeaway_name"] = self.number_of(one.takeaway) if known and one.takeaway is not None else ""
        return piece

    def number_of(self, number: int) -> str:
        return self.lang.say("Takeaway %(number)s", number=self.lang.number(number))

    def takeaway(self, one: Takeaway) -> Piece:
        lang, how = self.lang, one.how
        listed = [
            rec
            for part in self.publication.sections
            if isinstance(part, Recommendations)
            for rec in part.items
        ]
        total = len(self.publication.takeaways)
        return {
            "name": self.number_of(one.number),
            "of": lang.say("Takeaway %(number)s of %(total)s", number=lang.number(one.number), total=lang.number(total)),
            "moments": [moment for moment in MOMENTS if any(point.moment == moment for point in one.points)],
            "counts": [{"kind": kind, "text": self.count(kind, how)} for kind in KINDS if _n(kind, how)],
            "breadth": self.breadth(how),
            "themes": [self.theme(theme) for theme in how.recurrences],
            "advice": [self.recommendation(rec) for rec in listed if rec.takeaway == one.number],
        }  # fmt: skip

    def count(self, kind: str, how: HowWeKnow) -> str:
        n, say_n = _n(kind, how), self.lang.say_n
        if kind == "supports":
            return say_n("%(n)s passage supports it", "%(n)s passages support it", n)
        if kind == "complicates":
            return say_n("%(n)s passage complicates it", "%(n)s passages complicate it", n)
        return say_n("%(n)s passage contradicts it", "%(n)s passages contradict it", n)

    def breadth(self, how: HowWeKnow) -> str:
        say_n = self.lang.say_n
        places = say_n("in %(n)s government", "in %(n)s governments", how.n_governments)
        programmes = say_n("in %(n)s programme", "in %(n)s programmes", how.n_programmes)
        return self.lang.say("Heard %(places)s and %(programmes)s", places=places, programmes=programmes)

    def theme(self, theme: Recurrence) -> Piece:
        lang = self.lang
        piece: Piece = self.ready(theme)
        for made, row in zip(piece["rows"], theme.rows, strict=True):
            made["name"] = self.name_of(row.programme)
            made["voices"] = lang.say("%(part)s of %(whole)s", part=lang.number(row.n_heard), whole=lang.number(row.n_voices))  # fmt: skip
            made["places"] = lang.say("%(part)s of %(whole)s", part=lang.number(row.n_governments_heard), whole=lang.number(row.n_governments))  # fmt: skip
            made["range"] = (
                lang.say("%(low)s to %(high)s", low=lang.share(row.low), high=lang.share(row.high))
                if row.low is not None and row.high is not None
                else lang.say("too few places to say")
            )
            made["percent"] = lang.share(row.share)
        piece["again"] = (
            lang.say(
                "Left without a fifth of the texts, ten times over, this theme came out %(share)s the same.",
                share=lang.share(theme.repeatability),
            )
            if theme.repeatability is not None
            else ""
        )
        return piece

    def run(self, run: RunFacts) -> list[list[str]]:
        say, number = self.lang.say, self.lang.number
        facts = [
            [say("Texts received"), number(run.received)],
            [say("Texts used"), number(run.used)],
            [say("Left out"), number(run.excluded)],
            *([f"\u2003{reason}", number(n)] for reason, n in run.reasons),
            [say("Could not be read"), number(run.failed)],
            [say("Version of the engine"), run.engine],
            [say("Seed"), str(run.seed)],
            [say("Fingerprint of what was read"), run.input_hash],
        ]
        return [[self.clean(cell) for cell in row] for row in facts]


def _n(kind: str, how: HowWeKnow) -> int:
    return sum(link.kind == kind for link in how.links)


def _moment(moment: str) -> int:
    return MOMENTS.index(moment or "any") if moment in MOMENTS else len(MOMENTS)


def _told(piece: Any, lang: Language) -> Any:
    if isinstance(piece, dict):
        return {key: _told(value, lang) for key, value in piece.items()}
    if isinstance(piece, list):
        return [_told(value, lang) for value in piece]
    if isinstance(piece, date):
        return lang.day(piece)
    return "" if isinstance(piece, bytes) else piece


def _every(piece: Any) -> list[Piece]:
    """Every piece that has a kind, at any depth."""
    if isinstance(piece, dict):
        inner = [found for value in piece.values() for found in _every(value)]
        return [piece, *inner] if "kind" in piece else inner
    return [found for value in piece for found in _every(value)] if isinstance(piece, list) else []


def _takeaways(report: Piece) -> list[Piece]:
    return [item for part in report["sections"] if part["kind"] == "takeaways" for item in part["items"]]


def _labels(lang: Language) -> dict[str, str]:
    """What stands on every report."""
    say = lang.say
    return {
        "contents": say("Contents"),
        "page": say("page"),
        "how": say("How we know"),
        "how_lead": say(
            "What each takeaway rests on: the words that support it, those that complicate or contradict it, how "
            "often it was heard and where, who was not heard, and how it was judged."
        ),
        "figures": say("The figures, and how each was counted"),
        "places": say("The governments we worked with"),
        "about": say("About this report"),
        "partners": say("Partners"),
        "funders": say("Funders"),
        "programmes": say("Programmes"),
        "in_short": say("In practice"),
        "before": say("Before"),
        "during": say("During"),
        "after": say("After"),
        "any": say("At any time"),
        "advice": say("What to do about it"),
        "first_step": say("First step:"),
        "from": say("From"),
        "supports": say("Supports"),
        "complicates": say("Complicates"),
        "contradicts": say("Contradicts"),
        "said": say("What people said"),
        "recurs": say("What recurs across programmes"),
        "disagreed": say("Where places disagreed"),
        "not_heard": say("Who was not heard"),
        "judged": say("How it was judged"),
        "dissent": say("What members of the team held against it"),
        "programme": say("Programme"),
        "voices": say("Voices"),
        "governments": say("Governments"),
        "share": say("Share of voices"),
        "range": say("Likely range"),
        "roles": say("Who they were"),
        "languages": say("Languages"),
        "hidden": say("Too few to tell anything without telling who"),
        "government": say("Government"),
        "kind": say("Kind"),
        "where": say("Where"),
        "figure": say("Figure"),
        "counted": say("Counted"),
        "rule": say("How"),
        "on": say("On"),
        "in_the_table": say("All of them by name:"),
        "defined": say("How each is counted:"),
        "run": say("What the engine read"),
        "withdrawn": say("Withdrawn words"),
        "contact": say("Write to us"),
        "licence": say("Licence"),
        "release": say("Release"),
        "published_by": say("Published by"),
        "data": say("Data"),
        "data_note": say(
            "Every figure and table in this report is in the folder data, as CSV and JSON with a description."
        ),
        "made_with": say("Made with Reflectory"),
        "station_said": say("said"),
        "station_heard": say("heard"),
        "station_theme": say("theme"),
        "station_takeaway": say("takeaway"),
        "station_advice": say("recommendation"),
        "share_note": say("The texts may be used as they stand."),
    }
