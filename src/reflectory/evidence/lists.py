"""The list of texts: what it is narrowed to, what of it leaves as a file, and how consent is said beside a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.core.exports import Column
from reflectory.core.models import SearchEntry
from reflectory.core.search import fold
from reflectory.evidence.attribution import place_of, role_of
from reflectory.evidence.models import Source, SourceVersion
from reflectory.listening.models import Consent, Voice
from reflectory.listening.queries import allows
from reflectory.listening.uses import BY_NAME, QUOTING, ROLE_PLACE, USES, WITHOUT_NAME

# What may be quoted, in the words of a list, from the most open.
QUOTABLE: dict[str, Any] = {
    BY_NAME: gettext_lazy("by name"),
    ROLE_PLACE: gettext_lazy("by role and place"),
    WITHOUT_NAME: gettext_lazy("without a name"),
}
NOT_QUOTABLE = "none"


def narrowed(rows: QuerySet[Source], asked: dict[str, Any], *, on: date) -> QuerySet[Source]:
    """The texts that fit words, edition, kind, language and the consent for quoting."""
    found = SearchEntry.objects.filter(kind=rows.model._meta.label_lower)
    words = fold(asked.get("q") or "").split()
    for word in words:
        found = found.filter(words__contains=word)
    if words:
        rows = rows.filter(pk__in=found.values("object_id"))
    for field in ("edition", "kind", "language"):
        if asked.get(field):
            rows = rows.filter(**{field: asked[field]})
    may = asked.get("may")
    if may == NOT_QUOTABLE:
        return rows.exclude(voice__in=Voice.objects.allowing(WITHOUT_NAME, on=on).values("pk"))
    return rows.filter(voice__in=Voice.objects.allowing(may, on=on).values("pk")) if may in QUOTING else rows


def with_everything(rows: QuerySet[Source]) -> QuerySet[Source]:
    """With what a line of the list and of the file says, in a constant number of queries."""
    return rows.select_related(
        "edition__programme", "voice__person", "voice__organisation__counted_as", "voice__edition__programme", "intake"
    ).prefetch_related(
        Prefetch("versions", SourceVersion.objects.order_by("number")),
        Prefetch("voice__consents", Consent.objects.order_by("pk")),
    )  # fmt: skip


def agreed(source: Source, on: date) -> frozenset[str]:
    """The uses that its voice has agreed to and not withdrawn, from what was fetched with it."""
    return frozenset(
        row.use
        for row in source.voice.consents.all()
        if row.given_on <= on and (row.withdrawn_on is None or row.withdrawn_on > on)
    )


def quoting(source: Source, on: date) -> str:
    """How it may be quoted, in words."""
    uses = agreed(source, on)
    most = next((use for use in QUOTING if allows(uses, use)), None)
    return str(QUOTABLE[most]) if most else _("not at all")


def withdrawn_on(source: Source) -> date | None:
    """The last day on which something was withdrawn."""
    return max((row.withdrawn_on for row in source.voice.consents.all() if row.withdrawn_on), default=None)


def columns(on: date) -> list[Column]:
    """What leaves as a file: the words, where they are from, and a column for each use, as it stands that day."""
    return [
        (gettext_lazy("Key"), lambda row: row.key),
        (gettext_lazy("Text"), lambda row: row.latest.text),
        (gettext_lazy("Redacted"), lambda row: _("yes") if row.latest.is_redacted else _("no")),
        (gettext_lazy("Programme"), lambda row: str(row.edition) if row.edition else ""),
        (gettext_lazy("Kind"), lambda row: str(row.get_kind_display())),
        (gettext_lazy("Question"), lambda row: row.question),
        (gettext_lazy("Day"), lambda row: row.said_on),
        (gettext_lazy("Language"), lambda row: row.language),
        (gettext_lazy("Role"), lambda row: role_of(row.voice)),
        (gettext_lazy("Seniority"), lambda row: str(row.voice.get_seniority_display())),
        (gettext_lazy("Place"), lambda row: place_of(row.voice)),
        *[(_("May {use}").format(use=name), _says(use, on)) for use, name in USES],
        (gettext_lazy("Withdrawn on"), withdrawn_on),
        (gettext_lazy("Brought in with"), lambda row: str(row.intake)),
    ]


def _says(use: str, on: date) -> Callable[[Source], str]:
    return lambda row: _("yes") if allows(agreed(row, on), use) else _("no")
