"""What the page of somebody who answered shows of this room: which of their words were marked as a passage."""

from __future__ import annotations

from dataclasses import dataclass

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.evidence.hashing import SpanBroken
from reflectory.evidence.models import Excerpt, Source
from reflectory.listening.mine import USED, Mine


@dataclass(frozen=True)
class Marked:
    """Words of theirs that somebody, or a run, picked out."""

    words: str
    language: str


@panel(USED)
def marked_in_mine(_viewer: Viewer, mine: Mine) -> Panel:
    """Whether their texts were taken in for reading, and the passages that were marked in them. Two queries."""
    n = Source.objects.filter(voice__in=mine.voices, taken_back_on__isnull=True).count() if mine.voices else 0
    found: list[Marked] = []
    for row in Excerpt.objects.with_words().filter(version__source__voice__in=mine.voices).order_by("pk"):
        try:
            words = row.words
        except SpanBroken:
            continue
        found.append(Marked(words, row.version.source.language))
    unique = list(dict.fromkeys(found))
    return Panel("evidence/own.html", {"n": n, "marked": unique, "mine": mine}, order=10)
