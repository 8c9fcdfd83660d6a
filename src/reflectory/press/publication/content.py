"""What a published report says, whole and checked: the site, the PDF, the data and the cards are made from this.

Nothing here reads a database or a clock. `reports.composing` fills it on the signed-off release day, after every
span, consent and figure was checked; whoever sets it only escapes and lays out. Text is plain: paragraphs, no markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

Paragraphs = tuple[str, ...]
# A field that came after the first releases: while it is empty a publication is kept and hashed as if it were not
# there, so that what people signed off before still has the hash that they signed.
LATER = MappingProxyType({"later": True})


@dataclass(frozen=True)
class Words:
    """What somebody said, verbatim, and how they agreed to be named. Withdrawn words are empty, with why."""

    key: str  # stable within a report: "q12"; the anchor and the name in the data
    text: str
    language: str  # BCP 47
    is_rtl: bool
    attribution: str  # "Frontline worker, Larkspur County"; empty where nobody may be told
    programme: str = ""
    said: str = ""  # "spring 2021"; as precise as the consent allows
    withdrawn: str = ""  # the sentence in the place of words that were withdrawn


@dataclass(frozen=True)
class Figure:
    """A number with its one definition. `shown` is as the language writes it and may be rounded ("3,300+")."""

    key: str  # "applications", or "applications-mayors-challenge" within a programme
    value: int
    shown: str
    label: str  # what is counted, as it reads after the number: "cities applied"
    rule: str
    scope: str  # over what it was counted, in words
    as_of: date
    caveat: str = ""
    names: tuple[str, ...] = ()  # who is behind it, where that may be public


@dataclass(frozen=True)
class Place:
    """A government on the map and in the table beneath it. No coordinates: only in the table."""

    name: str
    level: str
    where: str
    country: str  # ISO 3166-1 alpha-2
    programmes: tuple[str, ...]
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class Picture:
    """An image of the report's own, with what it shows in words."""

    name: str  # of the file: "workshop.jpg"
    data: bytes
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class Prose:
    """Paragraphs under a title: introduction, gratitude, what is next, method."""

    anchor: str
    title: str
    kind: str
    paragraphs: Paragraphs
    picture: Picture | None = None


