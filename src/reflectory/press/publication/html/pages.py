"""Which pages a published report has, and what stands on each beyond the publication itself.

`pages` lists them in the order of reading; `site` sets them. Nothing is decided in the templates but how it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...language import Language
from ...map import drawing
from ...map.dots import Drawn, draw
from ..content import (
    Heard,
    InProgramme,
    Link,
    Place,
    Programme,
    Publication,
    Recommendation,
    Recommendations,
    Share,
    Takeaway,
    Where,
    Words,
)
from ..tables import is_rounded, tables
from . import addresses
from .addresses import MOMENTS, Page
from .marks import interval
from .metadata import Head, head
from .sharing import Shared, share
from .telling import KINDS, Telling


@dataclass(frozen=True)
class Station:
    """A step on the thread: where this page stands between what was said and what is advised."""

    label: str
    told: str
    link: str
    is_here: bool = False


@dataclass(frozen=True)
class Leaf:
    """A page to set: its template and what goes into it."""

    page: Page
    template: str
    head: Head
    values: dict[str, Any]


@dataclass(frozen=True)
class Advice:
    """A page of recommendations: all of them, or those of one audience, moment or programme, under headings."""

    file: str
    name: str
    title: str
    groups: tuple[tuple[str, tuple[Recommendation, ...]], ...]
    kind: str = ""

    @property
    def n(self) -> int:
        return sum(len(items) for _name, items in self.groups)


@dataclass(frozen=True)
class Site:
    """A publication with all that its pages need to know of each other."""

    publication: Publication
    lang: Language
    base_url: str
    cards: Collection[str]
    telling: Telling = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "telling", Telling(self.lang, self.publication))

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        return tuple(item for one in self._advice() for item in one.items)

    def audience(self, key: str) -> str:
        """The name of an audience."""
        return next((name for one in self._advice() for k, name in one.audiences if k == key), key)

    def _advice(self) -> list[Recommendations]:
        return [one for one in self.publication.sections if isinstance(one, Recommendations)]

    def of_takeaway(self, number: int) -> tuple[Recommendation, ...]:
        """What a takeaway leads to."""
        return tuple(one for one in self.recommendations if one.takeaway == number)

    def of_programme(self, anchor: str) -> tuple[Recommendation, ...]:
        return tuple(one for one in self.recommendations if anchor in one.programmes)

    def takeaway(self, number: int | None) -> Takeaway | None:
        """A takeaway by its number."""
        return next((one for one in self.publication.takeaways if one.number == number), None)

    def by_audience(
        self, items: tuple[Recommendation, ...]
    ) -> tuple[tuple[str, tuple[Recommendation, ...]], ...]:
        """The recommendations under the names of their audiences, in the report's order."""
        keys = dict.fromkeys(key for one in self._advice() for key, _name in one.audiences)
        keys.update(dict.fromkeys(item.audience for item in items))
        grouped = ((self.audience(key), tuple(i for i in items if i.audience == key)) for key in keys)
        return tuple(group for group in grouped if group[1])

    def by_moment(
        self, items: tuple[Recommendation, ...]
    ) -> tuple[tuple[str, tuple[Recommendation, ...]], ...]:
        """The recommendations under the moments they are for."""
        moments = dict.fromkeys([*MOMENTS, *(item.moment for item in items)])
        grouped = ((self.telling.moment(m), tuple(i for i in items if i.moment == m)) for m in moments)
        return tuple(group for group in grouped if group[1])

    def advice_pages(self) -> list[Advice]:
        """Each way to read the recommendations: everything, by audience, by moment, by programme."""
        items, say = self.recommendations, self.lang.say
        if not items:
            return []
        told = [
            Advice(addresses.RECOMMENDATIONS, say("All"), self._advice()[0].title, self.by_audience(items))
        ]
        for key in dict.fromkeys(item.audience for item in items):
            mine = tuple(item for item in items if item.audience == key)
            name = self.audience(key)
            title = say("What %(audience)s can do", audience=name[:1].lower() + name[1:])
            told.append(
                Advice(addresses.of_audience(key), name, title, self.by_moment(mine), kind="audience")
            )
        for moment in [m for m in MOMENTS if any(item.moment == m for item in items)]:
            mine = tuple(item for item in items if item.moment == moment)
            name = self.telling.moment(moment)
            title = say("What to do: %(moment)s", moment=name[:1].lower() + name[1:])
            told.append(
                Advice(addresses.of_moment(moment), name, title, self.by_audience(mine), kind="moment")
            )
        for anchor in [a for a in self.telling.programmes if self.of_programme(a)]:
            name = self.telling.programme(anchor)
            title = say("What we advise out of %(programme)s", programme=name)
            groups = self.by_audience(self.of_programme(anchor))
            told.append(Advice(addresses.of_programme_advice(anchor), name, title, groups, kind="programme"))
        return told

    def map(self, where: Where, ident: str) -> tuple[str, Drawn[Place]]:
        """The drawing of where we worked, and what it shows."""
        on = "states" if where.pictured == "US" else "world"
        shown = [one for one in where.places if not where.pictured or one.country == where.pictured]
        drawn = draw(
            shown, on=on, order=lambda one: (one.name, one.where, one.longitude or 0, one.latitude or 0)
        )
        alt = self.lang.say_n(
            "A map with a dot for %(n)s government; the table beneath lists the same places.",
            "A map with dots for %(n)s governments; the table beneath lists the same places.",
            drawn.n,
        )
        return drawing.as_svg(drawn, alt=alt, titles=self.telling.dot, ident=ident), drawn

    def shares(self, section: Share) -> list[tuple[Shared, str]]:
        """The texts with their links, and how long they are."""
        told = []
        for text in section.texts:
            takeaway = self.takeaway(text.takeaway)
            address = self.base_url + (takeaway.path if takeaway and self.base_url else "")
            made = share(text, subject=self.publication.title.rstrip(":"), address=address)
            longer = len(made.whole) if made.whole != made.text else 0
            told.append((made, self.telling.length(made.text, longer)))
        return told

    def pull(self, takeaway: Takeaway) -> Words | None:
        """A few words that support the claim, to stand beside it."""
        fitting = (
            link.words
            for link in takeaway.how.links
            if link.kind == KINDS[0] and not link.words.withdrawn and len(link.words.text) <= 240
        )
        return next(fitting, None)

    def mark(self, row: InProgramme) -> str:
        """A small drawing of a share with its range; the words stand beside it."""
        return interval(row.share, row.low, row.high)

    def alternates(self, page: Page) -> list[tuple[str, str]]:
        """Language and address of this page in every language that has it, this one too; nothing where none has."""
        if not self.base_url:
            return []
        here = page.address
        found = [
            (one.language, f"{one.address.rstrip('/')}/{here}")
            for one in self.publication.alternates
            if not here or here in one.pages
        ]
        return [(self.publication.language, self.base_url + here), *found] if found else []

    def languages(self, page: Page) -> list[tuple[str, str, str]]:
        """Language, its own name for itself and where to read on in it: this page, or the first where it has none."""
        return [
            (
                one.language,
                self.telling.own_name(one.language),
                f"{one.address.rstrip('/')}/{page.address if page.address in one.pages else ''}",
            )
            for one in self.publication.alternates
        ]

    def heard_address(self) -> str:
        """The section that says whom we heard; empty where the report has none."""
        return next(
            (f"index.html#{one.anchor}" for one in self.publication.sections if isinstance(one, Heard)), ""
        )


