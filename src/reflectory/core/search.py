"""Finds rows of any room by their words, in SQLite (FTS5) and in PostgreSQL.

A model is searchable when it has `search_words()`; its entry is renewed whenever an action records a change.
This finds candidates only. Whether a reader may see one is asked of the row's own `visible_to`: a kind whose
room has registered nothing here is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models
from django.utils.text import Truncator

from reflectory.core.models import SearchEntry
from reflectory.core.visibility import Viewer

_WORD = re.compile(r"\w+")
_AT_ONCE = 200
MOST_WORDS = 8  # of a query; more narrow nothing and cost time


class Searchable(Protocol):
    """What a model offers so that its rows are found."""

    def search_words(self) -> str:
        """Everything that one may be looking for this row by, its title first."""


@dataclass(frozen=True)
class Hit:
    """A row that the reader may see."""

    kind: str
    kind_name: str
    row: Any


def fold(text: str) -> str:
    """Lower case and without accents.

    >>> fold("São Tomé, Curaçao")
    'sao tome, curacao'
    """
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def refresh(rows: Iterable[models.Model]) -> None:
    """Renews the entries of those rows that can be searched for."""
    entries = [
        SearchEntry(
            kind=row._meta.label_lower, object_id=row.pk, title=Truncator(str(row)).chars(300),
            words=fold(row.search_words()),
        )
        for row in {(row._meta.label_lower, row.pk): row for row in rows}.values()
        if hasattr(row, "search_words")
    ]  # fmt: skip
    if entries:
        SearchEntry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=["title", "words"],
            batch_size=500,
        )  # fmt: skip


def forget(rows: Iterable[models.Model]) -> None:
    """Removes the entries of rows that are about to go."""
    for row in rows:
        SearchEntry.objects.filter(kind=row._meta.label_lower, object_id=row.pk).delete()


def wipe() -> None:
    """Leaves no word of removed entries in the index, where SQLite keeps them until it tidies up."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_searchwords(core_searchwords) VALUES ('optimize')")


def find(text: str, viewer: Viewer, *, kinds: Sequence[str] = (), limit: int = 50) -> list[Hit]:
    """The rows that hold all the words (or beginnings of words), best first, that the viewer may see."""
    words = _WORD.findall(fold(text))[:MOST_WORDS]
    if not words:
        return []
    hits: list[Hit] = []
    seen = 0
    while len(hits) < limit:
        found = _candidates(words, kinds, first=seen)
        hits.extend(_visible(found, viewer))
        seen += len(found)
        if len(found) < _AT_ONCE or seen >= 20 * _AT_ONCE:
            break
    return hits[:limit]


def _visible(found: Sequence[tuple[str, int]], viewer: Viewer) -> list[Hit]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, object_id in found:
        by_kind[kind].append(object_id)
    rows: dict[tuple[str, int], Hit] = {}
    for kind, ids in by_kind.items():
        model = apps.get_model(kind)
        manager: Any = model._default_manager
        name = str(model._meta.verbose_name)
        for row in manager.visible_to(viewer).filter(pk__in=ids):
            rows[kind, row.pk] = Hit(kind, name, row)
    return [rows[key] for key in found if key in rows]


def _candidates(words: Sequence[str], kinds: Sequence[str], *, first: int) -> list[tuple[str, int]]:
    chosen = f"AND entry.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
    if connection.vendor == "postgresql":
        said = " & ".join(f"{word}:*" for word in words)
        sql = f"""
            SELECT entry.kind, entry.object_id FROM core_searchentry entry,
                   to_tsquery('simple', %s) AS asked
            WHERE entry.folded @@ asked {chosen}
            ORDER BY ts_rank(entry.folded, asked) DESC, entry.id LIMIT %s OFFSET %s"""
    else:
        said = " ".join(f'"{word}"*' for word in words)
        sql = f"""
            SELECT entry.kind, entry.object_id
            FROM core_searchwords found JOIN core_searchentry entry ON entry.id = found.rowid
            WHERE core_searchwords MATCH %s {chosen} ORDER BY found.rank, entry.id LIMIT %s OFFSET %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [said, *kinds, _AT_ONCE, first])
        return [(kind, object_id) for kind, object_id in cursor.fetchall()]