@dataclass(frozen=True)
class Where:
    """The map of where we worked, the same rows as a table, and what it leaves out."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    note: str  # "In addition to those pictured, 40 governments outside the United States", computed
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    pictured: str = "US"  # the country whose places the map shows; "" for the world
    kind: str = "where"


@dataclass(frozen=True)
class Programme:
    """One programme: blurb, figures, partners, and a page of its own where there is more to say."""

    anchor: str
    name: str
    initiative: str  # what it is a track of
    blurb: Paragraphs
    figures: tuple[Figure, ...]
    partners: tuple[str, ...]
    funders: tuple[str, ...]
    more: Paragraphs = ()  # of its own page; without any there is no page and no link
    quotes: tuple[Words, ...] = ()

    @property
    def path(self) -> str:
        """Where its page lies in the site; empty where it has none."""
        return f"programmes/{self.anchor}/" if self.more else ""


@dataclass(frozen=True)
class Programmes:
    anchor: str
    title: str
    paragraphs: Paragraphs
    items: tuple[Programme, ...]
    kind: str = "programmes"


@dataclass(frozen=True)
class Point:
    """A sub-point of a takeaway. Moments: "", before, during, after."""

    text: str
    moment: str = ""


@dataclass(frozen=True)
class Link:
    """A piece of evidence and what it does to the claim: supports, complicates or contradicts it."""

    kind: str
    words: Words
    why: str = ""


@dataclass(frozen=True)
class InProgramme:
    """How often a theme was heard in one programme. Shares are of voices, 0 to 1, with a 95 % interval."""

    programme: str
    n_voices: int
    n_heard: int  # voices in which it was heard
    n_governments: int
    n_governments_heard: int
    share: float
    low: float | None  # None where there are too few governments for an interval
    high: float | None
    is_hidden: bool = False  # fewer than the floor: nothing of it is told


@dataclass(frozen=True)
class Recurrence:
    """A theme that the engine found, and where it recurs."""

    label: str
    sentence: str  # "in 7 of 8 programmes, 31 of 58 governments"
    rows: tuple[InProgramme, ...]
    repeatability: float | None
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class HowWeKnow:
    """What a takeaway rests on."""

    links: tuple[Link, ...]
    recurrences: tuple[Recurrence, ...]
    n_governments: int
    n_programmes: int
    disagreed: Paragraphs
    not_heard: Paragraphs
    judged: Paragraphs
    dissent: Paragraphs = ()
    wrong_if: Paragraphs = field(default=(), metadata=LATER)  # what would show that the claim does not hold


@dataclass(frozen=True)
class Recommendation:
    """What somebody can do, when, and the smallest first step."""

    anchor: str
    audience: str  # key of an audience in `Recommendations`
    moment: str  # before, during, after, or any
    action: str
    first_step: str
    programmes: tuple[str, ...]  # anchors
    takeaway: int | None  # its number


@dataclass(frozen=True)
class Takeaway:
    anchor: str
    number: int
    area: str  # a learning area it stands under; empty where the report has none
    claim: str
    paragraphs: Paragraphs
    points: tuple[Point, ...]
    how: HowWeKnow

    @property
    def path(self) -> str:
        """Where its *how we know* page lies in the site."""
        return f"how-we-know/{self.anchor}/"


@dataclass(frozen=True)
class Takeaways:
    anchor: str
    title: str
    paragraphs: Paragraphs
    items: tuple[Takeaway, ...]
    kind: str = "takeaways"

    @property
    def areas(self) -> tuple[tuple[str, tuple[Takeaway, ...]], ...]:
        """The takeaways under their areas, in order; one nameless area where there are none."""
        names = dict.fromkeys(one.area for one in self.items)
        return tuple((name, tuple(one for one in self.items if one.area == name)) for name in names)


@dataclass(frozen=True)
class Recommendations:
    anchor: str
    title: str
    paragraphs: Paragraphs
    audiences: tuple[tuple[str, str], ...]  # key and name, those that have any
    items: tuple[Recommendation, ...]
    kind: str = "recommendations"


@dataclass(frozen=True)
class Impact:
    """Figures in large type."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    figures: tuple[Figure, ...]
    kind: str = "impact"


@dataclass(frozen=True)
class Quotes:
    """Participants' words."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    quotes: tuple[Words, ...]
    kind: str = "quotes"


@dataclass(frozen=True)
class HeardFrom:
    """Whom we heard in one programme."""

    programme: str
    n_voices: int
    n_governments: int
    roles: tuple[tuple[str, int], ...]  # seniority or role in words, and how many voices
    languages: tuple[str, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Heard:
    """What we heard from whom, and whom we did not hear."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    rows: tuple[HeardFrom, ...]
    not_heard: Paragraphs
    kind: str = "heard"


@dataclass(frozen=True)
class Download:
    anchor: str
    title: str
    paragraphs: Paragraphs
    kind: str = "download"


@dataclass(frozen=True)
class ShareText:
    text: str
    network: str = ""
    takeaway: int | None = None


@dataclass(frozen=True)
class Share:
    anchor: str
    title: str
    paragraphs: Paragraphs
    texts: tuple[ShareText, ...]
    kind: str = "share"


@dataclass(frozen=True)
class Correction:
    """What was put right or taken out, on which day. It never repeats what was withdrawn."""

    on: date
    text: str


@dataclass(frozen=True)
class Corrections:
    anchor: str
    title: str
    paragraphs: Paragraphs
    items: tuple[Correction, ...]
    kind: str = "corrections"