def pages(site: Site) -> Iterator[Leaf]:
    """Every page, the first one first."""
    publication, telling, say = site.publication, site.telling, site.lang.say
    whole = f"{publication.title} {publication.strap}".strip()
    report_card = "cards/report.png" if "cards/report.png" in site.cards else ""

    def leaf(
        file: str,
        template: str,
        *,
        title: str,
        description: str,
        card: str = "",
        image_alt: str = "",
        values: dict[str, Any],
    ) -> Leaf:
        page = Page(file)
        made = head(
            publication, page, title=title, description=description, base_url=site.base_url,
            card=card or report_card, image_alt=image_alt or whole,
        )  # fmt: skip
        return Leaf(page, template, made, values)

    yield leaf("index.html", "index", title=whole, description=publication.summary, values={})
    for takeaway in publication.takeaways:
        card = f"cards/{takeaway.anchor}.png"
        yield leaf(
            addresses.of_takeaway(takeaway), "takeaway",
            title=takeaway.claim, description=telling.heard_in(takeaway.how),
            card=card if card in site.cards else "", image_alt=takeaway.claim,
            values=_how(site, takeaway),
        )  # fmt: skip
    advice = site.advice_pages()
    for one in advice:
        yield leaf(
            one.file, "recommendations", title=one.title,
            description=f"{telling.advice(one.n)}. {publication.summary}", values={"advice_page": one, "all": advice},
        )  # fmt: skip
    for programme in telling.programmes.values():
        if programme.path:
            yield leaf(
                addresses.of_programme(programme), "programme", title=programme.name,
                description=programme.blurb[0] if programme.blurb else publication.summary,
                values=_programme(site, programme),
            )  # fmt: skip
    if publication.figures:
        yield leaf(
            addresses.FIGURES, "figures", title=say("Every figure, and how it was counted"),
            description=publication.summary, values={"is_rounded": is_rounded},
        )  # fmt: skip
    yield leaf(
        addresses.DATA_PAGE, "data", title=say("The data behind this report"),
        description=publication.summary, values={"tables": [one for one in tables(publication) if one.rows]},
    )  # fmt: skip


