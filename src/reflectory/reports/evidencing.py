"""What stands beneath a takeaway, as its makers see it, and words that could be put there.

Words that may not be quoted are not shown, whoever asks, as in `quoting`; here each has also what it does to the
claim. A text is offered to those who read it, with the sentences in which the words stand that were looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from reflectory.core.search import fold
from reflectory.core.visibility import Viewer
from reflectory.engine.segments import n_words, sentences
from reflectory.evidence.attribution import attribution, crowds_of, said_when
from reflectory.evidence.models import Excerpt, Source, SourceVersion
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.uses import QUOTING
from reflectory.reports import quoting
from reflectory.reports.models import EvidenceLink, Takeaway
from reflectory.reports.section_kinds import LINK_KINDS
from reflectory.sensemaking.models import Run, Theme

ENOUGH = 12  # words; a shorter sentence takes the next one with it
MOST_TEXTS = 10
MOST_THEMES = 12


@dataclass(frozen=True)
class Beneath:
    """A piece of evidence with its words, who said them, and what speaks against quoting them."""

    link: EvidenceLink
    shown: quoting.Shown
    programme: str
    said: str
    url: str  # of the text, for those who read it


@dataclass(frozen=True)
class Column:
    """The evidence that does one thing to the claim."""

    key: str
    name: Any
    items: Sequence[Beneath]


@dataclass(frozen=True)
class Candidate:
    """Words that could be put beneath the claim: an excerpt that is there, or a text with its likely sentence."""

    excerpt: Excerpt | None
    version: SourceVersion
    words: str
    language: str
    source: str
    programme: str
    said: str
    allowed: tuple[str, ...]  # as what they may be quoted, the most open first

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"e{self.excerpt.pk}" if self.excerpt is not None else f"t{self.version.source_id}"


def columns(takeaway: Takeaway, viewer: Viewer) -> list[Column]:
    """Its evidence under supports, complicates and contradicts, in a constant number of queries."""
    excerpts = Excerpt.objects.with_words()
    links = list(
        takeaway.links.prefetch_related(Prefetch("excerpt", queryset=excerpts)).order_by("order", "pk")
    )
    readable = set(
        Excerpt.objects.visible_to(viewer)
        .filter(pk__in=[link.excerpt_id for link in links])
        .values_list("pk", flat=True)
    )
    found: dict[str, list[Beneath]] = defaultdict(list)
    rows: Any = links
    for link, shown in zip(links, quoting.shown(rows), strict=True):
        source = link.excerpt.version.source
        url = link.excerpt.get_absolute_url() if link.excerpt_id in readable else ""
        found[link.kind].append(Beneath(link, shown, _programme(source), said_when(source), url))
    return [Column(key, name, found[key]) for key, name in LINK_KINDS]


def candidates(takeaway: Takeaway, viewer: Viewer, *, words: str) -> list[Candidate]:
    """Excerpts and texts that hold all of the words, those that stand beneath the claim left out."""
    there = set(takeaway.links.values_list("excerpt", flat=True))
    excerpts = quoting.narrowed(quoting.findable(viewer), words=words).exclude(pk__in=there)
    found = _of_excerpts(list(excerpts.with_words()[:MOST_TEXTS]))
    if not words.strip():
        return found
    known = {one.version.source_id for one in found}
    texts = [text for text in _texts(viewer, words) if text.pk not in known]
    return [*found, *_of_texts(texts, words)]


def suggestions(takeaway: Takeaway, viewer: Viewer) -> list[Candidate]:
    """The best passages of the themes beneath the claim that may be quoted and do not stand there yet."""
    themes = takeaway.themes.values("theme")
    there = takeaway.links.values("excerpt")
    rows = (
        quoting.findable(viewer)
        .filter(passages__theme__in=themes, passages__rank__isnull=False)
        .exclude(pk__in=there)
        .order_by("passages__rank", "pk")
        .with_words()
    )
    return _of_excerpts(list({row.pk: row for row in rows[: 2 * MOST_TEXTS]}.values())[:MOST_TEXTS])


def candidate(viewer: Viewer, key: str) -> Candidate | None:
    """The excerpt or text that a form names, where the viewer may pick it."""
    kind, number = key[:1], key[1:]
    if not number.isdecimal():
        return None
    if kind == "e":
        found = _of_excerpts(list(quoting.findable(viewer).filter(pk=int(number)).with_words()))
    else:
        found = _of_texts(list(_readable(viewer).filter(pk=int(number))), "")
    return found[0] if found else None


def _of_excerpts(rows: Sequence[Excerpt]) -> list[Candidate]:
    return [
        Candidate(
            one.excerpt, one.excerpt.version, one.words, one.language, one.source, one.programme, one.said,
            tuple(key for key, _name, _who in one.uses),
        )
        for one in quoting.offered(rows)
    ]  # fmt: skip


def _readable(viewer: Viewer) -> QuerySet[Source]:
    rows: QuerySet[Source] = Source.objects.visible_to(viewer)
    return rows.select_related(
        "voice__person", "voice__organisation__counted_as", "voice__edition__programme", "edition__programme"
    ).prefetch_related("versions")


def _texts(viewer: Viewer, words: str) -> list[Source]:
    """Those whose readable version holds all of the words; one in which they were made unreadable does not."""
    rows = _readable(viewer)
    for word in words.split():
        rows = rows.filter(pk__in=SourceVersion.objects.filter(text__icontains=word).values("source"))
    wanted = [fold(word) for word in words.split()]
    found = rows.order_by("-said_on", "pk")[: 3 * MOST_TEXTS]
    return [row for row in found if all(word in fold(row.latest.text) for word in wanted)][:MOST_TEXTS]


def _of_texts(rows: Sequence[Source], words: str) -> list[Candidate]:
    voices = [row.voice for row in rows]
    allowed = uses_allowed([voice.pk for voice in voices], on=timezone.localdate())
    crowds = crowds_of(voices)
    found = []
    for row in rows:
        uses = tuple(use for use in QUOTING if allows(allowed[row.voice_id], use))
        who = attribution(row.voice, uses[0], crowds=crowds) if uses else ""
        version = row.latest
        version.source = row
        found.append(Candidate(
            None, version, likely_words(version.text, words, row.language), row.language, who, _programme(row),
            said_when(row), uses,
        ))  # fmt: skip
    return found


def likely_words(text: str, words: str, language: str = "und") -> str:
    """The sentence that holds most of the words, with the next one where it is short; verbatim.

    >>> likely_words("We met. The night crew knew it all along, and said so twice.", "crew")
    'The night crew knew it all along, and said so twice.'
    """
    spans = sentences(text, language or "und")
    if not spans:
        return text.strip()
    wanted = [fold(word) for word in words.split()]
    best = max(
        range(len(spans)),
        key=lambda at: (sum(w in fold(text[spans[at].start : spans[at].end]) for w in wanted), -at),
    )
    start, end = spans[best].start, spans[best].end
    if (
        n_words(text[start:end]) < ENOUGH
        and best + 1 < len(spans)
        and "\n\n" not in text[end : spans[best + 1].start]
    ):
        end = spans[best + 1].end
    return text[start:end]


def _programme(source: Source) -> str:
    return source.edition.programme.name if source.edition is not None else ""


def themes_to_link(takeaway: Takeaway, viewer: Viewer) -> list[Theme]:
    """Themes of the report's run, or of the last run that the viewer sees, that are not beneath the claim yet."""
    run = takeaway.report.run or Run.objects.visible_to(viewer).done().order_by("-created_at", "-pk").first()
    if run is None:
        return []
    rows = Theme.objects.visible_to(viewer).filter(run=run).exclude(state="rejected")
    rows = rows.exclude(pk__in=takeaway.themes.values("theme"))
    return list(rows.order_by("state", "-n_voices", "number")[:MOST_THEMES])


def contrary(columns_: Iterable[Column]) -> int:
    """How many pieces of evidence complicate or contradict the claim."""
    return sum(len(one.items) for one in columns_ if one.key != "supports")
