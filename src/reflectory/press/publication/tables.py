"""Which tables a report has as data, what is in their columns, and their rows.

A row that was withdrawn or is hidden keeps its place and says so; `blanking` has emptied it before it comes here. How
tables become files is in `data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .content import (
    Became,
    Corrections,
    Figure,
    Heard,
    Place,
    Programme,
    Programmes,
    Publication,
    Recommendations,
    Share,
    Where,
    Words,
)

KINDS = ("supports", "complicates", "contradicts")
DECISIONS = ("adopted", "adapted", "rejected")
Cell = str | int | float | bool | date | tuple[str, ...] | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """Types are those of Table Schema: string, integer, number, boolean, date."""

    name: str
    description: str
    type: str = "string"


@dataclass(frozen=True)
class Table:
    path: str  # without its ending
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    keys: tuple[str, ...] = ()
    is_one: bool = False  # about one thing, whose JSON is that one object


FIGURE = (
    Column("key", "The figure's name; its file has the same"),
    Column("label", "What is counted, as it reads after the number"),
    Column("value", "What was counted, never rounded", "integer"),
    Column("shown", "The number as readers are shown it"),
    Column("is_rounded", "Whether readers are shown another number than was counted", "boolean"),
    Column("rule", "The one definition by which it is counted"),
    Column("scope", "Over what it was counted"),
    Column("as_of", "The day on which it was counted", "date"),
    Column("caveat", "What to bear in mind"),
    Column("names", "Who is behind it, where that may be public"),
)


def figure_tables(publication: Publication) -> Iterator[Table]:
    """A table of its own for each figure."""
    for figure in publication.figures:
        title = f"{figure.shown} {figure.label}"
        yield Table(
            f"figures/{figure.key}", title, figure.rule, FIGURE, (_figure(figure),), ("key",), is_one=True
        )


def tables(publication: Publication) -> Iterator[Table]:
    """Every table but those of single figures, whether or not there is anything in them."""
    yield Table(
        "figures", "Figures", "Every number in the report, with its definition.", FIGURE,
        tuple(_figure(one) for one in publication.figures), ("key",),
    )  # fmt: skip
    yield _places(publication)
    yield _programmes(publication)
    yield from _takeaways(publication)
    yield _recommendations(publication)
    yield from _became(publication)
    yield _quotes(publication)
    yield _recurrence(publication)
    yield from _heard(publication)
    yield _share(publication)
    yield _corrections(publication)


def _all(publication: Publication, kind: type) -> Iterator[Any]:
    return (one for one in publication.sections if isinstance(one, kind))


def is_rounded(figure: Figure) -> bool:
    """Whether readers are shown another number than was counted; 3,358 and 3 358 are 3358.

    >>> day = date(2021, 12, 31)
    >>> [is_rounded(Figure("k", 631, shown, "cities", "", "", day)) for shown in ("600+", "631", "631+")]
    [True, False, True]
    """
    return re.sub(r"[\s.,’']", "", figure.shown) != str(figure.value)


def _figure(figure: Figure) -> Row:
    return (
        figure.key, figure.label, figure.value, figure.shown, is_rounded(figure), figure.rule, figure.scope,
        figure.as_of, figure.caveat, figure.names,
    )  # fmt: skip


def _places(publication: Publication) -> Table:
    columns = (
        Column("name", "The government"),
        Column("level", "City, county, state, tribal nation and so on"),
        Column("where", "The state, region or country it lies in"),
        Column("country", "Its country, ISO 3166-1 alpha-2"),
        Column("programmes", "The programmes it took part in"),
        Column("longitude", "Degrees east, WGS 84; empty where not known", "number"),
        Column("latitude", "Degrees north, WGS 84; empty where not known", "number"),
    )
    listed: list[Place] = [place for where in _all(publication, Where) for place in where.places]
    rows = tuple(
        (one.name, one.level, one.where, one.country, one.programmes, one.longitude, one.latitude)
        for one in listed
    )
    return Table("places", "Places", "The governments behind the map.", columns, rows)


def _programmes(publication: Publication) -> Table:
    columns = (
        Column("programme", "Its name in the addresses of the report"),
        Column("name", "Its name"),
        Column("initiative", "What it is a track of"),
        Column("blurb", "What it is, as the report says it"),
        Column("partners", "Its partners"),
        Column("funders", "Its funders"),
        Column("figures", "The keys of its figures"),
        Column("page", "Where its own page lies in the site; empty where it has none"),
    )
    listed: list[Programme] = [item for part in _all(publication, Programmes) for item in part.items]
    rows = tuple(
        (
            one.anchor, one.name, one.initiative, "\n\n".join(one.blurb), one.partners, one.funders,
            tuple(figure.key for figure in one.figures), one.path,
        )
        for one in listed
    )  # fmt: skip
    return Table("programmes", "Programmes", "The programmes of the report.", columns, rows, ("programme",))


def _takeaways(publication: Publication) -> Iterator[Table]:
    listed = publication.takeaways
    yield Table(
        "takeaways", "Takeaways", "What the report claims, and how much it rests on.",
        (
            Column("takeaway", "Its name in the addresses of the report"),
            Column("number", "Its number", "integer"),
            Column("area", "The learning area it stands under"),
            Column("claim", "The claim"),
            Column("paragraphs", "What the report says about it"),
            Column("n_supports", "Passages that support it", "integer"),
            Column("n_complicates", "Passages that complicate it", "integer"),
            Column("n_contradicts", "Passages that contradict it", "integer"),
            Column("n_governments", "Governments it was heard in", "integer"),
            Column("n_programmes", "Programmes it was heard in", "integer"),
            Column("disagreed", "Where places disagreed"),
            Column("not_heard", "Who was not heard"),
            Column("judged", "How it was judged"),
            Column("dissent", "What members of the team held against it"),
            Column("wrong_if", "What would show that it does not hold"),
            Column("page", "Where its own page lies in the site"),
        ),
        tuple(
            (
                one.anchor, one.number, one.area, one.claim, "\n\n".join(one.paragraphs),
                *(sum(link.kind == kind for link in one.how.links) for kind in KINDS),
                one.how.n_governments, one.how.n_programmes, "\n\n".join(one.how.disagreed),
                "\n\n".join(one.how.not_heard), "\n\n".join(one.how.judged), "\n\n".join(one.how.dissent),
                "\n\n".join(one.how.wrong_if), one.path,
            )
            for one in listed
        ),
        ("takeaway",),
    )  # fmt: skip
    yield Table(
        "points", "Points", "What each takeaway comes to in practice.",
        (
            Column("takeaway", "The takeaway it belongs to"),
            Column("place", "Its place among that takeaway's points", "integer"),
            Column("moment", "Before, during or after a programme; empty where it does not matter"),
            Column("text", "The point"),
        ),
        tuple(
            (one.anchor, place, point.moment, point.text)
            for one in listed for place, point in enumerate(one.points, 1)
        ),
        ("takeaway", "place"),
    )  # fmt: skip
    yield Table(
        "evidence", "Evidence", "Which passages each takeaway rests on; their words are in quotes.csv.",
        (
            Column("takeaway", "The takeaway"),
            Column("quote", "The key of the passage"),
            Column("kind", "Whether it supports, complicates or contradicts the claim"),
            Column("why", "Why"),
        ),
        tuple((one.anchor, link.words.key, link.kind, link.why) for one in listed for link in one.how.links),
    )  # fmt: skip


def _recommendations(publication: Publication) -> Table:
    columns = (
        Column("recommendation", "Its name in the addresses of the report"),
        Column("audience", "Who can do it"),
        Column("moment", "When: before, during, after, or any"),
        Column("action", "What to do"),
        Column("first_step", "The smallest first step"),
        Column("programmes", "The programmes it comes from"),
        Column("takeaway", "The number of the takeaway it follows from", "integer"),
    )
    rows = tuple(
        (
            one.anchor, dict(part.audiences).get(one.audience, one.audience), one.moment, one.action,
            one.first_step, one.programmes, one.takeaway,
        )
        for part in _all(publication, Recommendations) for one in part.items
    )  # fmt: skip
    return Table(
        "recommendations", "Recommendations", "What can be done.", columns, rows, ("recommendation",)
    )


def _became(publication: Publication) -> Iterator[Table]:
    listed = [item for part in _all(publication, Became) for item in part.items]
    yield Table(
        "became", "What became of the advice", "What editions made of the advice of the report before this one.",
        (
            Column("advice", "Its key in this report"),
            Column("action", "What was advised"),
            Column("audience", "Who could do it"),
            Column("is_hidden", "Whether too few have decided to tell anything", "boolean"),
            Column("n_adopted", "Editions that adopted it", "integer"),
            Column("n_adapted", "Editions that adapted it", "integer"),
            Column("n_rejected", "Editions that rejected it", "integer"),
        ),
        tuple(
            (one.key, one.action, one.audience, True, None, None, None) if one.is_hidden
            else (one.key, one.action, one.audience, False, one.n_adopted, one.n_adapted, one.n_rejected)
            for one in listed
        ),
        ("advice",),
    )  # fmt: skip
    yield Table(
        "became_reasons", "Why advice was adopted, adapted or rejected", "The reason of each decision.",
        (
            Column("advice", "The key of the advice; what it was is in became.csv"),
            Column("decision", "Adopted, adapted or rejected"),
            Column("why", "Why"),
            Column("result", "What came of it; empty where nobody can say yet"),
        ),
        tuple(
            (one.key, reason.decision, reason.why, reason.result)
            for one in listed if not one.is_hidden for reason in one.reasons
        ),
    )  # fmt: skip


def _quotes(publication: Publication) -> Table:
    columns = (
        Column("quote", "Its key in this report"),
        Column("words", "What was said, verbatim; empty where it was withdrawn"),
        Column("attribution", "Who said it, as they agreed to be named; empty where nobody may be told"),
        Column("language", "The language it was said in, BCP 47"),
        Column("programme", "The programme it was said in"),
        Column("said", "When, as precisely as was agreed"),
        Column("is_withdrawn", "Whether the words were withdrawn", "boolean"),
        Column("withdrawn", "Why there are no words"),
    )
    listed: tuple[Words, ...] = publication.all_words
    rows = tuple(
        (one.key, one.text, one.attribution, one.language, one.programme, one.said, bool(one.withdrawn), one.withdrawn)
        for one in listed
    )  # fmt: skip
    return Table("quotes", "Quotes", "Everybody's words in the report.", columns, rows, ("quote",))


def _recurrence(publication: Publication) -> Table:
    columns = (
        Column("takeaway", "The takeaway that the theme bears on"),
        Column("theme", "The theme's words"),
        Column("programme", "The programme"),
        Column("is_hidden", "Whether too few were asked there to tell anything", "boolean"),
        Column("n_voices", "Voices in the programme", "integer"),
        Column("n_heard", "Voices in which the theme was heard", "integer"),
        Column("n_governments", "Governments in the programme", "integer"),
        Column("n_governments_heard", "Governments in which the theme was heard", "integer"),
        Column("share", "Share of the programme's voices, 0 to 1", "number"),
        Column("low", "Lower end of the 95 % interval; empty where there is none", "number"),
        Column("high", "Upper end of the 95 % interval; empty where there is none", "number"),
        Column("repeatability", "How surely the theme is found again without a fifth of the texts, 0 to 1", "number"),
    )  # fmt: skip
    rows: list[Row] = []
    for takeaway in publication.takeaways:
        for theme in takeaway.how.recurrences:
            for one in theme.rows:
                counted = (one.n_voices, one.n_heard, one.n_governments, one.n_governments_heard)
                cells: Row = (*counted, one.share, one.low, one.high)
                shown: Row = (None,) * len(cells) if one.is_hidden else cells
                rows.append(
                    (takeaway.anchor, theme.label, one.programme, one.is_hidden, *shown, theme.repeatability)
                )
    told = "How often each theme was heard in each programme."
    return Table("recurrence", "Recurrence", told, columns, tuple(rows))


def _heard(publication: Publication) -> Iterator[Table]:
    rows = [row for part in _all(publication, Heard) for row in part.rows]
    yield Table(
        "heard", "Whom we heard", "How many voices were heard in each programme.",
        (
            Column("programme", "The programme"),
            Column("is_hidden", "Whether too few were heard there to tell anything", "boolean"),
            Column("n_voices", "Voices", "integer"),
            Column("n_governments", "Governments", "integer"),
            Column("languages", "Languages, BCP 47"),
        ),
        tuple(
            (one.programme, True, None, None, None) if one.is_hidden
            else (one.programme, False, one.n_voices, one.n_governments, one.languages)
            for one in rows
        ),
    )  # fmt: skip
    yield Table(
        "heard_roles", "Whom we heard, by role", "How many voices of each role were heard in each programme.",
        (
            Column("programme", "The programme"),
            Column("role", "Role or seniority"),
            Column("n_voices", "Voices", "integer"),
        ),
        tuple((one.programme, role, n) for one in rows if not one.is_hidden for role, n in one.roles),
    )  # fmt: skip


def _share(publication: Publication) -> Table:
    columns = (
        Column("text", "A text to share"),
        Column("n_characters", "How long it is", "integer"),
        Column("network", "The network it was written for; empty for any"),
        Column("takeaway", "The number of the takeaway it is about", "integer"),
    )
    rows = tuple(
        (one.text, len(one.text), one.network, one.takeaway)
        for part in _all(publication, Share) for one in part.texts
    )  # fmt: skip
    return Table("share", "Texts to share", "Texts to share the report with.", columns, rows)


def _corrections(publication: Publication) -> Table:
    columns = (Column("on", "The day", "date"), Column("text", "What was put right or taken out"))
    rows = tuple((one.on, one.text) for part in _all(publication, Corrections) for one in part.items)
    return Table("corrections", "Corrections", "What was changed after the release.", columns, rows)