def _how(site: Site, takeaway: Takeaway) -> dict[str, Any]:
    """What a *how we know* page says."""
    how, telling, say = takeaway.how, site.telling, site.lang.say
    kept: Callable[[str], tuple[Link, ...]] = lambda kind: tuple(  # noqa: E731 - one line, used once below
        link for link in how.links if link.kind == kind
    )
    headings = (
        say("What supports it"),
        say("What makes it more complicated"),
        say("What speaks against it"),
    )
    links = tuple(
        (kind, title, kept(kind)) for kind, title in zip(KINDS, headings, strict=True) if kept(kind)
    )
    advice = site.of_takeaway(takeaway.number)
    thread = [
        Station(say("Said"), telling.quoted(how), "#said"),
        Station(say("Heard"), telling.reach(how), "#heard"),
        Station(say("Theme"), telling.themes(len(how.recurrences)), "#themes"),
        Station(
            say("Takeaway"),
            say("%(part)s of %(whole)s", part=takeaway.number, whole=len(site.publication.takeaways)),
            "#claim",
            True,
        ),
        Station(say("Recommendation"), telling.advice(len(advice)), "#advice"),
    ]
    everyone = site.publication.takeaways
    at = everyone.index(takeaway)
    return {
        "takeaway": takeaway,
        "links": links,
        "advice_items": advice,
        "thread": thread,
        "before": everyone[at - 1] if at else None,
        "after": everyone[at + 1] if at + 1 < len(everyone) else None,
    }


def _programme(site: Site, programme: Programme) -> dict[str, Any]:
    """What a programme's own page says beyond its block: where it was, what it taught, what we advise."""
    places = [one for part in site.publication.sections if isinstance(part, Where) for one in part.places]
    names = {programme.anchor, programme.name}
    taught = tuple(
        takeaway
        for takeaway in site.publication.takeaways
        if any(
            row.programme in names and row.n_heard and not row.is_hidden
            for theme in takeaway.how.recurrences
            for row in theme.rows
        )
    )
    return {
        "programme": programme,
        "places": tuple(place for place in places if names & set(place.programmes)),
        "taught": taught,
        "advice_items": site.of_programme(programme.anchor),
    }
