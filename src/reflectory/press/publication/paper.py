"""What the paper says: a publication as plain data for the template, with every sentence of our own in its language.

The content is handed on as it is; what is added are sentences that the template could not make: counts, shares with
their range, days, names of programmes. How it looks is the template's work; `pdf` makes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ..language import Language, replaced_note
from ..plain import breakable, plain, printable
from ..typesetting import spoken
from .content import (
    Became,
    Figure,
    Heard,
    Outcome,
    Publication,
    Recommendation,
    Recommendations,
    Recurrence,
    RunFacts,
    Takeaway,
    Where,
)
from .html.telling import Telling
from .maps import drawn

MOMENTS = ("before", "during", "after", "any", "")
NAMES = frozenset(("anchor", "key", "audience", "moment", "language", "programme", "decision", "address"))
Piece = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """What the template is given: the report, and the words that stand on every report."""

    report: Piece
    words: dict[str, str]


def compose(publication: Publication, lang: Language) -> Paper:
    """Everything the template sets."""
    return _Composer(publication, lang).paper()


class _Composer:
    def __init__(self, publication: Publication, lang: Language) -> None:
        self.publication, self.lang = publication, lang
        self.tell = Telling(lang, publication)
        self.claims = {one.number: one.anchor for one in publication.takeaways}
        self.figures = {one.key: one for one in publication.figures}
        self.words = {one.key: one for one in publication.all_words}
        self.n_replaced = 0

    def paper(self) -> Paper:
        whole, lang, day = self.publication, self.lang, self.publication.released_on
        report = self.ready(whole)
        n_replaced = self.n_replaced  # what is cleaned from here on stands above already
        report |= {
            "replaced": replaced_note(lang, n_replaced),
            "language": lang.locale.language,
            "region": lang.locale.territory or "",
            "rtl": lang.right_to_left,
            "released": {"year": day.year, "month": day.month, "day": day.day},
            "release_line": self.clean(self.tell.release()),
            "title": report["title"] or report["strap"] or report["slug"],
            "full_title": self.clean(" ".join(part for part in (whole.title, whole.strap) if part) or whole.slug),
            "figures": [self.figure(one) for one in whole.figures],
            "run": self.run(whole.run) if whole.run else [],
            "accounting": self.tell.accounting(whole.run) if whole.run else "",
            "languages": [
                {"name": self.clean(self.tell.own_name(one.language)), "address": one.address}
                for one in whole.alternates
            ],
            "keywords": [self.clean(word) for word in (whole.organisation, str(whole.year), whole.kicker) if word],
        }  # fmt: skip
        for part, source in zip(report["sections"], whole.sections, strict=True):
            if isinstance(source, Where):
                part |= self.where(source)
            elif isinstance(source, Recommendations):
                part["groups"] = self.recommendations(source)
            elif isinstance(source, Became):
                part |= self.became(source)
            elif isinstance(source, Heard):
                for row, heard in zip(part["rows"], source.rows, strict=True):
                    row |= {
                        "roles": self.clean(self.tell.roles(heard)),
                        "spoken": self.tell.languages(heard.languages),
                    }
        for piece in _every(report):
            self.finish(piece)
        for made, takeaway in zip(_takeaways(report), whole.takeaways, strict=True):
            made |= self.takeaway(takeaway)
        report["places"] = [place for part in report["sections"] for place in part.get("places", [])]
        return Paper(report, _labels(lang, self.tell))

    def clean(self, text: str) -> str:
        """The text in characters that can be set, with places to break."""
        told, gone = printable(text)
        self.n_replaced += len(gone)
        return breakable(told)

    def ready(self, value: Any) -> Any:
        """The value as the template takes it: strings cleaned, days written out, pictures left to `pdf`."""
        return _told(plain(value, self.clean), self.lang)

    def finish(self, piece: Piece) -> None:
        """What follows from a piece alone."""
        if "is_rtl" in piece:
            piece["language"] = spoken(piece["language"])
            piece["source"] = self.clean(" · ".join(self.tell.source(self.words[piece["key"]])))
        elif piece["kind"] == "figure":
            piece["exact"] = self.tell.exactly(self.figures[piece["key"]])
        elif piece["kind"] == "sharetext":
            piece["length"] = self.tell.length(piece["text"].replace("\u200b", ""))
        elif piece["kind"] == "place":
            piece["programmes"] = [self.name_of(anchor) for anchor in piece["programmes"]]

    def name_of(self, anchor: str) -> str:
        """The programme's name, or what it was called by where the report does not have it."""
        return self.clean(self.tell.programme(anchor))

    def figure(self, figure: Figure) -> Piece:
        piece: Piece = self.ready(figure)
        piece["counted"] = self.lang.number(figure.value)
        piece["names"] = [self.clean(name) for name in self.tell.named(figure.names)]
        return piece

    def where(self, part: Where) -> Piece:
        """What the map says to those who cannot see it, and how it is read on paper, where no ring names its places."""
        say, say_n, found = self.lang.say, self.lang.say_n, drawn(part)
        alt = say_n(
            "Map with a dot for %(n)s government; a ring stands for several. It is named in the table of places.",
            "Map with dots for %(n)s governments; a ring stands for several. All are named in the table of places.",
            found.n,
        )
        told = [
            say(
                "A dot is one government, a ring several that lie together. No dot says how many people live there."
            )
        ]
        if part.pictured == "US":
            told.append(say("Alaska and Hawaii are moved in; Alaska is drawn smaller."))
        if found.without:
            told.append(
                say_n(
                    "One has no coordinates and is only in the table.",
                    "%(n)s have no coordinates and are only in the table.",
                    len(found.without),
                )
            )
        if found.outside:
            names = self.lang.several([place.name for place in found.outside])
            told.append(say("Outside the frame, and only in the table: %(names)s.", names=names))
        return {"alt": alt, "legend": self.clean(" ".join(told))}

    def became(self, part: Became) -> Piece:
        """What became of each piece of advice, its reasons under the decisions."""
        return {
            "lead": self.clean(f"{self.tell.advised_by(part)} {self.tell.in_sum(part)}".strip()),
            "items": [self.outcome(one) for one in part.items],
        }

    def outcome(self, one: Outcome) -> Piece:
        told = [] if one.is_hidden else self.tell.decided(one)
        decided = [
            {
                "decision": decision,
                "n": n,
                "text": text,
                "reasons": [self.ready(reason) for reason in one.reasons if reason.decision == decision],
            }
            for decision, n, text in told
        ]
        return {
            "action": self.clean(one.action),
            "who": self.clean(one.audience),
            "decided": decided,
            "nothing": "" if told else self.tell.nothing_decided(one),
        }

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
        piece["takeaway_name"] = (
            self.tell.takeaway(one.takeaway) if known and one.takeaway is not None else ""
        )
        return piece

    def takeaway(self, one: Takeaway) -> Piece:
        lang, how = self.lang, one.how
        listed = [
            rec
            for part in self.publication.sections
            if isinstance(part, Recommendations)
            for rec in part.items
        ]
        total = lang.number(len(self.publication.takeaways))
        return {
            "name": self.tell.takeaway(one.number),
            "of": lang.say("Takeaway %(number)s of %(total)s", number=lang.number(one.number), total=total),
            "moments": [moment for moment in MOMENTS if any(point.moment == moment for point in one.points)],
            "counts": [{"kind": kind, "n": n, "text": text} for kind, n, text in self.tell.tally(how)],
            "breadth": self.tell.heard_in(how),
            "themes": [self.theme(theme) for theme in how.recurrences],
            "advice": [self.recommendation(rec) for rec in listed if rec.takeaway == one.number],
        }  # fmt: skip

    def theme(self, theme: Recurrence) -> Piece:
        piece: Piece = self.ready(theme)
        for made, row in zip(piece["rows"], theme.rows, strict=True):
            made |= {
                "name": self.name_of(row.programme),
                "voices": self.tell.people(row),
                "places": self.tell.governments(row),
                "range": self.tell.between(row),
            }
        for words in piece["words"]:
            self.finish(words)
        piece["again"] = self.tell.steadiness(theme.repeatability)
        return piece

    def run(self, run: RunFacts) -> list[list[str]]:
        say, number = self.lang.say, self.lang.number
        facts = [
            *([self.tell.left_out(reason), number(n)] for reason, n in run.reasons),
            [say("Engine"), run.engine],
            [say("Seed"), str(run.seed)],
            [say("Hash of what went in"), run.input_hash],
        ]
        return [[self.clean(cell) for cell in row] for row in facts]


