"""Search results as the page shows them: under headings by kind, with the words that were found marked.

`core.search` finds the rows and asks whether the reader may see them; this adds what a result says about itself.
A kind that is not named here is shown by its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import prefetch_related_objects
from django.urls import NoReverseMatch

from reflectory.core.search import Hit, find, fold
from reflectory.core.visibility import Viewer

MOST = 60
SNIPPET = 160  # characters of a text around the first word that was found


@dataclass(frozen=True)
class Showing:
    """How a kind is shown: what its rows read of others, and what is said beneath the title."""

    related: tuple[str, ...]
    about: Callable[[Any], Iterable[Any]]


SHOWN: dict[str, Showing] = {
    "programmes.programme": Showing((), lambda row: (row.initiative, row.blurb)),
    "directory.organisation": Showing(
        ("aliases",),
        lambda row: (row.get_level_display(), row.place_words, *(alias.name for alias in row.aliases.all())),
    ),
    "directory.person": Showing(
        ("posts__organisation",),
        lambda row: (", ".join(filter(None, (post.title, str(post.organisation)))) for post in row.posts.all()),
    ),
    "programmes.team": Showing(
        ("organisation", "edition__programme"), lambda row: (row.get_stage_display(), row.focus)
    ),
    "programmes.activity": Showing(
        ("edition__programme", "team__organisation"),
        lambda row: (row.edition, row.team.organisation if row.team else "", row.plan),
    ),
    "programmes.artefact": Showing(
        ("edition__programme", "team__organisation"),
        lambda row: (
            row.get_kind_display(), row.status_name, row.team.organisation if row.team else row.edition, row.text,
        ),
    ),
    "sensemaking.theme": Showing(("run",), lambda row: (row.get_state_display(), row.label, row.run.title)),
    "sensemaking.run": Showing((), lambda row: (row.get_state_display(),)),
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Some letters, and whether they are what was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Result:
    """One row."""

    url: str
    title: list[Piece]
    about: list[Piece]


@dataclass
class Group:
    """The results of one kind."""

    kind: str
    heading: str
    results: list[Result] = field(default_factory=list)


def find_grouped(text: str, viewer: Viewer) -> tuple[list[Group], int]:
    """The results by kind, the kind of the best one first, and how many there are."""
    hits = find(text, viewer, limit=MOST)
    _read_related(hits)
    words = re.findall(r"\w+", fold(text))
    groups: dict[str, Group] = {}
    for hit in hits:
        heading = str(apps.get_model(hit.kind)._meta.verbose_name_plural)
        group = groups.setdefault(hit.kind, Group(hit.kind, heading[:1].upper() + heading[1:]))
        group.results.append(_result(hit, words))
    return list(groups.values()), len(hits)


def mark(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces; those that begin a word as one of the looked-for words does are marked.

    >>> [piece.text for piece in mark("Café São Tomé", ["sao", "caf"]) if piece.is_found]
    ['Caf', 'São']
    """
    pieces: list[Piece] = []
    plain = 0
    for found in re.finditer(r"\w+", text):
        word = found.group()
        n = next((len(wanted) for wanted in words if fold(word).startswith(wanted)), 0)
        # Folding may change how many letters there are ("ß" is "ss"): then the whole word is marked.
        n = n if len(fold(word)) == len(word) else len(word) * bool(n)
        if n:
            pieces += [Piece(text[plain : found.start()], False), Piece(word[:n], True)]
            plain = found.start() + n
    pieces.append(Piece(text[plain:], False))
    return [piece for piece in pieces if piece.text]


def _result(hit: Hit, words: Sequence[str]) -> Result:
    showing = SHOWN.get(hit.kind)
    said = [str(part) for part in showing.about(hit.row) if part] if showing else []
    return Result(_url(hit.row), mark(str(hit.row), words), mark(_snippet(" · ".join(said), words), words))


def _snippet(text: str, words: Sequence[str]) -> str:
    """The stretch of a long text around the first word that was found."""
    if len(text) <= SNIPPET:
        return text
    starts = (
        found.start()
        for found in re.finditer(r"\w+", text)
        if any(fold(found.group()).startswith(word) for word in words)
    )
    first = max(0, next(starts, 0) - SNIPPET // 3)
    cut = text[first : first + SNIPPET].strip()
    return f"{'… ' if first else ''}{cut}{' …' if first + SNIPPET < len(text) else ''}"


def _read_related(hits: Sequence[Hit]) -> None:
    """Reads what the titles and the lines beneath them need, for all rows of a kind at once."""
    for kind, showing in SHOWN.items():
        rows = [hit.row for hit in hits if hit.kind == kind]
        if rows and showing.related:
            prefetch_related_objects(rows, *showing.related)


def _url(row: Any) -> str:
    try:
        return str(row.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return ""
