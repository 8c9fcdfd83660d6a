"""What pages show of runs and themes: the grid of themes and programmes, passages with their words and sources.

Nothing here is published: for that see `recurrence`. Words are shown only while their voice agrees to be analysed and
the passage still holds what it was made of; where it does not, the reason stands in their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core.visibility import Viewer
from reflectory.engine.disclosure import FLOOR
from reflectory.evidence.attribution import place_of, role_of
from reflectory.evidence.checking import problems
from reflectory.evidence.models import Source
from reflectory.evidence.visibility import in_confidence
from reflectory.listening.identities import NAMED
from reflectory.listening.queries import uses_allowed
from reflectory.listening.transcripts import INTERVIEWS
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, WITHOUT_NAME, that_allow
from reflectory.programmes.models import Programme
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme
from reflectory.sensemaking.reasons import SAID

HEATS = (0.05, 0.15, 0.3, 0.45)  # shares from which a cell is a step darker
STEADY, SHAKY = 0.6, 0.4  # repeatability, as the report of `explore` tells it apart
PASSAGE_READS = (
    "theme", "excerpt__version__source__voice__organisation__counted_as",
    "excerpt__version__source__voice__edition__programme", "excerpt__version__source__edition__programme",
    "excerpt__version__source__intake__ask",
)  # fmt: skip
STAGES = {
    "reading": gettext_lazy("Reading the texts"),
    "languages": gettext_lazy("Telling languages apart"),
    "campaigns": gettext_lazy("Looking for letters that several sent"),
    "themes": gettext_lazy("Looking for themes"),
    "counts": gettext_lazy("Counting voices"),
    "trends": gettext_lazy("Counting voices"),
}
QUOTABLE = (
    (BY_NAME, gettext_lazy("may be quoted by name")),
    (ROLE_PLACE, gettext_lazy("may be quoted by role and place")),
    (WITHOUT_NAME, gettext_lazy("may be quoted without a name")),
)


@dataclass(frozen=True)
class Cell:
    """A theme in one programme: how dark, the share in hundredths, of whom, and the range in words."""

    programme: str
    heat: int
    share: str
    of: str
    range: str
    has_range: bool
    is_small: bool  # too few voices for anything of it to be published


@dataclass(frozen=True)
class Line:
    """A theme in the grid; a cell is None where nobody was heard in the programme."""

    theme: Theme
    cells: tuple[Cell | None, ...]
    breadth: str


@dataclass(frozen=True)
class Shown:
    """A passage on a page. Without words, `why` stands in their place."""

    passage: Passage
    words: str
    why: str
    source: str
    url: str
    language: str
    quotable: str


def grid(themes: Collection[Theme]) -> tuple[list[Programme], list[Line]]:
    """The programmes and a line for each theme, the broadest first; the recurrences were prefetched."""
    found = {row.programme_id: row.programme for theme in themes for row in theme.recurrences.all()}
    programmes = sorted(found.values(), key=lambda one: one.name)
    ordered = sorted(
        themes, key=lambda one: (one.state == "rejected", -one.n_programmes, -one.n_voices, one.number)
    )
    lines = []
    for theme in ordered:
        rows = {row.programme_id: row for row in theme.recurrences.all()}
        cells = tuple(cell(rows[one.pk]) if one.pk in rows else None for one in programmes)
        lines.append(Line(theme, cells, breadth(theme)))
    return programmes, lines


def cell(row: Recurrence) -> Cell:
    """What a programme says of a theme."""
    return Cell(
        programme=row.programme.name,
        heat=sum(row.share >= least for least in HEATS) if row.n_heard else 0,
        share=percent(row.share),
        of=_("{n} of {all}").format(n=row.n_heard, all=row.n_voices),
        range=range_of(row),
        has_range=row.low is not None,
        is_small=row.n_voices < FLOOR,
    )


def percent(share: float) -> str:
    """A share as people say it: "38 %"."""
    return _("{n} %").format(n=formats.number_format(round(100 * share)))


def range_of(row: Recurrence) -> str:
    """Where the share would lie had others like them been asked; of few governments nothing can be said."""
    if row.low is None or row.high is None:
        return _("too few governments for a range")
    return _("between {low} and {high} %").format(low=round(100 * row.low), high=round(100 * row.high))


def breadth(theme: Theme) -> str:
    """How far a theme reaches, in words."""
    voices = ngettext("{n} voice", "{n} voices", theme.n_voices).format(n=theme.n_voices)
    governments = ngettext("{n} government", "{n} governments", theme.n_governments)
    programmes = ngettext("{n} programme", "{n} programmes", theme.n_programmes)
    return ", ".join(
        (voices, governments.format(n=theme.n_governments), programmes.format(n=theme.n_programmes))
    )


def steadiness(theme: Theme) -> str:
    """How much of a theme comes again when the engine is given somewhat different texts, in words."""
    if theme.repeatability is None:
        return ""
    n = round(100 * theme.repeatability)
    if theme.repeatability >= STEADY:
        return _("steady: it comes again with somewhat different texts (overlap of {n} in 100)").format(n=n)
    if theme.repeatability >= SHAKY:
        return _("it comes again in part with somewhat different texts (overlap of {n} in 100)").format(n=n)
    return _("shaky: other texts would draw it differently (overlap of {n} in 100)").format(n=n)


def shown(passages: Iterable[Passage], *, by: Viewer) -> list[Shown]:
    """The passages as the viewer may read them today, in six queries whatever their number."""
    rows = list(passages)
    closed = _in_confidence(rows, by)
    today = timezone.localdate()
    against = problems([(row.excerpt, ANALYSE) for row in rows], on=today)
    uses = uses_allowed({row.excerpt.version.source.voice_id for row in rows}, on=today)
    return [
        _in_confidence_shown(row)
        if row.excerpt.version.source_id in closed
        else _shown(row, against.get(row.excerpt_id, []), uses)
        for row in rows
    ]


def _in_confidence(rows: Collection[Passage], by: Viewer) -> set[int]:
    """The texts that were said in confidence and are not for this viewer. Asks nothing where there are none."""
    sources = {row.excerpt.version.source_id: row.excerpt.version.source for row in rows}
    guarded = [
        pk
        for pk, source in sources.items()
        if (source.intake.ask and source.intake.ask.identity != NAMED) or source.key.startswith(INTERVIEWS)
    ]
    if not guarded or by.is_operator:
        return set()
    return set(Source.objects.filter(in_confidence(by), pk__in=guarded).values_list("pk", flat=True))


def _in_confidence_shown(row: Passage) -> Shown:
    """That there is a passage, and neither its words nor from where."""
    why = _("It was said in confidence and is not for you to read.")
    return Shown(passage=row, words="", why=why, source=_("in confidence"), url="", language="", quotable="")


def _shown(row: Passage, against: list[Any], uses: dict[int, frozenset[str]]) -> Shown:
    version = row.excerpt.version
    source = version.source
    voice = source.voice
    day = formats.date_format(source.said_on, "j M Y") if source.said_on else ""
    parts = (_capital(role_of(voice)), place_of(voice), str(source.edition or ""), day)
    allowed = uses.get(voice.pk, frozenset())
    return Shown(
        passage=row,
        words="" if against else version.text[row.excerpt.start : row.excerpt.end],
        why=" ".join(problem.sentence for problem in against),
        source=", ".join(part for part in parts if part) or source.key,
        url=f"{at}#e{row.excerpt_id}" if (at := address("source", source.pk)) else "",
        language=source.language,
        quotable=next(
            (str(word) for use, word in QUOTABLE if allowed & set(that_allow(use))), _("may not be quoted")
        ),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def reasons_of(run: Run) -> list[dict[str, Any]]:
    """Why texts were not used, in the reader's language, with how many."""
    return [
        {"reason": SAID.get(row["reason"], row["reason"]), "n": row["n"]}
        for row in run.accounting.get("reasons", [])
    ]


def address(name: str, *args: Any) -> str:
    """The address of a page of another room; "" where that room has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