@dataclass(frozen=True)
class Supporters:
    """Programmes, partners and funders as lists, without blurbs."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    programmes: tuple[str, ...]
    partners: tuple[str, ...]
    funders: tuple[str, ...]
    kind: str = "supporters"


@dataclass(frozen=True)
class Reason:
    """Why an edition decided as it did about advice, and what came of it. Decisions: adopted, adapted, rejected."""

    decision: str
    why: str
    result: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one piece of advice: how many editions decided which way. Which ones is not told."""

    key: str  # stable within a report: "a12"
    action: str
    audience: str  # in words
    n_adopted: int
    n_adapted: int
    n_rejected: int
    reasons: tuple[Reason, ...] = ()
    is_hidden: bool = False  # fewer than the floor have decided: nothing of it is told

    @property
    def n(self) -> int:
        """How many editions have decided."""
        return self.n_adopted + self.n_adapted + self.n_rejected


@dataclass(frozen=True)
class Became:
    """What became of the advice of the report before this one."""

    anchor: str
    title: str
    paragraphs: Paragraphs
    report: str  # what that report is called
    year: int
    items: tuple[Outcome, ...]
    kind: str = "became"


Section = (
    Prose | Where | Programmes | Takeaways | Recommendations | Impact | Quotes | Heard | Download | Share
    | Corrections | Supporters | Became
)  # fmt: skip


@dataclass(frozen=True)
class RunFacts:
    """The run of the engine that found the themes, as the method tells of it."""

    engine: str  # its version
    input_hash: str
    seed: int
    received: int
    used: int
    excluded: int
    failed: int
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Earlier:
    """A release that went out before this one, as it told of itself then."""

    release: str
    title: str
    released_on: date
    summary: str
    address: str = ""  # of its site; empty where none was given


@dataclass(frozen=True)
class Alternate:
    """The same report in another language, where readers have it."""

    language: str  # BCP 47
    address: str  # of its site
    pages: tuple[str, ...] = ()  # beneath its address, those that are called the same here: "figures/"


@dataclass(frozen=True)
class Publication:
    """A report on its release day."""

    slug: str
    release: str  # "2021-1"
    language: str
    title: str
    strap: str
    kicker: str
    summary: str  # a sentence for previews and cards
    organisation: str
    year: int
    released_on: date
    invented: str  # a line for the top of every page, or nothing
    licence: str
    sections: tuple[Section, ...]
    run: RunFacts | None = None
    contact: str = ""
    cover: Picture | None = None
    # What a release is told of its surroundings; no part of what people sign off.
    earlier: tuple[Earlier, ...] = field(default=(), metadata=LATER)  # the oldest first
    alternates: tuple[Alternate, ...] = field(default=(), metadata=LATER)

    def section(self, kind: str) -> Section | None:
        """The first section of that kind."""
        return next((one for one in self.sections if one.kind == kind), None)

    @property
    def takeaways(self) -> tuple[Takeaway, ...]:
        """All takeaways, in order."""
        return tuple(t for one in self.sections if isinstance(one, Takeaways) for t in one.items)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that stands anywhere, once."""
        found: dict[str, Figure] = {}
        for one in self.sections:
            if isinstance(one, Where | Impact):
                found.update((figure.key, figure) for figure in one.figures)
            elif isinstance(one, Programmes):
                found.update((figure.key, figure) for item in one.items for figure in item.figures)
        return tuple(found.values())

    @property
    def all_words(self) -> tuple[Words, ...]:
        """Everybody's words that stand anywhere, once."""
        found: dict[str, Words] = {}
        for one in self.sections:
            if isinstance(one, Quotes):
                found.update((words.key, words) for words in one.quotes)
            elif isinstance(one, Programmes):
                found.update((words.key, words) for item in one.items for words in item.quotes)
            elif isinstance(one, Takeaways):
                for item in one.items:
                    found.update((link.words.key, link.words) for link in item.how.links)
                    found.update((w.key, w) for theme in item.how.recurrences for w in theme.words)
        return tuple(found.values())