def _moment(moment: str) -> int:
    return MOMENTS.index(moment or "any") if moment in MOMENTS else len(MOMENTS)


def _told(piece: Any, lang: Language) -> Any:
    if isinstance(piece, dict):
        # A name is no text: places to break would make another one of it.
        return {
            key: value.replace("\u200b", "")
            if key in NAMES and isinstance(value, str)
            else _told(value, lang)
            for key, value in piece.items()
        }
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


def _labels(lang: Language, tell: Telling) -> dict[str, str]:
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
        "figures": say("Every figure, and how it was counted"),
        "places": say("The governments we worked with"),
        "about": say("About this report"),
        "partners": say("With"),
        "funders": say("Funded by"),
        "programmes": say("Programmes"),
        "all_partners": say("Partners"),
        "all_funders": say("Funders"),
        "in_short": say("In practice"),
        "before": tell.moment("before"),
        "during": tell.moment("during"),
        "after": tell.moment("after"),
        "any": tell.moment("any"),
        "advice": say("What to do about it"),
        "first_step": say("First step"),
        "from": say("From"),
        "supports": tell.kind("supports"),
        "complicates": tell.kind("complicates"),
        "contradicts": tell.kind("contradicts"),
        "said": say("What people said"),
        "recurs": say("What recurs across programmes"),
        "disagreed": say("Where places disagreed"),
        "not_heard": say("Who was not heard"),
        "whom_not": say("Whom we did not hear"),
        "no_disagreement": say(
            "We found no disagreement between places on this, which may mean that we asked too few."
        ),
        "no_theme": say("No theme of the run bears on this takeaway; it rests on the words above."),
        "no_advice": say("We draw no recommendation from this takeaway yet."),
        "judged": say("How it was judged"),
        "dissent": say("Dissent"),
        "wrong_if": say("What would make this wrong"),
        "what_came": say("What came of it:"),
        "other_languages": say("Also in"),
        "programme": say("Programme"),
        "voices": say("People"),
        "governments": say("Governments"),
        "theme_note": say(
            "People in whose words the theme was heard, by programme. The dot is their share, the bar what it might "
            "be if we had asked others like them."
        ),
        "roles": say("Who they were"),
        "languages": say("Languages"),
        "hidden": say("Too few people to tell of without pointing at somebody"),
        "government": say("Government"),
        "kind": say("Level"),
        "where": say("Where"),
        "figure": say("Figure"),
        "scope": say("Counted over"),
        "caveat": say("Mind that"),
        "counted": say("Exact value"),
        "rule": say("Rule"),
        "on": say("As of"),
        "in_the_table": say("All of them by name:"),
        "defined": say("How each is counted:"),
        "run": say("The run behind the themes"),
        "contact": say("Write to us"),
        "licence": say("Licence"),
        "release": say("Release"),
        "published_by": say("Published by"),
        "data": say("Data"),
        "data_note": say(
            "Every figure and table in this report is in the folder data, as CSV and JSON with a description."
        ),
        "made_with": say("Made with Reflectory"),
        "station_said": say("Said"),
        "station_heard": say("Heard"),
        "station_theme": say("Theme"),
        "station_takeaway": say("Takeaway"),
        "station_advice": say("Recommendation"),
    }
